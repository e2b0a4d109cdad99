import { sexes } from '../../../domain/codes.ts'
import { ageOn } from '../../../domain/dates.ts'
import { placementActTitles } from '../../../domain/lifecycle/act-titles.ts'
import { placementTypes } from '../../../domain/placement-types.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, subheading, textLink } from '../../../platform/pages/parts.ts'
import { sayDay, sayMiles } from '../../../platform/pages/words.ts'
import { placementNow, readPlacement, type PlacementAnswer, type PlacementPicture } from './read.ts'
import { gateText, placementTags } from './words.ts'

/** A placement: who, where, what stands before it, and what can be done. */
export const placementPage: Page = {
  url: '/placements/:id',
  scope: 'placements:read',
  purpose: 'a placement, and what stands before it',
  show,
}

async function show(visit: Visit): Promise<PageView> {
  const picture = await readPlacement(visit, visit.params.id!)
  const { placement } = picture
  const present = placement.status === 'planned' ? await placementNow(visit, placement.childId) : undefined
  const body = html`${heading('Placement')} ${placementFacts(visit, picture)}
  ${placement.gates.length > 0 && html`${subheading('What stands before it')}${placement.gates.map((gate) => component('inset-text', { html: html`<b>${gate.title}</b> ${gateText(gate)}` }))}`}
  ${
    placement.brokenMusts.length > 0 &&
    html`${subheading('What the child needs, and this breaks')}
      <ul class="govuk-list govuk-list--bullet">
        ${placement.brokenMusts.map(({ title, why, toDo }) => html`<li><b>${title}.</b> ${why} ${toDo}</li>`)}
      </ul>`
  }
  ${visit.may('placements:approve') && placement.gates.some(({ state, office }) => state === 'awaited' && office !== null) && component('button', { text: 'Decide', href: `/approvals/${placement.id}` })}
  ${visit.may('placements:write') && present !== undefined && component('button', { text: 'Move the child here', href: `/placements/${present.id}/move?to=${placement.id}` })}
  ${visit.may('placements:write') && buttonsPart(placement)} ${closedPart(placement)}`
  const back =
    placement.requestId === null
      ? { href: `/children/${placement.childId}`, text: 'The child' }
      : { href: `/requests/${placement.requestId}`, text: 'The request' }
  return { title: 'Placement', back, body }
}

/** Who, where, and how far it is. */
export const placementFacts = (visit: Visit, { placement, child, home }: PlacementPicture): Html =>
  factList([
    [
      'Child',
      html`${textLink(`/children/${child.id}`, child.reference)},
      ${sexes[child.sex as keyof typeof sexes].toLowerCase()}, ${ageOn(child.dateOfBirth, visit.today)}`,
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
    ['Notice', placement.notice && `Runs out on ${sayDay(placement.notice.endsOn)}`],
    ['From home', sayMiles(placement.distanceMiles)],
    ['Area', { in: 'In our area', out: 'Outside our area', unknown: 'Not known' }[placement.location]],
  ])

const actsPart = (title: string, buttons: Content): Html =>
  html`<section class="app-acts">
    ${subheading(title)}
    <div class="app-buttons">${buttons}</div>
  </section>`

const titleOf = (act: string) => placementActTitles[act as keyof typeof placementActTitles]

/** A button for each act that is open, to the page with its form. */
function buttonsPart({ id, actions, corrections }: PlacementAnswer): Content {
  const openActs = actions.filter(({ action, open: isOpen }) => isOpen && action !== 'approvals')
  const openCorrections = corrections.filter(({ open: isOpen }) => isOpen)
  const secondary = 'govuk-button--secondary'
  const button = (action: string) =>
    component('button', {
      text: titleOf(action),
      href: `/placements/${id}/${action}`,
      ...(action !== 'start' && { classes: secondary }),
    })
  return [
    openActs.length > 0 &&
      actsPart(
        'What can be done',
        openActs.map(({ action }) => button(action)),
      ),
    actsPart('If it is recorded wrongly', [
      openCorrections.map(({ action }) => button(action)),
      component('button', {
        text: 'Correct what is recorded',
        href: `/placements/${id}/correction`,
        classes: secondary,
      }),
    ]),
  ]
}

function closedPart({ actions, corrections }: PlacementAnswer): Content {
  const refusals = [...actions, ...corrections].filter(({ open: isOpen }) => !isOpen)
  if (refusals.length === 0) return null
  return component('details', {
    summaryText: 'What cannot be done now, and why',
    html: dataTable(
      'Actions that are not open',
      [
        { title: 'Action', cell: ({ action }) => titleOf(action) },
        { title: 'Why not', cell: ({ why }) => why },
      ],
      refusals,
    ),
  })
}
