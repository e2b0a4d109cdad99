import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { gateStates } from '../../domain/gates/gates.ts'
import { pictureOf, readJourney } from '../../engines/care-record/picture.ts'
import { circumstancesOf, othersNamed } from '../../engines/care-record/queries/circumstances.ts'
import { placementCase } from '../../engines/placements/queries.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { preferredType } from '../../platform/http/accept.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { id } from '../../platform/http/fields.ts'
import { sendPage } from '../../platform/http/html.ts'
import { notFound } from '../../platform/http/problem.ts'
import { statusOfCase } from './cases.ts'
import { presentMeeting } from './meetings.ts'
import { routeDefaults, type PanelOptions } from './options.ts'
import { packPage } from './page/pack.ts'
import { decisionsOf, earlierDecisions, optionsSnapshot } from './queries/decisions.ts'
import { openFollowUp } from './queries/follow-up.ts'
import { agendaOf, meetingStore, panelStore, type PanelCase, type PanelMeeting } from './queries/records.ts'
import * as schema from './schema.ts'

/** The route of a meeting's pack: everything the panel reads, as JSON or as a page to print. */
export function registerPanelPack(instance: FastifyInstance, { pool, clock }: PanelOptions): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/panel-meetings/:id/pack',
    {
      config: { scope: routeDefaults.scopes.read },
      schema: {
        tags: [routeDefaults.tag],
        summary: 'Pack of a panel meeting',
        description:
          'The agenda and, of each case, what the panel reads: the child by reference, the facts, the placements so far, the options laid as they were laid, earlier decisions and open actions. With `Accept: text/html` as a page to print, without scripts and without anything loaded from elsewhere. Withdrawn cases are left out.',
        headers: purpose,
        params: z.object({ id }),
        produces: ['application/json', 'text/html'],
        response: { 200: schema.pack.meta({ id: 'PanelPack' }) },
      },
    },
    async (request, reply) => {
      const type = preferredType(request, ['application/json', 'text/html'])
      const pack = await readAs(pool, request.principal, async (tx) => {
        const meeting = await meetingStore.get(tx, request.params.id)
        if (meeting === undefined) throw notFound('panel meeting')
        const content = await packOf(tx, meeting, clock())
        await logChildAccess(
          tx,
          request,
          content.cases.flatMap(({ picture, circumstances }) => [
            picture.child.id,
            ...othersNamed(circumstances),
          ]),
        )
        return content
      })
      return type === 'text/html' ? sendPage(reply, packPage(pack)) : reply.send(pack)
    },
  )
}

async function packOf(tx: Tx, meeting: PanelMeeting, now: Date): Promise<schema.Pack> {
  const panel = await panelStore.get(tx, meeting.panelId)
  if (panel === undefined) throw notFound('panel')
  const cases: schema.Pack['cases'] = []
  for (const panelCase of await agendaOf(tx, meeting.id)) {
    if (panelCase.withdrawnOn === null) cases.push(await caseOf(tx, panelCase, ukDate(now)))
  }
  return { meeting: presentMeeting(meeting, ukDate(now)), panel, preparedAt: now.toISOString(), cases }
}

async function caseOf(tx: Tx, panelCase: PanelCase, today: CivilDate): Promise<schema.Pack['cases'][number]> {
  const { id, childId } = panelCase
  const options = await optionsSnapshot(tx, id)
  const journey = options ? undefined : await readJourney(tx, childId, today)
  const picture = options ?? (journey && pictureOf(journey))
  if (picture === undefined) throw notFound('child')
  const circumstances = options?.circumstances ?? (await circumstancesOf(tx, childId, today))
  const present = picture.current && (await placementCase(tx, picture.current.id, today))
  return {
    ...panelCase,
    purpose: panelCase.purpose,
    status: statusOfCase(panelCase),
    picture,
    circumstances,
    gates: present ? gateStates(present.gates) : [],
    brokenMusts: present ? [...present.brokenMusts] : [],
    options,
    decisions: await decisionsOf(tx, id),
    earlierDecisions: await earlierDecisions(tx, childId, id),
    openActions: (await openFollowUp(tx, { childId }, undefined, null)).map((action) => ({
      ...action,
      status: action.dueOn < today ? 'overdue' : 'open',
    })),
  }
}
