import { addDays } from '../../../domain/dates.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { dayField, radioField, requireDay, textField } from '../../../platform/pages/fields.ts'
import { heading } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayInstant } from '../../../platform/pages/words.ts'
import type { ObjectiveId } from '../../../domain/plans/objectives.ts'
import { planTags, planTitle, type PlanLine } from './api.ts'

/** What the form offers to put first, after as many children as possible. */
const aims: Readonly<Record<string, { text: string; order: readonly ObjectiveId[] }>> = {
  suitability: {
    text: 'The homes that suit best, and soon',
    order: ['placed', 'suitability', 'waiting'],
  },
  'in-area': { text: 'In our own area, then near home', order: ['placed', 'in-area', 'distance'] },
  distance: { text: 'Near home, then near school', order: ['placed', 'distance', 'disruption'] },
  waiting: { text: 'Soon', order: ['placed', 'waiting'] },
  cost: { text: 'At the least cost', order: ['placed', 'cost'] },
}

/** The plans that were asked for, and a form to ask for one. */
export const plansPage: PageAction = {
  url: '/plans',
  scope: 'plans:read',
  purpose: 'plans for many children',
  fields: {
    '#/title': { field: 'title', name: 'The name' },
    '#/lastStart': { field: 'lastStart', name: 'The last day' },
    '#/aim/order': { field: 'aim', name: 'The aim' },
  },
  show: async (visit) => {
    const { items } = await visit.api.get<{ items: PlanLine[] }>('/v1/plans?limit=50')
    const body = html`${heading('Plans')}
    ${paragraph('A plan looks at all children who wait for a home together, and proposes who could go where. It holds no bed and moves nobody: you do.')}
    ${
      items.length > 0 &&
      dataTable<PlanLine>(
        'Plans, the latest first',
        [
          { title: 'Plan', cell: (plan) => textLink(`/plans/${plan.id}`, planTitle(plan)) },
          { title: 'Asked for', cell: ({ createdAt }) => sayInstant(createdAt) },
          { title: 'How it stands', cell: ({ status }) => planTags[status] },
        ],
        items,
      )
    }
    ${visit.may('plans:write') && newPlanForm(visit)}`
    return { title: 'Plans', body }
  },
  act: async ({ api, form, key }) => {
    const body = {
      title: form.text('title') || null,
      waiting: true,
      lastStart: requireDay(form, 'lastStart', 'The last day'),
      aim: { order: aims[form.text('aim')]?.order },
    }
    const { id } = await api.post<PlanLine>('/v1/plans', body, { key })
    return { to: `/plans/${id}` }
  },
}

const newPlanForm = (visit: Visit): Html =>
  html`${subheading('Plan for all who wait')}
  ${visit.formTo(
    '/plans',
    html`${textField(visit, { name: 'title', label: 'What will you call it?', hint: 'May be left out. In words that name no one.', width: 20 })}
    ${dayField(visit, { name: 'lastStart', label: 'On which day must the last of them start?', day: addDays(visit.today, 28) })}
    ${radioField(visit, {
      name: 'aim',
      label: 'As many children as possible get a home. What comes next?',
      value: 'suitability',
      choices: Object.entries(aims).map(([value, { text }]) => ({ value, text })),
    })}
    ${component('button', { text: 'Make the plan', preventDoubleClick: true })}`,
  )}`
