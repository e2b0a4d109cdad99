import type { CivilDate } from '../../../domain/dates.ts'
import { forecastTypes } from '../../../domain/forecast/states.ts'
import { dimensions } from '../../../domain/measures/dimensions.ts'
import { measureOf } from '../../../domain/measures/measures.ts'
import { inFigures, unitInWords, type ScorecardUnit } from '../../../domain/scorecards/units.ts'
import { fanChart } from '../../../platform/http/fan-chart.ts'
import { html, type Content, type Html, type PrintedPage } from '../../../platform/http/html.ts'
import { printStyle } from '../../../platform/http/print/style.ts'
import type { Assessment } from './schema.ts'

type Section = Assessment['sections'][number]
type Block = Section['blocks'][number]

const style = `${printStyle}
.wide { overflow-x: auto }
.about { display: block; font-weight: 400; font-size: .85em; color: #333; white-space: normal }
@page { size: A4 landscape }
.missing { border-left: 4px solid #000; padding-left: .8em }
section { break-inside: auto }
`

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
})
const sayDay = (date: CivilDate) => dayFormat.format(new Date(`${date}T00:00:00Z`))
const typeTitle = (id: string | null) => forecastTypes.find((type) => type.id === id)?.title ?? 'All types'
const percent = (share: number) => `${Math.round(100 * share)}%`
const number = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 1 })
const pounds = (value: number) => inFigures(value, 'pounds')

/** The assessment as a page to read and print, with no scripts and nothing loaded from elsewhere. */
export function assessmentPage(assessment: Assessment): PrintedPage {
  const { view, asAt, forecast, sections, definitions, freshness } = assessment
  const title = `${view.title}, ${sayDay(asAt)}`
  return {
    title,
    style,
    body: html`<header>
        <p class="marking">Not for publication: small numbers are in it</p>
        <h1>${title}</h1>
        <p>${view.description}</p>
        <p class="note">
          Read ${freshness.readAt.slice(0, 16).replace('T', ' ')}.
          ${forecast ? `What is to come is of the forecast ${forecast.title ?? ''} from ${sayDay(forecast.asAt)}.` : ''}
          Under a share stand its numerator and denominator. What each number is stands at the end.
        </p>
      </header>
      <main>
        ${sections.map(sectionPart)}
        <section aria-labelledby="definitions">
          <h2 id="definitions">What the numbers are</h2>
          ${definitions.map(definitionPart)}
        </section>
      </main>`,
  }
}

const sectionPart = (section: Section) =>
  html`<section aria-labelledby="${section.id}">
    <h2 id="${section.id}">${section.title}</h2>
    ${section.missing.map((reason) => html`<p class="missing"><b>Missing.</b> ${reason}</p>`)}
    ${section.blocks.map(blockTable)} ${gapTable(section)} ${outturnTable(section)} ${forecastPart(section)}
    ${actionTable(section)}
  </section>`

/** A table whose first column holds the row headers; nothing where it has no rows. */
function table(caption: string, names: readonly Content[], rows: readonly (readonly Content[])[]): Content {
  if (rows.length === 0) return null
  return html`<div class="wide" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${names.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

function blockTable(block: Block): Content {
  const rows = [
    ...block.rows.map((row) => ({ ...row, label: labelOf(block, row) })),
    ...(block.trend ? [] : [{ ...block.total, label: 'All' }]),
  ]
  return table(
    block.title,
    [
      block.trend ? 'Day' : headOf(block),
      ...block.columns.map(
        ({ title, unit, measure }) =>
          html`${title}<span class="about">${unitInWords(unit)} ${measure.id}</span>`,
      ),
    ],
    rows.map(({ label, cells }) => [
      label,
      ...block.columns.map((column) => cellPart(column, cells[column.id])),
    ]),
  )
}

const headOf = ({ by: names }: Block) => names.map((name) => dimensions[name].title).join(', ') || 'Of'

const labelOf = ({ by: names, trend }: Block, row: Block['rows'][number]) =>
  trend ? sayDay(row.asAt) : names.map((name) => row.labels[name] ?? row.group[name]).join(', ')

function cellPart(
  { unit, shows }: Block['columns'][number],
  cell: Block['total']['cells'][string] | undefined,
): Content {
  if (!cell) return '–'
  const { shown: value, numerator, denominator, unknown } = cell
  const parts =
    value !== null && shows === 'value' && denominator !== null
      ? [`${number(numerator ?? 0)} of ${number(denominator)}`]
      : []
  const remark = [...parts, ...(unknown > 0 ? [`${number(unknown)} not known`] : [])].join('; ')
  return html`${value === null ? '–' : inFigures(value, unit)}${remark && html`<span class="about">${remark}</span>`}`
}

const gapTable = ({ gap = [] }: Section) =>
  table(
    'Children and the authority’s own and block beds, by month to come',
    ['Type and area', 'End of month', 'Beds', 'Children', 'More children than beds', 'Chance of finding none', 'Beds needed'],
    gap.map((row) => [
      `${typeTitle(row.placementType)}, ${row.area ?? 'everywhere'}`,
      sayDay(row.asAt),
      number(row.beds),
      number(row.children),
      `${row.short.p50} (${row.short.p10} to ${row.short.p90})`,
      html`${percent(row.chanceUnmet)}<span class="about">${number(row.childrenBeyond)} of ${number(row.children)}</span>`,
      html`${row.bedsForTarget}<span class="about">${percent(row.occupancyAtTarget)} occupied</span>`,
    ]),
  ) // prettier-ignore

const outturnTable = ({ outturns = [] }: Section) =>
  table(
    'Projected outturn',
    ['Budget', 'Year', 'Spent so far', 'Most likely', '8 times in 10 between', 'Budget', 'Chance that it is not enough'],
    outturns.map(({ title, financialYear, spent, projected: likely, budget, chanceOver }) => [
      title ?? 'All placements',
      financialYear,
      pounds(spent),
      pounds(likely.p50),
      `${pounds(likely.p10)} and ${pounds(likely.p90)}`,
      budget === null ? '–' : pounds(budget),
      chanceOver === null ? '–' : percent(chanceOver),
    ]),
  ) // prettier-ignore

const forecastPart = ({ sentences = [], history = [], fan = [], numbers = [] }: Section) =>
  html`${sentences.map((sentence) => html`<p>${sentence}</p>`)} ${fanChart({ past: history, ahead: fan })}
  ${table(
    'Children in care to come',
    ['Children', 'End of month', 'Mean', 'Most likely', '8 times in 10 between'],
    numbers.map(({ asAt, placementType, ageBand, mean, interval, few }) => [
      placementType ? typeTitle(placementType) : ageBand ? `Aged ${ageBand}` : 'All',
      sayDay(asAt),
      number(mean),
      interval ? interval.p50 : 'Few',
      interval
        ? `${interval.p10} and ${interval.p90}`
        : few && `none: ${percent(few.none)}; two or more: ${percent(few.twoOrMore)}`,
    ]),
  )}`

const actionTable = ({ actions = [] }: Section) =>
  table(
    'Actions and the measures that they are meant to move',
    ['Action', 'Who answers for it', 'Due', 'Status', 'Measures, then and now'],
    actions.map(({ ref, what, ownerRole, dueOn, status, words, moved: movements }) => [
      `${ref}: ${what}`,
      ownerRole,
      sayDay(dueOn),
      html`${status.replaceAll('-', ' ')}<span class="about">${words}</span>`,
      movements.map(
        ({ title, measure, then, now, verdict }) =>
          html`<span class="about"
            >${title}: ${figureIn(measure, then?.value)} to ${figureIn(measure, now?.value)}
            (${verdict})</span
          >`,
      ),
    ]),
  )

const figureIn = (measure: string, value: number | null | undefined) =>
  value === null || value === undefined ? '–' : inFigures(value, measureOf(measure)?.unit ?? 'count')

const definitionPart = ({ id, title, definition, source, version, unit, numerator, denominator, unknown }: Assessment['definitions'][number]): Html =>
  html`<h3>${title}</h3>
    <p>${definition}</p>
    <p class="note">
      Numerator: ${numerator}. Denominator: ${denominator ?? 'none'}.${unknown && ` Not known: ${unknown}.`}
      Unit: ${unitInWords(unit as ScorecardUnit) ?? unit}. ${source} (${id}, version ${version})
    </p>` // prettier-ignore
