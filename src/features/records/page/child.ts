import { quantity } from '../../../domain/quantity.ts'
import { sexes } from '../../../domain/codes.ts'
import { nightsBetween, addDays } from '../../../domain/dates.ts'
import { placementActTitles } from '../../../domain/lifecycle/act-titles.ts'
import { purposes } from '../../../domain/panels/codes.ts'
import { riskLevels, suitabilities, livingWith } from '../../../domain/referral.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, factList, paragraph, subheading, tag, textLink } from '../../../platform/pages/parts.ts'
import { holdTags, requestTags } from '../../../platform/pages/state-tags.ts'
import { sayDay, sayInstant, sayMiles } from '../../../platform/pages/words.ts'
import type { WholeChild } from '../schema.ts'

/** What the page reads of a case before a panel. */
interface PanelCase {
  id: string
  purpose: string
  question: string
}

type Placement = WholeChild['placements'][number]

/** A child: the law's clock, needs and dangers on top, then where the child lives and has lived. */
export const childPage: Page = {
  url: '/children/:id',
  scope: 'children:read',
  purpose: 'everything on record about a child',
  show: async (visit) => {
    const record = await visit.api.get<WholeChild>(
      `/v1/children/${encodeURIComponent(visit.params.id!)}/record`,
    )
    const { items: cases } = visit.may('panels:read')
      ? await visit.api.get<{ items: PanelCase[] }>(`/v1/panel-cases?childId=${record.child.id}&limit=50`)
      : { items: [] }
    return view(visit, record, cases)
  },
}

function view(visit: Visit, record: WholeChild, cases: readonly PanelCase[]): PageView {
  const { child } = record
  const body = html`${heading('Child')}
  ${factList([
    ['Reference', html`<b>${child.reference}</b>`],
    [
      'Age',
      html`${child.age},
      ${sexes[child.sex as keyof typeof sexes].toLowerCase()}${child.daysTo18 > 0 && child.daysTo18 <= 365 && html`, 18 in ${quantity(child.daysTo18, 'day')}`}`,
    ],
    ['In care since', record.care === null ? 'No period of care on record' : careWords(record.care)],
    ['Legal status', legalWords(record)],
    [
      'Care plan',
      record.carePlan && `${record.carePlan.title}, agreed on ${sayDay(record.carePlan.agreedOn)}`,
    ],
    [
      'Dangers',
      record.dangers.map(
        ({ title, level, saidOn }) =>
          html`${title}: <b>${riskLevels[level].toLowerCase()}</b> (${sayDay(saidOn)})<br />`,
      ),
    ],
    ['Needs', needsWords(record.needs)],
    [
      'Must not live with',
      record.separations.map(({ reference, title }) => html`${reference}: ${title}<br />`),
    ],
    ['Disabled', child.disabled === true && 'Yes'],
    ['Alone in the country (UASC)', child.uasc && 'Yes'],
    ['Moves in 12 months', record.moves],
  ])}
  ${attentionPart(record)} ${actionsPart(visit, record)} ${placementsPart(visit, record.placements)}
  ${
    record.requests.length > 0 &&
    dataTable(
      'Requests for a home',
      [
        {
          title: 'Needed from',
          cell: ({ id, neededFrom }) => textLink(`/requests/${id}`, sayDay(neededFrom)),
        },
        {
          title: 'Urgency',
          cell: ({ urgency }) => (urgency === 'emergency' ? tag('Emergency', 'red') : 'Planned'),
        },
        { title: 'How far', cell: ({ status }) => requestTags[status] },
      ],
      record.requests,
    )
  }
  ${
    record.holds.length > 0 &&
    dataTable(
      'Holds',
      [
        { title: 'Home', cell: ({ id, home }) => textLink(`/holds/${id}`, home?.name ?? 'Not shown') },
        { title: 'From', cell: ({ from }) => sayDay(from) },
        { title: 'Held until', cell: ({ expiresAt }) => sayInstant(expiresAt) },
        { title: 'Status', cell: ({ status }) => holdTags[status] },
      ],
      record.holds,
    )
  }
  ${
    cases.length > 0 &&
    dataTable<PanelCase>(
      'Before panels',
      [
        {
          title: 'What for',
          cell: ({ id, purpose }) =>
            textLink(`/panels/cases/${id}`, purposes[purpose as keyof typeof purposes]),
        },
        { title: 'What the panel is asked', cell: ({ question }) => question },
      ],
      cases,
    )
  }
  ${
    record.siblings.length > 0 &&
    dataTable(
      'Brothers and sisters',
      [
        { title: 'Reference', cell: ({ childId, reference }) => textLink(`/children/${childId}`, reference) },
        { title: 'Age', cell: ({ age }) => age, isNumber: true },
        {
          title: 'Lives',
          cell: ({ home, inCare }) => home?.name ?? (inCare ? 'Not on record' : 'Not in care'),
        },
        {
          title: 'Together',
          cell: ({ together, milesApart }) =>
            together
              ? tag('Together', 'green')
              : milesApart === null
                ? 'Apart'
                : `${sayMiles(milesApart)} apart`,
        },
      ],
      record.siblings,
    )
  }
  ${
    record.wishes.length > 0 &&
    dataTable(
      'What the child wishes',
      [
        { title: 'Heard on', cell: ({ heardOn }) => sayDay(heardOn) },
        { title: 'Wish', cell: ({ title, wish }) => html`${title}: ${wish}` },
      ],
      record.wishes,
    )
  }`
  return { title: 'Child', back: { href: '/today', text: 'Today' }, body }
}

const careWords = ({ startedOn, startedBefore, endedOn }: NonNullable<WholeChild['care']>) =>
  `${sayDay(startedOn)}${startedBefore ? ' or before' : ''}${endedOn === null ? '' : `; ended on ${sayDay(endedOn)}`}`

function legalWords({ legal }: WholeChild): Content {
  if (legal === null) return 'None in force'
  const { label, clock, allows } = legal
  return html`${label}, since ${sayDay(legal.since)}. ${allows}
  ${clock && html`<br />${clock.daysLeft < 0 ? tag('Ran out', 'red') : tag(`Runs out in ${quantity(clock.daysLeft, 'day')}`, clock.daysLeft < 3 ? 'red' : 'orange')} on ${sayDay(clock.limitOn)} (${clock.regulation})`}`
}

const suitabilityWord = (code: string) => suitabilities[code as keyof typeof suitabilities].toLowerCase()

/** What decides which home fits, as far as it is known. */
function needsWords(needs: WholeChild['needs']): Content {
  if (needs === null) return 'None on record'
  const { livingWith: company, capabilities, fostering, residential, supported: supportedHomes } = needs
  return [
    company && html`${livingWith[company as keyof typeof livingWith]}<br />`,
    capabilities && capabilities.length > 0 && html`The home must meet: ${capabilities.join(', ')}<br />`,
    fostering && html`Foster care: ${suitabilityWord(fostering)}<br />`,
    residential && html`Children's home: ${suitabilityWord(residential)}<br />`,
    supportedHomes && html`Supported accommodation: ${suitabilityWord(supportedHomes)}<br />`,
  ]
}

function attentionPart({ attention }: WholeChild): Content {
  if (attention.length === 0) return null
  return dataTable(
    'To be acted on',
    [
      {
        title: 'What',
        cell: ({ title, detail }) => html`${title}<br /><span class="app-light">${detail}</span>`,
      },
      { title: 'By', cell: ({ due }) => (due.length > 10 ? sayInstant(due) : sayDay(due)) },
    ],
    attention,
  )
}

type Action = WholeChild['actions'][number]

/** Where a hold and a request have one page for all that can be done with them. */
const recordPages: Partial<Record<Action['record'], { path: string; text: string }>> = {
  'placement-request': { path: 'requests', text: 'Go on with the request' },
  hold: { path: 'holds', text: 'Agree or release the hold' },
}

const titleOf = ({ record, action }: Action): string =>
  record === 'placement'
    ? placementActTitles[action as keyof typeof placementActTitles]
    : `${record.replace('-', ' ')}: ${action.replaceAll('-', ' ')}`

const secondaryButton = (href: string, text: string): Html =>
  component('button', { text, href, classes: 'govuk-button--secondary' })

/** A button for each action that is open, to the page that does it; and of those that are not open, why. */
function actionsPart(visit: Visit, { actions, child, placements, requests }: WholeChild): Content {
  const openActions = actions.filter(({ open: isOpen }) => isOpen)
  const pages = new Map(
    openActions.flatMap(({ record, id }) => {
      const page = recordPages[record]
      return page ? [[`/${page.path}/${id}`, page.text] as const] : []
    }),
  )
  const isAskedFor = requests.some(({ status }) => status !== 'placed' && status !== 'withdrawn')
  const closedActions = actions.filter(({ open: isOpen }) => !isOpen)
  return html`<section class="app-acts">
    ${subheading('What can be done')}
    <div class="app-buttons">
      ${[...pages].map(([href, text]) => secondaryButton(href, text))}
      ${!isAskedFor && visit.may('placements:write') && secondaryButton('/requests/new', 'Ask for a home')}
      ${visit.may('placements:write') && secondaryButton(`/children/${child.id}/bed`, 'Choose a bed by name')}
      ${
        visit.may('children:write') && [
          secondaryButton(`/children/${child.id}/correction`, 'Correct what is recorded'),
          secondaryButton(`/children/${child.id}/separations`, 'Who must live apart'),
        ]
      }
      ${visit.may('placements:write') && requests.length > 0 && secondaryButton(`/children/${child.id}/dangers`, 'Say what dangers there are')}
      ${secondaryButton(`/children/${child.id}/history`, 'History')}
    </div>
    ${visit.may('placements:write') && placements.map((placement) => placementButtons(placement, openActions))}
    ${
      closedActions.length > 0 &&
      component('details', {
        summaryText: 'What cannot be done now, and why',
        html: dataTable(
          'Actions that are not open',
          [
            { title: 'Action', cell: titleOf },
            { title: 'Why not', cell: ({ why }) => why },
          ],
          closedActions,
        ),
      })
    }
  </section>`
}

function placementButtons({ id, home, title }: Placement, openActions: readonly Action[]): Content {
  const acts = openActions.filter((one) => one.id === id && one.action !== 'approvals')
  if (acts.length === 0) return null
  return html`<h3 class="govuk-heading-s">Placement: ${home?.name ?? title}</h3>
    <div class="app-buttons">
      ${acts.map((one) => secondaryButton(`/placements/${id}/${one.action}`, titleOf(one)))}
    </div>`
}

function placementsPart(visit: Visit, placements: readonly Placement[]): Content {
  if (placements.length === 0) return paragraph('No placement is on record.')
  return html`${timeline(visit, placements)}
  ${dataTable<Placement>(
    'Placements, the latest first',
    [
      { title: 'Where', cell: ({ id, home, title }) => textLink(`/placements/${id}`, home?.name ?? title) },
      {
        title: 'Kind',
        cell: ({ title, layer }) =>
          html`${title}${layer === 'temporary' && ' (a stay over the usual placement)'}`,
      },
      {
        title: 'From',
        cell: ({ from, startedBefore }) => html`${from && sayDay(from)}${startedBefore && ' or before'}`,
      },
      { title: 'To', cell: ({ to }) => to && sayDay(to) },
      {
        title: 'Ended',
        cell: (placement) =>
          html`${placement.endReason}${placement.unplanned === true && html` ${tag('Unplanned', 'orange')}`}`,
      },
      { title: 'Miles', cell: ({ distanceMiles }) => distanceMiles, isNumber: true },
    ],
    placements,
  )}`
}

/** The line of a child's placements over time, drawn; the table beside it says the same. */
function timeline(visit: Visit, placements: readonly Placement[]): Content {
  const stays = placements.filter(
    ({ from, status, layer }) =>
      from !== null && layer === 'usual' && status !== 'withdrawn' && status !== 'did-not-start',
  )
  const days = stays.map(({ from }) => from!)
  if (days.length === 0) return null
  const first = days.reduce((a, b) => (a < b ? a : b))
  const last = addDays(visit.today, 1)
  const width = 1000
  const position = (day: string) =>
    (Math.max(0, Math.min(nightsBetween(first, last), nightsBetween(first, day))) /
      Math.max(1, nightsBetween(first, last))) *
    width
  const bars = stays.toReversed().map(({ from, to, home, title }, index): Html => {
    const start = position(from!)
    const length = Math.max(2, position(to ?? last) - start - 1)
    const text = `${home?.name ?? title}, from ${sayDay(from!)}${to === null ? '' : ` to ${sayDay(to)}`}`
    return html`<rect
      x="${start.toFixed(1)}"
      y="10"
      width="${length.toFixed(1)}"
      height="34"
      fill="${index % 2 === 0 ? '#1d70b8' : '#ffffff'}"
      stroke="#0b0c0c"
      ><title>${text}</title></rect
    >`
  })
  return html`<div class="app-scroll" role="region" aria-label="The line of placements" tabindex="0">
    <svg
      class="app-nights"
      viewBox="0 0 ${width} 70"
      role="img"
      aria-label="The line of placements from ${sayDay(first)} to today; the table below says the same"
    >
      ${bars}
      <text x="0" y="64" font-size="16" fill="#0b0c0c">${sayDay(first)}</text>
      <text x="${width}" y="64" font-size="16" text-anchor="end" fill="#0b0c0c">today</text>
    </svg>
  </div>`
}
