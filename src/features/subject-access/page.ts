import { withheld } from '../../domain/subject-access/masking.ts'
import { html, type Content, type Html, type PrintedPage } from '../../platform/http/html.ts'
import { printStyle } from '../../platform/http/print/style.ts'
import { facts, tableOf } from '../../platform/http/print/tables.ts'
import { childDataParts, type ChildDataPart } from './queries.ts'
import type { SubjectAccess } from './schema.ts'

type Table = SubjectAccess['tables'][number]
type Row = Table['rows'][number]

const instantFormat = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/London',
})
const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** What is kept of a child as a page to read and to print. */
export function subjectAccessPage(answer: SubjectAccess): PrintedPage {
  return {
    title: subjectAccessTitle,
    style: printStyle,
    body: html`<header>
        <h1>${subjectAccessTitle}</h1>
        ${subjectAccessSummary(answer)}
      </header>
      <main>${subjectAccessTables(answer)}</main>`,
  }
}

export const subjectAccessTitle = 'What is kept about a child'

/** When and by whom it was prepared, by which law, and what is withheld. */
export const subjectAccessSummary = (answer: SubjectAccess): Html =>
  html`<p class="marking">Official-Sensitive: a child’s record</p>
    ${facts([
      ['Prepared', instantFormat.format(new Date(answer.preparedAt))],
      ['By', answer.preparedBy],
      ['Law', answer.law],
    ])}
    <h2>What is withheld</h2>
    <ul>
      ${answer.withheld.map((rule) => html`<li>${rule}</li>`)}
    </ul>`

/** Every row, by part and table. */
export const subjectAccessTables = ({ tables }: SubjectAccess): Html =>
  html`${(Object.keys(childDataParts) as ChildDataPart[]).map((part) =>
    partOfPage(
      part,
      tables.filter((table) => table.part === part),
    ),
  )}`

function partOfPage(part: ChildDataPart, tables: readonly Table[]): Html {
  return html`<section aria-labelledby="${part}">
    <h2 id="${part}">${childDataParts[part]}</h2>
    ${tables.length === 0 && html`<p>Nothing is kept.</p>`}
    ${tables.map((table) => (table.recordType === 'record_versions' ? changesTable(table) : rowsOfTable(table)))}
  </section>`
}

const rowsOfTable = ({ title, rows }: Table): Html =>
  html`<h3>${title}</h3>
    ${rows.map((row) => html`<div class="decision">${facts(pairsOf(row))}</div>`)}`

/** The history, a line a change, the oldest first: what the record said before is what the change put right. */
function changesTable({ rows }: Table): Html {
  return tableOf(
    ['When', 'Record', 'Change', 'By', 'Why', 'What it said before'],
    rows.map((row) => [
      textOf(row.recorded_at),
      wordsOf(String(row.record_type)),
      wordsOf(String(row.change)),
      textOf(row.actor),
      textOf(row.reason),
      row.before === null ? '' : facts(pairsOf(row.before as Row)),
    ]),
    'Nothing was changed.',
  )
}

/** The fields of a row that say something, with their names in words. */
const pairsOf = (row: Row): [string, Content][] =>
  Object.entries(row)
    .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([field, value]) => [wordsOf(field), textOf(value)])

/** `home_postcode` or `homePostcode` as words: `Home postcode`. */
function wordsOf(field: string): string {
  const words = field
    .replace(/[a-z][A-Z]/g, ([end = '', start = '']) => `${end} ${start.toLowerCase()}`)
    .replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function textOf(value: unknown): Content {
  if (value === null || value === undefined) return 'Not recorded'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') return textOfString(value)
  if (typeof value === 'number') return value
  if (!Array.isArray(value)) return facts(pairsOf(value as Row))
  return value.every((part) => part === null || typeof part !== 'object')
    ? value.map((part) => String(part)).join(', ')
    : html`<ul>
        ${value.map((part) => html`<li>${textOf(part)}</li>`)}
      </ul>`
}

function textOfString(text: string): Content {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return dayFormat.format(new Date(text))
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return instantFormat.format(new Date(text))
  return (Object.values(withheld) as string[]).includes(text) ? html`<em>${text}</em>` : text
}
