import type { z } from 'zod'
import { dimensions, type DimensionName } from '../../domain/measures/dimensions.ts'
import { unitInWords } from '../../domain/scorecards/units.ts'
import { html, type Content, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import {
  registerFile,
  registerPage,
  type Page,
  type PageFile,
  type Visit,
} from '../../platform/pages/page.ts'
import { bulletList, dataTable, paragraph, sayValue, textLink } from '../../platform/pages/parts.ts'
import { sayDay, sayInstant } from '../../platform/pages/words.ts'
import { assessmentId } from './assessment/assess.ts'
import type { viewListView, viewView } from './schema.ts'

type ViewAnswer = z.output<typeof viewView>
type Block = ViewAnswer['blocks'][number]
type Row = Block['rows'][number]

const purpose = 'a view of figures'
const assessmentAddress = `/figures/views/${assessmentId}`

/** The tables that sufficiency strategies print. */
const viewsPage: Page = {
  url: '/figures/views',
  scope: 'measures:read',
  purpose,
  show: async ({ api }) => {
    const { items } = await api.get<z.output<typeof viewListView>>('/v1/views')
    const body = html`${heading('Views')}
    ${paragraph('The tables that sufficiency strategies print, each filled with the figures of a day.')}
    ${paragraph(html`${textLink(assessmentAddress, 'The sufficiency assessment')}: all of it on one page, to read and to print.`)}
    ${dataTable(
      'All views',
      [
        { title: 'View', cell: ({ id, title }) => textLink(`/figures/views/${id}`, title) },
        { title: 'What it shows', cell: ({ description }) => description },
        { title: 'Where such tables are printed', cell: ({ source }) => source },
      ],
      items,
    )}`
    return { title: 'Views', back: { href: '/figures', text: 'Figures' }, body }
  },
}

/** The address of the view in the API, with the day that the page asks for. */
const apiAddress = ({ params, query }: Visit) =>
  `/v1/views/${encodeURIComponent(params.id!)}${query.asAt ? `?asAt=${encodeURIComponent(query.asAt)}` : ''}`

/** A view: its tables on a day, each column with the measure that it shows. */
const viewPage: Page = {
  url: '/figures/views/:id',
  scope: 'measures:read',
  purpose,
  fields: { '#/query/asAt': { field: 'asAt', name: 'The day' } },
  show: async (visit): Promise<PageView> => {
    const back = { href: '/figures/views', text: 'Views' }
    if (visit.faults.length > 0)
      return { title: 'A view', back, body: html`${heading('A view')} ${dayForm(visit, visit.query.asAt)}` }
    const answer = await visit.api.get<ViewAnswer>(apiAddress(visit))
    const { view, asAt, blocks, freshness } = answer
    const body = html`${heading(view.title)} ${paragraph(view.description)} ${dayForm(visit, asAt)}
    ${blocks.map((block) => blockPart(block, asAt))}
    ${paragraph(textLink(`/figures/views/${view.id}/view.csv?asAt=${asAt}`, 'Download as CSV, for Excel'))}
    ${paragraph(html`<span class="app-light">From all that was recorded before ${sayInstant(freshness.readAt)}. Small numbers are in it: it is not for publication.</span>`)}`
    return { title: view.title, back, body }
  },
}

function dayForm(visit: Visit, asAt: string | undefined): Html {
  const errorMessage = visit.faultOf('asAt')
  return html`<form method="get" action="${visit.path}" novalidate>
    <div class="app-inline">
      ${component('input', { id: 'asAt', name: 'asAt', type: 'date', label: { text: 'As at' }, value: asAt ?? '', classes: 'govuk-input--width-10', ...(errorMessage && { errorMessage }) })}
      ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
    </div>
  </form>`
}

function blockPart(block: Block, asAt: string): Html {
  const { title, by: names, trend, columns, rows, total } = block
  const heads = trend ? [{ title: 'Day', cell: (row: Row) => sayDay(row.asAt) }] : names.map(headOf)
  const [first = { title: 'Group', cell: () => 'All' }, ...others] = heads
  const wholeLabel = trend ? `All, ${sayDay(total.asAt)}` : 'All'
  return html`${dataTable<Row>(
    title,
    [
      { title: first.title, cell: (row) => (row === total ? wholeLabel : first.cell(row)) },
      ...others.map((one) => ({ ...one, cell: (row: Row) => (row === total ? '' : one.cell(row)) })),
      ...columns.map((column) => ({
        title: [column.title, unitText(column)].filter(Boolean).join(' '),
        cell: (row: Row): Content => sayValue(row.cells[column.id]?.shown ?? null, column.unit),
        isNumber: true,
      })),
    ],
    [...rows, total],
  )}
  ${component('details', {
    summaryText: 'What the columns are',
    html: bulletList(
      columns.map(
        ({ title: name, measure, from }) =>
          html`${name}:
          ${textLink(`/figures/${measure.id}?asAt=${asAt}`, measure.title)}${from !== null && !trend && `, from ${sayDay(from)} to ${sayDay(asAt)}`}`,
      ),
    ),
  })}`
}

/** The unit in brackets, where the figures do not carry it themselves and the title does not say it. */
function unitText({ title, unit }: Block['columns'][number]): string {
  const words = unitInWords(unit)
  return words === null || title.toLowerCase().includes(words) ? '' : `(${words})`
}

const headOf = (name: DimensionName): { title: string; cell: (row: Row) => Content } => ({
  title: dimensions[name].title,
  cell: ({ labels, group }) => labels[name] ?? group[name],
})

/** The same figures as CSV. */
const viewFile: PageFile = {
  url: '/figures/views/:id/view.csv',
  scope: 'measures:read',
  purpose,
  read: (visit) => visit.api.file(apiAddress(visit), 'text/csv'),
  fileName: ({ params }) => `${params.id ?? 'view'}.csv`,
}

/** What a strategy prints, as the API lays it out for paper. */
const assessmentFile: PageFile = {
  url: assessmentAddress,
  scope: 'measures:read',
  purpose,
  read: ({ api }) => api.file(`/v1/views/${assessmentId}`, 'text/html'),
}

/** Pages of the views: the list, and each with its tables. */
export function registerViewPages(house: PageHouse): void {
  registerPage(house, viewsPage)
  registerPage(house, viewPage)
  registerFile(house, viewFile)
  registerFile(house, assessmentFile)
}
