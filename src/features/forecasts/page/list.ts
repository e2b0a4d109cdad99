import type { z } from 'zod'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { radioField, textField } from '../../../platform/pages/fields.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { bulletList, dataTable, paragraph, subheading, tag, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayInstant } from '../../../platform/pages/words.ts'
import type { forecastSummary } from '../schema.ts'

type ForecastLine = z.output<typeof forecastSummary>

export const forecastTags: Record<ForecastLine['status'], Html> = {
  queued: tag('Waits its turn', 'yellow'),
  running: tag('Being made', 'blue'),
  done: tag('Done', 'green'),
  refused: tag('The records do not bear one', 'orange'),
  failed: tag('Failed', 'red'),
  cancelled: tag('Cancelled', 'grey'),
}

export const forecastTitle = ({ title, asAt }: Pick<ForecastLine, 'title' | 'asAt'>): string =>
  title ?? `From ${sayDay(asAt)}`

/** The forecasts that were made, and a form to ask for one. */
export const forecastsPage: PageAction = {
  url: '/forecasts',
  scope: 'forecasts:read',
  purpose: 'forecasts of children in care',
  fields: {
    '#/title': { field: 'title', name: 'The name' },
    '#/months': { field: 'months', name: 'The number of months' },
  },
  show: async (visit) => {
    const { items } = await visit.api.get<{ items: ForecastLine[] }>('/v1/forecasts?limit=50')
    const body = html`${heading('Forecasts')}
    ${paragraph('How many children will be in care in the months to come, of which ages, in which kinds of home; and how sure that is.')}
    ${
      items.length > 0 &&
      dataTable<ForecastLine>(
        'Forecasts, the latest first',
        [
          {
            title: 'Forecast',
            cell: (forecast) => textLink(`/forecasts/${forecast.id}`, forecastTitle(forecast)),
          },
          { title: 'From the records of', cell: ({ asAt }) => sayDay(asAt) },
          { title: 'Asked for', cell: ({ createdAt }) => sayInstant(createdAt) },
          { title: 'How it stands', cell: ({ status }) => forecastTags[status] },
        ],
        items,
      )
    }
    ${visit.may('forecasts:write') && newForecastForm(visit)}`
    return { title: 'Forecasts', body }
  },
  act: async ({ api, form, key }) => {
    const body = { title: form.text('title') || null, months: Number(form.text('months')) }
    const { id } = await api.post<ForecastLine>('/v1/forecasts', body, { key })
    return { to: `/forecasts/${id}` }
  },
}

const newForecastForm = (visit: Visit): Html =>
  html`${subheading('What if?')}
  ${bulletList([
    textLink('/forecasts/what-if', 'Suppose that something changes, and compare'),
    textLink('/forecasts/commissioning', 'Ask which homes to open, with a budget'),
  ])}
  ${subheading('Make a forecast')}
  ${paragraph('It begins where the last month ended. It takes a minute or so, and is kept for good.')}
  ${visit.formTo(
    '/forecasts',
    html`${textField(visit, { name: 'title', label: 'What will you call it?', hint: 'May be left out. Such as: Autumn', width: 20 })}
    ${radioField(visit, {
      name: 'months',
      label: 'How far ahead?',
      value: '36',
      choices: [12, 24, 36].map((months) => ({ value: String(months), text: quantity(months, 'month') })),
      inline: true,
    })}
    ${component('button', { text: 'Make the forecast', preventDoubleClick: true })}`,
  )}`
