import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { may } from '../../domain/access.ts'
import { eventTypes, type EventType } from '../../domain/events/types.ts'
import { readAs } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { recentChanges } from './queries/recent.ts'

/** What of all events a placements team wants to know of the day before. */
const placingTypes: readonly EventType[] = [
  'uk.sufficiency.placement-request.recorded.v1',
  'uk.sufficiency.placement-request.withdrawn.v1',
  'uk.sufficiency.hold.placed.v1',
  'uk.sufficiency.hold.released.v1',
  'uk.sufficiency.hold.lapsed.v1',
  'uk.sufficiency.hold.reclaimed.v1',
  'uk.sufficiency.approval.decided.v1',
  'uk.sufficiency.placement.agreed.v1',
  'uk.sufficiency.placement.started.v1',
  'uk.sufficiency.placement.ended.v1',
  'uk.sufficiency.placement.withdrawn.v1',
  'uk.sufficiency.placement.removed.v1',
  'uk.sufficiency.notice.given.v1',
  'uk.sufficiency.notice.withdrawn.v1',
  'uk.sufficiency.home-restriction.imposed.v1',
  'uk.sufficiency.home-restriction.lifted.v1',
]

const recentQuery = z.strictObject({
  since: z.iso
    .datetime({ offset: true })
    .describe('Only what was recorded from this instant on.')
    .meta({ examples: ['2023-11-30T00:00:00Z'] }),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('How many changes at most.'),
})

const recentAnswer = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        type: z.string().describe('The type of the event.'),
        title: z.string().describe('What happened, in words.'),
        recordedAt: z.string(),
        record: z.string().describe('Where the record is read.'),
        children: z
          .array(z.object({ id: z.string(), reference: z.string(), dateOfBirth: z.string() }))
          .nullable()
          .describe('Whom it is about, the oldest first; null without `children:read`.'),
        home: z
          .object({ id: z.string(), name: z.string() })
          .nullable()
          .describe('Null where there is none, or none that the authority sees.'),
      }),
    )
    .describe('The latest first.'),
})

/** Registers the list of what has changed for a placements team since an instant. */
export function registerRecentChanges(instance: FastifyInstance, { pool }: { pool: Pool }): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/v1/recent-changes',
    {
      config: { scope: 'placements:read' },
      schema: {
        tags: ['Attention'],
        summary: 'What has changed',
        description:
          'Requests, holds, decisions, placements, notices and restrictions of homes that were recorded or changed since an instant, for people who come back to their desk. At most the latest 5,000 events are looked at; a program that must miss nothing reads the feed of events.',
        headers: purpose,
        querystring: recentQuery,
        response: { 200: recentAnswer },
      },
    },
    async (request) =>
      readAs(pool, request.principal, async (tx) => {
        const rows = await recentChanges(tx, {
          types: placingTypes,
          start: request.query.since,
          limit: request.query.limit,
        })
        const showsChildren = may(tx.principal, 'children:read')
        if (showsChildren)
          await logChildAccess(
            tx,
            request,
            rows.flatMap(({ children }) => children.map(({ id }) => id)),
          )
        return {
          items: rows.map(({ recordType, recordId, children, ...row }) => ({
            ...row,
            title: eventTypes[row.type],
            record: `/v1/${recordType.replaceAll('_', '-')}/${recordId}`,
            children: showsChildren ? children : null,
          })),
        }
      }),
  )
}
