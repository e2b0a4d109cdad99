import type { z } from 'zod'
import { offices } from '../../domain/gates/offices.ts'
import type { attentionRowView } from '../../engines/attention/schema.ts'
import { html } from '../../platform/http/html.ts'
import type { PageHouse } from '../../platform/pages/house.ts'
import { heading, type PageView } from '../../platform/pages/layout.ts'
import { registerPage, type Page, type Visit } from '../../platform/pages/page.ts'
import { textLink, paragraph, dataTable, tag } from '../../platform/pages/parts.ts'
import { sayDay, sayList } from '../../platform/pages/words.ts'

type Row = z.output<typeof attentionRowView>

/** What waits for a decision: of the offices that the person holds, and below it what waits for others. */
const inbox: Page = {
  url: '/approvals',
  scope: 'placements:approve',
  purpose: 'placements that wait for a decision',
  show: async (visit) => {
    const [{ items }, officers] = await Promise.all([
      visit.api.get<{ items: Row[] }>('/v1/attention?kind=gate-awaited,gate-overdue&limit=200'),
      visit.api.get<{ items: { office: keyof typeof offices; fromOn: string; toOn: string | null }[] }>(
        `/v1/officers?subject=${encodeURIComponent(visit.person.subject)}`,
      ),
    ])
    const own = officers.items
      .filter(({ fromOn, toOn }) => fromOn <= visit.today && (toOn === null || visit.today < toOn))
      .map(({ office }) => office)
    return view(visit, items, own)
  },
}

function view(visit: Visit, items: readonly Row[], own: readonly (keyof typeof offices)[]): PageView {
  const isOwn = ({ office }: Row) => office !== null && own.includes(office)
  const [mine, others] = [items.filter(isOwn), items.filter((row) => !isOwn(row))]
  const body = html`${heading('Approvals')}
  ${paragraph(own.length === 0 ? 'You hold no office that decides on placements.' : `You decide as: ${sayList(own.map((office) => offices[office]))}.`)}
  ${mine.length === 0 ? paragraph('Nothing waits for you.') : tableOf(visit, 'Waits for you', mine, true)}
  ${others.length > 0 && tableOf(visit, 'Waits for others', others, false)}`
  return {
    title: 'Approvals',
    body,
    ...(visit.query.decided === 'yes' && { news: 'Your decision is on record.' }),
  }
}

function tableOf(visit: Visit, caption: string, rows: readonly Row[], isForMe: boolean) {
  return dataTable<Row>(
    caption,
    [
      {
        title: 'Child',
        cell: ({ children, record }) => {
          const references = sayList(children.map(({ reference }) => reference))
          const id = record.split('/').at(-1)
          return textLink(isForMe ? `/approvals/${id}` : `/placements/${id}`, references)
        },
      },
      { title: 'Home', cell: ({ home }) => home?.name ?? 'Not a home on record' },
      { title: 'What is asked', cell: ({ detail }) => detail },
      {
        title: 'By',
        cell: ({ due }) =>
          html`${sayDay(due.slice(0, 10))}${due.slice(0, 10) < visit.today && html` ${tag('Overdue', 'red')}`}`,
      },
    ],
    rows,
  )
}

/** The inbox of those who decide before placements. */
export function registerApprovalPages(house: PageHouse): void {
  registerPage(house, inbox)
}
