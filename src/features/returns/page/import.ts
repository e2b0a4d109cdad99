import type { z } from 'zod'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { textArea } from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, PageFile, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, textLink } from '../../../platform/pages/parts.ts'
import { sayInstant, sayList } from '../../../platform/pages/words.ts'
import type { findingView, importChildView } from '../in/schema.ts'
import { importKindText, importTag, type ImportAnswer } from './imports.ts'

type Finding = z.output<typeof findingView>
type ChildChange = z.output<typeof importChildView>
interface Listing<Item> {
  items: Item[]
  nextCursor: string | null
}

const purpose = 'an import, and what came of it'
/** As many of a list as the page shows; the file has all. */
const mostRows = 200

/** One import: how far it is, and by child, by rule and by row what came of it or would. */
export const importPage: Page = {
  url: '/imports/:id',
  scope: 'imports:read',
  purpose,
  show: (visit) => show(visit),
}

async function show(visit: Visit): Promise<PageView> {
  const path = `/v1/imports/${encodeURIComponent(visit.params.id!)}`
  const answer = await visit.api.get<ImportAnswer>(path)
  const isDone = answer.finishedAt !== null
  const [report, children, questions] = isDone
    ? await Promise.all([
        visit.api.get<Listing<Finding>>(`${path}/report?limit=500`),
        visit.api.get<Listing<ChildChange>>(`${path}/children?limit=${mostRows}`),
        visit.api.get<Listing<unknown>>(`${path}/questions?status=open&limit=500`),
      ])
    : []
  const body = html`${heading(importKindText(answer))}
    <div id="import" ${!isDone && html`data-renew-seconds="3"`}>
      ${factList([
        ['How it stands', importTag(answer)],
        ['Said', answer.detail],
        ['Sent', sayInstant(answer.createdAt)],
        ['Finished', answer.finishedAt && sayInstant(answer.finishedAt)],
        [
          'Files',
          answer.files.map(
            ({ name, rows }) => html`${name}${rows > 0 && `: ${quantity(rows, 'row')}`}<br />`,
          ),
        ],
        ['Years', sayList(answer.counts?.returns?.map(({ year, because }) => `${year} (${because})`) ?? [])],
        ['Undoes', answer.undoes && textLink(`/imports/${answer.undoes}`, 'this import')],
        ['Undone by', answer.undoneBy && textLink(`/imports/${answer.undoneBy}`, 'this one')],
      ])}
      ${!isDone && paragraph(textLink(pageOf(answer), 'See how far it is'))}
      ${questions && questions.items.length > 0 && component('inset-text', { html: html`${quantity(questions.items.length, 'question waits', 'questions wait')}: the return says one thing, and what was recorded since says another. ${textLink(`${pageOf(answer)}/questions`, 'Answer')}` })}
      ${answer.dryRun && answer.status === 'succeeded' && paragraph(html`The files are not kept. ${textLink('/imports', 'Send them again')} to import them.`)}
      ${countsPart(answer)} ${report && rulesPart(report)} ${children && childrenPart(answer, children)}
      ${report && rowsPart(answer, report)} ${isDone && visit.may('imports:write') && undoPart(visit, answer)}
    </div>`
  return { title: 'Import', back: { href: '/imports', text: 'Imports' }, body }
}

const pageOf = ({ id }: ImportAnswer) => `/imports/${id}`

const recordNames = {
  children: 'Children',
  care_periods: 'Periods of care',
  legal_statuses: 'Legal statuses',
  placements: 'Placements',
} as const

function countsPart({ counts, dryRun }: ImportAnswer): Content {
  if (!counts?.records) return null
  const { records } = counts
  const names = Object.keys(recordNames) as (keyof typeof recordNames)[]
  return dataTable(
    dryRun ? 'Records that would be written' : 'Records that were written',
    [
      { title: 'Kind', cell: (name) => recordNames[name] },
      { title: 'New', cell: (name) => records[name].new, isNumber: true },
      { title: 'Changed', cell: (name) => records[name].changed, isNumber: true },
      { title: 'Unchanged', cell: (name) => records[name].unchanged, isNumber: true },
      { title: 'Removed', cell: (name) => records[name].removed, isNumber: true },
    ],
    names,
  )
}

const findingWords: Record<Finding['kind'], string> = {
  rejected: 'Not used',
  repaired: 'Used with a change',
  noted: 'Used as it stands',
  read: 'How it was read',
}

/** What is said, whatever numbers and identifiers it is said of. */
const wording = ({ reason }: Finding) => reason.replaceAll(/\S*\d\S*/g, '#')

/** What was found, by rule: of the collection, or where it has no number, by what was said. */
function rulesPart({ items, nextCursor }: Listing<Finding>): Content {
  const groups = new Map<string, { finding: Finding; count: number }>()
  for (const finding of items) {
    const name = `${finding.kind} ${finding.rule ?? wording(finding)}`
    const group = groups.get(name) ?? { finding, count: 0 }
    group.count += 1
    groups.set(name, group)
  }
  if (groups.size === 0) return paragraph('Nothing was rejected, repaired or noted.')
  return dataTable(
    nextCursor === null ? 'What was found, by rule' : 'What was found, by rule, in the first 500 lines',
    [
      { title: 'Rule', cell: ({ finding }) => finding.rule ?? 'Our own' },
      { title: 'What became of the row', cell: ({ finding }) => findingWords[finding.kind] },
      { title: 'For example', cell: ({ finding }) => finding.reason },
      { title: 'How often', cell: ({ count }) => count, isNumber: true },
    ],
    [...groups.values()].sort((a, b) => b.count - a.count),
  )
}

const childWords: Record<ChildChange['change'], string> = {
  new: 'New',
  changed: 'Changed',
  removed: 'Removed',
}
const tallyText = ({ new: additions, changed: changes, removed: removals }: ChildChange['placements']) =>
  sayList([
    ...(additions ? [`${additions} new`] : []),
    ...(changes ? [`${changes} changed`] : []),
    ...(removals ? [`${removals} removed`] : []),
  ])

function childrenPart(answer: ImportAnswer, { items, nextCursor }: Listing<ChildChange>): Content {
  if (items.length === 0) return null
  return html`${dataTable<ChildChange>(
    nextCursor === null ? 'By child' : `By child: the first ${mostRows}`,
    [
      { title: 'Child', cell: ({ reference }) => reference },
      { title: 'Record', cell: ({ change }) => childWords[change] },
      { title: 'Periods of care', cell: ({ carePeriods }) => tallyText(carePeriods) },
      { title: 'Legal statuses', cell: ({ legalStatuses }) => tallyText(legalStatuses) },
      { title: 'Placements', cell: ({ placements }) => tallyText(placements) },
    ],
    items,
  )}${paragraph(textLink(`${pageOf(answer)}/children.csv`, 'All children as a file (CSV)'))}`
}

function rowsPart(answer: ImportAnswer, { items, nextCursor }: Listing<Finding>): Content {
  if (items.length === 0) return null
  return html`${component('details', {
    summaryText: 'Row by row',
    html: dataTable<Finding>(
      nextCursor === null && items.length <= mostRows ? 'By row' : `By row: the first ${mostRows}`,
      [
        { title: 'File', cell: ({ file }) => file },
        { title: 'Row', cell: ({ row }) => row, isNumber: true },
        { title: 'Column', cell: ({ column }) => column },
        { title: 'It says', cell: ({ value }) => value },
        { title: 'Rule', cell: ({ rule }) => rule },
        { title: 'What became of it', cell: ({ kind }) => findingWords[kind] },
        { title: 'Why', cell: ({ reason }) => reason },
      ],
      items.slice(0, mostRows),
    ),
  })}
  ${paragraph(textLink(`${pageOf(answer)}/report.csv`, 'All rows as a file (CSV)'))}`
}

function undoPart(visit: Visit, { id, kind, status, dryRun, undoneBy }: ImportAnswer): Content {
  if (kind === 'undo' || status !== 'succeeded' || dryRun || undoneBy !== null) return null
  return component('details', {
    summaryText: 'Undo this import',
    open: visit.isFilledIn,
    html: html`${paragraph('Records are again what they were before it. Of a child whom somebody has changed since, nothing is undone, and the report says so.')}
    ${visit.formTo(
      `/imports/${id}/undo`,
      html`${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
      ${component('button', { text: 'Undo the import', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
    )}`,
  })
}

export const undoImportPage: PageAction = {
  url: '/imports/:id/undo',
  scope: 'imports:write',
  purpose,
  fields: {
    '#/headers/change-reason': { field: 'reason', name: 'The reason' },
  },
  show,
  act: async ({ api, params, form }) => {
    const path = `/v1/imports/${encodeURIComponent(params.id!)}/undo`
    const { id } = await api.post<ImportAnswer>(path, {}, { reason: form.text('reason') })
    return { to: `/imports/${id}` }
  },
}

/** A table of an import as a file. */
const tableOf = (table: 'report' | 'children'): PageFile => ({
  url: `/imports/:id/${table}.csv`,
  scope: 'imports:read',
  purpose,
  read: ({ api, params }) =>
    api.file(`/v1/imports/${encodeURIComponent(params.id!)}/${table}?limit=500`, 'text/csv'),
  fileName: () => `import-${table}.csv`,
})
export const importReportFile = tableOf('report')
export const importChildrenFile = tableOf('children')
