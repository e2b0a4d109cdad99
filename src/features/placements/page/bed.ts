import type { z } from 'zod'
import { offices } from '../../../domain/gates/offices.ts'
import { placementTypes } from '../../../domain/placement-types.ts'
import { quantity } from '../../../domain/quantity.ts'
import { html, type Content } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { checkboxField, dayField, radioField, selectField } from '../../../platform/pages/fields.ts'
import { fieldsOfParts, filledValues } from '../../../platform/pages/form-parts.ts'
import { dayEntries, Form, FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { bulletList, factList, paragraph, subheading, tag, textLink } from '../../../platform/pages/parts.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import type { placementCheck } from '../check.ts'
import { placementActs } from './acts.ts'
import { placementNow, readPlacement, type PlacementAnswer } from './read.ts'

type PlacementCheck = z.output<typeof placementCheck>

/** What the page reads of a home with free beds. */
interface HomeLine {
  home: { id: string; name: string }
  tonight: { free: number }
}
interface HomeBeds {
  home: { id: string; name: string }
  beds: { id: string; label: string; runs: { state: string }[] }[]
}

/** What somebody has in mind: in the address, by identifiers and days. */
interface Wish {
  home: string
  bed: string
  from: string
  to: string | null
  emergency: boolean
}

/** What a move asks beside the bed. */
const moveParts = placementActs.move.filter(({ name }) => ['planned', 'reason', 'keepsSchool'].includes(name))

/** Whether a child's placement is to end by a day. */
const leavesBy = ({ plannedTo }: PlacementAnswer, day: string) => plannedTo !== null && plannedTo <= day

/**
 * A bed that an officer knows by name, chosen without a search: the home, then the bed and the nights, then what stands
 * before it, and only then it is agreed.
 */
export const bedPage: PageAction = {
  url: '/children/:id/bed',
  scope: 'placements:write',
  purpose: 'a bed for a child, known by name',
  fields: {
    '#/from': { field: 'from', name: 'The first night' },
    '#/to': { field: 'to', name: 'The day of leaving' },
    '#/plannedFrom': { field: 'from', name: 'The first night' },
    '#/plannedTo': { field: 'to', name: 'The day of leaving' },
    '#/on': { field: 'from', name: 'The day' },
    ...fieldsOfParts(moveParts),
    '#/bedId': { field: 'bed', name: 'The bed' },
  },
  show,
  act: async (visit) => {
    const { bed, from, to, emergency } = wishOf(visit, visit.form)
    const present = await placementNow(visit, visit.params.id!)
    if (present && !leavesBy(present, from)) {
      const { id } = await visit.api.post<{ id: string }>(
        `/v1/placements/${present.id}/move`,
        { on: from, bedId: bed, plannedTo: to, emergency, ...filledValues(moveParts, visit.form) },
        { key: visit.key, version: visit.version },
      )
      return { to: `/placements/${id}` }
    }
    const { id } = await visit.api.post<{ id: string }>(
      '/v1/placements',
      {
        childId: visit.params.id,
        bedId: bed,
        placementType: visit.form.text('placementType'),
        plannedFrom: from,
        plannedTo: to,
        emergency,
      },
      { key: visit.key },
    )
    return { to: `/placements/${id}` }
  },
}

/** @throws {FormRefused} for days that do not exist */
function wishOf({ today, faults }: Visit, form: Form): Wish {
  const [from, to] = [form.day('from'), form.day('to')]
  const wrong = [
    ...(from === undefined ? [{ field: 'from', text: 'The first night must be a day that exists' }] : []),
    ...(to === undefined ? [{ field: 'to', text: 'The day of leaving must be a day that exists' }] : []),
  ]
  if (wrong.length > 0 && faults.length === 0) throw new FormRefused(wrong)
  return {
    home: form.text('home'),
    bed: form.text('bed'),
    from: from ?? today,
    to: to ?? null,
    emergency: form.text('emergency') === 'yes',
  }
}

async function show(visit: Visit): Promise<PageView> {
  const child = await visit.api.get<{ id: string; reference: string }>(
    `/v1/children/${encodeURIComponent(visit.params.id!)}`,
  )
  const wish = wishOf(visit, visit.form.isEmpty ? new Form(Object.entries(visit.query)) : visit.form)
  const body = html`${heading('Choose a bed by name')}
  ${factList([['Child', html`<b>${child.reference}</b>`]])}
  ${wish.home === '' ? await homePart(visit) : await bedPart(visit, wish)}`
  return { title: 'Choose a bed by name', back: { href: `/children/${child.id}`, text: 'The child' }, body }
}

async function homePart(visit: Visit): Promise<Content> {
  const { items } = await visit.api.get<{ items: HomeLine[] }>('/v1/vacancy-board?free=tonight&limit=500')
  if (items.length === 0) return paragraph('No home on record has a bed free tonight.')
  const homes = items.toSorted((a, b) => a.home.name.localeCompare(b.home.name))
  return html`${paragraph('For a bed that you know of. To see which beds suit the child best, ask for a home and look for beds.')}
    <form method="get" action="${visit.path}" novalidate>
      ${selectField(visit, {
        name: 'home',
        label: 'Which home?',
        none: 'Choose a home',
        choices: homes.map(({ home, tonight }) => ({
          value: home.id,
          text: `${home.name}: ${quantity(tonight.free, 'bed')} free tonight`,
        })),
      })}
      ${component('button', { text: 'Go on' })}
    </form>`
}

async function bedPart(visit: Visit, wish: Wish): Promise<Content> {
  const { home, beds } = await visit.api.get<HomeBeds>(`/v1/homes/${encodeURIComponent(wish.home)}/record`)
  const freeBeds = beds.filter(({ runs }) => runs[0]?.state === 'free')
  const name = factList([
    ['Home', html`${textLink(`/homes/${home.id}`, home.name)} (${textLink(visit.path, 'choose another')})`],
    ['Bed', beds.find(({ id }) => id === wish.bed)?.label],
  ])
  if (wish.bed !== '') return html`${name} ${await checkPart(visit, wish)}`
  if (freeBeds.length === 0) return html`${name} ${paragraph('It has no bed free tonight.')}`
  return html`${name}
    <form method="get" action="${visit.path}" novalidate>
      <input type="hidden" name="home" value="${home.id}" />
      ${radioField(visit, {
        name: 'bed',
        label: 'Which bed?',
        value: freeBeds[0]!.id,
        choices: freeBeds.map(({ id, label }) => ({ value: id, text: label })),
      })}
      ${dayField(visit, { name: 'from', label: 'First night', day: wish.from })}
      ${dayField(visit, { name: 'to', label: 'Day of leaving', hint: 'Leave it empty where no end is planned.' })}
      ${checkboxField(visit, { name: 'emergency', label: 'If it cannot wait', choices: [{ value: 'yes', text: 'This is an emergency' }] })}
      ${component('button', { text: 'See what stands before it' })}
    </form>`
}

/** What stands before the bed; and the form that agrees it. */
async function checkPart(visit: Visit, { home, bed, from, to, emergency }: Wish): Promise<Content> {
  const { placementType, gates, brokenMusts } = await visit.api.post<PlacementCheck>('/v1/placement-checks', {
    childId: visit.params.id,
    bedId: bed,
    from,
    to,
    emergency,
  })
  const entries: [string, string][] = [
    ['home', home],
    ['bed', bed],
    ['placementType', placementType],
    ...dayEntries('from', from),
    ...(to === null ? [] : dayEntries('to', to)),
    ...(emergency ? ([['emergency', 'yes']] as [string, string][]) : []),
  ]
  return html`${factList([
    ['Kind', placementTypes[placementType].label],
    ['First night', sayDay(from)],
    ['Day of leaving', to === null ? 'Not planned' : sayDay(to)],
    ['Emergency', emergency && 'Yes'],
  ])}
  ${subheading('What stands before it')}
  ${gates.length === 0 && brokenMusts.length === 0 && paragraph(tag('No approval needed', 'green'))}
  ${
    gates.length > 0 &&
    bulletList(
      gates.map(
        ({ title, why, office, toDo, regulation, mayStartFirst }) =>
          html`<b>${title}.</b> ${why}
            ${office === null ? toDo : `Decides: ${offices[office]}.`}${mayStartFirst && ' It may start first: this is an emergency.'}
            <span class="govuk-hint">${regulation}</span>`,
      ),
    )
  }
  ${brokenMusts.length > 0 && html`${paragraph('What the child needs, and this home does not have:')}${bulletList(brokenMusts.map(({ title, why, toDo }) => html`<b>${title}.</b> ${why} ${toDo}`))}`}
  ${await actPart(visit, { entries, from })}`
}

/** The form that agrees the bed, or moves the child there at once; or what is to be done before. */
async function actPart(
  visit: Visit,
  { entries, from }: { entries: readonly [string, string][]; from: string },
): Promise<Content> {
  const present = await placementNow(visit, visit.params.id!)
  const hidden = entries.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)
  if (!present || leavesBy(present, from))
    return visit.formTo(
      visit.path,
      html`${hidden} ${component('button', { text: 'Agree this bed', preventDoubleClick: true })}`,
    )
  const leave = textLink(`/placements/${present.id}/planned-dates`, 'when the child leaves there')
  if (from > visit.today)
    return paragraph(
      html`The child lives elsewhere, with no end by that day. Say first ${leave}, then choose this bed again.`,
    )
  const facts = { ...(await readPlacement(visit, present.id)), destinations: [], destinationId: null }
  return html`${subheading('Move the child there')}
  ${paragraph(html`Where somebody must decide first, say ${leave}, then choose this bed again: it is agreed, and waits for the decision.`)}
  ${visit.formTo(
    visit.path,
    html`${hidden} ${moveParts.map((part) => part.show(visit, facts))}
    ${component('button', { text: 'Move the child', preventDoubleClick: true })}`,
    present.version,
  )}`
}
