import { isDeepStrictEqual } from 'node:util'
import type { CivilDate } from '../../../domain/dates.ts'
import {
  groupBy,
  type ChildChange,
  type ChildRecord,
  type Placement,
  type Submission,
} from '../../../domain/ssda903/index.ts'
import { layerOf } from '../../../domain/placement-types.ts'
import { conflictOf, databaseError } from '../../../platform/db/conflicts.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { matchBeds, type PlacementToMatch, type UnmatchedPlacement } from './beds.ts'
import {
  freeNightsOf,
  homesOfUrns,
  placeInBeds,
  providerUrns,
  releaseBeds,
  type PlacementKey,
} from './queries/beds.ts'
import {
  carePeriodSpans,
  childrenBeyondReturns,
  impossibleDates,
  legalStatusSpans,
  placementSpans,
  removeChildren,
  spansOnNightsOf,
  unaccompaniedByHand,
  writeChildren,
  writeSpans,
  type ChildFields,
  type ImpossibleDate,
  type RecordedSpan,
  type SpanFields,
  type SpanTable,
  type WriteCounts,
} from './queries/records.ts'

export type Changes = Submission['children']

/** A table of spans (care periods, legal statuses, placements), and how a child's record gives its rows. */
export interface SpanSource {
  table: SpanTable
  rowsOf: (child: ChildRecord, today: CivilDate) => SpanFields[]
}

/** The row of a placement. An end after today, such as that of Staying Put on the 21st birthday, is the planned end. */
function placementFields(reference: string, placement: Placement, today: CivilDate): SpanFields {
  const isOver = placement.endedOn !== null && placement.endedOn <= today
  return {
    reference,
    started_on: placement.startedOn,
    layer: layerOf(placement.type),
    ended_on: isOver ? placement.endedOn : null,
    planned_to: isOver ? null : placement.endedOn,
    placement_type: placement.type,
    place_code: placement.placeCode,
    provider_code: placement.providerCode,
    end_reason: placement.endReason,
    same_carer: placement.sameCarer,
    started_before: placement.startedBefore,
    postcode: placement.postcode,
    home_postcode: placement.homePostcode,
  }
}

const placementSource: SpanSource = {
  table: placementSpans,
  rowsOf: ({ reference, placements }, today) =>
    placements.map((placement) => placementFields(reference, placement, today)),
}

export const spanSources: readonly SpanSource[] = [
  {
    table: carePeriodSpans,
    rowsOf: ({ reference, carePeriods }) =>
      carePeriods.map((period) => ({
        reference,
        started_on: period.startedOn,
        ended_on: period.endedOn,
        need: period.need,
        end_reason: period.endReason,
        started_before: period.startedBefore,
        end_to_confirm: period.endToConfirm,
      })),
  },
  {
    table: legalStatusSpans,
    rowsOf: ({ reference, legalStatuses }) =>
      legalStatuses.map(({ status, startedOn, endedOn }) => ({
        reference,
        started_on: startedOn,
        ended_on: endedOn,
        status,
      })),
  },
  placementSource,
]

/**
 * The fields of a child; those that the returns say as they did before are null, and stay as they are on record.
 *
 * @param liveStatuses the children of whom somebody has recorded that they are, and not only a return
 */
function childFields(
  { reference, previous, current }: ChildChange,
  liveStatuses: ReadonlySet<string>,
): ChildFields[] {
  if (!current) return []
  const change = <K extends keyof ChildRecord>(field: K) =>
    previous && isDeepStrictEqual(previous[field], current[field]) ? null : current[field]
  const saysSo = current.uasc || (previous?.uasc && !liveStatuses.has(reference))
  const isUnchanged = previous?.uasc === current.uasc && previous.uascCeasedOn === current.uascCeasedOn
  const fields = {
    reference,
    is_new: previous === null,
    date_of_birth: change('dateOfBirth'),
    sex: change('sex'),
    ethnicity: change('ethnicity'),
    upn: change('upn'),
    uasc: current.uasc,
    uasc_ceased_on: current.uascCeasedOn,
    keeps_uasc: isUnchanged || !saysSo,
    home_postcode: change('homePostcode'),
  }
  return [fields]
}

export const spanKey = ({ reference, started_on, layer }: SpanFields) =>
  JSON.stringify([reference, started_on, layer])

/** Whether a child's record differs from the one that earlier returns gave: asked several times, and compared once. */
const differences = new WeakMap<ChildChange, boolean>()

export function isDifferent(change: ChildChange): boolean {
  const comparison = differences.get(change)
  if (comparison !== undefined) return comparison
  const answer = !isDeepStrictEqual(change.previous, change.current)
  differences.set(change, answer)
  return answer
}

/** Whether the returns tell of later days of a child than they did before. */
export const tellsMore = ({ earlierLastDay, lastDay }: ChildChange): boolean =>
  earlierLastDay === null || earlierLastDay < lastDay

/** The children whose record differs from the one that earlier returns gave. */
const changedOnly = (changes: Changes): Changes => changes.filter(isDifferent)

/** What a row that a return makes says besides its days. */
export const returnedWhat = ({ status, placement_type }: SpanFields): string | null =>
  (status ?? placement_type ?? null) as string | null

/** The day after all others. */
const endless = '9999-12-31'

/** Whether two rows of a table speak of the same nights. */
export const overlap = (a: SpanFields, b: SpanFields): boolean =>
  a.layer === b.layer && a.started_on < (b.ended_on ?? endless) && b.started_on < (a.ended_on ?? endless)

/** The rows that are one of earlier returns with another start: they say the same of some of the same nights. */
function movedSpans(rows: readonly SpanFields[], losses: readonly SpanFields[]): Map<SpanFields, SpanFields> {
  const lossesOf = groupBy(losses, ({ reference }) => reference)
  const moves = new Map<SpanFields, SpanFields>()
  for (const row of rows) {
    const ofChild = lossesOf.get(row.reference) ?? []
    const index = ofChild.findIndex((loss) => overlap(loss, row) && returnedWhat(loss) === returnedWhat(row))
    const [loss] = index < 0 ? [] : ofChild.splice(index, 1)
    if (loss) moves.set(row, loss)
  }
  return moves
}

/**
 * A table's rows from the earlier returns and from the returns as they are now, and the earlier ones no longer made. A row
 * whose start alone is given otherwise is the same row.
 */
export function spansOf({ rowsOf }: SpanSource, changes: Changes, today: CivilDate) {
  const previous = changes.flatMap((change) => (change.previous ? rowsOf(change.previous, today) : []))
  const rowsNow = changes.flatMap((change) => (change.current ? rowsOf(change.current, today) : []))
  const [earlier, keys] = [
    new Map(previous.map((span) => [spanKey(span), span])),
    new Set(rowsNow.map(spanKey)),
  ]
  const losses = previous.filter((span) => !keys.has(spanKey(span)))
  const moves = movedSpans(
    rowsNow.filter((span) => !earlier.has(spanKey(span))),
    losses,
  )
  const changeOf = new Map(changes.map((change) => [change.reference, change]))
  const current = rowsNow.map((span): SpanFields => {
    const change = changeOf.get(span.reference)
    const isUnsaid = change?.current?.carePeriods.some(
      ({ endedOn, endToConfirm }) => endToConfirm && endedOn === span.ended_on,
    )
    const source = moves.get(span)
    return {
      ...span,
      ...(change && { told_to: change.lastDay }),
      ...(source && { moved_from: source.started_on }),
      end_unsaid: isUnsaid ?? false,
      earlier: source ?? earlier.get(spanKey(span)) ?? null,
    }
  })
  const moveSources = new Set(moves.values())
  return { current, previous, obsolete: losses.filter((span) => !moveSources.has(span)) }
}

/** Why children's rows cannot be used, by the child's reference. */
export type Reasons = Map<string, string>

/** What was not made from returns of these children, on nights of what the returns would make. */
export async function liveSpans(
  tx: Tx,
  spans: SpanSource,
  changes: Changes,
  today: CivilDate,
): Promise<RecordedSpan[]> {
  const toldAnew = changes.filter((change) => tellsMore(change) || isDifferent(change))
  const { current, previous } = spansOf(spans, toldAnew, today)
  const keys = new Set([...current, ...previous].map(spanKey))
  const onRecord = await spansOnNightsOf(tx, spans.table, current)
  const changeOf = new Map(toldAnew.map((change) => [change.reference, change]))
  return onRecord.filter((span) => {
    const change = changeOf.get(span.reference)
    const isOld =
      change && !isDifferent(change) && (span.ended_on ?? endless) <= (change.earlierLastDay ?? '')
    return span.not_started || (!isOld && !keys.has(spanKey(span)))
  })
}

/** A child's spans up to the day on which something else was recorded live. */
function cutAt<S extends { startedOn: CivilDate; endedOn: CivilDate | null }>(
  spans: readonly S[],
  day: CivilDate,
): S[] {
  return spans.map((span) =>
    span.startedOn < day && (span.endedOn === null || span.endedOn > day) ? { ...span, endedOn: day } : span,
  )
}

/**
 * The changes with what was recorded live after the last day of the returns: a child who has moved since lives where that
 * was recorded, and what the returns have as open ended then.
 */
export async function withLaterMoves(tx: Tx, changes: Changes, today: CivilDate): Promise<Changes> {
  const byChild = new Map(changes.map((change) => [change.reference, change]))
  for (const spans of spanSources.filter(({ table }) => table !== carePeriodSpans)) {
    for (const live of await liveSpans(tx, spans, [...byChild.values()], today)) {
      const change = byChild.get(live.reference)
      const current = change?.current
      if (!current || live.started_on <= change.lastDay) continue
      const cut =
        spans.table === legalStatusSpans
          ? { legalStatuses: cutAt(current.legalStatuses, live.started_on) }
          : {
              placements: current.placements.flatMap((placement) =>
                layerOf(placement.type) === live.layer ? cutAt([placement], live.started_on) : placement,
              ),
            }
      byChild.set(live.reference, { ...change, current: { ...current, ...cut } })
    }
  }
  return [...byChild.values()]
}

const impossibleReasons: Readonly<Record<ImpossibleDate['rule'], string>> = {
  from_birth: 'something of the child would be dated before this birth; correct the one or the other',
  before_death:
    'something of the child would be dated after the death (REC E2); correct the one or the other',
  in_care:
    'a legal status or placement that was not made from a return would be out of care as these rows have it; ' +
    'correct or remove it first',
}

/**
 * The children of whom something would be dated on a day on which it cannot have been, once `changes` are written.
 * Writes them in a savepoint and takes them back, unless there is nothing to say against them.
 */
export async function applyPossible(
  tx: Tx,
  changes: Changes,
  today: CivilDate,
): Promise<{ result: ApplyResult } | { impossible: Reasons }> {
  // Table after table, so that what is written first is right only once the rest is.
  await tx.client.query('set constraints all deferred; savepoint nothing_applied')
  const result = await attemptChanges(tx, changes, today)
  if (result instanceof Map) return { impossible: result }
  const faults = await impossibleDates(
    tx,
    changedOnly(changes).map(({ reference }) => reference),
  )
  if (faults.length === 0) {
    // So that the constraint does not look at each row again: of thousands, that took most of the import.
    await tx.client.query(`select set_config('app.dates_checked', pg_current_xact_id()::text, true)`)
    return { result }
  }
  await tx.client.query('rollback to nothing_applied')
  return { impossible: new Map(faults.map(({ reference, rule }) => [reference, impossibleReasons[rule]])) }
}

/** Whether a constraint of the database refuses what is written (SQLSTATE 23). */
const isRefusal = (error: unknown) =>
  conflictOf(error) !== null && databaseError(error).code?.startsWith('23') === true

/** Applies the changes. Where the database refuses them: the children whose changes it refuses, and why. */
async function attemptChanges(tx: Tx, changes: Changes, today: CivilDate): Promise<ApplyResult | Reasons> {
  try {
    return await applyChanges(tx, changes, today)
  } catch (error) {
    if (!isRefusal(error)) throw error
    await tx.client.query('rollback to nothing_applied')
    return refusals(tx, changedOnly(changes), today, error)
  }
}

/** Which children's changes the database refuses, of changes that it has refused together: halved until each is found. */
async function refusals(tx: Tx, changes: Changes, today: CivilDate, error: unknown): Promise<Reasons> {
  const [first] = changes
  if (first && changes.length === 1) return new Map([[first.reference, conflictOf(error)?.detail ?? '']])
  const middle = Math.ceil(changes.length / 2)
  const reasons: Reasons = new Map()
  for (const half of [changes.slice(0, middle), changes.slice(middle)]) {
    try {
      await applyChanges(tx, half, today)
    } catch (halfError) {
      if (!isRefusal(halfError)) throw halfError
      await tx.client.query('rollback to nothing_applied')
      for (const [child, reason] of await refusals(tx, half, today, halfError)) reasons.set(child, reason)
    }
    await tx.client.query('rollback to nothing_applied')
  }
  if (reasons.size === 0) throw error
  return reasons
}

export interface ApplyResult {
  records: Record<'children' | SpanTable['name'], WriteCounts>
  unmatched: UnmatchedPlacement[]
}

/**
 * The changes without children whom no return has any more, and of whom more is on record than returns have said: their
 * records stand as they are.
 */
export async function withoutLiveRemovals(
  tx: Tx,
  changes: Changes,
): Promise<{ changes: Changes; standing: string[] }> {
  const removals = changes.flatMap(({ reference, current }) => (current ? [] : reference))
  if (removals.length === 0) return { changes, standing: [] }
  const standing = await childrenBeyondReturns(tx, removals)
  return {
    changes: changes.filter(({ reference }) => !standing.has(reference)),
    standing: [...standing],
  }
}

/** Writes the children whose records changed, with their spans, and matches changed placements to beds. */
async function applyChanges(tx: Tx, all: Changes, today: CivilDate): Promise<ApplyResult> {
  const changes = changedOnly(all)
  const sought = placementsToMatch(changes)
  const liveStatuses = await unaccompaniedByHand(
    tx,
    changes.flatMap(({ reference, previous, current }) =>
      previous?.uasc && !current?.uasc ? reference : [],
    ),
  )
  const children = await writeChildren(
    tx,
    changes.flatMap((change) => childFields(change, new Set(liveStatuses))),
  )
  const { current: stays } = spansOf(placementSource, changes, today)
  const earlierStart = new Map(stays.map((stay) => [spanKey(stay), stay.moved_from ?? stay.started_on]))
  const keyOf = ({ reference, startedOn, layer }: PlacementKey) =>
    spanKey({ reference, layer, started_on: startedOn, ended_on: null })
  const previousBeds = await releaseBeds(
    tx,
    sought.map((stay) => ({ ...stay, startedOn: earlierStart.get(keyOf(stay)) ?? stay.startedOn })),
  )
  const tallies: [SpanTable['name'], WriteCounts][] = []
  for (const spans of spanSources) {
    const { current, obsolete } = spansOf(spans, changes, today)
    const tally = await writeSpans(tx, spans.table, obsolete, current)
    tally.unchanged +=
      all.flatMap(({ current: child }) => (child ? spans.rowsOf(child, today) : [])).length - current.length
    tallies.push([spans.table.name, tally])
  }
  children.unchanged += all.length - changes.length
  const removals = changes.flatMap(({ reference, current }) => (current ? [] : reference))
  children.removed = await removeChildren(tx, removals)
  const bedOf = new Map(previousBeds.map((stay) => [keyOf(stay), stay.bedId]))
  const unmatchedStays = await match(
    tx,
    sought.map((stay) => ({
      ...stay,
      bedId:
        bedOf.get(keyOf({ ...stay, startedOn: earlierStart.get(keyOf(stay)) ?? stay.startedOn })) ?? null,
    })),
  )
  return {
    records: { children, ...(Object.fromEntries(tallies) as Record<SpanTable['name'], WriteCounts>) },
    unmatched: unmatchedStays,
  }
}

/** The placements that are new, or that these returns changed. */
function placementsToMatch(changes: Changes): PlacementToMatch[] {
  return changes.flatMap((change) =>
    (change.current?.placements ?? [])
      .filter(
        (placement) => !change.previous?.placements.some((earlier) => isDeepStrictEqual(earlier, placement)),
      )
      .map((placement) => ({
        reference: change.reference,
        startedOn: placement.startedOn,
        layer: layerOf(placement.type),
        to: placement.endedOn,
        urn: placement.urn,
        postcode: placement.postcode,
        bedId: null,
      })),
  )
}

async function match(tx: Tx, seeking: readonly PlacementToMatch[]): Promise<UnmatchedPlacement[]> {
  const urns = [...new Set(seeking.flatMap(({ urn }) => urn ?? []))]
  const bedIds = seeking.flatMap(({ bedId }) => bedId ?? [])
  if (urns.length === 0 && bedIds.length === 0) return []
  const homes = await homesOfUrns(tx, urns)
  const free = await freeNightsOf(
    tx,
    homes.map(({ homeId }) => homeId),
    bedIds,
  )
  const providers = await providerUrns(tx, urns)
  const result = matchBeds(seeking, { homes, providers }, free)
  await placeInBeds(tx, result.matches)
  return result.unmatched
}
