import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { writeAs } from '../../platform/db/tenant.ts'
import { inThread } from '../../platform/solver/in-thread.ts'
import type { PlanInput, PlanMessage } from './make-thread.ts'
import type { Work } from './make.ts'
import { beginPlan, endPlan, tellAlive, type PlanProgress } from './queries/plans.ts'
import type { Result } from './schema.ts'

const tellEveryMs = 5000

const thread = new URL(`./make-thread${import.meta.url.slice(-3)}`, import.meta.url)
/** Enough for 500 children. */
const memoryMb = 4096

interface Job {
  work: Work
  stop: AbortController
  progress: PlanProgress | null
  done: Promise<void>
}

const stopped = 'The service stopped before the plan was made. Ask for it again.'
const wentWrong = 'Something went wrong on our side. Ask for the plan again.'

/** The plans that this process makes: one at a time, in the order in which they came. */
export class Jobs {
  readonly #pool: Pool
  readonly #log: FastifyBaseLogger
  readonly #jobs = new Map<string, Job>()
  #turn: Promise<void> = Promise.resolve()
  #telling: NodeJS.Timeout | undefined

  constructor(pool: Pool, log: FastifyBaseLogger) {
    this.#pool = pool
    this.#log = log
  }

  /** Makes the plan when its turn comes. */
  add(work: Work): void {
    const stop = new AbortController()
    const job: Job = { work, stop, progress: null, done: Promise.resolve() }
    this.#jobs.set(work.id, job)
    this.#turn = this.#turn.then(() => this.#run(job))
    job.done = this.#turn
    this.#telling ??= setInterval(() => void this.#tell(), tellEveryMs).unref()
  }

  /** Stops a plan that this process makes, whether it has begun or not. */
  stop(id: string): void {
    this.#jobs.get(id)?.stop.abort(new Error('cancelled'))
  }

  /** Stops all of them: each says that it failed. */
  async close(): Promise<void> {
    for (const { stop } of this.#jobs.values()) stop.abort(new Error('stopped'))
    await this.#turn
    clearInterval(this.#telling)
  }

  async #run(job: Job): Promise<void> {
    const { work, stop } = job
    const { id, principal } = work
    try {
      stop.signal.throwIfAborted()
      if (!(await this.#as(principal, (tx) => beginPlan(tx, id)))) return
      const result = await this.#make(job)
      await this.#as(principal, (tx) => endPlan(tx, id, 'done', { result }))
      this.#log.info({ planId: id, status: result.status }, 'plan made')
    } catch (error) {
      const isStopped = stop.signal.aborted
      // A database error may carry a row in its detail: only its code is logged.
      const { code, name } = error as { code?: unknown; name?: string }
      if (!isStopped) this.#log.error({ planId: id, code, name }, 'plan failed')
      // Of one that was cancelled this changes nothing: it has ended already.
      const detail = isStopped ? stopped : wentWrong
      await this.#as(principal, (tx) => endPlan(tx, id, 'failed', { detail })).catch(() => {})
    } finally {
      this.#jobs.delete(id)
    }
  }

  /** Makes a plan in a thread of its own, so that the process goes on answering. */
  #make(job: Job): Promise<Result> {
    const input: PlanInput = { url: this.#pool.options.connectionString ?? '', work: job.work }
    return inThread(thread, input, { memoryMb }, job.stop.signal, (message: PlanMessage) => {
      if ('result' in message) return message.result
      job.progress = message.progress
      return undefined
    })
  }

  /** Says of each plan that it is still at work; one that was cancelled elsewhere stops. */
  async #tell(): Promise<void> {
    for (const [id, { work, progress, stop }] of this.#jobs) {
      const goesOn = await this.#as(work.principal, (tx) => tellAlive(tx, id, progress)).catch(() => true)
      if (!goesOn) stop.abort(new Error('cancelled'))
    }
  }

  #as<T>(principal: Principal, work: Parameters<typeof writeAs<T>>[2]): Promise<T> {
    return writeAs(this.#pool, principal, work)
  }
}
