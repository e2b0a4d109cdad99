import { dimensions, type DimensionName } from '../../../domain/measures/dimensions.ts'
import { periods } from '../../../domain/measures/periods.ts'
import type { measureView } from '../../../engines/figures/schema.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { selectField } from '../../../platform/pages/fields.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { Page, PageFile, Visit } from '../../../platform/pages/page.ts'
import { factList, paragraph, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayInstant } from '../../../platform/pages/words.ts'
import type { z } from 'zod'
import { readAnswer, type FiguresAnswer } from './answer.ts'
import { barChart, lineCharts } from './chart.ts'
import { addressOf, figureBody, firstDay, lastDay, paces } from './question.ts'
import { dayTable, groupTable } from './tables.ts'

type Measure = z.output<typeof measureView>

const day = { field: 'asAt', name: 'The day' }
const first = { field: 'from', name: 'The first day' }
const division = { field: 'by', name: 'What it is divided by' }

/** A measure as at a day or over time, whole or by one dimension: as a chart and as a table. */
export const figurePage: Page = {
  url: '/figures/:measure',
  scope: 'measures:read',
  purpose: 'a figure',
  fields: {
    '#/points/0': day,
    '#/points': day,
    '#/to': day,
    '#/from': first,
    '#/every': { field: 'every', name: 'How often' },
    '#/by': division,
    '#/by/1': division,
    '#/by/1/0': division,
    '#/period': { field: 'period', name: 'The period' },
  },
  show: async (visit) => {
    const back = { href: '/figures', text: 'All figures' }
    // With faults the address asks what no figure answers: then the measure alone is shown, with what to choose.
    if (visit.faults.length > 0) {
      const id = encodeURIComponent(visit.params.measure ?? '')
      const { measure } = await visit.api.get<{ measure: Measure }>(`/v1/measures/${id}`)
      return {
        title: measure.title,
        back,
        body: html`${introduction(visit, measure)} ${aboutMeasure(measure)}`,
      }
    }
    const answer = await visit.api.post<FiguresAnswer>('/v1/figures', figureBody(visit))
    const [measure] = answer.measures
    if (!measure) throw new Error('an answer has the measure that was asked for')
    const body = html`${introduction(visit, measure)} ${result(visit, measure, answer)}
    ${aboutMeasure(measure)}`
    return { title: measure.title, back, body }
  },
}

const introduction = (visit: Visit, measure: Measure): Html =>
  html`${heading(measure.title)} ${paragraph(measure.definition)} ${questionForm(visit, measure)}`

function questionForm(visit: Visit, measure: Measure): Html {
  const { query } = visit
  const select = (name: string, label: string, choices: { value: string; text: string }[], none?: string) =>
    selectField(visit, { name, label, choices, value: query[name] ?? '', ...(none && { none }) })
  return html`<form method="get" action="${visit.path}" novalidate>
    <div class="app-inline">
      ${select(
        'by',
        'Divided by',
        measure.dimensions.map((name) => ({ value: name, text: dimensions[name].title })),
        'Nothing: the whole',
      )}
      ${select(
        'every',
        'How often',
        Object.entries(paces).map(([value, { text }]) => ({ value, text })),
        'Once, at the day',
      )}
      ${dateInput(visit, 'from', 'First day, if more than once', query.every ? firstDay(visit) : (query.from ?? ''))}
      ${dateInput(visit, 'asAt', 'Day, or the last of them', lastDay(visit))}
      ${
        measure.over === 'period' &&
        select(
          'period',
          'Over',
          Object.entries(periods).map(([value, text]) => ({ value, text })),
        )
      }
      ${measure.switches.map(({ name, title, choices }) =>
        select(
          name,
          title,
          choices.map(({ code, label }) => ({ value: code, text: label })),
        ),
      )}
      ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
    </div>
  </form>`
}

/** A day as one field, so that the address has it as the API does. */
function dateInput(visit: Visit, name: string, label: string, value: string): Html {
  const errorMessage = visit.faultOf(name)
  return component('input', {
    id: name,
    name,
    type: 'date',
    label: { text: label },
    value,
    classes: 'govuk-input--width-10',
    ...(errorMessage && { errorMessage }),
  })
}

function result(visit: Visit, measure: Measure, answer: FiguresAnswer): Content {
  const { days, whole, groups } = readAnswer(answer)
  const { by: name = '' } = visit.query
  const title = name in dimensions ? dimensions[name as DimensionName].title : 'All'
  const [start] = answer.tables[0]?.columns.from ?? []
  const when = visit.query.every
    ? `${sayDay(days[0] ?? firstDay(visit))} to ${sayDay(days.at(-1) ?? lastDay(visit))}`
    : start === undefined
      ? sayDay(lastDay(visit))
      : `${sayDay(start)} to ${sayDay(lastDay(visit))}`
  const all = groups.length > 0 && measure.denominator === null ? groups : [whole, ...groups]
  if (days.length === 0) return paragraph('No such day lies between the first and the last.')
  return html`${subheading(when)}
  ${days.length > 1 ? lineCharts(all, measure.unit) : barChart(all, measure.unit)}
  ${days.length > 1 ? dayTable({ visit, measure, title, days, groups: [whole, ...groups] }) : groupTable({ visit, measure, title, days, groups: [whole, ...groups] })}
  ${groups.length > 0 && !measure.groupsAddUp && paragraph('The groups do not add up to the whole: a child counts in each group in which it had a night.')}
  ${paragraph(html`${textLink(addressOf(`${visit.path}/figures.csv`, visit), 'Download as CSV, for Excel')}`)}
  ${paragraph(html`<span class="app-light">From all that was recorded before ${sayInstant(answer.freshness.readAt)}.</span>`)}`
}

function aboutMeasure(measure: Measure): Html {
  const { numerator, denominator, unknown, source, version, changes } = measure
  return html`${subheading('What it is')}
  ${factList([
    ['What is counted', numerator],
    ['Of what', denominator],
    ['Not known', unknown],
    ['Where the definition comes from', source],
    ['Version', version],
    [
      'What later versions changed',
      changes.length > 0 &&
        html`<ul class="govuk-list">
          ${changes.map((change) => html`<li>${change}</li>`)}
        </ul>`,
    ],
  ])}`
}

/** The same figures as CSV. */
export const figureFile: PageFile = {
  url: '/figures/:measure/figures.csv',
  scope: 'measures:read',
  purpose: 'figures as CSV',
  read: (visit) => visit.api.file('/v1/figures', 'text/csv', figureBody(visit)),
  fileName: (visit) => `${visit.params.measure ?? 'figures'}.csv`,
}
