import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { FeedName } from '../../domain/feeds/sets.ts'
import { beginBulkRead, endBulkRead } from '../../engines/feeds/queries/bulk-reads.ts'
import { writeAs } from '../../platform/db/tenant.ts'
import { requirePurpose } from '../../platform/http/access-log.ts'

/** The entries of a pull in the log of bulk reads, to be completed when it is over. */
export interface BulkLog {
  /** How many rows of each set were given, and whether they were all. */
  end: (rowCounts: Partial<Record<FeedName, number>>, isWhole: boolean) => Promise<void>
}

/** Records that sets are pulled, each with its columns, before the first row is given. */
export async function beginBulkLog(
  pool: Pool,
  request: FastifyRequest,
  sets: Readonly<Partial<Record<FeedName, readonly string[]>>>,
): Promise<BulkLog> {
  const { principal, query, id: requestId } = request
  const ids = await writeAs(pool, principal, async (tx) => {
    const purpose = await requirePurpose(tx, request)
    const entries: [FeedName, number][] = []
    for (const [set, columns] of Object.entries(sets) as [FeedName, readonly string[]][]) {
      const entry = {
        set,
        asked: query as Record<string, string>,
        columns,
        purpose,
        requestId,
      }
      entries.push([set, await beginBulkRead(tx, entry)])
    }
    return entries
  })
  return {
    end: (rowCounts, isWhole) =>
      writeAs(pool, principal, async (tx) => {
        for (const [set, id] of ids) await endBulkRead(tx, id, rowCounts[set] ?? 0, isWhole)
      }),
  }
}
