import type { FastifyBaseLogger } from 'fastify'
import type { Pool } from 'pg'
import type { Principal } from '../../../../domain/access.ts'
import { requestRetries } from '../../../../domain/daily-collection/receivers.ts'
import type { Retries } from '../../../../domain/events/retries.ts'
import { isSending } from '../../../../platform/db/sending.ts'
import { writeAs } from '../../../../platform/db/tenant.ts'
import type { DailyReceiverSettings } from '../../../../platform/http/daily-receivers.ts'
import type { Job, JobQueue } from '../../../../platform/jobs/queue.ts'
import { failAbandonedJobs } from '../../../../platform/jobs/rows.ts'
import { pushJob } from './job.ts'
import { addPush, pushJobs } from './queries/pushes.ts'
import { addDailyReceiver, receiverDue } from './queries/receivers.ts'
import { DailyReceiver } from './receiver.ts'

/** How this process pushes to the daily collection. */
export interface DailyPushOptions {
  /** The receiver of each authority that has one. */
  receivers: readonly DailyReceiverSettings[]
  /** How often to look for a push that is due; without it, pushes run only when somebody asks. */
  everyMs?: number | undefined
  /** Milliseconds that a receiver has to answer. */
  timeoutMs?: number
  retries?: Retries
}

const TIMEOUT_MS = 30_000

/** Makes the jobs of pushes, with one sign-in for each receiver. */
export class Pushes {
  readonly #pool: Pool
  readonly #clock: () => Date
  readonly #options: DailyPushOptions
  readonly #receivers = new Map<string, DailyReceiver>()

  constructor(pool: Pool, clock: () => Date, options: DailyPushOptions) {
    this.#pool = pool
    this.#clock = clock
    this.#options = options
  }

  /** What is configured for an authority; undefined: nothing. */
  settingsFor(authorityCode: string): DailyReceiverSettings | undefined {
    return this.#options.receivers.find((settings) => settings.authorityCode === authorityCode)
  }

  job(
    settings: DailyReceiverSettings,
    principal: Principal,
    ids: { pushId: string; receiverId: string },
  ): Job {
    const { timeoutMs = TIMEOUT_MS, retries = requestRetries } = this.#options
    const receiver = this.#receivers.get(settings.authorityCode) ?? new DailyReceiver(settings, timeoutMs)
    this.#receivers.set(settings.authorityCode, receiver)
    const { hour } = settings
    return pushJob({ pool: this.#pool, clock: this.#clock, principal, ...ids, receiver, retries, hour })
  }

  /** Gives every configured authority its receiver, which starts paused. */
  async addReceivers(): Promise<void> {
    for (const { authorityCode, kind } of this.#options.receivers)
      await writeAs(this.#pool, servicePrincipal(authorityCode), (tx) => addDailyReceiver(tx, kind))
  }

  /** Queues the pushes that are due, unless sending is paused. One that another process has queued meanwhile is left to it. */
  async addDue(jobs: JobQueue): Promise<void> {
    if (!(await isSending(this.#pool))) return
    for (const settings of this.#options.receivers) {
      const principal = servicePrincipal(settings.authorityCode)
      const ids = await writeAs(this.#pool, principal, async (tx) => {
        await failAbandonedJobs(tx, pushJobs)
        const receiverId = await receiverDue(tx, settings.kind, this.#clock())
        return receiverId && { receiverId, pushId: await addPush(tx, receiverId) }
      }).catch((error: unknown) => {
        if ((error as { constraint?: string }).constraint === 'one_push_at_a_time') return undefined
        throw error
      })
      if (ids) void jobs.add(this.job(settings, principal, ids))
    }
  }
}

/** Who pushes when nobody asked for it. */
const servicePrincipal = (authorityCode: string): Principal => ({
  subject: 'sufficiency',
  role: 'admin',
  authorityCode,
})

/** Looks for due pushes again and again. Returns a function that stops this and waits for a look in progress. */
export function startPushes(
  pushes: Pushes,
  jobs: JobQueue,
  { everyMs, log }: { everyMs: number; log: FastifyBaseLogger },
): () => Promise<void> {
  let work = Promise.resolve()
  let idle = true
  const timer = setInterval(() => {
    if (!idle) return
    idle = false
    work = pushes
      .addDue(jobs)
      // The detail of a database error may contain a row, so only its code is logged.
      .catch((error: unknown) =>
        log.warn(
          { code: (error as { code?: unknown }).code },
          'pushes to the daily collection were not looked for',
        ),
      )
      .finally(() => (idle = true))
  }, everyMs)
  return () => {
    clearInterval(timer)
    return work
  }
}
