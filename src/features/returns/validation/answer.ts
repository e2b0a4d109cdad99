import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import { connectingOf, type Connecting } from '../../../platform/db/pool.ts'
import type { ProblemType } from '../../../platform/http/problem-types.ts'
import { Problem } from '../../../platform/http/problem.ts'
import { OutOfTime } from '../../../platform/threads/in-thread.ts'
import { ThreadPool } from '../../../platform/threads/thread-pool.ts'
import { Turns } from '../../../platform/threads/turns.ts'
import type { ValidationOptions } from './service.ts'
import type { linesBy } from './tables.ts'

/** What the thread is to do. `table` is that of the CSV; null for the report as JSON. */
export interface ValidationTask {
  /** How the application connects to the database. */
  connecting: Connecting
  principal: Principal
  options: ValidationOptions
  table: keyof typeof linesBy | null
}

/** An answer as it is sent, and the ids of the children whose rows were read for it. */
export interface ValidationAnswer {
  bytes: Uint8Array
  childIds: string[]
}

export type ValidationOutcome = ValidationAnswer | { problem: { type: ProblemType; detail: string } }

/** Files that cost much to read, by accident or ill will, so hold up nobody else. */
const threads = new ThreadPool<ValidationTask, never, ValidationOutcome>(
  new URL(`./validate-thread${import.meta.url.slice(-3)}`, import.meta.url),
  1024,
)
/** Many times what five years of one authority take. */
const seconds = 120
const turns = new Turns({ atOnce: { ofOwner: 1, ofAll: 2 }, waiting: { ofOwner: 2, ofAll: 10 } })

const tooMuch = (what: string) =>
  new Problem(
    'too-large',
    `To check these files takes more ${what} than may be had: send fewer years at once.`,
  )

/**
 * Validates returns in a thread, in turn with others of this process: one of an authority at a time.
 * @throws {Problem} too-large, or unavailable where too many wait already
 */
export function answerValidation(
  pool: Pool,
  { principal, options, table }: Omit<ValidationTask, 'connecting'>,
  signal: AbortSignal,
): Promise<ValidationAnswer> {
  const task: ValidationTask = { connecting: connectingOf(pool), principal, options, table }
  return turns.take(principal.authorityCode, async () => {
    const outcome = await threads.run(task, { seconds, signal }).catch((error: unknown) => {
      if (error instanceof OutOfTime) throw tooMuch('time')
      throw (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory') : error
    })
    if (!('problem' in outcome)) return outcome
    const { type, detail } = outcome.problem
    throw new Problem(type, detail)
  })
}
