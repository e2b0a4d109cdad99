import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Principal } from '../../../../domain/access.ts'
import type { DailyAnswer } from '../../../../domain/daily-collection/answers.ts'
import { faultsOfOnly, type DailyFault } from '../../../../domain/daily-collection/fields.ts'
import type { PushItem } from '../../../../domain/daily-collection/push.ts'
import { waitAfter, type Retries } from '../../../../domain/events/retries.ts'
import { writeAs, type Tx } from '../../../../platform/db/tenant.ts'
import { noteAccepted, noteNotTaken, noteRefusals, noteSending } from './queries/children.ts'
import { isPushAtWork } from './queries/pushes.ts'
import { addSendings, endSendings, type SendingEnd } from './queries/sendings.ts'
import type { DailyReceiver } from './receiver.ts'

/** A push at work. */
export interface PushContext {
  pool: Pool
  clock: () => Date
  principal: Principal
  pushId: string
  receiverId: string
  receiver: DailyReceiver
  retries: Retries
  signal: AbortSignal
}

/**
 * Sends children in one request and records the answer. That they are being sent is stored before: a process that dies
 * meanwhile leaves them as sent without an answer. Tried again are requests that found nobody, came too soon or had no answer.
 * @throws when the push was stopped or ended
 */
export async function sendRequest(
  push: PushContext,
  items: readonly PushItem[],
  { request, attempts: most }: { request: number; attempts: number },
): Promise<DailyAnswer> {
  const { pool, principal, clock, signal } = push
  await writeAs(pool, principal, async (tx) => {
    if (!(await isPushAtWork(tx, push.pushId))) throw new Error('the push has ended')
    await noteSending(tx, push.receiverId, { items, now: clock() })
    await addSendings(tx, push.pushId, { items, request, now: clock() })
  })
  const records = items.map(({ record }) => record)
  let wasUnanswered = false
  for (let attempts = 1; ; attempts++) {
    const answer = await push.receiver.send(records, signal)
    wasUnanswered ||= answer.kind === 'unanswered'
    const waitMs = attempts < most ? waitBefore(answer, attempts, push.retries) : null
    if (waitMs === null) {
      // One of several attempts may have been taken, whatever was answered to the others.
      const isUncertain = wasUnanswered && (answer.kind === 'busy' || answer.kind === 'barred')
      await writeAs(pool, principal, (tx) =>
        recordAnswer(tx, push, { items, answer, isUncertain }, { request, attempts }),
      )
      return answer
    }
    await sleep(waitMs, undefined, { signal })
  }
}

/** Milliseconds before the next attempt; null where there is none. */
function waitBefore(answer: DailyAnswer, failures: number, retries: Retries): number | null {
  if (answer.kind !== 'busy' && answer.kind !== 'unanswered') return null
  const usual = waitAfter(failures, retries, Math.random())
  const wish = answer.kind === 'busy' ? answer.retryAfterMs : null
  if (usual === null || (wish !== null && wish > retries.longestMs)) return null
  return Math.max(usual, wish ?? 0)
}

interface AnsweredRequest {
  items: readonly PushItem[]
  answer: DailyAnswer
  /** Whether an earlier attempt may have been taken. */
  isUncertain: boolean
}

async function recordAnswer(
  tx: Tx,
  { pushId, receiverId, clock }: PushContext,
  { items, answer, isUncertain }: AnsweredRequest,
  { request, attempts }: { request: number; attempts: number },
): Promise<void> {
  const now = clock()
  const ends = isUncertain
    ? items.map(({ laChildId }): SendingEnd => ({ laChildId, outcome: 'unanswered' }))
    : await settleItems(tx, receiverId, { items, answer, now })
  const text = answer.kind === 'refused' ? answer.text : null
  const rest = { ends, now, attempts, httpStatus: answer.status, answer: text }
  await endSendings(tx, { pushId, request }, rest)
}

async function settleItems(
  tx: Tx,
  receiverId: string,
  { items, answer, now }: { items: readonly PushItem[]; answer: DailyAnswer; now: Date },
): Promise<SendingEnd[]> {
  if (answer.kind === 'unanswered')
    return items.map(({ laChildId }) => ({ laChildId, outcome: 'unanswered' }))
  if (answer.kind === 'accepted') {
    await noteAccepted(tx, receiverId, { items, now })
    return items.map(({ laChildId }, n) => ({ laChildId, outcome: 'accepted', receipt: answer.receipts[n] }))
  }
  await noteNotTaken(tx, receiverId, items)
  const refusals = refusalsIn(items, answer)
  const records = [...refusals].map(([{ laChildId, hash }, faults]) => ({ laChildId, hash, faults }))
  await noteRefusals(tx, receiverId, { records, now })
  return items.map((item) => {
    const faults = refusals.get(item)
    return { laChildId: item.laChildId, outcome: faults ? 'refused' : 'not-taken', faults }
  })
}

/** Those of a request whom an answer refuses: the records that it names, or the only one. */
export function refusalsIn(items: readonly PushItem[], answer: DailyAnswer): Map<PushItem, DailyFault[]> {
  if (answer.kind !== 'refused') return new Map()
  const refusals = items.flatMap((item, position) => {
    const faults = answer.faults.get(position)
    return faults ? ([[item, faults]] as const) : []
  })
  const [only] = items
  if (refusals.length === 0 && items.length === 1 && only) return new Map([[only, faultsOfOnly(answer.text)]])
  return new Map(refusals)
}
