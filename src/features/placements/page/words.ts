import { offices } from '../../../domain/gates/offices.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { tag } from '../../../platform/pages/parts.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import type { PlacementAnswer, PlacementGate } from './read.ts'

const gateTags: Record<PlacementGate['state'], Html> = {
  awaited: tag('Waits for a decision', 'orange'),
  approved: tag('Approved', 'green'),
  refused: tag('Refused', 'red'),
  unmet: tag('A record is to be put right', 'orange'),
  unlawful: tag('Unlawful', 'red'),
}

/** How a gate stands, on what it rests, and who or what opens it. */
export const gateText = (gate: PlacementGate): Html =>
  html`${gateTags[gate.state]}<br />${gate.why}
    <br />${gate.office === null ? gate.toDo : html`Decides: ${offices[gate.office]}.`}
    ${gate.state === 'awaited' && html`By ${sayDay(gate.dueOn)}.`}
    ${gate.decidedOn && html`Decided on ${sayDay(gate.decidedOn)}. ${gate.note}`}
    <span class="govuk-hint">${gate.regulation}</span>`

export const placementTags: Record<PlacementAnswer['status'], Html> = {
  planned: tag('Agreed, not started', 'orange'),
  current: tag('Living there', 'green'),
  overdue: tag('Past the planned end', 'red'),
  ended: tag('Ended', 'grey'),
  withdrawn: tag('Called off', 'grey'),
  'did-not-start': tag('Did not start', 'grey'),
}

/** Names of a placement's fields, for what has changed since a page was opened. */
export const placementFieldNames = {
  plannedFrom: 'the planned start',
  plannedTo: 'the planned end',
  startedOn: 'the start',
  endedOn: 'the end',
  withdrawnOn: 'that it was called off',
  bedId: 'the bed',
  homeId: 'the home',
  placementType: 'the kind of placement',
  placeCode: "the return's code of the place",
  providerCode: 'who provides it',
  endReason: 'why it ended',
  endPlanned: 'whether the ending was planned',
  sameCarer: 'whether the carer stayed the same',
  startedBefore: 'whether it began before',
  postcode: 'the postcode of the place',
  homePostcode: 'the postcode of home',
  statedArea: 'the area',
  weeklyCost: 'the cost',
  keepsSchool: 'whether the school stays the same',
  requestId: 'the request that it answers',
}
