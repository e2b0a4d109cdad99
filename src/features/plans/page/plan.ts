import type { z } from 'zod'
import { musts } from '../../../domain/matching/criteria.ts'
import { placementTypes } from '../../../domain/placement-types.ts'
import { objectives } from '../../../domain/plans/objectives.ts'
import { offices } from '../../../domain/gates/offices.ts'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { checkboxField, instantChoices, selectField } from '../../../platform/pages/fields.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayInstant, sayList, sayMiles, sayPounds } from '../../../platform/pages/words.ts'
import type { holdingResult, Result } from '../schema.ts'
import { childReferences, planTags, planTitle, type PlanAnswer } from './api.ts'

const purpose = 'a plan for many children'

type Assignment = Result['assignments'][number]
type References = ReadonlyMap<string, string>

/** A plan: how far it is; then who could go where, who stays without a home and why, and a form to hold the beds. */
export const planPage: Page = {
  url: '/plans/:id',
  scope: 'plans:read',
  purpose,
  show: (visit) => showPlan(visit),
}

async function showPlan(visit: Visit): Promise<PageView> {
  const plan = await visit.api.get<PlanAnswer>(`/v1/plans/${encodeURIComponent(visit.params.id!)}`)
  const isUnderWay = plan.status === 'queued' || plan.status === 'running'
  const { result } = plan
  const references = result ? await referencesIn(visit, result) : new Map<string, string>()
  const body = html`${heading(planTitle(plan))}
    <div id="plan" ${isUnderWay && html`data-renew-seconds="3"`}>
      ${factList([
        ['How it stands', planTags[plan.status]],
        ['How far', plan.progress && progressWords(plan.progress)],
        ['Said', plan.detail],
        ['Asked for', sayInstant(plan.createdAt)],
        ['Finished', plan.finishedAt && sayInstant(plan.finishedAt)],
      ])}
      ${isUnderWay && underWayPart(visit, plan)} ${result && resultPart(visit, plan, result, references)}
    </div>`
  return { title: planTitle(plan), back: { href: '/plans', text: 'Plans' }, body }
}

const referencesIn = (visit: Visit, { assignments, unplaced: unmet }: Result) =>
  childReferences(visit, [
    ...assignments.map(({ childId }) => childId),
    ...unmet.flatMap(({ childIds, inTheWay }) => [
      ...childIds,
      ...inTheWay.flatMap(({ childIds: others }) => others),
    ]),
  ])

function progressWords({ step, objective }: NonNullable<PlanAnswer['progress']>): string {
  if (step === 'gathering') return 'Looking for the beds that each child could have'
  const title =
    objective !== null && objective in objectives && objectives[objective as keyof typeof objectives].title
  return title ? `Working out: ${title.toLowerCase()}` : 'Working out who could go where'
}

const underWayPart = (visit: Visit, { id }: PlanAnswer): Content => [
  paragraph(textLink(`/plans/${id}`, 'See how far it is')),
  visit.may('plans:write') &&
    visit.formTo(
      `/plans/${id}/cancellation`,
      component('button', {
        text: 'Stop it',
        classes: 'govuk-button--secondary',
        preventDoubleClick: true,
      }),
    ),
]

function resultPart(visit: Visit, plan: PlanAnswer, result: Result, references: References): Content {
  const { assignments, unplaced: unmet, status, values } = result
  const unplacedCount = unmet.reduce((sum, { childIds }) => sum + childIds.length, 0)
  return html`${paragraph(html`<strong>${quantity(assignments.length, 'child has', 'children have')} a home in it, ${unplacedCount === 0 ? 'and nobody is left without one' : `${unplacedCount} ${unplacedCount === 1 ? 'has' : 'have'} none`}.</strong> ${status === 'best' ? 'No plan is better, of the beds that were looked at.' : 'Time ran out: a better plan may exist.'}`)}
  ${assignments.length > 0 && assignmentTable(assignments, references)}
  ${assignments.length > 0 && visit.may('placements:write') && holdForm(visit, plan, assignments, references)}
  ${unmet.length > 0 && unplacedTable(unmet, references)}
  ${
    values.length > 0 &&
    dataTable(
      'What it comes to',
      [
        { title: 'What', cell: ({ objective }) => objectives[objective].title },
        { title: 'Plan', cell: ({ value, unit }) => sayTotal(value, unit), isNumber: true },
        {
          title: 'One child after the other',
          cell: ({ objective, unit }) => {
            const other = result.greedy.find((one) => one.objective === objective)
            return other && sayTotal(other.value, unit)
          },
          isNumber: true,
        },
        { title: 'Not known of', cell: ({ unknown }) => unknown, isNumber: true },
      ],
      values,
    )
  }
  ${
    result.skipped.length > 0 &&
    dataTable(
      'Requests that are not in the plan',
      [
        { title: 'Request', cell: ({ requestId }) => textLink(`/requests/${requestId}`, 'The request') },
        { title: 'Why', cell: ({ why }) => why },
      ],
      result.skipped,
    )
  }`
}

const sayTotal = (value: number, unit: string): string =>
  unit === 'pounds a week'
    ? `${sayPounds(value)} a week`
    : `${value.toLocaleString('en-GB', { maximumFractionDigits: 1 })} ${unit}`

const namesOf = (ids: readonly string[], references: References): string =>
  sayList(ids.map((id) => references.get(id) ?? 'a child'))

const assignmentTable = (assignments: readonly Assignment[], references: References) =>
  dataTable<Assignment>(
    'Who could go where',
    [
      {
        title: 'Child',
        cell: ({ childId, together }) =>
          html`${textLink(`/children/${childId}`, namesOf([childId], references))}${together.length > 0 && html`<br /><span class="app-light">with ${namesOf(together, references)}</span>`}`,
      },
      {
        title: 'Home',
        cell: ({ homeId, home, bed, type, supposed: isSupposed }) =>
          html`${isSupposed ? home : textLink(`/homes/${homeId}`, home)}, ${bed}<br /><span class="app-light"
              >${placementTypes[type].label}</span
            >`,
      },
      { title: 'First night', cell: ({ from }) => sayDay(from) },
      { title: 'From home', cell: ({ distanceMiles }) => sayMiles(distanceMiles) },
      {
        title: 'A week',
        cell: ({ weeklyCost }) => (weeklyCost === null ? 'Not known' : sayPounds(weeklyCost)),
        isNumber: true,
      },
      {
        title: 'Who must approve',
        cell: ({ gates }) =>
          gates.map(
            ({ title, office, toDo }) => html`${title}: ${office === null ? toDo : offices[office]}<br />`,
          ),
      },
    ],
    assignments,
  )

const mustTitles: ReadonlyMap<string, string> = new Map(musts.map(({ id, title }) => [id, title]))

const rules: Readonly<Record<Result['unplaced'][number]['inTheWay'][number]['rule'], string>> = {
  'bed-in-one-use': 'the bed goes to',
  'registered-places': 'the home would be above its registered places, with',
  'kept-apart': 'must not live together with',
  solo: 'somebody is to live alone:',
  once: 'another day is taken for',
  'beds-together': 'there are not enough beds together, with',
  'not-worth-it': 'the aim makes more of leaving it free',
}

const reasons: Readonly<Record<Result['unplaced'][number]['reason'], string>> = {
  'no-bed': 'No bed within reach is free up to the last day of the plan.',
  'ruled-out': 'Every bed that is free is kept out by a rule.',
  taken: 'Each bed that would do goes to others.',
  'not-worth-it': 'The aim makes more of leaving the bed free, or time ran out.',
}

const unplacedTable = (unmet: Result['unplaced'], references: References) =>
  dataTable<Result['unplaced'][number]>(
    'Who stays without a home, and why',
    [
      { title: 'Child', cell: ({ childIds }) => namesOf(childIds, references) },
      { title: 'Why', cell: ({ reason }) => reasons[reason] },
      {
        title: 'What keeps the beds out',
        cell: ({ excluded: ruledOut, inTheWay }) => [
          ...ruledOut
            .slice(0, 3)
            .map(
              ({ criterion, beds }) =>
                html`${mustTitles.get(criterion) ?? criterion}: ${quantity(beds, 'bed')}<br />`,
            ),
          ...inTheWay
            .slice(0, 3)
            .map(
              ({ rule, options, childIds }) =>
                html`${quantity(options, 'choice')}: ${rules[rule]} ${namesOf(childIds, references)}<br />`,
            ),
        ],
      },
    ],
    unmet,
  )

/** The children who go together, as one choice: they are held together or not at all. */
function groupsOf(assignments: readonly Assignment[]): Assignment[][] {
  const first = ({ childId, together }: Assignment) => [childId, ...together].sort()[0] === childId
  return assignments
    .filter(first)
    .map((one) => [one, ...assignments.filter(({ childId }) => one.together.includes(childId))])
}

const groupValue = (group: readonly Assignment[]) => group.map(({ childId }) => childId).join(' ')

function holdForm(
  visit: Visit,
  { id }: PlanAnswer,
  assignments: readonly Assignment[],
  references: References,
): Content {
  const groups = groupsOf(assignments.filter(({ supposed: isSupposed }) => !isSupposed))
  return html`${subheading('Hold the beds')}
  ${visit.formTo(
    `/plans/${id}/holds`,
    html`${checkboxField(visit, {
      name: 'groups',
      label: 'For whom?',
      hint: 'Brothers and sisters who go together are held together.',
      values: groups.map(groupValue),
      choices: groups.map((group) => ({
        value: groupValue(group),
        text: `${namesOf(
          group.map(({ childId }) => childId),
          references,
        )}: ${group[0]!.home}, from ${sayDay(group[0]!.from)}`,
      })),
    })}
    ${selectField(visit, { name: 'expiresAt', label: 'For how long?', choices: instantChoices(visit, [24, 4, 72]) })}
    ${checkboxField(visit, { name: 'onlyWhatStands', label: 'If some of it no longer stands', choices: [{ value: 'yes', text: 'Hold the rest all the same' }] })}
    ${component('button', { text: 'Hold the beds', preventDoubleClick: true })}`,
  )}`
}

export const cancelPlan: PageAction = {
  url: '/plans/:id/cancellation',
  scope: 'plans:write',
  purpose,
  show: showPlan,
  act: async ({ api, params, key }) => {
    await api.post(`/v1/plans/${encodeURIComponent(params.id!)}/cancel`, {}, { key })
    return { to: `/plans/${params.id}` }
  },
}

/** Holds the beds of the children who were chosen, and shows which are held and which no longer stand. */
export const holdPlan: PageAction = {
  url: '/plans/:id/holds',
  scope: 'placements:write',
  purpose,
  fields: {
    '#/childIds': { field: 'groups', name: 'For whom' },
    '#/expiresAt': { field: 'expiresAt', name: 'The end of the hold' },
  },
  show: showPlan,
  act: async (visit) => {
    const { api, form, key, params } = visit
    const answer = await api.post<z.output<typeof holdingResult>>(
      `/v1/plans/${encodeURIComponent(params.id!)}/holds`,
      {
        expiresAt: form.text('expiresAt'),
        childIds: form.list('groups').flatMap((group) => group.split(' ')),
        onlyWhatStands: form.text('onlyWhatStands') === 'yes',
      },
      { key },
    )
    return heldView(visit, answer)
  },
}

async function heldView(
  visit: Visit,
  { held: holds, stale }: z.output<typeof holdingResult>,
): Promise<PageView> {
  const references = await childReferences(
    visit,
    [...holds, ...stale].flatMap(({ childIds }) => childIds),
  )
  const body = html`${heading('Beds are held')}
  ${dataTable(
    'What is held',
    [
      { title: 'For', cell: ({ id, childIds }) => textLink(`/holds/${id}`, namesOf(childIds, references)) },
      { title: 'First night', cell: ({ from }) => sayDay(from) },
    ],
    holds,
  )}
  ${
    stale.length > 0 &&
    dataTable(
      'What no longer stands, and is not held',
      [
        { title: 'For', cell: ({ childIds }) => namesOf(childIds, references) },
        { title: 'Why', cell: ({ detail }) => detail },
      ],
      stale,
    )
  }`
  return {
    title: 'Beds are held',
    back: { href: `/plans/${visit.params.id}`, text: 'The plan' },
    body,
  }
}
