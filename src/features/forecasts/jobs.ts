import type { Pool } from 'pg'
import { poolToRead } from '../../platform/db/replicas.ts'
import { writeAs } from '../../platform/db/tenant.ts'
import type { Job } from '../../platform/jobs/queue.ts'
import { endJob } from '../../platform/jobs/rows.ts'
import { inThread } from '../../platform/threads/in-thread.ts'
import type { ForecastInput, ForecastMessage } from './make-thread.ts'
import { forecastJobs } from './queries/forecasts.ts'
import type { ForecastWork } from './work.ts'

const thread = new URL(`./make-thread${import.meta.url.slice(-3)}`, import.meta.url)
const memoryMb = 1024

/** The job that makes a forecast, in a worker thread so that the process can go on answering requests. */
export const forecastJob = (pool: Pool, work: ForecastWork): Job => ({
  id: work.id,
  principal: work.principal,
  async run({ signal, report }) {
    const input: ForecastInput = { url: (await poolToRead(pool)).options.connectionString ?? '', work }
    const result = await inThread({
      module: thread,
      input,
      limits: { memoryMb },
      signal,
      resultOf: (message: ForecastMessage) => {
        if ('result' in message) return message.result
        report(message.progress)
        return undefined
      },
    })
    const isRefused = result.refusals.length > 0
    const status = isRefused ? 'refused' : 'done'
    const detail = isRefused ? result.refusals.map((refusal) => refusal.detail).join(' ') : undefined
    await writeAs(pool, work.principal, (tx) =>
      endJob(tx, forecastJobs, work.id, { status, detail, columns: { result } }),
    )
    return status
  },
})
