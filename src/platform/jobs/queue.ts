import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { writeAs } from '../db/tenant.ts'
import { beginJob, endJob, sendHeartbeat, type JobKind } from './rows.ts'

export interface Job {
  id: string
  principal: Principal
  /** Does the work and ends the job by `endJob`; resolves to the status in which it ended. If it throws, the job fails. */
  run: (control: JobControl) => Promise<string>
  /** Releases resources of the job, such as uploaded files; called once, however the job ends. */
  release?: () => Promise<void>
}

export interface JobControl {
  /** Aborts when the job is cancelled or the service stops; work that can't be interrupted may ignore it. */
  signal: AbortSignal
  /** Sets the job's progress, a JSON value, which is stored with the next heartbeat. */
  report: (progress: unknown) => void
}

/** Where the end of each job is logged. */
export interface JobLog {
  info(facts: object, message: string): void
  error(facts: object, message: string): void
}

interface ActiveJob {
  job: Job
  controller: AbortController
  progress: unknown
  completion: Promise<void>
}

const HEARTBEAT_MS = 5000

/** The jobs of one kind in this process: run in the order in which they were added, at most `atOnce` at a time. */
export class JobQueue {
  readonly #pool: Pool
  readonly #log: JobLog
  readonly #kind: JobKind
  readonly #active = new Map<string, ActiveJob>()
  readonly #waiting: (() => void)[] = []
  #free: number
  #heartbeat: NodeJS.Timeout | undefined
  #beating = false

  constructor(pool: Pool, log: JobLog, kind: JobKind, { atOnce }: { atOnce: number }) {
    this.#pool = pool
    this.#log = log
    this.#kind = kind
    this.#free = atOnce
  }

  /**
   * Adds a job, whose row is already stored as queued, and runs it when its turn comes. The promise settles when the job has
   * ended, and rejects if it failed; it can be ignored, as the failure is logged and stored in the row.
   */
  add(job: Job): Promise<void> {
    const active: ActiveJob = {
      job,
      controller: new AbortController(),
      progress: null,
      completion: Promise.resolve(),
    }
    this.#active.set(job.id, active)
    this.#heartbeat ??= setInterval(() => void this.#beat(), HEARTBEAT_MS).unref()
    active.completion = this.#inTurn(() => this.#run(active)).finally(async () => {
      await job.release?.()
      this.#active.delete(job.id)
    })
    active.completion.catch(() => {})
    return active.completion
  }

  /** Aborts a job of this process, whether it has started or not. */
  abort(id: string): void {
    this.#active.get(id)?.controller.abort(new Error('cancelled'))
  }

  /** Aborts all jobs and waits until they have ended. */
  async close(): Promise<void> {
    for (const { controller } of this.#active.values()) controller.abort(new Error('the service stops'))
    await Promise.allSettled([...this.#active.values()].map(({ completion }) => completion))
    clearInterval(this.#heartbeat)
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free += 1
    }
  }

  async #run(active: ActiveJob): Promise<void> {
    const { id, principal, run } = active.job
    const { signal } = active.controller
    const facts = { job: this.#kind.table, jobId: id }
    try {
      signal.throwIfAborted()
      if (!(await writeAs(this.#pool, principal, (tx) => beginJob(tx, this.#kind, id)))) return
      const status = await run({ signal, report: (progress) => (active.progress = progress) })
      this.#log.info({ ...facts, status }, 'job ended')
    } catch (error) {
      // The detail of a database error may contain a row, so only its code is logged.
      const { code, name } = error as { code?: unknown; name?: string }
      if (!signal.aborted) this.#log.error({ ...facts, code, name }, 'job failed')
      const detail = signal.aborted ? this.#kind.stoppedDetail : this.#kind.failedDetail
      // A cancelled job has ended already, and stays as it is. If the database can't be reached, the job's heartbeat stops,
      // and whoever reads the job later marks it as failed.
      await writeAs(this.#pool, principal, (tx) =>
        endJob(tx, this.#kind, id, { status: 'failed', detail }),
      ).catch(() => {})
      throw error
    }
  }

  /** Sends a heartbeat for each job. A job that another process has ended is aborted. */
  async #beat(): Promise<void> {
    if (this.#beating) return
    this.#beating = true
    for (const [id, { job, progress, controller }] of this.#active) {
      const goesOn = await writeAs(this.#pool, job.principal, (tx) =>
        sendHeartbeat(tx, this.#kind, id, progress),
      ).catch(() => true)
      if (!goesOn) controller.abort(new Error('cancelled'))
    }
    this.#beating = false
  }
}
