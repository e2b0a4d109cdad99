import type { z } from 'zod'
import { measureUnits, type MeasureUnit } from '../../../domain/measures/measure.ts'
import { scorecardUnits } from '../../../domain/scorecards/units.ts'
import type { catalogueView } from '../../../engines/figures/schema.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { choicesAmong, selectField } from '../../../platform/pages/fields.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { bulletList, dataTable, paragraph, textLink } from '../../../platform/pages/parts.ts'

type Measure = z.output<typeof catalogueView>['items'][number]

const spans: Readonly<Record<Measure['over'], string>> = {
  day: 'As at a day',
  period: 'Over a period',
}
const units = Object.fromEntries(
  (Object.keys(measureUnits) as MeasureUnit[]).map((unit) => [unit, scorecardUnits[unit].label]),
)

/** Every measure with its definition; and the scorecards. */
export const cataloguePage: Page = {
  url: '/figures',
  scope: 'measures:read',
  purpose: 'the catalogue of measures',
  show: async (visit) => {
    const [{ items }, scorecards] = await Promise.all([
      visit.api.get<{ items: Measure[] }>('/v1/measures'),
      visit.api.get<{ items: { id: string; title: string }[] }>('/v1/scorecards'),
    ])
    const { unit = '', over: span = '' } = visit.query
    const choice = items.filter(
      (one) => (unit === '' || one.unit === unit) && (span === '' || one.over === span),
    )
    const body = html`${heading('Figures')}
      ${paragraph('Each figure says what is counted, and of what. Choose one to see it as at a day or over time, whole or divided.')}
      ${paragraph(html`Many figures in one table: ${textLink('/figures/views', 'the views that sufficiency strategies print')}, and ${textLink('#scorecards', 'the scorecards')}.`)}
      ${filterForm(visit)} ${measureTable(choice)}
      <h2 class="govuk-heading-m" id="scorecards">Scorecards</h2>
      ${paragraph('The table of a quarter for the committee, to read or print. Small numbers are in it: it is not for publication.')}
      ${bulletList(scorecards.items.map(({ id, title }) => textLink(`/figures/scorecards/${id}`, title)))}`
    return { title: 'Figures', body }
  },
}

const filterForm = (visit: Visit): Html =>
  html`<form method="get" action="/figures">
    <div class="app-inline">
      ${selectField(visit, { name: 'unit', label: 'Counted in', none: 'All', value: visit.query.unit ?? '', choices: choicesAmong(units) })}
      ${selectField(visit, { name: 'over', label: 'When', none: 'All', value: visit.query.over ?? '', choices: choicesAmong(spans) })}
      ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
    </div>
  </form>`

const measureTable = (measures: readonly Measure[]): Html =>
  measures.length === 0
    ? paragraph('No measure is like that. Choose “All” in one of the two.')
    : dataTable<Measure>(
        `Measures: ${measures.length}`,
        [
          { title: 'Figure', cell: ({ id, title }) => textLink(`/figures/${id}`, title) },
          { title: 'What it says', cell: ({ definition }) => definition },
          {
            title: 'Counted in',
            cell: ({ unit, over: span }) =>
              html`${units[unit]}<br /><span class="app-light">${spans[span]}</span>`,
          },
        ],
        measures,
      )
