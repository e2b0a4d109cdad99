import type { PushFault } from '../../../../domain/daily-collection/answers.ts'
import { pushFaults } from '../../../../domain/daily-collection/answers.ts'
import { faultAt } from '../../../../domain/daily-collection/fields.ts'
import {
  halvesOf,
  requestsOf,
  uncertainItem,
  type PushItem,
} from '../../../../domain/daily-collection/push.ts'
import { nextAtHour, pushRetries } from '../../../../domain/daily-collection/receivers.ts'
import { ukDate } from '../../../../domain/dates.ts'
import { waitAfter } from '../../../../domain/events/retries.ts'
import { writeAs } from '../../../../platform/db/tenant.ts'
import type { Job } from '../../../../platform/jobs/queue.ts'
import { endJob } from '../../../../platform/jobs/rows.ts'
import { logReadChildren } from './access.ts'
import { changesForReceiver, type PushChanges } from './changes.ts'
import { forgetRefusals, noteRefusals } from './queries/children.ts'
import { pushJobs, type PushTally } from './queries/pushes.ts'
import { dailyReceiverById, postponePushes, settleReceiver } from './queries/receivers.ts'
import { settleSendings } from './queries/sendings.ts'
import { refusalsIn, sendRequest, type PushContext } from './requests.ts'

/** Requests without an answer in a row after which a push stops: the receiver is down, and no one record is to blame. */
const MOST_FAILURES = 8
/** A push whose process dies is followed by the next after this time, or as soon as it is settled. */
const CRASHED_MS = 300_000

type Work = Omit<PushContext, 'signal'> & {
  /** The hour of the daily push. */
  hour: number
}

/** The job of a push: sends what has changed since the last answer, request by request. */
export const pushJob = (work: Work): Job => ({
  id: work.pushId,
  principal: work.principal,
  async run({ signal, report }) {
    const changes = await beginPush(work)
    const end = await sendAll({ ...work, signal }, changes.items, (requests) => report({ requests }))
    return endPush(work, changes, end)
  },
})

/** Settles what dead pushes left, reads what is to be sent and records who is read. */
function beginPush({ pool, principal, pushId, receiverId, clock }: Work): Promise<PushChanges> {
  const now = clock()
  return writeAs(
    pool,
    principal,
    async (tx) => {
      await postponePushes(tx, receiverId, new Date(now.getTime() + CRASHED_MS))
      await settleSendings(tx, receiverId)
      const changes = await changesForReceiver(tx, receiverId, ukDate(now))
      await logReadChildren(tx, { action: 'push', id: pushId, childIds: changes.childIds })
      await noteRefusals(tx, receiverId, { records: changes.withheld, now })
      await forgetRefusals(tx, receiverId, changes.settled)
      return changes
    },
    { ofOneMoment: true },
  )
}

interface PushEnd {
  accepted: number
  refused: number
  /** Why it stopped before its end; null where it did not. */
  fault: PushFault | null
  /** What the receiver asks to wait. */
  retryAfterMs: number | null
}

/**
 * Sends children in requests. A request that is refused without saying for whom, or has no answer, is halved until the record
 * to blame is found; the others go through. Every child is in one request at a time, so its records arrive in order.
 */
async function sendAll(
  push: PushContext,
  items: readonly PushItem[],
  onRequest: (requests: number) => void,
): Promise<PushEnd> {
  const queue = requestsOf(items).map((request) => ({ items: request, attempts: push.retries.attempts }))
  const alone = (request: PushItem[]) => ({ items: request, attempts: 1 })
  const end: PushEnd = { accepted: 0, refused: 0, fault: null, retryAfterMs: null }
  const suspects: { item: PushItem; request: number }[] = []
  let failures = 0
  let lastAnswered = 0
  for (let request = 1, next = queue.shift(); next !== undefined; request++, next = queue.shift()) {
    const answer = await sendRequest(push, next.items, { request, attempts: next.attempts })
    onRequest(request)
    if (answer.kind === 'accepted' || answer.kind === 'refused') {
      failures = 0
      lastAnswered = request
    }
    if (answer.kind === 'accepted') end.accepted += next.items.length
    else if (answer.kind === 'refused') {
      const refusals = refusalsIn(next.items, answer)
      const others = next.items.filter((item) => !refusals.has(item))
      end.refused += refusals.size
      if (refusals.size > 0 && others.length > 0) queue.unshift({ ...next, items: others })
      else if (others.length > 0) queue.unshift(...halvesOf(others).map((half) => ({ ...next, items: half })))
    } else if (answer.kind === 'unanswered' && ++failures <= MOST_FAILURES) {
      const again = next.items.map((item) => uncertainItem(item, push.clock()))
      if (again.length > 1) queue.push(...halvesOf(again).map(alone))
      else suspects.push(...again.map((item) => ({ item, request })))
    } else {
      end.fault = answer.kind === 'unanswered' ? 'no-answer' : answer.fault
      end.retryAfterMs = answer.kind === 'busy' ? answer.retryAfterMs : null
      break
    }
  }
  // Where the receiver answered others afterwards, it is this record that it fails at; else it may be the receiver.
  const blameable = suspects.filter(({ request }) => request < lastAnswered).map(({ item }) => item)
  if (blameable.length < suspects.length) end.fault ??= 'no-answer'
  end.refused += blameable.length
  const records = blameable.map(({ laChildId, hash }) => ({ laChildId, hash, faults: [faultAt('')] }))
  await writeAs(push.pool, push.principal, (tx) =>
    noteRefusals(tx, push.receiverId, { records, now: push.clock() }),
  )
  return end
}

const countOf = (items: readonly PushItem[], reason: PushItem['reason']) =>
  items.filter((item) => item.reason === reason).length

/** Ends the job and says when the next is due. */
async function endPush(
  { pool, principal, pushId, receiverId, clock, hour }: Work,
  { items, withheld }: PushChanges,
  { accepted: acceptedCount, refused: refusedCount, fault, retryAfterMs }: PushEnd,
): Promise<string> {
  const tally: PushTally = {
    new: countOf(items, 'new'),
    amended: countOf(items, 'amended'),
    deleted: countOf(items, 'deleted'),
    repeated: countOf(items, 'repeated'),
    accepted: acceptedCount,
    refused: refusedCount,
    withheld: withheld.length,
    left: items.length - acceptedCount - refusedCount,
  }
  const isWhole = refusedCount + withheld.length === 0
  const status = fault !== null ? 'failed' : isWhole ? 'succeeded' : 'partly'
  const now = clock()
  await writeAs(pool, principal, async (tx) => {
    const detail = fault === null ? undefined : pushFaults[fault]
    if (!(await endJob(tx, pushJobs, pushId, { status, detail, columns: { tally } })))
      throw new Error('the push has ended already')
    const failures = fault === null ? 0 : ((await dailyReceiverById(tx, receiverId))?.failures ?? 0) + 1
    const waitMs = fault === null ? null : waitAfter(failures, pushRetries, Math.random())
    await settleReceiver(tx, receiverId, {
      succeededAt: fault === null ? now : null,
      failures,
      nextAt:
        waitMs === null
          ? nextAtHour(now, hour)
          : new Date(now.getTime() + Math.max(waitMs, retryAfterMs ?? 0)),
    })
  })
  return status
}
