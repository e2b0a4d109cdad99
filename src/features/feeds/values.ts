import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { ukDate } from '../../domain/dates.ts'
import { refreshMeasureValues } from '../../engines/figures/queries/measure-values.ts'
import { authoritiesWithChildren } from '../../platform/db/authorities-with-children.ts'
import { writeAs } from '../../platform/db/tenant.ts'
import { upkeepSucceeded } from '../../platform/metrics/instruments.ts'

/** Who computes when nobody asked for it. */
const service = (authorityCode: string): Principal => ({
  subject: 'sufficiency',
  role: 'admin',
  authorityCode,
})

/**
 * Computes the values of measures of every authority again and again, where anything has changed that they are computed from.
 * Returns a function that stops this and gives up a computation in progress.
 */
export function startValues(
  { pool, clock, everyMs }: { pool: Pool; clock: () => Date; everyMs: number },
  log: FastifyBaseLogger,
): () => Promise<void> {
  let work = Promise.resolve()
  let idle = true
  const stop = new AbortController()
  async function refreshAll(): Promise<void> {
    for (const code of await authoritiesWithChildren(pool)) {
      stop.signal.throwIfAborted()
      await writeAs(pool, service(code), (tx) => refreshMeasureValues(tx, ukDate(clock()), stop.signal), {
        ofOneMoment: true,
      })
    }
    upkeepSucceeded.setToCurrentTime({ task: 'measure-values' })
  }
  function refresh(): void {
    if (!idle) return
    idle = false
    work = refreshAll()
      // The detail of a database error may contain a row, so only its code is logged.
      .catch((error: unknown) => {
        if (stop.signal.aborted) return
        log.warn({ code: (error as { code?: unknown }).code }, 'values of measures were not computed')
      })
      .finally(() => (idle = true))
  }
  const timer = setInterval(refresh, everyMs)
  refresh()
  return () => {
    stop.abort()
    clearInterval(timer)
    return work
  }
}
