import type { Catalogue, CatalogueDefinition, CatalogueTable, CatalogueTrigger } from './catalogue.ts'
import type { SchemaFile } from './schema-files.ts'

interface Subject {
  title: string
  tables: CatalogueTable[]
}

/** The tables grouped by the migration that creates them, in order. */
function subjectsOf({ tables }: Catalogue, migrations: SchemaFile[]): Subject[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  return migrations
    .map(({ name, sql }) => ({
      title: titleOf(name),
      tables: [...sql.matchAll(/^create table (\w+)/gm)].flatMap(([, table = '']) => byName.get(table) ?? []),
    }))
    .filter((subject) => subject.tables.length > 0)
}

/** `0002_history_and_events` → `History and events` */
const titleOf = (name: string) => {
  const words = name.slice(name.indexOf('_') + 1).replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
const commentOn = (what: string, comment: string | null) =>
  comment === null ? [] : [`comment on ${what} is ${literal(comment)};`]
const heading = (title: string) => `-- ${title} ${'-'.repeat(Math.max(108 - title.length - 4, 3))}`
/** Makes SQL of the catalogue look hand-written: lower case outside quotes, without the schema's name. */
const plain = (sql: string) =>
  sql.replaceAll(/('[^']*'|"[^"]*")|[^'"]+/g, (part, quotation?: string) =>
    quotation === undefined ? part.toLowerCase().replaceAll('public.', '') : part,
  )
/** Does the same to the head of a function and leaves its body as it is. */
const plainFunction = (sql: string) => {
  const body = sql.indexOf('$function$')
  return (plain(sql.slice(0, body)) + sql.slice(body)).replace(/\n;$/, ';')
}

/** The text of `schema/current.sql`: the whole schema, for reading and comparing. */
export function currentSql(catalogue: Catalogue, migrations: SchemaFile[]): string {
  const parts = [
    '-- The schema as a database has it once everything is applied, read back from its catalogue. Written by\n' +
      '-- `npm run schema`; made by the files of migrations/, schema/functions/, schema/views/ and\n-- schema/reporting/.',
    ...catalogue.extensions.map((name) => `create extension ${name};`),
    ...subjectsOf(catalogue, migrations).flatMap(({ title, tables }) => [
      heading(title),
      ...tables.map(tableSql),
    ]),
    heading('Views'),
    ...catalogue.views.map((view) => definitionSql('view', view)),
    heading('Functions'),
    ...catalogue.functions.map((definition) => definitionSql('function', definition)),
  ]
  return `${parts.join('\n\n')}\n`
}

function tableSql({ name, comment, columns, constraints, statements }: CatalogueTable): string {
  const body = [...columns, ...constraints]
    .map((line) => `  ${plain(line).replaceAll('\n', '\n  ')}`)
    .join(',\n')
  return [
    `create table ${name} (\n${body}\n);`,
    ...commentOn(`table ${name}`, comment),
    ...statements.map(plain),
  ].join('\n')
}

function definitionSql(
  kind: 'view' | 'function',
  { name, signature, comment, sql, grants }: CatalogueDefinition,
) {
  const object = kind === 'view' ? `view ${name}` : `function ${name}(${signature})`
  return [kind === 'view' ? plain(sql) : plainFunction(sql), ...commentOn(object, comment), ...grants].join(
    '\n',
  )
}

/** The text of `docs/schema.md`: each table with its triggers in the order in which they fire, each view and function. */
export function schemaPage(catalogue: Catalogue, migrations: SchemaFile[]): string {
  const sentences = new Map(catalogue.functions.map(({ name, comment }) => [name, sentenceOf(comment)]))
  const parts = [
    '# The schema',
    'Written by `npm run schema` from the catalogue of a database: every table with its triggers in the order in which they\n' +
      'fire, every view and every function. Columns, constraints, indexes, policies and bodies are in\n' +
      '[schema/current.sql](../schema/current.sql).',
    'Triggers of one moment fire in the order of their names. Foreign keys are checked before the others that fire after each\n' +
      'row; those that fire after the statement see all of its rows at once.',
    ...subjectsOf(catalogue, migrations).flatMap(({ title, tables }) => [
      `## ${title}`,
      ...tables.flatMap((table) => tablePage(table, sentences)),
    ]),
    '## Views',
    catalogue.views.map(({ name, comment }) => `- \`${name}\`: ${comment ?? ''}`).join('\n'),
    '## Functions',
    catalogue.functions
      .map(({ name, signature, comment }) => `- \`${name}(${signature})\`: ${comment ?? ''}`)
      .join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

function tablePage(table: CatalogueTable, sentences: Map<string, string>): string[] {
  const rows = table.triggers.map((trigger) => triggerRow(trigger, sentences.get(trigger.function) ?? ''))
  const triggers = ['| fires | trigger | function | what it does |', '| --- | --- | --- | --- |', ...rows]
  return [`### ${table.name}`, table.comment ?? '', ...(rows.length > 0 ? [triggers.join('\n')] : [])]
}

function triggerRow(
  { name, moment, events, condition, function: procedure }: CatalogueTrigger,
  sentence: string,
) {
  const when = condition === null ? '' : `, when \`${condition.toLowerCase()}\``
  return `| ${moment}: ${events.toLowerCase()}${when} | \`${name}\` | \`${procedure}\` | ${sentence} |`
}

const sentenceOf = (comment: string | null) => comment?.split(/(?<=[.!?])\s+(?=[A-Z])/)[0] ?? ''
