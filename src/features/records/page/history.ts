import { careEndReasons, legalStatusLabels, placementEndReasons } from '../../../domain/codes.ts'
import { addDays, type CivilDate } from '../../../domain/dates.ts'
import { placementTypes, type PlacementType } from '../../../domain/placement-types.ts'
import { html, type Content, type Html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { dayField } from '../../../platform/pages/fields.ts'
import { Form, FormRefused } from '../../../platform/pages/form.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { dataTable, paragraph } from '../../../platform/pages/parts.ts'
import { differencesOf, type VersionSeen } from '../../../platform/pages/stale.ts'
import { sayDay, sayInstant } from '../../../platform/pages/words.ts'
import type { WholeChild } from '../schema.ts'
import { childOfPage } from './read.ts'

interface Span {
  id: string
  startedOn: string | null
  endedOn: string | null
}
interface CareAnswer extends Span {
  endReason: keyof typeof careEndReasons | null
}
interface StatusAnswer extends Span {
  status: keyof typeof legalStatusLabels
}
interface PlacementAnswer extends Span {
  placementType: PlacementType
  plannedFrom: string | null
  endReason: keyof typeof placementEndReasons | null
}

/** Names of fields, for what a change was of. */
const fieldNames = {
  reference: 'the reference',
  dateOfBirth: 'the date of birth',
  sex: 'the sex',
  ethnicity: 'the ethnicity',
  disabled: 'whether the child is disabled',
  homePostcode: 'the home postcode',
  schoolPostcode: 'the school postcode',
  siblingGroupId: 'brothers and sisters',
  plannedFrom: 'the planned start',
  plannedTo: 'the planned end',
  startedOn: 'the start',
  endedOn: 'the end',
  endReason: 'why it ended',
  endPlanned: 'whether the ending was planned',
  withdrawnOn: 'that it was called off',
  movedToId: 'where the child moved on to',
  movedFromId: 'where the child moved from',
  bedId: 'the bed',
  homeId: 'the home',
}

const changeWords: Readonly<Record<string, string>> = {
  created: 'Recorded',
  changed: 'Changed',
  removed: 'Removed',
}

/** What was on record about a child, as it was known at the end of a day; and each change, with who made it and why. */
export const historyPage: Page = {
  url: '/children/:id/history',
  scope: 'children:read',
  purpose: 'the history of what is recorded about a child',
  fields: { '#/day': { field: 'day', name: 'The day' } },
  show: async (visit) => {
    const day = dayAsked(visit)
    const child = await childOfPage(visit)
    const records = await readRecords(visit, day)
    return view(visit, child, records, { day, changes: await readChanges(visit, child, records) })
  },
}

/** As of which day it is asked; null for now. */
function dayAsked({ query, faults, today }: Visit): CivilDate | null {
  const day = new Form(Object.entries(query)).day('day')
  if (day === undefined && faults.length === 0)
    throw new FormRefused([{ field: 'day', text: 'The day must be one that exists, such as 27 3 2027' }])
  return day && day < today ? day : null
}

interface Records {
  care: readonly CareAnswer[]
  statuses: readonly StatusAnswer[]
  placements: readonly PlacementAnswer[]
}

async function readRecords({ api, params }: Visit, day: CivilDate | null): Promise<Records> {
  const query = new URLSearchParams({
    childId: params.id!,
    limit: '500',
    ...(day && { knownAt: `${addDays(day, 1)}T00:00:00Z` }),
  }).toString()
  const list = async <Row extends Span>(path: string) => {
    const { items } = await api.get<{ items: Row[] }>(`/v1/${path}?${query}`)
    return items.toSorted((a, b) => ((a.startedOn ?? '9') < (b.startedOn ?? '9') ? 1 : -1))
  }
  const [care, statuses, placements] = await Promise.all([
    list<CareAnswer>('care-periods'),
    list<StatusAnswer>('legal-statuses'),
    list<PlacementAnswer>('placements'),
  ])
  return { care, statuses, placements }
}

interface Change extends Pick<VersionSeen, 'recordedAt' | 'actor' | 'reason'> {
  what: string
  how: string
}

/** Each change of the child's record and of those of care, legal status and placements, the latest first. */
async function readChanges(
  { api }: Visit,
  { child, placements }: WholeChild,
  { care, statuses, placements: former }: Records,
): Promise<Change[]> {
  const placementIds = new Set([...placements, ...former].map(({ id }) => id))
  const records = [
    { what: 'The child', url: `/v1/children/${child.id}` },
    ...care.map(({ id }) => ({ what: 'Period of care', url: `/v1/care-periods/${id}` })),
    ...statuses.map(({ id }) => ({ what: 'Legal status', url: `/v1/legal-statuses/${id}` })),
    ...[...placementIds].map((id) => ({ what: 'Placement', url: `/v1/placements/${id}` })),
  ]
  const histories = await Promise.all(
    records.map(async ({ what, url }) => {
      const { items } = await api.get<{ items: VersionSeen[] }>(`${url}/versions`)
      return items.map(({ change, recordedAt, actor, reason, record }, index): Change => {
        const previous = items[index - 1]?.record
        const fields = previous && record ? differencesOf(previous, record, fieldNames).join(', ') : ''
        return { what, how: `${changeWords[change]}${fields && `: ${fields}`}`, recordedAt, actor, reason }
      })
    }),
  )
  return histories.flat().toSorted((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1))
}

const dayOrNone = (day: string | null) => day && sayDay(day)

function dayForm(visit: Visit, childId: string, day: CivilDate | null): Html {
  return html`<form method="get" action="/children/${childId}/history" novalidate>
    ${dayField(visit, { name: 'day', label: 'As it was known at the end of which day?', hint: 'Leave it empty for now.', ...(day && { day }) })}
    ${component('button', { text: 'Show', classes: 'govuk-button--secondary' })}
  </form>`
}

function view(
  visit: Visit,
  { child, placements: present }: WholeChild,
  { care, statuses, placements }: Records,
  { day, changes }: { day: CivilDate | null; changes: readonly Change[] },
): PageView {
  const homeOf = new Map(present.map(({ id, home, title }) => [id, home?.name ?? title]))
  const when = day === null ? 'as known now' : `as known at the end of ${sayDay(day)}`
  const spans = <Row extends Span>(caption: string, what: (row: Row) => Content, rows: readonly Row[]) =>
    rows.length === 0
      ? paragraph(`${caption}, ${when}: nothing was on record.`)
      : dataTable<Row>(
          `${caption}, ${when}`,
          [
            { title: 'What', cell: what },
            { title: 'From', cell: ({ startedOn }) => dayOrNone(startedOn) ?? 'Not started' },
            { title: 'To', cell: ({ endedOn }) => dayOrNone(endedOn) },
          ],
          rows,
        )
  const body = html`${heading('History')}
  ${paragraph(html`Reference of the child: <b>${child.reference}</b>. What has been corrected since stands below, with who did it and why.`)}
  ${dayForm(visit, child.id, day)}
  ${spans<PlacementAnswer>(
    'Placements',
    ({ id, placementType, endReason }) =>
      html`${homeOf.get(id) ?? placementTypes[placementType].label}${endReason && html`<br /><span class="app-light">Ended: ${placementEndReasons[endReason].toLowerCase()}</span>`}`,
    placements,
  )}
  ${spans<StatusAnswer>('Legal statuses', ({ status }) => legalStatusLabels[status], statuses)}
  ${spans<CareAnswer>('Periods of care', ({ endReason }) => (endReason ? `Ended: ${careEndReasons[endReason].toLowerCase()}` : 'In care'), care)}
  ${dataTable<Change>(
    'What was recorded and changed, the latest first',
    [
      { title: 'When', cell: ({ recordedAt }) => sayInstant(recordedAt) },
      { title: 'Record', cell: ({ what }) => what },
      { title: 'Change', cell: ({ how }) => how },
      { title: 'Who', cell: ({ actor }) => actor },
      { title: 'Why', cell: ({ reason }) => reason },
    ],
    changes,
  )}`
  return { title: 'History', back: { href: `/children/${child.id}`, text: 'The child' }, body }
}
