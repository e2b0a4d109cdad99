import { decisions } from '../../../domain/gates/gates.ts'
import { offices } from '../../../domain/gates/offices.ts'
import { sexes } from '../../../domain/codes.ts'
import { ageOn, type CivilDate } from '../../../domain/dates.ts'
import { html, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { checkboxField, dayField, radioField, textArea, textField } from '../../../platform/pages/fields.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { ApiRefusal } from '../../../platform/pages/inner-api.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { factList, paragraph, subheading } from '../../../platform/pages/parts.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { sayDay, sayMiles } from '../../../platform/pages/words.ts'
import { readPlacement, type PlacementGate, type PlacementPicture } from './read.ts'
import { gateText, placementFieldNames } from './words.ts'

/** The decision on the gates before a placement: what is asked, and what the regulation wants confirmed. */
export const approvalPage: PageAction = {
  url: '/approvals/:id',
  scope: 'placements:approve',
  purpose: 'a decision on a placement',
  show: (visit) => show(visit),
  act: async (visit) => {
    const { form } = visit
    const gate = form.text('gate')
    const decision = form.text(`decision-${gate}`)
    if (!(decisions as readonly string[]).includes(decision))
      throw new FormRefused([{ field: `decision-${gate}`, text: 'Choose whether you approve or refuse' }])
    const body = {
      gate,
      decision,
      confirmed: form.list(`confirms-${gate}`),
      on: decisionDay(visit, gate),
      note: noteOf(visit, gate),
    }
    for (const id of [visit.params.id!, ...form.list(`also-${gate}`)]) await decide(visit, id, body)
    return { to: '/approvals?decided=yes' }
  },
}

/** The day on which it was decided, which may have gone by. @throws {FormRefused} where there is no such day */
function decisionDay({ form }: Visit, gate: string): CivilDate {
  const day = form.day(`on-${gate}`)
  if (!day)
    throw new FormRefused([
      { field: `on-${gate}`, text: 'The day must be one that exists, such as 27 3 2027' },
    ])
  return day
}

/** The reasons; and of a decision by telephone at what time it was said, and to whom, in the same note. */
function noteOf({ form }: Visit, gate: string): string | null {
  const reasons = form.text(`note-${gate}`)
  if (form.text(`phone-${gate}`) !== 'yes') return reasons || null
  const [time, listener] = [form.text(`time-${gate}`), form.text(`listener-${gate}`)]
  const faults = [
    ...(/^([01]?\d|2[0-3])[:.][0-5]\d$/.test(time)
      ? []
      : [{ field: `time-${gate}`, text: 'The time must be one of the day, such as 22:40' }]),
    ...(listener ? [] : [{ field: `listener-${gate}`, text: 'Say who wrote the decision down, by office' }]),
  ]
  if (faults.length > 0) throw new FormRefused(faults)
  return [`Said by telephone at ${time.replace('.', ':')}, written down by: ${listener}.`, reasons]
    .filter(Boolean)
    .join(' ')
}

async function decide(visit: Visit, id: string, body: { gate: string }): Promise<void> {
  try {
    await visit.api.post(`/v1/placements/${encodeURIComponent(id)}/approvals`, body, {
      key: `${visit.key}:${id}`,
      version: id === visit.params.id ? visit.version : null,
    })
  } catch (error) {
    const faults = error instanceof ApiRefusal ? error.faults : []
    const day = faults.find(({ pointer }) => pointer === '#/on')
    if (day) throw new FormRefused([{ field: `on-${body.gate}`, text: `The day ${day.detail}` }])
    if (!faults.some(({ pointer }) => pointer === '#/confirmed')) throw error
    const text = 'Confirm all that the regulation asks for, or refuse'
    throw new FormRefused([{ field: `confirms-${body.gate}`, text }])
  }
}

async function show(visit: Visit): Promise<PageView> {
  const picture = await readPlacement(visit, visit.params.id!)
  const siblings = await siblingsOf(visit, picture)
  const { placement } = picture
  const toDecide = placement.gates.filter(({ office }) => office !== null)
  const body = html`${heading('Decide on a placement')}
  ${await changesSince(visit, `/v1/placements/${placement.id}`, placement.version, placementFieldNames)}
  ${factsOf(visit, picture)}
  ${siblings.length > 0 && paragraph(`Agreed together with the placement of ${siblings.map(({ child }) => child.reference).join(' and ')}.`)}
  ${toDecide.length === 0 && paragraph('Nothing of this placement is to be decided.')}
  ${toDecide.map((gate) => gatePart(visit, picture, gate, siblings))}
  ${placement.gates.filter(({ office }) => office === null).map((gate) => component('inset-text', { html: html`<b>${gate.title}</b> ${gateText(gate)}` }))}`
  return { title: 'Decide on a placement', back: { href: '/approvals', text: 'Approvals' }, body }
}

/** The placements of brothers and sisters that were agreed together with this one. */
async function siblingsOf(visit: Visit, { placement }: PlacementPicture): Promise<PlacementPicture[]> {
  const { requestId } = placement
  if (requestId === null) return []
  const { items } = await visit.api.get<{ items: { id: string; status: string }[] }>(
    `/v1/placements?requestId=${requestId}&status=planned`,
  )
  return Promise.all(items.filter(({ id }) => id !== placement.id).map(({ id }) => readPlacement(visit, id)))
}

function factsOf(visit: Visit, { placement, child, home }: PlacementPicture): Html {
  const wishes = placement.surroundings?.wishes ?? []
  return factList([
    [
      'Child',
      `${child.reference}, ${sexes[child.sex as keyof typeof sexes].toLowerCase()}, ${ageOn(child.dateOfBirth, visit.today)}`,
    ],
    ['Where', home ?? 'No home on record'],
    ['From home', sayMiles(placement.distanceMiles)],
    ['First night', sayDay(placement.startedOn ?? placement.plannedFrom ?? visit.today)],
    ['Emergency', placement.emergency && 'Yes'],
    [
      'Wishes of the child',
      wishes.length === 0 ? 'None on record' : wishes.map(({ wish }) => html`${wish}<br />`),
    ],
  ])
}

function gatePart(
  visit: Visit,
  { placement }: PlacementPicture,
  gate: PlacementGate,
  siblings: readonly PlacementPicture[],
): Html {
  const alike = siblings.filter(({ placement: other }) =>
    other.gates.some((one) => one.gate === gate.gate && one.state === 'awaited'),
  )
  const confirms = Object.entries(gate.confirms)
  return html`${subheading(gate.title)} ${component('inset-text', { html: gateText(gate) })}
  ${visit.formTo(
    `/approvals/${placement.id}`,
    html`<input type="hidden" name="gate" value="${gate.gate}" />
      ${confirms.length > 0 && checkboxField(visit, { name: `confirms-${gate.gate}`, label: 'Whoever approves confirms all of this', choices: confirms.map(([value, text]) => ({ value, text })) })}
      ${alike.length > 0 && checkboxField(visit, { name: `also-${gate.gate}`, label: 'The same decision, with the same confirmations, for', choices: alike.map(({ placement: other, child }) => ({ value: other.id, text: child.reference })) })}
      ${textArea(visit, { name: `note-${gate.gate}`, label: 'Why?', hint: 'In words that name no one.' })}
      ${dayField(visit, { name: `on-${gate.gate}`, label: 'When did you decide?', hint: 'A day gone by, where it is recorded late.', day: visit.today })}
      ${phonePart(visit, gate)}
      ${radioField(visit, {
        name: `decision-${gate.gate}`,
        label: `As ${offices[gate.office!]}, I`,
        choices: [
          { value: 'approved', text: 'Approve' },
          { value: 'refused', text: 'Refuse' },
        ],
        inline: true,
      })}
      ${component('button', { text: 'Record the decision', preventDoubleClick: true })}`,
    placement.version,
  )}`
}

/** A decision that was said by telephone: when, and who wrote it down. It is the holder of the office who records it. */
const phonePart = (visit: Visit, { gate }: PlacementGate): Html =>
  component('details', {
    summaryText: 'It was said by telephone',
    open: visit.form.text(`phone-${gate}`) === 'yes',
    html: html`${checkboxField(visit, { name: `phone-${gate}`, label: 'By telephone', choices: [{ value: 'yes', text: 'I said it by telephone, and record it now' }] })}
    ${textField(visit, { name: `time-${gate}`, label: 'At what time?', hint: 'Such as 22:40.', width: 5 })}
    ${textField(visit, { name: `listener-${gate}`, label: 'Who wrote it down?', hint: 'The office, not a name.', width: 20 })}`,
  })
