import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { changeOfChild, deletionOfChild, type SentChild } from '../../../domain/daily-collection/changes.ts'
import { dailyCollection, laChildId, writeDailyChild } from '../../../domain/daily-collection/child.ts'
import { ukDate } from '../../../domain/dates.ts'
import { authorities } from '../../../domain/geography/authorities.ts'
import { collectionYear } from '../../../domain/ssda903/years.ts'
import { readAs } from '../../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../../platform/http/access-log.ts'
import type { ImportsOptions } from '../in/routes.ts'
import { recordedChildren } from '../out/queries.ts'
import { liveReferences } from './queries.ts'
import { dailyAnswer, dailyQuestion } from './schema.ts'

const hexOf = (text: string) => createHash('sha256').update(text).digest('hex')
const makeId = (...words: string[]) => hexOf(words.join('|')).slice(0, 32)

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
        description: `Children in care in this collection year or the one before, in the form of the ${dailyCollection.title}, version ${dailyCollection.version}: their details, and their placements as the episodes of the SSDA903. Say what you have sent, and only what is new, amended or deleted since is given. Nothing is recorded, and nothing is sent from here.`,
        headers: purpose,
        body: dailyQuestion,
        response: { 200: dailyAnswer },
      },
    },
    async (request) => {
      const today = ukDate(clock())
      const year = collectionYear(today)
      const earlier = new Map(request.body.sent.map((child): [string, SentChild] => [child.laChildId, child]))
      return readAs(pool, request.principal, async (tx) => {
        const children = await recordedChildren(tx, { from: `${year - 2}-04-01`, to: today }, [
          ...earlier.keys(),
        ])
        await logChildAccess(
          tx,
          request,
          children.map(({ id }) => id),
        )
        const fitting = children.filter(({ record }) => laChildId.test(record.reference))
        const items = fitting.flatMap(({ id, record }) => {
          const child = writeDailyChild({ id, record, today, makeId })
          return changeOfChild(child, hexOf(JSON.stringify(child)), earlier.get(record.reference)) ?? []
        })
        const live = await liveReferences(tx, [...earlier.keys()])
        const deletions = [...earlier.keys()].filter((reference) => !live.has(reference)).map(deletionOfChild)
        const misfits = children.filter((child) => !fitting.includes(child))
        return {
          version: dailyCollection.version,
          laCode: Number(authorities.find(({ code }) => code === request.principal.authorityCode)?.oldCode),
          items: [...items, ...deletions],
          misfits: misfits.map(({ id }) => ({
            childId: id,
            why: 'its reference is not 1 to 20 letters and digits',
          })),
        }
      })
    },
  )
}
