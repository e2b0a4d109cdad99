import type { z } from 'zod'
import { dimensions, type DimensionName } from '../../domain/measures/dimensions.ts'
import { figureSymbols } from '../../domain/disclosure/policy.ts'
import { quantity } from '../../domain/quantity.ts'
import { html, type Content, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import {
  registerFile,
  registerForm,
  registerPage,
  type Page,
  type PageAction,
  type PageFile,
  type Visit,
} from '../../platform/pages/page.ts'
import {
  bulletList,
  dataTable,
  factList,
  paragraph,
  subheading,
  textLink,
} from '../../platform/pages/parts.ts'
import { sayDay, sayInstant, sayList } from '../../platform/pages/words.ts'
import type { previewView, releaseListView, releaseView } from './schema.ts'

type Table = z.output<typeof releaseView>['tables'][number]
type Line = Table['items'][number]
type Release = z.output<typeof releaseListView>['items'][number]

const purpose = 'what is published'
const back = { href: '/releases', text: 'Releases' }

/** The years that were released, and a form to see what would be published of another. */
const releasesPage: Page = {
  url: '/releases',
  scope: 'releases:read',
  purpose,
  show: async (visit) => {
    const { items } = await visit.api.get<z.output<typeof releaseListView>>('/v1/releases')
    const body = html`${heading('Releases')}
    ${paragraph('A release is what everybody may see of a financial year. No count of 1 to 5 can be read in it or worked out from it. It is made once and never changed.')}
    ${
      items.length === 0
        ? paragraph('No year has been released yet.')
        : dataTable<Release>(
            'Years that were released',
            [
              { title: 'Year', cell: ({ id, financialYear }) => textLink(`/releases/${id}`, financialYear) },
              { title: 'Released', cell: ({ releasedAt }) => sayInstant(releasedAt) },
            ],
            items,
          )
    }
    ${visit.may('releases:write') && html`${subheading('Release another year')}${yearForm(visit)}`}`
    return { title: 'Releases', body }
  },
}

function yearForm(visit: Visit): Html {
  const errorMessage = visit.faultOf('financialYear')
  return html`<form method="get" action="/releases/preview" novalidate>
    ${component('input', {
      id: 'financialYear',
      name: 'financialYear',
      label: { text: 'Financial year' },
      hint: { text: 'Such as 2022/23. It must be over, and the years before it come first.' },
      classes: 'govuk-input--width-10',
      autocomplete: 'off',
      value: visit.query.financialYear ?? visit.form.text('financialYear'),
      ...(errorMessage && { errorMessage }),
    })}
    ${component('button', { text: 'See what would be published', classes: 'govuk-button--secondary' })}
  </form>`
}

/** What would be published of a year, and a button that publishes it. */
const previewPage: PageAction = {
  url: '/releases/preview',
  scope: 'releases:write',
  purpose,
  fields: {
    '#/query/financialYear': { field: 'financialYear', name: 'The year' },
    '#/financialYear': { field: 'financialYear', name: 'The year' },
  },
  show: async (visit) => {
    if (visit.faults.length > 0)
      return { title: 'Release a year', back, body: html`${heading('Release a year')} ${yearForm(visit)}` }
    const { financialYear = '' } = visit.query
    const preview = await visit.api.get<z.output<typeof previewView>>(
      `/v1/releases/preview?financialYear=${encodeURIComponent(financialYear)}`,
    )
    const { tally, tables } = preview
    const title = `What would be published of ${preview.financialYear}`
    const body = html`${heading(title)}
    ${component('warning-text', { text: 'Nothing is published yet. Once it is, it is never changed: what is corrected later shows in the next year’s release alone.', iconFallbackText: 'Warning' })}
    ${factList([
      ['Counts', tally.counts],
      ['Shown', tally.shown],
      ['Not shown: 1 to 5', tally.small],
      ['Not shown: to protect those', tally.toProtect],
      ['Parts of a small count', tally.notGiven],
    ])}
    ${tablesPart(tables)}
    ${visit.formTo(
      '/releases/preview',
      html`<input
          type="hidden"
          name="financialYear"
          value="${preview.financialYear}"
        />${component('button', { text: `Publish ${preview.financialYear}`, preventDoubleClick: true })}`,
    )}`
    return { title, back, body }
  },
  act: async ({ api, form, key }) => {
    const body = { financialYear: form.text('financialYear') }
    const { id } = await api.post<Release>('/v1/releases', body, { key })
    return { to: `/releases/${id}` }
  },
}

const releasePage: Page = {
  url: '/releases/:id',
  scope: 'releases:read',
  purpose,
  show: async ({ api, params }): Promise<PageView> => {
    const release = await api.get<z.output<typeof releaseView>>(
      `/v1/releases/${encodeURIComponent(params.id!)}`,
    )
    const title = `Released: ${release.financialYear}`
    const body = html`${heading(title)}
    ${paragraph(`${sayDay(release.from)} to ${sayDay(release.to)}, from all that was recorded by ${sayInstant(release.releasedAt)}.`)}
    ${paragraph(textLink(`/releases/${release.id}/release.csv`, 'Download all of it as CSV, for Excel'))}
    ${tablesPart(release.tables)}`
    return { title, back, body }
  },
}

/** The tables, of each measure in a part that opens; and what the symbols in them mean. */
function tablesPart(tables: readonly Table[]): Content {
  const measures = new Map(tables.map(({ measure }) => [measure.id, measure]))
  return html`${subheading('Tables')}
  ${bulletList(Object.entries(figureSymbols).map(([symbol, meaning]) => html`<strong>${symbol}</strong> ${meaning}`))}
  ${[...measures.values()].map((measure) =>
    component('details', {
      summaryText: `${measure.title} (${quantity(tables.filter((table) => table.measure.id === measure.id).length, 'table')})`,
      html: html`${paragraph(measure.definition)}
      ${tables.filter((table) => table.measure.id === measure.id).map(tableOf)}`,
    }),
  )}`
}

const figureText = (figure: number | string | null | undefined): string =>
  typeof figure === 'number' ? figure.toLocaleString('en-GB') : (figure ?? '')

const paces = { year: '', quarter: ', by quarter', month: ', by month' } as const

const dimensionTitle = (name: string): string =>
  name in dimensions ? dimensions[name as DimensionName].title.toLowerCase() : name

function tableOf({ measure, by: names, every: pace, items }: Table): Html {
  const isRate = items.some(({ rate }) => rate !== undefined)
  const label = ({ labels }: Line) => names.map((name) => labels[name]).join(', ') || 'All'
  return dataTable<Line>(
    `${measure.title}${names.length > 0 ? ` by ${sayList(names.map(dimensionTitle))}` : ''}${paces[pace]}`,
    [
      { title: 'Group', cell: label },
      {
        title: 'Day or period',
        cell: ({ from, asAt }) => (from === null ? sayDay(asAt) : `${sayDay(from)} to ${sayDay(asAt)}`),
      },
      { title: 'Counted', cell: ({ numerator }) => figureText(numerator), isNumber: true },
      ...(measure.denominator === null
        ? []
        : [
            { title: 'Of', cell: (line: Line) => figureText(line.denominator), isNumber: true },
            isRate
              ? { title: 'For every 10,000', cell: (line: Line) => figureText(line.rate), isNumber: true }
              : { title: 'Per cent', cell: (line: Line) => figureText(line.percent), isNumber: true },
          ]),
      ...(measure.unknown === null
        ? []
        : [{ title: 'Not known', cell: (line: Line) => figureText(line.unknown), isNumber: true }]),
    ],
    items,
  )
}

const releaseFile: PageFile = {
  url: '/releases/:id/release.csv',
  scope: 'releases:read',
  purpose,
  read: ({ api, params }) => api.file(`/v1/releases/${encodeURIComponent(params.id!)}`, 'text/csv'),
  fileName: () => 'release.csv',
}

/** The scorecard that may be published, as the API lays it out for print. */
const releasedScorecardFile: PageFile = {
  url: '/releases/:id/scorecards/:scorecard',
  scope: 'releases:read',
  purpose,
  read: ({ api, params }) =>
    api.file(
      `/v1/releases/${encodeURIComponent(params.id!)}/scorecards/${encodeURIComponent(params.scorecard!)}`,
      'text/html',
    ),
}

/** Pages of releases: the years, what would be published of one, what was. */
export function registerReleasePages(house: PageHouse): void {
  registerPage(house, releasesPage)
  registerForm(house, previewPage)
  registerPage(house, releasePage)
  registerFile(house, releaseFile)
  registerFile(house, releasedScorecardFile)
}
