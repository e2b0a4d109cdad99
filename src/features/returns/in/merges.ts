import { ukDate, type CivilDate } from '../../../domain/dates.ts'
import {
  childOf,
  earlierLastDayOf,
  lastDayOf,
  placeOf,
  wholeYears,
  type ChildChange,
  type Statement,
} from '../../../domain/ssda903/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { Problem } from '../../../platform/http/problem.ts'
import { applyPossible, spanKey, spanSources, withLaterMoves } from './apply.ts'
import { contradictionsIn } from './questions/contradictions.ts'
import { ofChild } from './questions/statements.ts'
import { removeForMerge, removedByMerge, restoreRow, type RemovedRow } from './queries/merges.ts'
import { referencesOfChildren } from './queries/records.ts'
import { presenceInReturns, storedStatements } from './queries/rows.ts'
import { takeTurnOfReturns } from './queries/turns.ts'

/** Two records of one child: the one that stays, and the one that is merged into it. */
interface Pair {
  id: string
  otherId: string
}

/** What returns say of the two records of a pair, by their references. */
interface SaidOfPair {
  reference: string
  otherReference: string
  own: Statement[]
  other: Statement[]
  /** The years of whole returns. */
  returns: readonly number[]
}

async function readPair(tx: Tx, { id, otherId }: Pair): Promise<SaidOfPair> {
  const [reference = '', otherReference = ''] = await referencesOfChildren(tx, [id, otherId])
  return {
    reference,
    otherReference,
    own: await storedStatements(tx, [reference]),
    other: await storedStatements(tx, [otherReference]),
    returns: wholeYears(await presenceInReturns(tx)),
  }
}

/** The statements of both as of the one that stays, which keeps its own where both say something of one place. */
function unite({ reference, own, other }: SaidOfPair): Statement[] {
  const places = new Set(own.map(placeOf))
  const others = ofChild(reference, other)
  return [...own, ...others.filter((statement) => !places.has(placeOf(statement)))]
}

/**
 * Makes the record of a child anew, as returns have it now.
 * @throws {Problem} where it contradicts what was recorded live, or cannot be
 */
async function rederive(tx: Tx, change: ChildChange, today: CivilDate): Promise<void> {
  const changes = await withLaterMoves(tx, [change], today)
  const [contradiction] = await contradictionsIn(tx, changes, today)
  if (contradiction) {
    const detail = 'contradicts what the returns say: correct or remove it first'
    throw new Problem(
      'conflict',
      'What was recorded live contradicts the returns of the child.',
      contradiction.recorded.map(({ recordType, id }) => {
        const path = recordType.replace('_', '-')
        return { pointer: '#/otherId', code: path, detail: `/v1/${path}/${id ?? ''} ${detail}` }
      }),
    )
  }
  const attempt = await applyPossible(tx, changes, today)
  if ('impossible' in attempt)
    throw new Problem(
      'conflict',
      `The returns of both cannot be of one child: ${[...attempt.impossible.values()].join('; ')}.`,
    )
}

/**
 * Merges two records of which both may have been made from returns: `work` merges them, and the record of the child is
 * then made from the returns of both.
 */
async function mergeReturned(
  tx: Tx,
  pair: Pair,
  today: CivilDate,
  work: (removals: readonly RemovedRow[]) => Promise<void>,
): Promise<void> {
  await takeTurnOfReturns(tx)
  const both = await readPair(tx, pair)
  const { reference, otherReference, own, other, returns } = both
  if (own.length === 0 || other.length === 0) return work([])
  const statements = unite(both)
  const previous = childOf(reference, own, returns).record
  const otherRecord = childOf(otherReference, other, returns).record
  const current = childOf(reference, statements, returns).record
  // What is removed is right again only once the record is made anew.
  await tx.client.query('set constraints all deferred')
  const removals: RemovedRow[] = []
  for (const { table, rowsOf } of [...spanSources].reverse()) {
    const rows = otherRecord ? rowsOf(otherRecord, today) : []
    const standing = current ? rowsOf(current, today) : []
    removals.push(...(await removeForMerge(tx, table, pair, { rows, standing })))
  }
  await work(removals)
  const days = { lastDay: lastDayOf(statements), earlierLastDay: earlierLastDayOf(own) }
  await rederive(tx, { reference, previous, current, ...days }, today)
}

/** Takes such a merge back: `work` does, and what was made from returns of each is its own again. */
async function unmergeReturned(
  tx: Tx,
  pair: Pair,
  today: CivilDate,
  work: () => Promise<void>,
): Promise<void> {
  await takeTurnOfReturns(tx)
  const removals = await removedByMerge(tx, pair)
  const merger = await readPair(tx, pair)
  await work()
  const { reference, otherReference, own, other, returns } = await readPair(tx, pair)
  const records = [
    { reference, statements: own, earlier: merger.own },
    { reference: otherReference, statements: other, earlier: [] },
  ]
  for (const { statements, earlier, ...child } of records) {
    if (statements.length === 0) continue
    const { record: current } = childOf(child.reference, statements, returns)
    if (child.reference === otherReference && current)
      await restore(tx, removals, spansOfChild(current, today))
    const { record: previous } = childOf(child.reference, earlier, returns)
    const days = { lastDay: lastDayOf(statements), earlierLastDay: earlierLastDayOf(earlier) }
    await rederive(tx, { reference: child.reference, previous, current, ...days }, today)
  }
}

/** The keys of the rows that a child's record has, by their tables. */
const spansOfChild = (
  record: NonNullable<ChildChange['current']>,
  today: CivilDate,
): Map<string, Set<string>> =>
  new Map(spanSources.map(({ table, rowsOf }) => [table.name, new Set(rowsOf(record, today).map(spanKey))]))

/** Puts back the rows that the returns still have. */
async function restore(
  tx: Tx,
  removals: readonly RemovedRow[],
  keysOf: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<void> {
  for (const removal of removals) {
    const keys = [...(keysOf.get(removal.table) ?? [])]
    const { started_on: day, layer } = removal.row as { started_on: string; layer?: string }
    const isStill = keys.some((key) => {
      const [, startDay, keyLayer] = JSON.parse(key) as [string, string, string | null]
      return startDay === day && (keyLayer ?? undefined) === layer
    })
    if (isStill) await restoreRow(tx, removal)
  }
}

/** How records that were made from returns follow the merges of children. */
export const mergeOfReturns = (clock: () => Date) => ({
  merge: (tx: Tx, pair: Pair, work: (removals: readonly RemovedRow[]) => Promise<void>) =>
    mergeReturned(tx, pair, ukDate(clock()), work),
  unmerge: (tx: Tx, pair: Pair, work: () => Promise<void>) =>
    unmergeReturned(tx, pair, ukDate(clock()), work),
})
