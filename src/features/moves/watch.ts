import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { z } from 'zod'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { thresholdWords } from '../../domain/moves/indicators.ts'
import { journeyOf } from '../../domain/moves/journey.ts'
import { compareKeys, watchList, type Watch, type WatchEntry } from '../../domain/moves/watch.ts'
import { careRecordsOfLookedAfter, keptByCareRecords } from '../../engines/care-record/queries/records.ts'
import { factStore } from '../../engines/figures/queries/kept-facts.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { logChildAccess, purpose } from '../../platform/http/access-log.ts'
import { sendCsv, wantsCsv } from '../../platform/http/csv.ts'
import { cutPage, decodeCursor, page } from '../../platform/http/cursor.ts'
import { civilDate } from '../../platform/http/fields.ts'
import { watchPage } from './schema.ts'

/** Sort key of the last child on the previous page: minus the count of indicators, the tie-break, the child's id. */
const cursorKey = z.tuple([z.number(), z.number(), z.string()])

interface WatchRoute {
  url: string
  summary: string
  description: string
  watch: Watch
}

/** Registers a watch list at `url`: children ordered by how many of the list's indicators are within their threshold. */
export function registerWatch(
  instance: FastifyInstance,
  { pool, clock }: { pool: Pool; clock: () => Date },
  { url, summary, description, watch }: WatchRoute,
): void {
  const indicators = watch.indicators.map((indicator) => ({
    id: indicator.id,
    title: indicator.title,
    threshold: thresholdWords(indicator),
    source: indicator.source,
  }))
  instance.withTypeProvider<ZodTypeProvider>().get(
    url,
    {
      config: { scope: 'children:read' },
      schema: {
        tags: ['Moves'],
        summary,
        description: `${description} Each indicator is shown with its value and whether it speaks. Ordered by how many speak, most first, then by the tie-break; as CSV with \`Accept: text/csv\`.`,
        headers: purpose,
        querystring: z.strictObject({
          asAt: civilDate.optional().describe('The day of which the list speaks; today when left out.'),
          ...page.shape,
        }),
        produces: ['application/json', 'text/csv'],
        response: { 200: watchPage(watch.indicators) },
      },
    },
    async (request, reply) => {
      const { limit, cursor, asAt = ukDate(clock()) } = request.query
      const from = decodeCursor(cursor, cursorKey)
      const csv = wantsCsv(request)
      const { items, nextCursor } = await readAs(
        pool,
        request.principal,
        async (tx) => {
          const rows = await rowsOfWatch(tx, watch, url, asAt)
          const cut = cutPage(
            rows.filter(({ key }) => from === undefined || compareKeys(key, from) > 0),
            limit,
            ({ key }) => key,
          )
          await logChildAccess(
            tx,
            request,
            cut.items.map(({ item }) => item.childId),
          )
          return cut
        },
        { isHeavy: true },
      )
      const table = { asAt, indicators, items: items.map(({ item }) => item), nextCursor }
      return csv ? sendCsv(request, reply, table) : reply.send(table)
    },
  )
}

/** All rows of a watch list on a day, each with its sort key: worked out again when a record of children's care has changed. */
const rowsOfWatch = (tx: Tx, watch: Watch, name: string, asAt: CivilDate) =>
  factStore(tx.pool).answer(tx, keptByCareRecords(tx, name, asAt), async () => {
    const journeys = (await careRecordsOfLookedAfter(tx, asAt)).map((record) => journeyOf(record, asAt))
    return watchList(watch, journeys).map((entry) => ({ key: entry.key, item: present(entry) }))
  })

function present({
  journey: { record, current, home, age },
  readings: indicators,
  speakingCount: count,
}: WatchEntry) {
  return {
    childId: record.childId,
    reference: record.reference,
    age,
    legalStatus: record.legalStatus,
    placementId: current?.id ?? null,
    placementType: current?.type ?? null,
    placedOn: current?.startedOn ?? null,
    weeklyCost: home?.weeklyCost ?? null,
    spoken: count,
    indicators: Object.fromEntries(indicators.map(({ id, value, speaks }) => [id, { value, speaks }])),
  }
}
