import { placementType, type PlacementType } from '../../../domain/placement-types.ts'
import type { ChildChange } from '../../../domain/ssda903/index.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import {
  isDifferent,
  returnedWhat,
  spanKey,
  spansOf,
  tellsMore,
  type Changes,
  type SpanSource,
} from './apply.ts'
import { otherSpansOfKeys, type RecordedSpan, type SpanFields } from './queries/records.ts'

/** A row that somebody has made, or has changed since a return gave it, and what these returns say of the same. */
export interface LiveEdit {
  record: RecordedSpan
  span: SpanFields
}

/**
 * The rows on record that begin with one of the returns, that were made or changed live, and of which these returns now say
 * something else. What they say as they did before is none: it was put right since.
 */
export async function liveEdits(
  tx: Tx,
  source: SpanSource,
  changes: Changes,
  today: CivilDate,
): Promise<LiveEdit[]> {
  const toldAnew = changes.filter((change) => tellsMore(change) || isDifferent(change))
  const changeOf = new Map(toldAnew.map((change) => [change.reference, change]))
  const { current } = spansOf(source, toldAnew, today)
  const spanOf = new Map(
    current.map((span) => [spanKey({ ...span, started_on: span.moved_from ?? span.started_on }), span]),
  )
  const onRecord = await otherSpansOfKeys(tx, source.table, current)
  return onRecord.flatMap((record) => {
    const span = spanOf.get(spanKey(record))
    const change = changeOf.get(record.reference)
    if (!span || !change) return []
    return saysOtherEnd(record, span, change) || saysOtherwise(record, span) ? [{ record, span }] : []
  })
}

/** Whether an end that was recorded live is not the one that the returns now say. One that is only taken for it says none. */
function saysOtherEnd({ ended_on: day }: RecordedSpan, span: SpanFields, change: ChildChange): boolean {
  const { ended_on: endOfReturn, earlier, end_unsaid: isUnsaid } = span
  if (day === null || day === endOfReturn || day === earlier?.ended_on) return false
  if (day <= span.started_on) return true
  if (isUnsaid) return false
  const saysAnew = !earlier || earlier.ended_on !== endOfReturn
  if (endOfReturn !== null) return saysAnew
  return day <= change.lastDay && (saysAnew || tellsMore(change))
}

function saysOtherwise({ what }: RecordedSpan, span: SpanFields): boolean {
  const { earlier } = span
  if (what === returnedWhat(span) || isWithin(what, span)) return false
  if (!earlier) return true
  return ![what, returnedWhat(span)].includes(returnedWhat(earlier))
}

/** Whether a return can't tell a recorded type of placement from the one that it is read as: it has no code for lodgings. */
function isWithin(
  what: string | null,
  { placement_type: type, provider_code, place_code }: SpanFields,
): boolean {
  if (what === null || typeof type !== 'string') return false
  const { placeCodes, careFamily } = placementType(what as PlacementType)
  if (placeCodes.length === 0) return careFamily === placementType(type as PlacementType).careFamily
  return provider_code === null && typeof place_code === 'string' && placeCodes.includes(place_code)
}
