import { riskLevels, risks } from '../../../domain/referral.ts'
import { html } from '../../../platform/http/html.ts'
import { component } from '../../../platform/pages/components.ts'
import { choicesAmong } from '../../../platform/pages/fields.ts'
import { listPart, reasonPart, filledValues, type FormPart } from '../../../platform/pages/form-parts.ts'
import { heading, type PageView } from '../../../platform/pages/layout.ts'
import type { PageAction, Visit } from '../../../platform/pages/page.ts'
import { paragraph, textLink } from '../../../platform/pages/parts.ts'
import { changesSince } from '../../../platform/pages/stale.ts'
import { quantity } from '../../../domain/quantity.ts'
import { sayDay } from '../../../platform/pages/words.ts'
import { childOfPage } from './read.ts'

/** What the page reads of the request in which dangers are said. */
interface RequestAnswer {
  id: string
  version: number
  childIds: string[]
  receivedOn: string
  referral: { risks?: Partial<Record<keyof typeof risks, keyof typeof riskLevels>> }
}

const parts: readonly FormPart<RequestAnswer>[] = (Object.keys(risks) as (keyof typeof risks)[]).map((risk) =>
  listPart<RequestAnswer>({
    name: risk,
    title: risks[risk],
    label: risks[risk],
    choices: choicesAmong(riskLevels),
    none: 'Not said',
    empty: 'nothing',
    value: ({ referral }) => referral.risks?.[risk] ?? null,
  }),
)

/** The latest request for the child: what it says of dangers is what every search and every pack reads. */
async function latestRequest(visit: Visit): Promise<RequestAnswer | undefined> {
  const { requests } = await childOfPage(visit)
  const latest = requests.toSorted((a, b) => (a.receivedOn < b.receivedOn ? 1 : -1))[0]
  return latest && visit.api.get<RequestAnswer>(`/v1/placement-requests/${latest.id}`)
}

/** What dangers there are to the child and from the child, as the latest request for a home says. */
export const dangersPage: PageAction = {
  url: '/children/:id/dangers',
  scope: 'placements:write',
  purpose: 'dangers to a child, and to others',
  show,
  act: async (visit) => {
    const { reason, ...levels } = filledValues([...parts, reasonPart], visit.form)
    const request = await latestRequest(visit)
    if (request)
      await visit.api.patch(
        `/v1/placement-requests/${request.id}`,
        { referral: { ...request.referral, risks: levels } },
        { version: visit.version, reason: String(reason) },
      )
    return { to: `/children/${visit.params.id}` }
  },
}

async function show(visit: Visit): Promise<PageView> {
  const request = await latestRequest(visit)
  const back = { href: `/children/${visit.params.id}`, text: 'The child' }
  const title = 'What dangers there are'
  if (request === undefined)
    return {
      title,
      back,
      body: html`${heading(title)}${paragraph('Dangers are said with a request for a home, and there is none yet.')}`,
    }
  const body = html`${heading(title)}
  ${await changesSince(visit, `/v1/placement-requests/${request.id}`, request.version, { referral: 'the referral' })}
  ${paragraph(html`As the ${textLink(`/requests/${request.id}`, `request of ${sayDay(request.receivedOn)}`)} says.${request.childIds.length > 1 && ` They count for all ${quantity(request.childIds.length, 'child', 'children')} of it.`}`)}
  ${visit.formTo(
    `/children/${visit.params.id}/dangers`,
    html`${parts.map((part) => part.show(visit, request))} ${reasonPart.show(visit, undefined)}
    ${component('button', { text: 'Record them', preventDoubleClick: true })}`,
    request.version,
  )}`
  return { title, back, body }
}
