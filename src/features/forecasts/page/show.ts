import { forecastAges, forecastTypes, type ForecastCategory } from '../../../domain/forecast/states.ts'
import type { ForecastCut } from '../../../domain/forecast/series.ts'
import { fanChart, type Fan } from '../../../platform/http/fan-chart.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { selectField } from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, PageFile, Visit } from '../../../platform/pages/page.ts'
import {
  bulletList,
  dataTable,
  factList,
  paragraph,
  subheading,
  textLink,
} from '../../../platform/pages/parts.ts'
import { sayDay, sayInstant } from '../../../platform/pages/words.ts'
import type { ForecastResult, ForecastView } from '../schema.ts'
import { forecastTags, forecastTitle } from './list.ts'

const purpose = 'a forecast of children in care'

type Series = ForecastResult['series'][number]
type Value = Series['values'][number]

/** By what the page divides the children; all else is in the CSV. */
const cuts = {
  category: 'Kind of care',
  placementType: 'Kind of placement',
  ageBand: 'Age',
} as const satisfies Partial<Record<ForecastCut, string>>

const categories: Record<ForecastCategory, string> = {
  fostering: 'Foster care',
  residential: "Children's homes",
  supported: 'Supported accommodation',
  other: 'Other',
}
const typeTitle = (id: string | null) => forecastTypes.find((type) => type.id === id)?.title
const ageTitle = (id: string | null) => forecastAges.find((age) => age.id === id)?.title

const seriesTitle = ({ category, placementType, ageBand }: Series): string =>
  (category && categories[category]) ?? typeTitle(placementType) ?? ageTitle(ageBand) ?? 'All children'

/** A forecast: how far it is; then what it says in words, as a chart and as tables, and how it would have done before. */
export const forecastPage: Page = {
  url: '/forecasts/:id',
  scope: 'forecasts:read',
  purpose,
  show: (visit) => showForecast(visit),
}

async function showForecast(visit: Visit): Promise<PageView> {
  const forecast = await visit.api.get<ForecastView>(`/v1/forecasts/${encodeURIComponent(visit.params.id!)}`)
  const isUnderWay = forecast.status === 'queued' || forecast.status === 'running'
  const title = forecastTitle(forecast)
  const body = html`${heading(title)}
    <div id="forecast" ${isUnderWay && html`data-renew-seconds="3"`}>
      ${factList([
        ['How it stands', forecastTags[forecast.status]],
        ['How far', forecast.progress && progressWords(forecast.progress)],
        ['Said', forecast.detail],
        ['From the records of', sayDay(forecast.asAt)],
        ['Asked for', sayInstant(forecast.createdAt)],
      ])}
      ${isUnderWay && underWayPart(visit, forecast)}
      ${forecast.status === 'done' && forecast.result && resultPart(visit, forecast, forecast.result)}
    </div>`
  return { title, back: { href: '/forecasts', text: 'Forecasts' }, body }
}

const stepWords: Record<NonNullable<ForecastView['progress']>['step'], string> = {
  reading: 'Reading the records',
  'testing-back': 'Asking how it would have done from earlier months',
  simulating: 'Playing out what may come',
}
const progressWords = ({ step, done: count, of: whole }: NonNullable<ForecastView['progress']>): string =>
  whole > 0 ? `${stepWords[step]}: ${count} of ${whole}` : stepWords[step]

const underWayPart = (visit: Visit, { id }: ForecastView): Content => [
  paragraph(textLink(`/forecasts/${id}`, 'See how far it is')),
  visit.may('forecasts:write') &&
    visit.formTo(
      `/forecasts/${id}/cancellation`,
      component('button', { text: 'Stop it', classes: 'govuk-button--secondary', preventDoubleClick: true }),
    ),
]

function resultPart(visit: Visit, forecast: ForecastView, result: ForecastResult): Content {
  const total = result.series.find(({ by: cut }) => cut === 'total')
  const outcomes = forecast.outcomes.flatMap(({ sentence }) => sentence ?? [])
  return html`${bulletList(result.sentences)}
  ${result.warnings.length > 0 && component('inset-text', { html: bulletList(result.warnings) })}
  ${total && html`${subheading('All children in care')} ${fanChart(fanOf(total, result))} ${monthTable(total, result)}`}
  ${outcomes.length > 0 && html`${subheading('What has come since')}${bulletList(outcomes)}`}
  ${divisionPart(visit, result)} ${gapTable(result.gap, result.months)}
  ${result.scenarios.map(({ title, sentences }) => html`${subheading(`What if: ${title}`)}${bulletList(sentences)}`)}
  ${result.commissioning && html`${subheading('Which homes to open')}${paragraph(result.commissioning.sentence)}`}
  ${backTestPart(result)}
  ${paragraph(textLink(`/forecasts/${forecast.id}/forecast.csv`, 'Download all of it as CSV, for Excel'))}`
}

/** How many months of the past are drawn before those to come. */
const monthsDrawn = 24

const fanOf = ({ values }: Series, { history, months }: ForecastResult): Fan => ({
  past: history.slice(-monthsDrawn),
  ahead: values.flatMap(({ month, interval }) =>
    interval ? [{ asAt: months[month - 1]!, ...interval }] : [],
  ),
})

const dayOf = ({ month }: Pick<Value, 'month'>, months: readonly string[]) => sayDay(months[month - 1] ?? '')

/** So many months ahead: half a year, a year and so on, and the last. */
const isMilestone = ({ month }: Pick<Value, 'month'>, months: readonly string[]) =>
  month % 6 === 0 || month === months.length

const monthTable = ({ values }: Series, { months, children }: ForecastResult): Html =>
  dataTable<Value>(
    'All children in care, by month',
    [
      { title: 'At the end of', cell: (value) => dayOf(value, months) },
      { title: 'Middle', cell: ({ interval }) => interval?.p50, isNumber: true },
      {
        title: 'Half lie between',
        cell: ({ interval }) => interval && `${interval.p25} and ${interval.p75}`,
        isNumber: true,
      },
      {
        title: '8 in 10 lie between',
        cell: ({ interval }) => interval && `${interval.p10} and ${interval.p90}`,
        isNumber: true,
      },
      { title: 'If the last number stayed', cell: () => children, isNumber: true },
    ],
    values,
  )

/** The middle and the range of 8 in 10; of few children the chances of none, one and more. */
function valueCell({ interval, few }: Value): Content {
  if (interval)
    return html`${interval.p50}<br /><span class="app-light">${interval.p10} to ${interval.p90}</span>`
  return few && html`few<br /><span class="app-light">none: ${percent(few.none)}</span>`
}

const percent = (share: number) => `${Math.round(100 * share)}%`

function divisionPart(visit: Visit, { series, months }: ForecastResult): Html {
  const cut = visit.query.by && visit.query.by in cuts ? (visit.query.by as keyof typeof cuts) : 'category'
  const some = series.filter((one) => one.by === cut)
  const [first] = some
  return html`${subheading('By group')}
    <form method="get" action="/forecasts/${visit.params.id}" novalidate>
      <div class="app-inline">
        ${selectField(visit, { name: 'by', label: 'Divided by', value: cut, choices: Object.entries(cuts).map(([value, text]) => ({ value, text })) })}
        ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
      </div>
    </form>
    ${
      first &&
      dataTable<Value>(
        `By ${cuts[cut].toLowerCase()}: the middle, and between what 8 in 10 lie`,
        [
          { title: 'At the end of', cell: (value) => dayOf(value, months) },
          ...some.map((one) => ({
            title: seriesTitle(one),
            cell: ({ month }: Value) => {
              const value = one.values.find((other) => other.month === month)
              return value && valueCell(value)
            },
            isNumber: true,
          })),
        ],
        first.values.filter((value) => isMilestone(value, months)),
      )
    }`
}

function gapTable(gap: ForecastResult['gap'], months: readonly string[]): Content {
  const rows = gap.flatMap(({ placementType, area, values }) =>
    values
      .filter((value) => isMilestone(value, months))
      .map((value) => ({
        ...value,
        title: area === null ? typeTitle(placementType) : `${typeTitle(placementType)}, ${area}`,
      })),
  )
  if (rows.length === 0) return null
  return html`${subheading('What is short')}
  ${paragraph('Children in these kinds of home against the beds of the authority’s own homes and block contracts. Beds of other providers are not counted: nobody has promised them.')}
  ${dataTable(
    'Children and beds',
    [
      { title: 'Kind of home', cell: ({ title }) => title },
      { title: 'At the end of', cell: (value) => dayOf(value, months) },
      { title: 'Beds', cell: ({ beds }) => beds, isNumber: true },
      { title: 'Children', cell: ({ demand }) => Math.round(demand), isNumber: true },
      {
        title: 'Beds short, 8 in 10 between',
        cell: ({ short: shortage }) => `${Math.floor(shortage.p10)} and ${Math.ceil(shortage.p90)}`,
        isNumber: true,
      },
      { title: 'Chance to find none', cell: ({ chanceUnmet }) => percent(chanceUnmet), isNumber: true },
      { title: 'Beds that would do', cell: ({ bedsForTarget }) => bedsForTarget, isNumber: true },
    ],
    rows,
  )}`
}

function backTestPart({ backTest }: ForecastResult): Content {
  const scores = (backTest?.scores ?? []).filter(({ level }) => level === 'total')
  if (scores.length === 0) return null
  return component('details', {
    summaryText: 'How it would have done from earlier months',
    html: dataTable(
      'All children, by months ahead',
      [
        { title: 'Months ahead', cell: ({ horizon }) => horizon, isNumber: true },
        { title: 'Off by, in children', cell: ({ error }) => error.toFixed(1), isNumber: true },
        {
          title: 'The last number alone',
          cell: ({ peerErrors }) => peerErrors.naive.toFixed(1),
          isNumber: true,
        },
        { title: 'Within 8 in 10', cell: ({ coverage }) => percent(coverage), isNumber: true },
        { title: 'Tries', cell: ({ origins }) => origins, isNumber: true },
        {
          title: 'Of those, apart in time',
          cell: ({ independentOrigins }) => independentOrigins,
          isNumber: true,
        },
      ],
      scores,
    ),
  })
}

export const cancelForecast: PageAction = {
  url: '/forecasts/:id/cancellation',
  scope: 'forecasts:write',
  purpose,
  show: showForecast,
  act: async ({ api, params, key }) => {
    await api.post(`/v1/forecasts/${encodeURIComponent(params.id!)}/cancel`, {}, { key })
    return { to: `/forecasts/${params.id}` }
  },
}

/** Each month of each series. */
export const forecastFile: PageFile = {
  url: '/forecasts/:id/forecast.csv',
  scope: 'forecasts:read',
  purpose,
  read: ({ api, params }) => api.file(`/v1/forecasts/${encodeURIComponent(params.id!)}`, 'text/csv'),
  fileName: () => 'forecast.csv',
}
