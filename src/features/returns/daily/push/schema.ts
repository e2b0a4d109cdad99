import { z } from 'zod'
import { codesOf } from '../../../../domain/codes.ts'
import { pushReasons } from '../../../../domain/daily-collection/push.ts'
import { dailyReceiverKinds } from '../../../../domain/daily-collection/receivers.ts'
import { page, pageOf } from '../../../../platform/http/cursor.ts'
import { id } from '../../../../platform/http/fields.ts'
import { dailyChildRecord } from '../schema.ts'
import { pushedStates } from './queries/children.ts'
import { pushStatuses } from './queries/pushes.ts'
import { sendingOutcomes } from './queries/sendings.ts'

export const pushParams = z.object({ id })

const instant = z.string().nullable()
const count = z.int()

export const receiverView = z.object({
  id,
  kind: z.enum(codesOf(dailyReceiverKinds)).describe('`test` takes made-up children alone.'),
  host: z.string().nullable().describe('Where it is; null where it is not configured any more.'),
  configured: z.boolean().describe('Whether the service has an address and credentials for it.'),
  paused: z.boolean().describe('While paused nothing is sent by itself. A new receiver is.'),
  switchedBy: z.string().nullable().describe('Who paused or resumed it last.'),
  switchedAt: instant,
  failures: count.describe('Pushes in a row that failed.'),
  nextAt: instant.describe('When the next push is due; null: at once, unless it is paused.'),
  succeededAt: instant.describe('When a push came through last.'),
  acceptedChildren: count.describe('Children whom it has.'),
  refusedChildren: count.describe(
    'Children of whom a record was refused, or does not fit, and nothing newer was accepted.',
  ),
  uncertainChildren: count.describe('Children who were sent, and whether they were taken is not known.'),
})

const reason = z.enum(codesOf(pushReasons)).describe(
  Object.entries(pushReasons)
    .map(([code, words]) => `${code}: ${words}`)
    .join(' '),
)
const faults = z
  .array(
    z.object({
      pointer: z.string().describe('A JSON pointer into the record; empty for the record as a whole.'),
      takes: z.string().nullable().describe('What the collection takes there.'),
      correctedIn: z.string().nullable().describe('Where it is put right.'),
    }),
  )
  .describe('What is wrong, field by field.')
const laChildId = z.string().describe('The child’s reference.')
const childId = id.nullable().describe('Null where the child’s record is here no more.')

export const changesQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(10_000).default(100).describe('How many records at most.'),
})
export const changesView = z.object({
  counts: z.object({ new: count, amended: count, deleted: count, repeated: count, withheld: count }),
  items: z.array(z.object({ childId, laChildId, reason, record: dailyChildRecord })),
  withheld: z
    .array(z.object({ childId: id, laChildId, faults }))
    .describe('Children who are not sent, as a field does not fit.'),
})

export const pushView = z.object({
  id,
  receiverId: id,
  status: z
    .enum(pushStatuses)
    .describe(
      '`partly`: some were refused or do not fit; the others were accepted. `failed`: it stopped before its end.',
    ),
  requestedBy: z.string().describe('`sufficiency` for the daily push.'),
  tally: z
    .object({
      new: count,
      amended: count,
      deleted: count,
      repeated: count,
      accepted: count,
      refused: count,
      withheld: count.describe('Not sent, as a field does not fit.'),
      left: count.describe('Not taken, or not known to be, when the push stopped: the next sends them.'),
    })
    .nullable()
    .describe('How many children; null until it has ended.'),
  progress: z
    .object({ requests: count })
    .nullable()
    .describe('Requests sent; null before the first and when it has ended.'),
  detail: z.string().nullable().describe('Why it failed, and what would be right.'),
  createdAt: z.string(),
  startedAt: instant,
  finishedAt: instant,
})
export const pushesQuery = z.strictObject(page.shape)
export const pushesPage = pageOf(pushView)

const sentRecord = z.object({
  pushId: id,
  request: count.describe('The request of the push, counted from 1.'),
  reason,
  outcome: z
    .enum(sendingOutcomes)
    .describe(
      '`sent`: being sent. `not-taken`: the request was not taken, for another reason than this record. `unanswered`: whether it was taken is not known.',
    ),
  sentAt: z.string(),
  answeredAt: instant,
  attempts: count,
  httpStatus: z.int().nullable(),
  receipt: z.string().nullable().describe('What the collection calls it.'),
  faults: faults.nullable(),
  answer: z.string().nullable().describe('The text of a refusal, of the whole request.'),
  record: dailyChildRecord,
})
export const sendingsQuery = z.strictObject(page.shape)
export const sendingsPage = pageOf(sentRecord.extend({ id: z.int(), childId, laChildId }))

const pushedChild = z.object({
  id,
  receiverId: id,
  childId,
  laChildId,
  acceptedAt: instant.describe('When a record of the child was accepted last.'),
  unansweredAt: instant.describe('Since when it is not known whether a record that was sent was taken.'),
  refusedAt: instant.describe('When the record, as it was then, was refused or did not fit.'),
  faults: faults.nullable(),
})
export const pushedChildrenQuery = z.strictObject({
  ...page.shape,
  state: z.enum(pushedStates).optional().describe('Only children of whom this is so.'),
})
export const pushedChildrenPage = pageOf(pushedChild)
export const pushedChildView = pushedChild.extend({
  sendings: z.array(sentRecord).describe('The latest 100, the latest first.'),
})
