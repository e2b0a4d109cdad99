import { createPool } from '../../../platform/db/pool.ts'
import { serveTasks } from '../../../platform/threads/serve-tasks.ts'
import type { ImportTask } from './jobs.ts'
import { importJob } from './service.ts'

/*
 * Worker thread: carries out an import, over a connection of its own, and resolves to its status. Neither what the files hold
 * nor what is made of it passes through the main thread.
 */
serveTasks<ImportTask, unknown, string>(async ({ connecting, principal, id, options }, report) => {
  const pool = createPool({ ...connecting, name: 'sufficiency import', max: 1 })
  try {
    const untilEnded = new AbortController().signal
    return await importJob(pool, principal, id, options).run({ signal: untilEnded, report })
  } finally {
    await pool.end()
  }
})
