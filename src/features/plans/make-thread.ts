import { parentPort, workerData } from 'node:worker_threads'
import { createPool } from '../../platform/db/pool.ts'
import { makePlan, type Work } from './make.ts'
import type { PlanProgress } from './queries/plans.ts'
import type { Result } from './schema.ts'

/** What the thread of a plan is given. */
export interface PlanInput {
  /** Of connections as the process has them. */
  url: string
  work: Work
}
export type PlanMessage = { progress: PlanProgress } | { result: Result }

/** The thread in which one plan is made, of which the largest keep a processor busy before and after it is solved. */
const { url, work } = workerData as PlanInput
const say = (message: PlanMessage) => parentPort?.postMessage(message)
const pool = createPool({ url, name: 'sufficiency plan', max: 1 })
const untilEnded = new AbortController().signal
const result = await makePlan(pool, work, (progress) => say({ progress }), untilEnded)
await pool.end()
say({ result })
