import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Principal } from '../../../../domain/access.ts'
import { ukDate } from '../../../../domain/dates.ts'
import { readAs, writeAs } from '../../../../platform/db/tenant.ts'
import { JobQueue } from '../../../../platform/jobs/queue.ts'
import { failAbandonedJobs } from '../../../../platform/jobs/rows.ts'
import { logReadChildren } from './access.ts'
import { changesForReceiver, countsOf } from './changes.ts'
import { addPush, pushById, pushJobs, type PushRow } from './queries/pushes.ts'
import {
  addDailyReceiver,
  dailyReceiverRows,
  switchDailyReceiver,
  type DailyReceiverRow,
} from './queries/receivers.ts'
import { Pushes, type DailyPushOptions } from './service.ts'

export const dailyCommands = ['status', 'changes', 'push', 'pause', 'resume'] as const
export type DailyCommand = (typeof dailyCommands)[number]

/**
 * Carries out a command on an authority's receiver of the daily collection. Returns what it came to, as lines; they name no child.
 * @throws {Error} when none is configured for the authority, or a push fails
 */
export async function runDailyCommand(
  pool: Pool,
  authorityCode: string,
  command: DailyCommand,
  options: DailyPushOptions & { clock: () => Date },
): Promise<string[]> {
  const principal: Principal = { subject: 'command line', role: 'data', authorityCode }
  const pushes = new Pushes(pool, options.clock, options)
  const settings = pushes.settingsFor(authorityCode)
  if (settings === undefined)
    throw new Error(`DAILY_COLLECTION names no receiver for ${authorityCode}: see docs/daily-collection.md.`)
  const receiver = await writeAs(pool, principal, async (tx) => {
    await addDailyReceiver(tx, settings.kind)
    await failAbandonedJobs(tx, pushJobs)
    const row = (await dailyReceiverRows(tx)).find(({ kind }) => kind === settings.kind)
    if (row && (command === 'pause' || command === 'resume'))
      await switchDailyReceiver(tx, row.id, { paused: command === 'pause', now: options.clock() })
    return row && (await dailyReceiverRows(tx)).find(({ id }) => id === row.id)
  })
  if (receiver === undefined) throw new Error(`There is no authority ${authorityCode}.`)
  if (command === 'changes') return changeLines(pool, principal, receiver.id, options.clock())
  if (command !== 'push') return statusLines(receiver, new URL(settings.url).host)

  const pushId = await writeAs(pool, principal, (tx) => addPush(tx, receiver.id))
  const jobs = new JobQueue(pool, { info() {}, error() {} }, pushJobs, { atOnce: 1 })
  try {
    await jobs.add(pushes.job(settings, principal, { pushId, receiverId: receiver.id }))
  } finally {
    await jobs.close()
  }
  const push = await readAs(pool, principal, (tx) => pushById(tx, pushId))
  if (push?.status === 'failed') throw new Error(push.detail ?? 'The push failed.')
  return push ? pushLines(push) : []
}

function statusLines(row: DailyReceiverRow, host: string): string[] {
  return [
    `${row.kind} receiver at ${host}: ${row.paused ? 'paused' : `on, next ${row.nextAt ?? 'at once'}`}`,
    `last push that came through: ${row.succeededAt ?? 'none'}; failures since: ${row.failures}`,
    `children accepted: ${row.acceptedChildren}, refused: ${row.refusedChildren}, without an answer: ${row.uncertainChildren}`,
  ]
}

const pairs = (counts: object) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

async function changeLines(
  pool: Pool,
  principal: Principal,
  receiverId: string,
  now: Date,
): Promise<string[]> {
  const changes = await writeAs(pool, principal, async (tx) => {
    const result = await changesForReceiver(tx, receiverId, ukDate(now))
    await logReadChildren(tx, { action: 'changes', id: randomUUID(), childIds: result.childIds })
    return result
  })
  return [pairs(countsOf(changes)), `The records: GET /v1/daily-receivers/${receiverId}/changes`]
}

const pushLines = ({ id, status, tally }: PushRow): string[] => [
  `${status}: ${pairs(tally ?? {})}`,
  `What was sent: GET /v1/daily-pushes/${id}/sendings`,
]
