import type { Pool } from 'pg'
import { connectingOf } from '../../platform/db/pool.ts'
import { writeAs } from '../../platform/db/tenant.ts'
import type { Job } from '../../platform/jobs/queue.ts'
import { endJob } from '../../platform/jobs/rows.ts'
import { inThread } from '../../platform/threads/in-thread.ts'
import type { PlanInput, PlanMessage } from './make-thread.ts'
import type { Work } from './make.ts'
import { planJobs } from './queries/plans.ts'

const thread = new URL(`./make-thread${import.meta.url.slice(-3)}`, import.meta.url)
/** Memory limit of the thread: enough for a plan of 500 children. */
const memoryMb = 4096

/** The job that makes a plan, in a worker thread so that the process can go on answering requests. */
export const planJob = (pool: Pool, work: Work): Job => ({
  id: work.id,
  principal: work.principal,
  async run({ signal, report }) {
    const input: PlanInput = { connecting: connectingOf(pool), work }
    const result = await inThread({
      module: thread,
      input,
      limits: { memoryMb },
      signal,
      resultOf: (message: PlanMessage) => {
        if ('result' in message) return message.result
        report(message.progress)
        return undefined
      },
    })
    await writeAs(pool, work.principal, (tx) =>
      endJob(tx, planJobs, work.id, { status: 'done', columns: { result } }),
    )
    return 'done'
  },
})
