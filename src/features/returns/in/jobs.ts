import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import { connectingOf, type Connecting } from '../../../platform/db/pool.ts'
import { readAs, writeAs } from '../../../platform/db/tenant.ts'
import type { Job } from '../../../platform/jobs/queue.ts'
import { endJob } from '../../../platform/jobs/rows.ts'
import { OutOfTime } from '../../../platform/threads/in-thread.ts'
import { ThreadPool } from '../../../platform/threads/thread-pool.ts'
import { filesAnew, type KeptImport } from './kept-imports.ts'
import { importById, importJobs } from './queries/imports.ts'
import type { ImportOptions } from './options.ts'
import { undoJob } from './undo.ts'

/** What the thread is to do. */
export interface ImportTask {
  /** How the application connects to the database. */
  connecting: Connecting
  principal: Principal
  id: string
  options: Omit<ImportOptions, 'progress'>
}

const threads = new ThreadPool<ImportTask, unknown, string>(
  new URL(`./import-thread${import.meta.url.slice(-3)}`, import.meta.url),
  1024,
)
/** Many times what ten years of the largest authority take. */
const seconds = 3600

const tooMuch = (what: string) =>
  `To read these files takes more ${what} than may be had. Nothing was applied: send fewer years at once.`

/** Why a thread ended before its time, if it was stopped; undefined for any other error. */
function stopOf(error: unknown): string | undefined {
  if (error instanceof OutOfTime) return tooMuch('time')
  const { code } = error as { code?: unknown }
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory') : undefined
}

/** The job of an import, in a worker thread: however much it has to read, the process goes on answering. */
export const importInThread = (
  pool: Pool,
  principal: Principal,
  id: string,
  options: ImportTask['options'],
): Job => ({
  id,
  principal,
  async run({ signal, report }) {
    const task: ImportTask = { connecting: connectingOf(pool), principal, id, options }
    try {
      return await threads.run(task, { seconds, signal, onProgress: report })
    } catch (error) {
      const detail = stopOf(error)
      if (detail === undefined) {
        // Whoever looked at its row may have seen that it had ended before the thread said so.
        const row = await readAs(pool, principal, (tx) => importById(tx, id))
        if (row?.status === 'succeeded' || row?.status === 'rejected') return row.status
        throw error
      }
      await writeAs(pool, principal, (tx) => endJob(tx, importJobs, id, { status: 'rejected', detail }))
      return 'rejected'
    }
  },
})

/** The job of an import that another process had begun, from what was kept of it. */
export async function importTakenOver(pool: Pool, id: string, work: KeptImport): Promise<Job> {
  const { principal } = work
  if (work.kind === 'undo') {
    const row = await readAs(pool, principal, (tx) => importById(tx, id))
    if (row === undefined) throw new Error('the import has gone')
    return undoJob(pool, principal, row, work.today)
  }
  const { files, discard } = await readAs(pool, principal, (tx) => filesAnew(tx, id, work.names))
  return { ...importInThread(pool, principal, id, { ...work.options, files }), release: discard }
}
