import { parentPort, workerData } from 'node:worker_threads'
import { createPool, type Connecting } from '../../platform/db/pool.ts'
import { makePlan, type Work } from './make.ts'
import type { PlanProgress } from './queries/plans.ts'
import type { Result } from './schema.ts'

/** The thread's `workerData`. */
export interface PlanInput {
  /** How the application connects to the database. */
  connecting: Connecting
  work: Work
}
export type PlanMessage = { progress: PlanProgress } | { result: Result }

/**
 * Worker thread: makes one plan and posts `PlanMessage`s, the result last. A large plan keeps a processor busy for
 * seconds before and after it is solved, which would block the main thread.
 */
const { connecting, work } = workerData as PlanInput
const say = (message: PlanMessage) => parentPort?.postMessage(message)
const pool = createPool({ ...connecting, name: 'sufficiency plan', max: 1 })
const untilEnded = new AbortController().signal
const result = await makePlan(pool, work, (progress) => say({ progress }), untilEnded)
await pool.end()
say({ result })
