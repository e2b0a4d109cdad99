import { parentPort, workerData } from 'node:worker_threads'
import { createPool } from '../../platform/db/pool.ts'
import { makeForecast } from './make.ts'
import type { ForecastProgress } from './queries/forecasts.ts'
import type { ForecastResult } from './schema.ts'
import type { ForecastWork } from './work.ts'

/** The thread's `workerData`. */
export interface ForecastInput {
  /** Connection string of the database, as the application's role. */
  url: string
  work: ForecastWork
}
export type ForecastMessage = { progress: ForecastProgress } | { result: ForecastResult }

/** Worker thread: makes one forecast and posts `ForecastMessage`s, the result last. */
const { url, work } = workerData as ForecastInput
const say = (message: ForecastMessage) => parentPort?.postMessage(message)
const pool = createPool({ url, name: 'sufficiency forecast', max: 1 })
const result = await makeForecast(pool, work, (progress) => say({ progress }))
await pool.end()
say({ result })
