import { faultAt, faultsOfRecord, type DailyFault } from '../../../../domain/daily-collection/fields.ts'
import { pushItemOf, removalItemOf, type PushItem } from '../../../../domain/daily-collection/push.ts'
import type { CivilDate } from '../../../../domain/dates.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import { dailyRecords } from '../children.ts'
import { knownChildren } from './queries/children.ts'

/** A child whose record does not fit, and is not sent. */
export interface WithheldChild {
  childId: string
  laChildId: string
  hash: string
  faults: DailyFault[]
}

/** What a push would do now. */
export interface PushChanges {
  items: PushItem[]
  withheld: WithheldChild[]
  /** References of children whose refusal is over: their record is again as accepted, or gone and never accepted. */
  settled: string[]
  /** Every child whose record was read. */
  childIds: string[]
}

/** What to send to a receiver now: everything that differs from what it has accepted. */
export async function changesForReceiver(tx: Tx, receiverId: string, today: CivilDate): Promise<PushChanges> {
  const sentChildren = new Map((await knownChildren(tx, receiverId)).map((child) => [child.laChildId, child]))
  const { children, misfits, strays } = await dailyRecords(tx, today, [...sentChildren.keys()])
  const changes: PushChanges = {
    items: [],
    withheld: misfits.map(({ id, reference }) => ({
      childId: id,
      laChildId: reference,
      hash: reference,
      faults: [faultAt('/la_child_id')],
    })),
    settled: [],
    childIds: [...children, ...misfits].map(({ id }) => id),
  }
  for (const child of children) {
    const { la_child_id: laChildId } = child.record
    const earlier = sentChildren.get(laChildId)
    const faults = faultsOfRecord(child.record)
    if (faults.length > 0) changes.withheld.push({ childId: child.id, laChildId, hash: child.hash, faults })
    else {
      const item = pushItemOf(child, earlier)
      if (item) changes.items.push(item)
      else if (earlier && earlier.refusedHash !== null && earlier.refusedHash !== child.hash)
        changes.settled.push(laChildId)
    }
  }
  for (const reference of strays) {
    const earlier = sentChildren.get(reference)
    const item = earlier && removalItemOf(earlier)
    if (item) changes.items.push(item)
    else if (earlier?.hash === null && earlier.unansweredAt === null) changes.settled.push(reference)
  }
  return changes
}

/** How many children are sent for each reason, and how many are not as a field does not fit. */
export function countsOf({ items, withheld }: PushChanges) {
  const counts = { new: 0, amended: 0, deleted: 0, repeated: 0, withheld: withheld.length }
  for (const { reason } of items) counts[reason]++
  return counts
}
