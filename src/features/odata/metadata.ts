import { feedNames, feedSets, type FeedName } from '../../domain/feeds/sets.ts'
import { columnsByName, entitySetName, navigations, type VisibleSet } from '../../domain/odata/entities.ts'
import { odataFunctionNames } from '../../domain/odata/functions.ts'
import { edmTypes } from '../../domain/odata/types.ts'

/** The namespace of the types, and the name of the container of the sets. */
const NAMESPACE = 'Sufficiency'
const CONTAINER = 'Feeds'

const vocabularies = { Core: 'Org.OData.Core.V1', Capabilities: 'Org.OData.Capabilities.V1' }

type Attributes = Record<string, string>

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** An element of XML with what stands in it. */
function element(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escape(value)}"`)].join(
    ' ',
  )
  return content.length === 0 ? `<${start}/>` : `<${start}>${content.join('')}</${name}>`
}

const annotation = (term: string, attributes: Attributes, content: readonly string[] = []) =>
  element('Annotation', { Term: term, ...attributes }, content)

const describe = (words: string) => annotation(`${vocabularies.Core}.Description`, { String: words })

const record = (values: Attributes) =>
  element(
    'Record',
    {},
    Object.entries(values).map(([Property, Bool]) => element('PropertyValue', { Property, Bool })),
  )

/** What clients may ask of every set; Power Query computes by itself what is not in here. */
const capabilities = (set: FeedName, hasNavigations: boolean): string[] => {
  const term = (name: string) => `${vocabularies.Capabilities}.${name}`
  const restrict = (name: string, values: Attributes) => annotation(term(name), {}, [record(values)])
  return [
    describe(feedSets[set].words),
    annotation(term('TopSupported'), { Bool: 'true' }),
    annotation(term('SkipSupported'), { Bool: 'true' }),
    annotation(term('IndexableByKey'), { Bool: 'true' }),
    restrict('CountRestrictions', { Countable: 'true' }),
    restrict('FilterRestrictions', { Filterable: 'true' }),
    restrict('SortRestrictions', { Sortable: 'true' }),
    restrict('ExpandRestrictions', { Expandable: String(hasNavigations) }),
    restrict('SearchRestrictions', { Searchable: 'false' }),
    restrict('InsertRestrictions', { Insertable: 'false' }),
    restrict('UpdateRestrictions', { Updatable: 'false' }),
    restrict('DeleteRestrictions', { Deletable: 'false' }),
  ]
}

const containerCapabilities = (): string[] => [
  annotation(`${vocabularies.Capabilities}.ConformanceLevel`, {
    EnumMember: `${vocabularies.Capabilities}.ConformanceLevelType/Intermediate`,
  }),
  annotation(`${vocabularies.Capabilities}.BatchSupported`, { Bool: 'false' }),
  annotation(`${vocabularies.Capabilities}.FilterFunctions`, {}, [
    element(
      'Collection',
      {},
      odataFunctionNames.map((name) => `<String>${name}</String>`),
    ),
  ]),
]

function entityType(set: FeedName, columns: VisibleSet['columns']): string {
  const { key } = feedSets[set]
  const types = columnsByName(set)
  const isKey = (column: string) => key.some((part) => part === column)
  const properties = columns[set].flatMap((name) => {
    const column = types[name]
    if (column === undefined) return []
    const precision: Attributes = column.type === 'instant' ? { Precision: '6' } : {}
    const nullable: Attributes = isKey(name) ? { Nullable: 'false' } : {}
    return element('Property', { Name: name, Type: edmTypes[column.type], ...nullable, ...precision }, [
      describe(column.words),
    ])
  })
  const ways = navigations(set, columns[set]).map(({ name, column, target, targetKey }) =>
    element('NavigationProperty', { Name: name, Type: `${NAMESPACE}.${entitySetName(target)}` }, [
      element('ReferentialConstraint', { Property: column, ReferencedProperty: targetKey }),
    ]),
  )
  const keys = key.map((column) => element('PropertyRef', { Name: column }))
  return element('EntityType', { Name: entitySetName(set) }, [
    element('Key', {}, keys),
    ...properties,
    ...ways,
    annotation(`${vocabularies.Core}.LongDescription`, { String: feedSets[set].words }),
  ])
}

function entitySet(set: FeedName, columns: VisibleSet['columns']): string {
  const ways = navigations(set, columns[set])
  return element(
    'EntitySet',
    { Name: entitySetName(set), EntityType: `${NAMESPACE}.${entitySetName(set)}` },
    [
      ...ways.map(({ name, target }) =>
        element('NavigationPropertyBinding', { Path: name, Target: entitySetName(target) }),
      ),
      ...capabilities(set, ways.length > 0),
    ],
  )
}

/** The description of every set, as a reader sees it, in OData's XML (CSDL 4.0). */
export function metadataDocument(columns: VisibleSet['columns']): string {
  const references = Object.entries(vocabularies).map(([alias, namespace]) =>
    element(
      'edmx:Reference',
      { Uri: `https://oasis-tcs.github.io/odata-vocabularies/vocabularies/${namespace}.xml` },
      [element('edmx:Include', { Namespace: namespace, Alias: alias })],
    ),
  )
  const container = element('EntityContainer', { Name: CONTAINER }, [
    ...feedNames.map((set) => entitySet(set, columns)),
    ...containerCapabilities(),
  ])
  const schema = element(
    'Schema',
    { xmlns: 'http://docs.oasis-open.org/odata/ns/edm', Namespace: NAMESPACE },
    [...feedNames.map((set) => entityType(set, columns)), container],
  )
  const document = element(
    'edmx:Edmx',
    { 'xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx', Version: '4.0' },
    [...references, element('edmx:DataServices', {}, [schema])],
  )
  return `<?xml version="1.0" encoding="utf-8"?>\n${document}`
}
