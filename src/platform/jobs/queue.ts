import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { writeAs } from '../db/tenant.ts'
import { jobsEnded, jobsRunning } from '../metrics/instruments.ts'
import { inSpan } from '../traces/spans.ts'
import {
  abandonedJobs,
  beginJob,
  failJob,
  handJobBack,
  sendHeartbeat,
  takeJobOver,
  type AbandonedJob,
  type JobKind,
} from './rows.ts'

export interface Job {
  id: string
  principal: Principal
  /** Which attempt at it this is; 1, the first, where it is left out. */
  attempt?: number
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

/** How this process takes over jobs whose process died. */
export interface Takeovers {
  /** Connects as the owner of the tables: to find the jobs, whichever authority's they are. */
  owner: Pool
  /** How often to look for them. */
  everyMs: number
}

/** A job that is taken over: whose it is, and what was kept of it. */
export interface JobTakenOver {
  id: string
  authorityCode: string
  work: unknown
}

interface ActiveJob {
  job: Required<Pick<Job, 'attempt'>> & Job
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
  #lookout: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  /** Whether jobs that can't be finished are given back, for another process to take over. */
  #givesBack = false

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
      job: { attempt: 1, ...job },
      controller: new AbortController(),
      progress: null,
      completion: Promise.resolve(),
    }
    this.#active.set(job.id, active)
    jobsRunning.inc({ kind: this.#kind.table })
    this.#heartbeat ??= setInterval(() => void this.#beat(), HEARTBEAT_MS).unref()
    active.completion = this.#inTurn(() => this.#run(active)).finally(async () => {
      await job.release?.()
      this.#active.delete(job.id)
      jobsRunning.dec({ kind: this.#kind.table })
    })
    active.completion.catch(() => {})
    return active.completion
  }

  /** Aborts a job of this process, whether it has started or not. */
  abort(id: string): void {
    this.#active.get(id)?.controller.abort(new Error('cancelled'))
  }

  /**
   * Takes over jobs of this kind whose process died, as long as this one has a place free, and gives back its own when it
   * stops. Without `takeovers` it does neither.
   * @param resume makes the job anew from what was kept of it; where it can't, the job fails
   */
  takeOver(takeovers: Takeovers | undefined, resume: (job: JobTakenOver) => Job | Promise<Job>): void {
    if (takeovers === undefined) return
    const { owner, everyMs } = takeovers
    this.#lookout = setInterval(() => {
      this.#looking ??= this.#takeOverAll(owner, resume)
        .catch(({ code }: { code?: unknown }) =>
          this.#log.error({ job: this.#kind.table, code }, 'jobs of dead processes were not looked for'),
        )
        .finally(() => (this.#looking = undefined))
    }, everyMs).unref()
  }

  /** Aborts all jobs and waits until they have ended. */
  async close(): Promise<void> {
    const givesBack = this.#lookout !== undefined
    clearInterval(this.#lookout)
    await this.#looking
    this.#givesBack = givesBack
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
    const { id, attempt, principal, run } = active.job
    const { signal } = active.controller
    const facts = { job: this.#kind.table, jobId: id, ...(attempt > 1 && { attempt }) }
    try {
      signal.throwIfAborted()
      if (!(await writeAs(this.#pool, principal, (tx) => beginJob(tx, this.#kind, active.job)))) return
      const status = await inSpan(`job ${this.#kind.table}`, { attributes: { attempt } }, () =>
        run({ signal, report: (progress) => (active.progress = progress) }),
      )
      this.#log.info({ ...facts, status }, 'job ended')
      jobsEnded.inc({ kind: this.#kind.table, status })
    } catch (error) {
      // The detail of a database error may contain a row, so only its code is logged.
      const { code, name } = error as { code?: unknown; name?: string }
      if (!signal.aborted) this.#log.error({ ...facts, code, name }, 'job failed')
      jobsEnded.inc({ kind: this.#kind.table, status: signal.aborted ? 'stopped' : 'failed' })
      // A cancelled job has ended already, and stays as it is. If the database can't be reached, the job's heartbeat stops,
      // and another process takes it over.
      await writeAs(this.#pool, principal, async (tx) => {
        if (signal.aborted && this.#givesBack && (await handJobBack(tx, this.#kind, active.job))) return
        const detail = signal.aborted ? this.#kind.stoppedDetail : this.#kind.failedDetail
        await failJob(tx, this.#kind, active.job, detail)
      }).catch(() => {})
      throw error
    }
  }

  /** Takes over as many jobs as there are free places. */
  async #takeOverAll(owner: Pool, resume: (job: JobTakenOver) => Job | Promise<Job>): Promise<void> {
    if (this.#free === 0) return
    const jobs = await abandonedJobs(owner, this.#kind, this.#free)
    // One of its own, if it has stood still for so long, goes on here.
    for (const job of jobs) if (!this.#active.has(job.id)) await this.#takeOverOne(job, resume)
  }

  async #takeOverOne(
    { id, authorityCode }: AbandonedJob,
    resume: (job: JobTakenOver) => Job | Promise<Job>,
  ): Promise<void> {
    const upkeep: Principal = { subject: 'sufficiency', role: 'admin', authorityCode }
    const row = await writeAs(this.#pool, upkeep, (tx) => takeJobOver(tx, this.#kind, id))
    if (row === undefined) return
    const { attempt, work } = row
    this.#log.info({ job: this.#kind.table, jobId: id, attempt }, 'job taken over')
    try {
      void this.add({ ...(await resume({ id, authorityCode, work })), attempt })
    } catch (error) {
      const { code, name } = error as { code?: unknown; name?: string }
      this.#log.error({ job: this.#kind.table, jobId: id, code, name }, 'job could not be taken over')
      await writeAs(this.#pool, upkeep, (tx) =>
        failJob(tx, this.#kind, { id, attempt }, this.#kind.failedDetail),
      )
    }
  }

  /** Sends a heartbeat for each job. A job that another process has ended or taken over is aborted. */
  async #beat(): Promise<void> {
    if (this.#beating) return
    this.#beating = true
    for (const { job, progress, controller } of this.#active.values()) {
      const goesOn = await writeAs(this.#pool, job.principal, (tx) =>
        sendHeartbeat(tx, this.#kind, job, progress),
      ).catch(() => true)
      if (!goesOn) controller.abort(new Error('cancelled'))
    }
    this.#beating = false
  }
}
