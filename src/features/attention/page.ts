import { quantity } from '../../domain/quantity.ts'
import type { z } from 'zod'
import { addDays, ageOn } from '../../domain/dates.ts'
import { severities, teams, type Severity } from '../../domain/attention/types.ts'
import type { Scope } from '../../domain/access.ts'
import { offices } from '../../domain/gates/offices.ts'
import type { attentionRowView } from '../../engines/attention/schema.ts'
import { html, type Content, type Html } from '../../platform/http/html.ts'
import { component } from '../../platform/pages/components.ts'
import { choicesAmong, selectField } from '../../platform/pages/fields.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import { registerPage, type Page, type Visit } from '../../platform/pages/page.ts'
import { bulletList, dataTable, paragraph, subheading, tag, textLink } from '../../platform/pages/parts.ts'
import { sayDay, sayInstant, sayList } from '../../platform/pages/words.ts'

type Row = z.output<typeof attentionRowView>

/** As many as one look takes in; the filters find the rest. */
const mostRows = 100

const grave: Record<Severity, { text: string; mark: Html }> = {
  critical: { text: 'Critical', mark: tag('Critical', 'red') },
  high: { text: 'High', mark: tag('High', 'orange') },
  medium: { text: 'Medium', mark: tag('Medium', 'yellow') },
  low: { text: 'Low', mark: tag('Low', 'grey') },
}
const graveTexts = Object.fromEntries(severities.map((severity) => [severity, grave[severity].text]))

interface HoldRow {
  id: string
  requestId: string | null
  from: string
  expiresAt: string
  beds: unknown[]
}

/** What the page reads of a request for which beds are held. */
interface HeldRequest {
  id: string
  children: { reference: string; dateOfBirth: string }[] | null
}

/** What has changed of requests, holds and placements, as the page reads it. */
interface RecentChange {
  id: string
  title: string
  recordedAt: string
  record: string
  children: { id: string; reference: string; dateOfBirth: string }[] | null
  home: { id: string; name: string } | null
}

/** As many changes as the page shows. */
const mostChanges = 40

/** What the team must act on today, the gravest first; the holds, each with when it lapses; and what has changed since yesterday. */
const todayPage: Page = {
  url: '/today',
  scope: 'placements:read',
  purpose: 'what must be acted on today',
  show: async (visit) => {
    const { team = '', severity = '' } = visit.query
    const query = new URLSearchParams({
      limit: String(mostRows),
      ...(Object.hasOwn(teams, team) && { team }),
      ...((severities as readonly string[]).includes(severity) && { severity }),
    })
    const yesterday = addDays(visit.today, -1)
    const [attention, holds, requests, changes] = await Promise.all([
      visit.api.get<{ items: Row[]; nextCursor: string | null }>(`/v1/attention?${query.toString()}`),
      visit.api.get<{ items: HoldRow[] }>('/v1/holds?status=held&limit=50'),
      visit.api.get<{ items: HeldRequest[] }>('/v1/placement-requests?status=held&limit=100'),
      visit.api.get<{ items: RecentChange[] }>(
        `/v1/recent-changes?since=${yesterday}T00:00:00Z&limit=${mostChanges}`,
      ),
    ])
    const requestById = new Map(requests.items.map((request) => [request.id, request]))
    const rows = holds.items.map((hold) => ({
      ...hold,
      children: requestById.get(hold.requestId ?? '')?.children ?? [],
    }))
    return view(visit, attention, { holds: rows, changes: changes.items })
  },
}

function view(
  visit: Visit,
  { items, nextCursor }: { items: readonly Row[]; nextCursor: string | null },
  {
    holds,
    changes,
  }: {
    holds: readonly (HoldRow & { children: NonNullable<HeldRequest['children']> })[]
    changes: readonly RecentChange[]
  },
): PageView {
  const overdue = items.filter((row) => isOverdue(visit, row)).length
  const body = html`${heading('Today')}
  ${paragraph(html`${sayDay(visit.today)}. ${nextCursor === null ? quantity(items.length, 'matter') : `The first ${mostRows} matters`}, of which ${overdue} overdue.`)}
  ${filterForm(visit)}
  ${
    items.length === 0
      ? html`${paragraph('Nothing is to be acted on.')} ${firstStepsPart(visit)}`
      : dataTable<Row>(
          'To be acted on, the gravest first',
          [
            { title: 'What', cell: whatIs },
            { title: 'How grave', cell: ({ severity }) => grave[severity].mark },
            { title: 'About', cell: (row) => whomItConcerns(visit, row) },
            {
              title: 'Who acts',
              cell: ({ team, office }) => (office === null ? teams[team] : offices[office]),
            },
            {
              title: 'By',
              cell: (row) =>
                html`${sayDue(row.due)}${isOverdue(visit, row) && html` ${tag('Overdue', 'red')}`}`,
            },
          ],
          items,
        )
  }
  ${nextCursor !== null && paragraph(`These are the first ${mostRows}. Choose a team, or how grave, to see the rest.`)}
  ${
    holds.length > 0 &&
    dataTable(
      'Beds that are held',
      [
        { title: 'From', cell: ({ id, from }) => textLink(`/holds/${id}`, sayDay(from)) },
        {
          title: 'For',
          cell: ({ children }) =>
            sayList(
              children.map(
                ({ reference, dateOfBirth }) => `${reference} (${ageOn(dateOfBirth, visit.today)})`,
              ),
            ) || 'No request',
        },
        { title: 'Beds', cell: ({ beds }) => beds.length, isNumber: true },
        {
          title: 'Held until',
          cell: ({ expiresAt }) =>
            html`${sayInstant(expiresAt)} <span class="app-timer" data-until="${expiresAt}"></span>`,
        },
      ],
      holds,
    )
  }
  ${changesPart(visit, changes)}`
  return { title: 'Today', body }
}

/** What a new authority does first, each for those who may. */
const firstSteps = [
  {
    href: '/imports',
    text: 'Send the returns (SSDA903): children, care and placements',
    scope: 'imports:write',
  },
  { href: '/supply', text: 'Send the homes and beds as a spreadsheet', scope: 'homes:write' },
  { href: '/requests/new', text: 'Ask for a home for a child', scope: 'placements:write' },
  { href: '/keys', text: 'Make keys for other systems', scope: 'keys:write' },
] as const satisfies readonly { href: string; text: string; scope: Scope }[]

function firstStepsPart(visit: Visit): Content {
  const steps = firstSteps.filter(({ scope }) => visit.may(scope))
  if (steps.length === 0) return null
  return html`${subheading('To begin')} ${bulletList(steps.map(({ href, text }) => textLink(href, text)))}`
}

function changesPart(visit: Visit, changes: readonly RecentChange[]): Html {
  if (changes.length === 0) return paragraph('Nothing has changed since yesterday.')
  return dataTable<RecentChange>(
    changes.length < mostChanges
      ? 'What has changed since yesterday'
      : `What has changed since yesterday: the latest ${mostChanges}`,
    [
      { title: 'What', cell: ({ title, record }) => recordLink(record, title) },
      {
        title: 'About',
        cell: ({ children, home }) =>
          whomItConcerns(visit, {
            children: (children ?? []).map(({ id, reference, dateOfBirth }) => ({
              id,
              reference,
              age: ageOn(dateOfBirth, visit.today),
            })),
            home,
          }),
      },
      { title: 'When', cell: ({ recordedAt }) => sayInstant(recordedAt) },
    ],
    changes,
  )
}

/** The pages of the records that rows are about. */
const pageOfRecord: Record<string, string> = {
  placements: 'placements',
  'placement-requests': 'requests',
  holds: 'holds',
  homes: 'homes',
  children: 'children',
  'panel-actions': 'panels/actions',
}

/** Words that lead to the page of a record, where it has one. */
function recordLink(record: string, text: string): Content {
  const [, , kind = '', id = ''] = record.split('/')
  const page = pageOfRecord[kind]
  return page ? textLink(`/${page}/${id}`, text) : text
}

const whatIs = ({ title, detail, record }: Row): Content =>
  html`${recordLink(record, title)}<br /><span class="app-light">${detail}</span>`

function whomItConcerns(
  visit: Visit,
  {
    children,
    home,
  }: { children: readonly { id: string; reference: string; age: number }[]; home: Row['home'] },
): Content {
  return html`${children.map(
    ({ id, reference, age }) =>
      html`${visit.may('children:read') ? textLink(`/children/${id}`, reference) : reference} (${age})<br />`,
  )}${home && (visit.may('homes:read') ? textLink(`/homes/${home.id}`, home.name) : home.name)}`
}

const sayDue = (due: string) => (due.length > 10 ? sayInstant(due) : sayDay(due))
const isOverdue = ({ today }: Visit, { due }: Row) => due.slice(0, 10) < today

function filterForm(visit: Visit): Html {
  const { team = '', severity = '' } = visit.query
  return html`<form method="get" action="/today">
    <div class="app-inline">
      ${selectField(visit, { name: 'team', label: 'Who acts', none: 'All teams', value: team, choices: choicesAmong(teams) })}
      ${selectField(visit, { name: 'severity', label: 'How grave', none: 'All', value: severity, choices: choicesAmong(graveTexts) })}
      ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
    </div>
  </form>`
}

/** The page of the team's day. */
export function registerTodayPage(house: PageHouse): void {
  registerPage(house, todayPage)
}
