import { XmlDocument, type XmlElement } from 'libxml2-wasm'
import t from 'tap'
import { feedNames, feedSets } from '../../../src/domain/feeds/sets.ts'
import { testApp } from '../../support/app.ts'
import { odataPath } from './support.ts'

const service = await testApp(t)
const EDM = {
  edm: 'http://docs.oasis-open.org/odata/ns/edm',
  edmx: 'http://docs.oasis-open.org/odata/ns/edmx',
}

async function metadata(role: 'bi' | 'admin') {
  const { body } = await (await service.as(role)).get<string>('/odata/$metadata')
  const document = XmlDocument.fromString(body)
  const find = (path: string, start = document.root) => start.find(path, EDM) as XmlElement[]
  const name = (element: XmlElement, attribute = 'Name') => element.attr(attribute)?.value ?? ''
  return { find, name }
}

t.test('every name that the metadata refer to is one that they declare', async (t) => {
  const { find, name } = await metadata('admin')
  const [schema] = find('//edm:Schema')
  t.equal(find('/edmx:Edmx')[0]?.attr('Version')?.value, '4.0')
  const namespace = schema ? name(schema, 'Namespace') : ''
  const types = new Map(find('//edm:EntityType').map((type) => [`${namespace}.${name(type)}`, type]))
  const sets = find('//edm:EntitySet')
  t.equal(types.size, feedNames.length)
  t.equal(sets.length, feedNames.length)
  for (const set of sets) t.ok(types.has(name(set, 'EntityType')), name(set))
  const simple = ['Edm.String', 'Edm.Guid', 'Edm.Date', 'Edm.DateTimeOffset', 'Edm.Int32', 'Edm.Double', 'Edm.Boolean']
  for (const [typeName, type] of types) {
    const properties = new Map(find('edm:Property', type).map((property) => [name(property), property]))
    const navigations = find('edm:NavigationProperty', type)
    t.equal(new Set([...properties.keys(), ...navigations.map((item) => name(item))]).size, properties.size + navigations.length, 'names are unique')
    for (const property of properties.values()) t.ok(simple.includes(name(property, 'Type')))
    for (const key of find('edm:Key/edm:PropertyRef', type))
      t.equal(properties.get(name(key))?.attr('Nullable')?.value, 'false', `${typeName} ${name(key)}`)
    for (const navigation of navigations) {
      const target = types.get(name(navigation, 'Type'))
      t.ok(target)
      const [constraint] = find('edm:ReferentialConstraint', navigation)
      if (constraint === undefined || target === undefined) continue
      const own = properties.get(name(constraint, 'Property'))
      const other = find('edm:Property', target).find((item) => name(item) === name(constraint, 'ReferencedProperty'))
      t.equal(own?.attr('Type')?.value, other?.attr('Type')?.value)
      const keys = find('edm:Key/edm:PropertyRef', target).map((key) => name(key))
      t.same(keys, [name(constraint, 'ReferencedProperty')])
    }
  }
  const setNames = sets.map((set) => name(set))
  for (const set of sets)
    for (const binding of find('edm:NavigationPropertyBinding', set)) {
      t.ok(setNames.includes(name(binding, 'Target')))
      const type = types.get(name(set, 'EntityType'))
      t.ok(type && find('edm:NavigationProperty', type).some((item) => name(item) === name(binding, 'Path')))
    }
  const namespaces = find('//edmx:Include').map((item) => name(item, 'Namespace'))
  for (const annotation of find('//edm:Annotation')) t.ok(namespaces.some((item) => name(annotation, 'Term').startsWith(`${item}.`)))
}) // prettier-ignore

t.test('they show what the reader sees, and every function that they list is taken', async (t) => {
  const analyst = await service.as('bi')
  const { find, name } = await metadata('bi')
  const homes = find('//edm:EntityType[@Name="Homes"]/edm:Property').map((property) => name(property))
  const [needScope, visible] = [Object.keys(feedSets.homes.columns).filter((column) => column === 'name'), homes]
  t.same(new Set([...visible, ...needScope]), new Set(Object.keys(feedSets.homes.columns)))
  t.notOk(homes.includes('name'))
  const functions = find('//edm:Annotation[@Term="Org.OData.Capabilities.V1.FilterFunctions"]//edm:String').map(
    (item) => item.content,
  )
  t.ok(functions.length > 10)
  const calls: Record<string, string> = { contains: "(childKey,'a')", startswith: "(childKey,'a')", endswith: "(childKey,'a')" }
  const ofText = ['tolower', 'toupper', 'trim', 'length']
  for (const fn of functions) {
    const call = fn + (calls[fn] ?? (ofText.includes(fn) ? '(childKey)' : '(changedAt)'))
    const { status } = await analyst.get(odataPath('Placements', { $filter: `${call} ne null` }))
    t.equal(status, 200, call)
  }
}) // prettier-ignore
