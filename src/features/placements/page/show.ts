import { sexes } from '../../../domain/codes.ts'
import { ageOn } from '../../../domain/dates.ts'
import { placementTypes } from '../../../domain/placement-types.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { dayField, textArea } from '../../../platform/pages/fields.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, Visit } from '../../../platform/pages/page.ts'
import { factList, subheading, dataTable, textLink } from '../../../platform/pages/parts.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { sayDay, sayMiles } from '../../../platform/pages/words.ts'
import { readPlacement, type PlacementAnswer } from './read.ts'
import { gateText, placementTags } from './words.ts'

const purpose = 'a placement, and what stands before it'

/** A placement: who, where, what stands before it, and what can be done. */
export const placementPage: Page = {
  url: '/placements/:id',
  scope: 'placements:read',
  purpose,
  show: (visit) => show(visit),
}

/** Names of a placement's fields, for what has changed since a page was opened. */
const fieldNames = {
  plannedFrom: 'the planned start',
  plannedTo: 'the planned end',
  startedOn: 'the start',
  endedOn: 'the end',
  withdrawnOn: 'that it was called off',
  bedId: 'the bed',
  homeId: 'the home',
}

/** The actions that the page has a form for, and the words for all of them. */
const actionWords: Record<string, string> = {
  start: 'Start',
  'planned-dates': 'Change the planned days',
  notice: 'Record notice',
  'notice-withdrawal': 'Withdraw the notice',
  withdrawal: 'Call it off',
  'did-not-start': 'Record that it did not start',
  end: 'End',
  move: 'Move',
  absences: 'Record a stay elsewhere',
  'staying-put': 'Agree Staying Put',
  approvals: 'Decide',
}

async function show(visit: Visit): Promise<PageView> {
  const { placement, child, home } = await readPlacement(visit, visit.params.id!)
  const isStale = visit.version !== null && visit.faults.length > 0 && visit.version !== placement.version
  const changes = isStale
    ? await changesSince(visit.api, `/v1/placements/${placement.id}`, visit.version, fieldNames)
    : null
  const body = html`${heading('Placement')} ${changes && component('inset-text', { html: changes })}
  ${factList([
    [
      'Child',
      `${child.reference}, ${sexes[child.sex as keyof typeof sexes].toLowerCase()}, ${ageOn(child.dateOfBirth, visit.today)}`,
    ],
    [
      'Where',
      home === null || placement.homeId === null
        ? 'No home on record'
        : textLink(`/homes/${placement.homeId}`, home),
    ],
    ['Kind', placementTypes[placement.placementType as keyof typeof placementTypes].label],
    ['How far', placementTags[placement.status]],
    ['Planned from', placement.startedOn === null && placement.plannedFrom && sayDay(placement.plannedFrom)],
    ['Started', placement.startedOn && sayDay(placement.startedOn)],
    ['Planned until', placement.endedOn === null && placement.plannedTo && sayDay(placement.plannedTo)],
    ['Ended', placement.endedOn && sayDay(placement.endedOn)],
    ['From home', sayMiles(placement.distanceMiles)],
    ['Area', { in: 'In our area', out: 'Outside our area', unknown: 'Not known' }[placement.location]],
  ])}
  ${placement.gates.length > 0 && html`${subheading('What stands before it')}${placement.gates.map((gate) => component('inset-text', { html: html`<b>${gate.title}</b> ${gateText(gate)}` }))}`}
  ${
    placement.brokenMusts.length > 0 &&
    html`${subheading('What the child needs, and this breaks')}
      <ul class="govuk-list govuk-list--bullet">
        ${placement.brokenMusts.map(({ title, why, toDo }) => html`<li><b>${title}.</b> ${why} ${toDo}</li>`)}
      </ul>`
  }
  ${visit.may('placements:approve') && placement.gates.some(({ state, office }) => state === 'awaited' && office !== null) && component('button', { text: 'Decide', href: `/approvals/${placement.id}` })}
  ${visit.may('placements:write') && formsPart(visit, placement)} ${closedPart(placement)}`
  const back =
    placement.requestId === null
      ? undefined
      : { href: `/requests/${placement.requestId}`, text: 'The request' }
  return { title: 'Placement', back, body }
}

const isOpen = ({ actions }: PlacementAnswer, name: string) =>
  actions.some(({ action, open }) => action === name && open)

function formsPart(visit: Visit, placement: PlacementAnswer): Content {
  const address = (action: string) => `/placements/${placement.id}/${action}`
  return [
    isOpen(placement, 'start') &&
      html`${subheading('Has the child arrived?')}${visit.formTo(
        address('start'),
        html`${dayField(visit, { name: 'on', label: 'On which day?', day: visit.today })}${component('button', { text: 'Start the placement', preventDoubleClick: true })}`,
        placement.version,
      )}`,
    isOpen(placement, 'withdrawal') &&
      component('details', {
        summaryText: 'Call it off',
        html: visit.formTo(
          address('withdrawal'),
          html`${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}${component('button', { text: 'Call it off', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
          placement.version,
        ),
      }),
  ]
}

function closedPart({ actions }: PlacementAnswer): Content {
  const refusals = actions.filter(({ open: isPossible }) => !isPossible)
  if (refusals.length === 0) return null
  return component('details', {
    summaryText: 'What cannot be done now, and why',
    html: dataTable(
      'Actions that are not open',
      [
        { title: 'Action', cell: ({ action }) => actionWords[action] ?? action },
        { title: 'Why not', cell: ({ why }) => why },
      ],
      refusals,
    ),
  })
}

/** An action on a placement; its body is read from the form. */
function placementAction(action: 'start' | 'withdrawal', bodyOf: (visit: Visit) => object): PageAction {
  return {
    url: `/placements/:id/${action}`,
    scope: 'placements:write',
    purpose,
    fields: {
      '#/on': { field: 'on', name: 'The day' },
      '#/reason': { field: 'reason', name: 'The reason' },
    },
    show,
    act: async (visit) => {
      const { id } = visit.params
      await visit.api.post(`/v1/placements/${id}/${action}`, bodyOf(visit), {
        key: visit.key,
        version: visit.version,
      })
      return { to: `/placements/${id}` }
    },
  }
}

export const startPlacement = placementAction('start', ({ form }) => {
  const day = form.day('on')
  if (!day)
    throw new FormRefused([{ field: 'on', text: 'The day must be one that exists, such as 27 3 2027' }])
  return { on: day }
})

export const callOffPlacement = placementAction('withdrawal', ({ form, today }) => ({
  on: today,
  reason: form.text('reason'),
}))
