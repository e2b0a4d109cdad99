import { quantity } from '../../../domain/quantity.ts'
import type { RequestAnswer } from './api.ts'
import { ageOn, nightsBetween, type CivilDate } from '../../../domain/dates.ts'
import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { Page, Visit } from '../../../platform/pages/page.ts'
import { textLink, paragraph, dataTable, tag } from '../../../platform/pages/parts.ts'
import { sayDay, sayList } from '../../../platform/pages/words.ts'
import { requestTags } from '../../../platform/pages/state-tags.ts'

type Row = Omit<RequestAnswer, 'actions' | 'searches' | 'holds' | 'placements'>

/** Statuses of requests for which somebody still has to do something, in that order. */
const awake = ['open', 'held', 'agreed'] as const

/** The requests that are not done, the most urgent first. */
export const requestList: Page = {
  url: '/requests',
  scope: 'placements:read',
  purpose: 'requests that are open',
  show: async (visit) => {
    const lists = await Promise.all(
      awake.map((status) =>
        visit.api.get<{ items: Row[] }>(`/v1/placement-requests?status=${status}&limit=100`),
      ),
    )
    return view(visit, lists.flatMap(({ items }) => items).sort(byUrgency))
  },
}

const latestDay = ({ latestStart, neededFrom }: Row) => latestStart ?? neededFrom

function byUrgency(a: Row, b: Row): number {
  if (a.urgency !== b.urgency) return a.urgency === 'emergency' ? -1 : 1
  return latestDay(a) < latestDay(b) ? -1 : 1
}

/** `A-1 (9) and A-2 (6)`: each child by reference and age; how many they are, for those who may not read children. */
const childrenText = ({ childIds, children }: Row, today: CivilDate): string =>
  children === null
    ? quantity(childIds.length, 'child', 'children')
    : sayList(children.map(({ reference, dateOfBirth }) => `${reference} (${ageOn(dateOfBirth, today)})`))

function view(visit: Visit, rows: readonly Row[]): PageView {
  const { today } = visit
  const body = html`${heading('Requests for a home')}
  ${visit.may('placements:write') && component('button', { text: 'Ask for a home', href: '/requests/new', isStartButton: true })}
  ${
    rows.length === 0
      ? paragraph('No request is open.')
      : dataTable<Row>(
          `${quantity(rows.length, 'request')} to be settled, the most urgent first`,
          [
            { title: 'For', cell: (row) => textLink(`/requests/${row.id}`, childrenText(row, today)) },
            { title: 'Needed from', cell: ({ neededFrom }) => sayDay(neededFrom) },
            {
              title: 'Latest start',
              cell: (row) =>
                row.latestStart === null
                  ? 'Not said'
                  : html`${sayDay(row.latestStart)}${latestDay(row) < today && html` ${tag('Late', 'red')}`}`,
            },
            {
              title: 'Urgency',
              cell: ({ urgency }) => (urgency === 'emergency' ? tag('Emergency', 'red') : 'Planned'),
            },
            { title: 'Waiting', cell: ({ receivedOn }) => quantity(nightsBetween(receivedOn, today), 'day') },
            { title: 'How far', cell: ({ status }) => requestTags[status] },
          ],
          rows,
        )
  }`
  return { title: 'Requests for a home', body }
}
