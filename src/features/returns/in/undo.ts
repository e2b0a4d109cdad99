import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import {
  absencesFrom,
  absentOtherwise,
  childOf,
  earlierLastDayOf,
  groupBy,
  lastDayOf,
  wholeYears,
  type ChildChange,
  type Finding,
  type Statement,
} from '../../../domain/ssda903/index.ts'
import { writeAs, type Tx } from '../../../platform/db/tenant.ts'
import { Problem } from '../../../platform/http/problem.ts'
import { JobQueue, type Job } from '../../../platform/jobs/queue.ts'
import { endJob, failAbandonedJobs, type JobEnd } from '../../../platform/jobs/rows.ts'
import { applyPossible, withLaterMoves, withoutLiveRemovals } from './apply.ts'
import { keepUndoing } from './kept-imports.ts'
import { childrenInTransaction, storeImportChildren, type ImportChild } from './queries/children.ts'
import {
  addUndo,
  importById,
  importJobs,
  leaveFactsToEnd,
  liftTimeouts,
  type ImportRow,
} from './queries/imports.ts'
import { impossibleDates, mergedReferences } from './queries/records.ts'
import { presenceInReturns, storedStatements, storeFindings, storeStatements } from './queries/rows.ts'
import { waitForTurnOfReturns } from './queries/turns.ts'
import {
  childrenChangedByHand,
  childrenChangedByImport,
  childrenOfImport,
  restoreRecords,
  rowChanges,
  withdrawQuestions,
  type RowChange,
} from './queries/undo.ts'
import { contradictionsIn } from './questions/contradictions.ts'

/*
 * Undoing an import. The rows of the returns go back to what they said before it, and so do the records of children whom
 * nothing has changed since. Of a child whom a later import has changed too, the record is made anew from the rows that
 * remain. A child whom somebody has changed since stays as is.
 */

/** Why an import can't be undone; null where it can. */
function whyNotUndone({ kind, status, dryRun, keepsChanges, undoneBy }: ImportRow): string | null {
  if (kind === 'undo') return 'An undoing is not undone: send the files again.'
  if (undoneBy !== null) return 'It is undone already, or being undone.'
  if (dryRun || status !== 'succeeded') return 'It has applied nothing that could be undone.'
  return keepsChanges ? null : 'What it changed was not kept: it is older than the undoing of imports.'
}

/**
 * Records that an import is to be undone, as an import with status `queued`; with `keepFor`, today's date, so that another
 * process can do it if this one dies. Undefined where there is no such import.
 * @throws {Problem} action-not-open
 */
export async function submitUndo(
  pool: Pool,
  principal: Principal,
  id: string,
  { keepFor }: { keepFor?: CivilDate } = {},
): Promise<ImportRow | undefined> {
  return writeAs(pool, principal, async (tx) => {
    await failAbandonedJobs(tx, importJobs)
    const row = await importById(tx, id)
    if (row === undefined) return undefined
    const why = whyNotUndone(row)
    if (why !== null) throw new Problem('action-not-open', why)
    const undoing = await addUndo(tx, id)
    if (keepFor) await keepUndoing(tx, undoing.id, principal, keepFor)
    return undoing
  })
}

/** The job that undoes an import. It ends in the transaction in which it does so. */
export const undoJob = (
  pool: Pool,
  principal: Principal,
  { id, undoes }: ImportRow,
  today: CivilDate,
): Job => ({
  id,
  principal,
  run: () =>
    writeAs(pool, principal, async (tx) => {
      await liftTimeouts(tx)
      await leaveFactsToEnd(tx)
      await waitForTurnOfReturns(tx)
      const source = await importById(tx, undoes ?? '')
      if (!source?.finishedAt) throw new Error('an import that is undone has ended')
      const end = await undo(tx, id, { id: source.id, moment: source.finishedAt }, today)
      if (!(await endJob(tx, importJobs, id, end))) throw new Error('the undoing has ended already')
      return end.status
    }),
})

/** Undoes an import in this process, at once. */
export async function carryOutUndo(
  pool: Pool,
  principal: Principal,
  row: ImportRow,
  today: CivilDate,
): Promise<void> {
  const queue = new JobQueue(pool, { info() {}, error() {} }, importJobs, { atOnce: 1 })
  try {
    await queue.add(undoJob(pool, principal, row, today))
  } finally {
    await queue.close()
  }
}

/** An import, and the moment at which all that it changed was recorded. */
interface Source {
  id: string
  moment: string
}

const byHandReason =
  'changed since the import, and not by another: the record of the child, and what the import has said of the child, stand'
const laterReason =
  'a later import says otherwise of some of its rows: those stand, and the record is made from what remains'
const impossibleReason =
  'without the import something of the child would be dated on a day on which it cannot have been: the child stands as is'
const liveReason =
  'without the import the returns would contradict what is recorded of the child: the child stands as is'
const beyondReason =
  'no return has the child any more; the record stands, as more is recorded of the child than returns have said'

async function undo(
  tx: Tx,
  id: string,
  source: Source,
  today: CivilDate,
): Promise<JobEnd & { status: 'succeeded' }> {
  const changes = await rowChanges(tx, source.id)
  const references = await childrenOfImport(tx, source.id)
  const reasons = new Map<string, string>()
  for (const child of await childrenChangedByHand(tx, references, source.moment))
    reasons.set(child, byHandReason)
  const open = references.filter((reference) => !reasons.has(reference))
  const later = await childrenChangedByImport(tx, open, source.moment)
  const alone = await restoreAlone(
    tx,
    open.filter((reference) => !later.has(reference)),
    source.moment,
  )
  for (const reference of alone.impossible) reasons.set(reference, impossibleReason)
  for (const { child, stands } of changes) if (!stands && !reasons.has(child)) reasons.set(child, laterReason)

  const isLeft = (child: string) => [byHandReason, impossibleReason].includes(reasons.get(child) ?? '')
  const reversals = changes.filter(({ child, stands }) => stands && !isLeft(child))
  const remaking = await remakeRecords(tx, id, { reversals, later, alone: new Set(alone.done) }, today)
  for (const [reference, reason] of remaking) reasons.set(reference, reason)
  await withdrawQuestions(tx, source.id)
  const children = await childrenInTransaction(tx)
  await storeImportChildren(tx, id, children)
  await storeFindings(tx, id, [...reasons].sort(([a], [b]) => (a < b ? -1 : 1)).map(noteOnChild))
  return {
    status: 'succeeded',
    detail:
      reasons.size > 0
        ? `${reasons.size} children are not wholly as before; the report says why of each.`
        : undefined,
    columns: { counts: countsOf(reversals, children) },
  }
}

/**
 * Brings back the records of children whom nothing but the import has changed. Those of whom something would then be dated
 * on a day on which it cannot have been are left as they are.
 */
async function restoreAlone(
  tx: Tx,
  references: readonly string[],
  moment: string,
): Promise<{ done: string[]; impossible: string[] }> {
  await tx.client.query('set constraints all deferred; savepoint nothing_restored')
  await restoreRecords(tx, references, moment)
  const faults = new Set((await impossibleDates(tx, references)).map(({ reference }) => reference))
  if (faults.size === 0) return { done: [...references], impossible: [] }
  await tx.client.query('rollback to nothing_restored')
  const rest = await restoreAlone(
    tx,
    references.filter((reference) => !faults.has(reference)),
    moment,
  )
  return { done: rest.done, impossible: [...faults, ...rest.impossible] }
}

interface Reversal {
  reversals: readonly RowChange[]
  /** Children whom later imports have changed too. */
  later: ReadonlySet<string>
  /** Children whose records are back already. */
  alone: ReadonlySet<string>
}

/**
 * Puts back the rows, and makes the records anew of those children whom later imports have changed, or who are now absent from
 * other returns. Returns the children who are left as they are, and why.
 */
async function remakeRecords(
  tx: Tx,
  id: string,
  { reversals, later, alone }: Reversal,
  today: CivilDate,
): Promise<Map<string, string>> {
  const presence = await presenceInReturns(tx)
  const returns = wholeYears(presence)
  const everyone = [...new Set([...presence.keys(), ...later])].filter((reference) => !alone.has(reference))
  const earlier = groupBy(await storedStatements(tx, everyone), ({ child }) => child)
  const statementOf = (change: RowChange, cells: Statement['cells']): Statement => ({
    ...change,
    cells,
    from: null,
  })
  await storeStatements(
    tx,
    id,
    reversals.flatMap((change) => (change.before ? statementOf(change, change.before) : [])),
    reversals.flatMap((change) => (change.before ? [] : statementOf(change, change.after ?? {}))),
  )
  const presenceNow = await presenceInReturns(tx)
  const returnsNow = wholeYears(presenceNow)
  const absentees = new Set(
    absentOtherwise(absencesFrom(presence, returns), absencesFrom(presenceNow, returnsNow)),
  )
  const isAffected = (reference: string) => later.has(reference) || absentees.has(reference)
  const references = everyone.filter(isAffected)
  const statementsNow = groupBy(await storedStatements(tx, references), ({ child }) => child)
  const changes = references.flatMap((reference): ChildChange[] => {
    const [rowsBefore, rowsNow] = [earlier.get(reference) ?? [], statementsNow.get(reference) ?? []]
    const { record: previous } = childOf(reference, rowsBefore, returns)
    const { record: current } = childOf(reference, rowsNow, returnsNow)
    const lastRows = rowsNow.length > 0 ? rowsNow : rowsBefore
    const days = { lastDay: lastDayOf(lastRows), earlierLastDay: earlierLastDayOf(rowsBefore) }
    return previous || current ? [{ reference, previous, current, ...days }] : []
  })
  const reasons = await applyRemade(tx, changes, today)
  const isKept = ({ child }: RowChange) => reasons.has(child) && reasons.get(child) !== beyondReason
  await storeStatements(
    tx,
    id,
    reversals.filter(isKept).flatMap((change) => (change.after ? statementOf(change, change.after) : [])),
    reversals.filter(isKept).flatMap((change) => (change.after ? [] : statementOf(change, {}))),
  )
  return reasons
}

/** Writes the records as the remaining rows have them. Returns the children who are left as they are, and why. */
async function applyRemade(tx: Tx, all: ChildChange[], today: CivilDate): Promise<Map<string, string>> {
  const reasons = new Map<string, string>()
  const { changes, standing } = await withoutLiveRemovals(tx, await withLaterMoves(tx, all, today))
  for (const reference of standing) reasons.set(reference, beyondReason)
  const references = changes.map(({ reference }) => reference)
  for (const reference of await mergedReferences(tx, references)) reasons.set(reference, byHandReason)
  for (const { reference } of await contradictionsIn(tx, changes, today)) reasons.set(reference, liveReason)
  for (;;) {
    const attempt = await applyPossible(
      tx,
      changes.filter(({ reference }) => !reasons.has(reference)),
      today,
    )
    if ('result' in attempt) return reasons
    for (const reference of attempt.impossible.keys()) reasons.set(reference, impossibleReason)
  }
}

function noteOnChild([value, reason]: readonly [string, string]): Finding {
  return { kind: 'noted', file: '', module: null, row: null, column: 'CHILD', value, rule: null, reason }
}

/** The counts of an undoing, in the form of an import's: it reads no rows. */
function countsOf(reversals: readonly RowChange[], children: readonly ImportChild[]) {
  const total = (kind: 'carePeriods' | 'legalStatuses' | 'placements') => {
    const tallies = children.map((child) => child[kind])
    const sum = (change: 'new' | 'changed' | 'removed') =>
      tallies.reduce((count, tally) => count + tally[change], 0)
    return { new: sum('new'), changed: sum('changed'), unchanged: 0, removed: sum('removed') }
  }
  const countOf = (change: ImportChild['change']) =>
    children.filter((child) => child.change === change).length
  return {
    ...{ read: 0, new: 0, changed: 0, unchanged: 0, rejected: 0, repaired: 0, noted: 0 },
    withdrawn: reversals.filter((change) => change.before === null).length,
    modules: {},
    records: {
      children: {
        new: countOf('new'),
        changed: countOf('changed'),
        unchanged: 0,
        removed: countOf('removed'),
      },
      care_periods: total('carePeriods'),
      legal_statuses: total('legalStatuses'),
      placements: total('placements'),
    },
  }
}
