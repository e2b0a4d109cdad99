import { addDays, type CivilDate } from '../../../../domain/dates.ts'
import type { ChildChange } from '../../../../domain/ssda903/index.ts'
import { conflictOf } from '../../../../platform/db/conflicts.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import { liveSpans, overlap, returnedWhat, spanKey, spanSources, spansOf, type SpanSource } from '../apply.ts'
import { endRecord, leaveBed, moveStart, removeRecord, withdrawPlacement } from '../queries/give-way.ts'
import { deleteSpans, updateSpans, type RecordedSpan, type SpanFields } from '../queries/records.ts'
import { liveEdits } from '../live-edits.ts'

/**
 * Has what was recorded live of a child give way to what a return says. A record that is the same as one of the return
 * but for its days takes the return's start, and keeps what else is known of it. Any other keeps the nights before the
 * first of which the return tells and those after the last, or is removed. The history keeps what was.
 *
 * @returns what could not be done as the return says, in words
 * @throws {DatabaseError} where other records depend on one that would be removed
 */
export async function giveWay(tx: Tx, change: ChildChange, today: CivilDate): Promise<string[]> {
  await tx.client.query('set constraints all deferred')
  const notes: string[] = []
  for (const source of spanSources) notes.push(...(await giveWayIn(tx, source, change, today)))
  return notes
}

/** A live record, and the row of the return that is the same. */
interface Match {
  live: RecordedSpan
  span: SpanFields
}

async function giveWayIn(
  tx: Tx,
  source: SpanSource,
  change: ChildChange,
  today: CivilDate,
): Promise<string[]> {
  const { table } = source
  const { current, previous, obsolete } = spansOf(source, [change], today)
  const lives = await liveSpans(tx, source, [change], today)
  const edits = await liveEdits(tx, source, [change], today)
  if ([lives, edits, obsolete].every((rows) => rows.length === 0)) return []
  const moves = current.filter((span) => span.moved_from !== undefined)
  const { matches, others } = matchAlike(lives, current, [...previous, ...moves])
  await deleteSpans(tx, table, obsolete)
  // What ended before it would begin is made anew.
  for (const { record, span } of edits)
    if (record.ended_on !== null && record.ended_on <= span.started_on)
      await removeRecord(tx, table, record.id)
  const laterStarts = new Map<unknown, CivilDate>()
  for (const live of others) {
    const day = await cut(tx, source, live, { current, lastDay: change.lastDay, today })
    if (day !== null) laterStarts.set(live.layer, day)
  }
  for (const { live, span } of matches)
    if (live.started_on < span.started_on) await moveStart(tx, table, live.id, span.started_on)
  const disputes = new Set([...edits, ...matches].map(({ span }) => spanKey(span)))
  const asReturned = current.map((span) => ({
    ...span,
    // Open by the return, it ends where what was recorded live goes on.
    ended_on: span.ended_on ?? laterStarts.get(span.layer) ?? null,
    wins: disputes.has(spanKey(span)),
  }))
  await updateSpans(tx, table, asReturned)
  // Earlier than before: once the rows before have been shortened.
  const notes: string[] = []
  for (const { live, span } of matches)
    if (live.started_on > span.started_on) notes.push(...(await startEarlier(tx, source, live, span)))
  await updateSpans(tx, table, asReturned)
  return notes
}

/** Has a live record begin earlier; a placement leaves a bed that is not free then, and stays in the home. */
async function startEarlier(
  tx: Tx,
  { table }: SpanSource,
  live: RecordedSpan,
  { started_on: day }: SpanFields,
): Promise<string[]> {
  await tx.client.query('savepoint as_it_was')
  try {
    await moveStart(tx, table, live.id, day)
    return []
  } catch (error) {
    if (conflictOf(error)?.type !== 'bed-in-use' && conflictOf(error)?.type !== 'bed-not-open') throw error
    await tx.client.query('rollback to as_it_was')
    await leaveBed(tx, live.id)
    await moveStart(tx, table, live.id, day)
    return [`placement from ${day}: its bed is not free on every night; recorded in the home without a bed`]
  }
}

/** The live records that are the same as a row of the return that is not on record yet. */
function matchAlike(
  lives: readonly RecordedSpan[],
  current: readonly SpanFields[],
  previous: readonly SpanFields[],
): { matches: Match[]; others: RecordedSpan[] } {
  const keys = new Set(previous.map(spanKey))
  const matches: Match[] = []
  const others: RecordedSpan[] = []
  for (const live of lives) {
    const span = current.find(
      (one) => !keys.has(spanKey(one)) && overlap(live, one) && returnedWhat(one) === live.what,
    )
    if (span && !live.not_started) {
      keys.add(spanKey(span))
      matches.push({ live, span })
    } else others.push(live)
  }
  return { matches, others }
}

/** Has a live record give way. Returns the day from which it stands, where that is after the days of the return. */
async function cut(
  tx: Tx,
  { table }: SpanSource,
  live: RecordedSpan,
  { current, lastDay, today }: { current: readonly SpanFields[]; lastDay: CivilDate; today: CivilDate },
): Promise<CivilDate | null> {
  const firstDay = current.map((span) => span.started_on).sort()[0] ?? live.started_on
  const dayAfter = addDays(lastDay, 1)
  if (live.not_started) await withdrawPlacement(tx, live.id, today)
  else if (live.started_on < firstDay) await endRecord(tx, table, live.id, firstDay)
  else if (live.ended_on === null || live.ended_on > dayAfter) {
    await moveStart(tx, table, live.id, dayAfter)
    return dayAfter
  } else await removeRecord(tx, table, live.id)
  return null
}
