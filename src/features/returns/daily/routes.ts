import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { changeOfChild, deletionOfChild, type SentChild } from '../../../domain/daily-collection/changes.ts'
import { dailyCollection } from '../../../domain/daily-collection/child.ts'
import { ukDate } from '../../../domain/dates.ts'
import { authorities } from '../../../domain/geography/authorities.ts'
import { readAs } from '../../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../../platform/http/access-log.ts'
import type { ImportsOptions } from '../in/routes.ts'
import { dailyRecords } from './children.ts'
import { dailyAnswer, dailyQuestion } from './schema.ts'

/** Registers the route that gives children in the form of the daily collection. */
export function registerDailyChildren(instance: FastifyInstance, { pool, clock }: ImportsOptions): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.post(
    '/v1/daily-children',
    {
      config: { scope: 'imports:read' },
      schema: {
        tags: ['Imports'],
        summary: "Children to send to the Department for Education's daily collection",
        description: `Children in care in this collection year or the one before, in the form of the ${dailyCollection.title}, version ${dailyCollection.version}: their details, and their placements as the episodes of the SSDA903. Say what you have sent, and only what is new, amended or deleted since is given. Nothing is recorded and nothing is sent by this; a push sends (\`/v1/daily-receivers\`).`,
        headers: purpose,
        body: dailyQuestion,
        response: { 200: dailyAnswer },
      },
    },
    async (request) => {
      const today = ukDate(clock())
      const earlier = new Map(request.body.sent.map((child): [string, SentChild] => [child.laChildId, child]))
      return readAs(pool, request.principal, async (tx) => {
        const { children, misfits, strays } = await dailyRecords(tx, today, [...earlier.keys()])
        await logChildAccess(
          tx,
          request,
          [...children, ...misfits].map(({ id }) => id),
        )
        const items = children.flatMap(
          ({ record, hash }) => changeOfChild(record, hash, earlier.get(record.la_child_id)) ?? [],
        )
        return {
          version: dailyCollection.version,
          laCode: Number(authorities.find(({ code }) => code === request.principal.authorityCode)?.oldCode),
          items: [...items, ...strays.map(deletionOfChild)],
          misfits: misfits.map(({ id }) => ({
            childId: id,
            why: 'its reference is not 1 to 20 letters and digits',
          })),
        }
      })
    },
  )
}
