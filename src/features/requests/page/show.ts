import { ageOn } from '../../../domain/dates.ts'
import { sexes } from '../../../domain/codes.ts'
import { offices, type Office } from '../../../domain/gates/offices.ts'
import * as referralCodes from '../../../domain/referral.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { dayField, textArea } from '../../../platform/pages/fields.ts'
import { FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, PageAction, Visit } from '../../../platform/pages/page.ts'
import {
  factList,
  textLink,
  paragraph,
  stepList,
  subheading,
  dataTable,
  tag,
} from '../../../platform/pages/parts.ts'
import { requestTags } from '../../../platform/pages/state-tags.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { sayDay, sayInstant, sayList } from '../../../platform/pages/words.ts'
import { childrenOfRequest, requestAnswer, type ChildAnswer, type RequestAnswer } from './api.ts'

const purpose = 'a request, and what is to be done for it'

/** A request: for whom, what is needed, how far it is, and what can be done next. */
export const requestPage: Page = {
  url: '/requests/:id',
  scope: 'placements:read',
  purpose,
  show: (visit) => show(visit, visit.params.id!),
}

/** Names of a request's fields, for what has changed since a page was opened. */
const fieldNames = {
  childIds: 'for whom it is',
  urgency: 'how urgent it is',
  receivedOn: 'when it came',
  neededFrom: 'the first night',
  latestStart: 'the latest start',
  neededTo: 'the day of leaving',
  referral: 'what is needed',
  withdrawnOn: 'that it was withdrawn',
}

/** What the page reads of an agreed placement and of a hold. */
interface PlacementAnswer {
  id: string
  childId: string
  status: string
  plannedFrom: string | null
  startedOn: string | null
  version: number
  gates: { title: string; state: string; office: Office | null }[]
  actions: { action: string; open: boolean; why: string | null }[]
}
interface HoldAnswer {
  id: string
  status: string
  expiresAt: string
}

async function show(visit: Visit, id: string): Promise<PageView> {
  const request = await requestAnswer(visit, id)
  const children = await childrenOfRequest(visit, request.childIds)
  const holds = await Promise.all(
    request.holds
      .filter(({ status }) => status === 'held')
      .map((hold) => visit.api.get<HoldAnswer>(`/v1/holds/${hold.id}`)),
  )
  const placements = await Promise.all(
    placementsInOrder(request).map((placement) =>
      visit.api.get<PlacementAnswer>(`/v1/placements/${placement.id}`),
    ),
  )
  const title = children.length === 1 ? 'Request for one child' : `Request for ${children.length} children`
  const body = html`${heading(title)}
  ${await changesSince(visit, `/v1/placement-requests/${request.id}`, request.version, fieldNames)}
  ${request.status === 'withdrawn' ? paragraph(requestTags.withdrawn) : stepList(['Ask', 'Hold beds', 'Agree', 'Start'], { open: 1, held: 2, agreed: 3, placed: 4 }[request.status])}
  ${nextStep(visit, request, { children, holds, placements })}
  ${dataTable<ChildAnswer>(
    'For whom',
    [
      { title: 'Reference', cell: ({ id, reference }) => textLink(`/children/${id}`, reference) },
      { title: 'Age', cell: (child) => ageOn(child.dateOfBirth, visit.today) },
      { title: 'Sex', cell: (child) => sexes[child.sex as keyof typeof sexes] },
    ],
    children,
  )}
  ${subheading('What is needed')}
  ${factList([
    ['Urgency', request.urgency === 'emergency' ? tag('Emergency', 'red') : 'Planned'],
    ['Asked on', sayDay(request.receivedOn)],
    ['First night', sayDay(request.neededFrom)],
    ['Latest start', request.latestStart && sayDay(request.latestStart)],
    ['Day of leaving', request.neededTo && sayDay(request.neededTo)],
    ...referralFacts(request.referral),
    ['Withdrawn', request.withdrawnOn && `${sayDay(request.withdrawnOn)}: ${request.withdrawnReason}`],
  ])}
  ${searchesTable(request)} ${withdrawal(visit, request)}`
  return { title, back: { href: '/requests', text: 'Requests' }, body }
}

/** The placements of a request, in the order of its children. */
const placementsInOrder = ({ placements, childIds }: RequestAnswer) =>
  placements.toSorted((a, b) => childIds.indexOf(a.childId) - childIds.indexOf(b.childId))

/** The one thing to do next, with a button; and of what cannot be done, why. */
function nextStep(
  visit: Visit,
  request: RequestAnswer,
  {
    children,
    holds,
    placements,
  }: { children: ChildAnswer[]; holds: HoldAnswer[]; placements: PlacementAnswer[] },
): Content {
  const search = request.actions.find(({ action }) => action === 'search')
  const referenceOf = (childId: string) => children.find((child) => child.id === childId)?.reference ?? ''
  return [
    ...holds.map((hold) =>
      component('inset-text', {
        html: html`<p class="govuk-body">
            Beds are held until ${sayInstant(hold.expiresAt)}.
            <span class="app-timer" data-until="${hold.expiresAt}"></span>
          </p>
          ${component('button', { text: visit.may('placements:write') ? 'Agree, extend or release' : 'See what is held', href: `/holds/${hold.id}` })}`,
      }),
    ),
    placements.length > 0 && placementsPart(visit, request, placements, referenceOf),
    search?.open === true &&
      visit.may('vacancies:search') &&
      component('button', {
        text: holds.length > 0 || placements.length > 0 ? 'Look for other beds' : 'Look for beds',
        href: `/requests/${request.id}/options`,
        classes: holds.length > 0 || placements.length > 0 ? 'govuk-button--secondary' : '',
      }),
  ]
}

const isPlanned = ({ status }: PlacementAnswer) => status === 'planned'
const isStartable = ({ actions }: PlacementAnswer) =>
  actions.some(({ action, open }) => action === 'start' && open)

const placementStatusTags: Record<string, Html> = {
  planned: tag('Agreed, not started', 'orange'),
  current: tag('Living there', 'green'),
  overdue: tag('Past the planned end', 'red'),
  ended: tag('Ended', 'grey'),
  withdrawn: tag('Called off', 'grey'),
  'did-not-start': tag('Did not start', 'grey'),
}

function placementsPart(
  visit: Visit,
  request: RequestAnswer,
  placements: readonly PlacementAnswer[],
  referenceOf: (childId: string) => string,
): Html {
  const startable = placements.filter(isStartable)
  const delays = placements.filter((placement) => isPlanned(placement) && !isStartable(placement))
  return html`${dataTable<PlacementAnswer>(
    'Placements agreed',
    [
      { title: 'Child', cell: ({ id, childId }) => textLink(`/placements/${id}`, referenceOf(childId)) },
      { title: 'How far', cell: ({ status }) => placementStatusTags[status] },
      {
        title: 'From',
        cell: ({ startedOn, plannedFrom }) => sayDay(startedOn ?? plannedFrom ?? visit.today),
      },
      {
        title: 'What stands before it',
        cell: (placement) =>
          isPlanned(placement)
            ? placement.gates
                .filter(({ state }) => state !== 'approved')
                .map((gate) => html`${gate.title} (${gateWords(gate)})<br />`)
            : '',
      },
    ],
    placements,
  )}
  ${
    delays.length > 0 &&
    component('inset-text', {
      html: html`${[...new Set(delays.map(whyNotYet))].map((why) => paragraph(`${sayList(delays.filter((one) => whyNotYet(one) === why).map(({ childId }) => referenceOf(childId)))} cannot start yet. ${why}`))}
      ${paragraph('Whoever decides sees it among their approvals. This page shows when it is decided.')}`,
    })
  }
  ${startable.length > 0 && visit.may('placements:write') && startForm(visit, request, startable, referenceOf)}`
}

const whyNotYet = ({ actions }: PlacementAnswer): string =>
  actions.find(({ action }) => action === 'start')?.why ?? ''

const stateWords: Record<string, string> = {
  refused: 'refused',
  unmet: 'a record is to be put right',
  unlawful: 'unlawful: nothing opens it',
}

/** How a gate stands; of one that is awaited, who decides. */
const gateWords = ({ state, office }: PlacementAnswer['gates'][number]): string =>
  stateWords[state] ?? (office === null ? 'waits for a decision' : `${offices[office]} decides`)

function startForm(
  visit: Visit,
  request: RequestAnswer,
  startable: readonly PlacementAnswer[],
  referenceOf: (childId: string) => string,
): Html {
  const name = 'arrivals'
  const fault = visit.faultOf(name)
  return visit.formTo(
    `/requests/${request.id}/start`,
    html`${component('checkboxes', {
      name,
      idPrefix: name,
      fieldset: { legend: { text: 'Who has arrived?', classes: 'govuk-fieldset__legend--m' } },
      items: startable.map(({ id, childId }) => ({ value: id, text: referenceOf(childId), checked: true })),
      ...(fault && { errorMessage: fault }),
    })}
    ${dayField(visit, { name: 'on', label: 'On which day?', day: visit.today })}
    ${component('button', { text: startable.length === 1 ? 'Start the placement' : 'Start the placements', preventDoubleClick: true })}`,
  )
}

/** Starts the placements of all who have arrived. */
export const startArrivals: PageAction = {
  url: '/requests/:id/start',
  scope: 'placements:write',
  purpose: 'the start of placements',
  fields: { '#/on': { field: 'on', name: 'The day' } },
  show: (visit) => show(visit, visit.params.id!),
  act: async (visit) => {
    const arrivals = visit.form.list('arrivals')
    const day = visit.form.day('on')
    const faults = [
      ...(arrivals.length === 0 ? [{ field: 'arrivals', text: 'Choose who has arrived' }] : []),
      ...(day ? [] : [{ field: 'on', text: 'The day must be one that exists, such as 27 3 2027' }]),
    ]
    if (faults.length > 0) throw new FormRefused(faults)
    for (const id of arrivals)
      await visit.api.post(
        `/v1/placements/${encodeURIComponent(id)}/start`,
        { on: day },
        { key: `${visit.key}:${id}`, version: null },
      )
    return { to: `/requests/${visit.params.id}` }
  },
}

function referralFacts(referral: RequestAnswer['referral']): [string, Content][] {
  const { suitabilities, livingWith, risks, riskLevels, communication } = referralCodes
  const say = (answer: boolean | null | undefined) =>
    answer === null || answer === undefined ? null : answer ? 'Yes' : 'No'
  return [
    ['Foster care', referral.fostering && suitabilities[referral.fostering]],
    ["Children's home", referral.residential && suitabilities[referral.residential]],
    ['Supported accommodation', referral.supported && suitabilities[referral.supported]],
    ['Living with others', referral.livingWith && livingWith[referral.livingWith]],
    ['Near the family', say(referral.nearFamily)],
    ['Same school', say(referral.keepSchool)],
    ['Home to be adapted', say(referral.homeAdaptation)],
    ['Communication', sayList((referral.communication ?? []).map((code) => communication[code]))],
    ['Areas to avoid', sayList(referral.sectorsToAvoid ?? [])],
    [
      'Risks',
      Object.entries(referral.risks ?? {}).map(
        ([risk, level]) =>
          html`${risks[risk as keyof typeof risks]}: ${riskLevels[level].toLowerCase()}<br />`,
      ),
    ],
  ]
}

function searchesTable({ searches }: RequestAnswer): Content {
  if (searches.length === 0) return null
  return dataTable(
    'Searches made for it, the latest first',
    [
      { title: 'When', cell: ({ searchedAt }) => sayInstant(searchedAt) },
      { title: 'Options', cell: ({ found: count }) => count, isNumber: true },
    ],
    searches.slice(0, 5),
  )
}

function withdrawal(visit: Visit, request: RequestAnswer): Content {
  const state = request.actions.find(({ action }) => action === 'withdrawal')
  if (state === undefined || !visit.may('placements:write') || request.status === 'withdrawn') return null
  if (!state.open) return paragraph(`This request cannot be withdrawn now. ${state.why}`)
  return component('details', {
    summaryText: 'No bed is needed any more',
    open: visit.form.has('reason'),
    html: visit.formTo(
      `/requests/${request.id}/withdrawal`,
      html`${textArea(visit, { name: 'reason', label: 'Why?', hint: 'In words that name no one.' })}
      ${component('button', { text: 'Withdraw the request', classes: 'govuk-button--warning', preventDoubleClick: true })}`,
      request.version,
    ),
  })
}

export const withdrawRequest: PageAction = {
  url: '/requests/:id/withdrawal',
  scope: 'placements:write',
  purpose,
  fields: { '#/reason': { field: 'reason', name: 'The reason' } },
  show: (visit) => show(visit, visit.params.id!),
  act: async (visit) => {
    const { id } = visit.params
    const body = { on: visit.today, reason: visit.form.text('reason') }
    await visit.api.post(`/v1/placement-requests/${id}/withdrawal`, body, {
      key: visit.key,
      version: visit.version,
    })
    return { to: `/requests/${id}` }
  },
}
