import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { ukDate, type CivilDate } from '../../domain/dates.ts'
import { attentionRows } from '../../engines/attention/rows.ts'
import { authoritiesWithChildren } from '../../platform/db/authorities-with-children.ts'
import { writeAs, type Tx } from '../../platform/db/tenant.ts'
import { upkeepSucceeded } from '../../platform/metrics/instruments.ts'
import { lockToldRows, tellRows } from './queries.ts'

/** Events for rows that are new on the list, and for those that are gone. Null while another process is at it. */
export async function sweep(tx: Tx, today: CivilDate): Promise<{ raised: number; settled: number } | null> {
  if (!(await lockToldRows(tx))) return null
  return tellRows(tx, await attentionRows(tx, today))
}

/** Who sweeps when nobody asked for it. */
const service = (authorityCode: string): Principal => ({
  subject: 'sufficiency',
  role: 'admin',
  authorityCode,
})

/**
 * Sweeps the list of every authority again and again, so that what comes with the passing of time is told as well as what
 * somebody recorded. Returns a function that stops this and waits for a sweep in progress.
 */
export function startSweeps(
  { pool, clock, everyMs }: { pool: Pool; clock: () => Date; everyMs: number },
  log: FastifyBaseLogger,
): () => Promise<void> {
  let work = Promise.resolve()
  let idle = true
  async function sweepAll(): Promise<void> {
    for (const code of await authoritiesWithChildren(pool))
      await writeAs(pool, service(code), (tx) => sweep(tx, ukDate(clock())))
    upkeepSucceeded.setToCurrentTime({ task: 'attention' })
  }
  const timer = setInterval(() => {
    if (!idle) return
    idle = false
    work = sweepAll()
      // The detail of a database error may contain a row, so only its code is logged.
      .catch((error: unknown) =>
        log.warn({ code: (error as { code?: unknown }).code }, 'attention was not swept'),
      )
      .finally(() => (idle = true))
  }, everyMs)
  return () => {
    clearInterval(timer)
    return work
  }
}
