import { setImmediate } from 'node:timers/promises'
import type { CivilDate } from '../../../domain/dates.ts'
import {
  absencesFrom,
  absentOtherwise,
  childOf,
  childOfCells,
  lossesOf,
  groupBy,
  isBlankCell,
  earlierLastDayOf,
  lastDayOf,
  lastYearNotes,
  moduleOf,
  readSubmission,
  wholeYears,
  yearName,
  yearOf,
  type ChildChange,
  type ChildRecord,
  type EmptyModule,
  type Finding,
  type Loss,
  type ModuleName,
  type ReceivedRow,
  type Submission,
} from '../../../domain/ssda903/index.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { lookupsFor } from '../validation/lookups.ts'
import { mergedReferences } from './queries/records.ts'
import { childrenInReturns, presenceInReturns, storedStatements } from './queries/rows.ts'
import { ChildrenRead, outcomeOfSame } from './readings.ts'
import type { ReadFiles } from './ssda903/read-files.ts'

/* What a submission changes of what the authority's returns say, and so of the children's records. */

/** Number of children checked in one go; between batches the process answers other requests. */
const childrenAtATime = 50

/**
 * Checks the rows against the stored statements of earlier returns, in batches of children, and passes over those of whom
 * the rows are the same as the last time.
 */
export async function checkRows(
  tx: Tx,
  { rows, faults, empty }: ReadFiles,
  today: CivilDate,
): Promise<{ submission: Submission; childrenRead: ChildrenRead }> {
  const presence = await presenceInReturns(tx)
  const earlierReturns = wholeYears(presence)
  const earlierAbsences = absencesFrom(presence, earlierReturns)
  // Where a file can't be read, who is missing may be in it.
  const losses = faults.length > 0 ? [] : await lostChildren(tx, rows, empty)
  const lostYears = new Set(losses.map(yearOf))
  for (const { module, child, year } of losses) if (module === 'episodes') presence.get(child)?.delete(year)
  addPresence(presence, rows)
  const returns = wholeYears(presence)
  const childrenRead = await ChildrenRead.among(
    tx,
    rows,
    { earlier: earlierReturns, now: returns },
    new Set(losses.map(({ child }) => child)),
  )
  const whole: Submission = {
    outcomes: rows.map(() => outcomeOfSame),
    findings: childrenRead.findings(),
    statements: childrenRead.statements(),
    withdrawn: [],
    children: [],
  }
  const others = rows.flatMap((row, index) => (childrenRead.isPassedOver(row) ? [] : [{ row, index }]))
  for (const batch of batchesOfChildren(others)) {
    const statements = await storedStatements(tx, batch.children)
    const rowsOfBatch = batch.rows.map(({ row }) => row)
    const earlier = { statements, returns: earlierReturns, losses: lostYears }
    const part = readSubmission(rowsOfBatch, earlier, returns, today)
    for (const [position, { index }] of batch.rows.entries())
      whole.outcomes[index] = part.outcomes[position] ?? 'rejected'
    for (const finding of part.findings) whole.findings.push(finding)
    const usable = rowsOfBatch.filter((_, position) => part.outcomes[position] !== 'rejected')
    if (new Set([...usable, ...statements].map(({ year }) => year)).size > 1) {
      const lookups = await lookupsFor(tx, usable, statements)
      for (const note of lastYearNotes(usable, statements, lookups)) whole.findings.push(note)
    }
    for (const statement of part.statements) whole.statements.push(statement)
    for (const statement of part.withdrawn) whole.withdrawn.push(statement)
    for (const child of part.children) whole.children.push(child)
    await setImmediate()
  }
  const absentees = absentOtherwise(earlierAbsences, absencesFrom(presence, returns))
  await addUnmentioned(tx, whole, {
    rows,
    losses,
    absentees,
    returns: { earlier: earlierReturns, now: returns },
  })
  return { submission: whole, childrenRead }
}

/** Whom the returns of the rows' years had when they were sent before, and no longer have. */
async function lostChildren(
  tx: Tx,
  rows: readonly ReceivedRow[],
  empty: readonly EmptyModule[],
): Promise<Loss[]> {
  const now = new Map<number, Map<ModuleName, Set<string>>>()
  for (const { year, module, cells } of rows) {
    const modules = now.get(year) ?? new Map<ModuleName, Set<string>>()
    const children = modules.get(module) ?? new Set<string>()
    now.set(year, modules.set(module, children.add(childOfCells(cells))))
  }
  for (const { year, module } of empty) {
    const modules = year === null ? undefined : now.get(year)
    if (modules && !modules.has(module)) modules.set(module, new Set())
  }
  return lossesOf(await childrenInReturns(tx, [...now.keys()]), now)
}

interface Unmentioned {
  rows: readonly ReceivedRow[]
  losses: readonly Loss[]
  /** Missing from other returns than before. */
  absentees: readonly string[]
  /** The years of whole returns, before this submission and with it. */
  returns: { earlier: readonly number[]; now: readonly number[] }
}

/**
 * Adds to the submission the children whose records it changes although no row is about them: whom a return sent again no
 * longer has, and who was in care and is not in a later return. Tells each.
 */
async function addUnmentioned(
  tx: Tx,
  whole: Submission,
  { rows, losses, absentees, returns }: Unmentioned,
): Promise<void> {
  const inRows = new Set(rows.map(({ cells }) => childOfCells(cells)))
  const lossesByChild = groupBy(losses, ({ child }) => child)
  const references = [...new Set([...lossesByChild.keys(), ...absentees])]
  const merges = new Set(await mergedReferences(tx, references))
  const others = references.filter((reference) => !inRows.has(reference) && !merges.has(reference))
  const statementsOf = groupBy(await storedStatements(tx, others), ({ child }) => child)
  const lostYears = new Set(losses.map(yearOf))
  for (const [reference, earlier] of statementsOf) {
    const standing = earlier.filter((statement) => !lostYears.has(yearOf(statement)))
    for (const statement of earlier) if (lostYears.has(yearOf(statement))) whole.withdrawn.push(statement)
    const { record: previous } = childOf(reference, earlier, returns.earlier)
    const { record: current } = childOf(reference, standing, returns.now)
    const lastDay = lastDayOf(standing.length > 0 ? standing : earlier)
    const earlierLastDay = earlierLastDayOf(earlier)
    whole.children.push({ reference, previous, current, lastDay, earlierLastDay })
    for (const day of newUnsaidEnds({ previous, current })) {
      const year = returns.now.find((one) => `${one}-03-31` >= day) ?? 0
      const reason = `in care in an earlier return, and not in that of ${yearName(year)}: care is taken to have ended on ${day}, a day to be confirmed`
      whole.findings.push(
        noteOnChild(rows, { year, module: 'episodes', child: reference }, { rule: '1010', reason }),
      )
    }
  }
  for (const [reference, ofChild] of lossesByChild) {
    if (merges.has(reference)) continue
    for (const [year, [first, ...more]] of groupBy(ofChild, (one) => one.year)) {
      if (!first) continue
      const titles = [first, ...more].map(({ module }) => moduleOf(module).title).join(', ')
      const reason = `in ${titles} of ${yearName(year)} as sent before, and no longer: what these rows alone have said is taken back`
      whole.findings.push(noteOnChild(rows, first, { reason }))
    }
  }
}

/** The days on which care is now taken to have ended, on a day to be confirmed, and was not before. */
function newUnsaidEnds({ previous, current }: Pick<ChildChange, 'previous' | 'current'>): CivilDate[] {
  const ends = (record: ChildRecord | null) =>
    (record?.carePeriods ?? []).flatMap(({ endToConfirm, endedOn }) => (endToConfirm ? (endedOn ?? []) : []))
  const earlierEnds = new Set(ends(previous))
  return ends(current).filter((day) => !earlierEnds.has(day))
}

/** A note on a child of whom no row is, at a file of the module and year, else of the year. */
function noteOnChild(
  rows: readonly ReceivedRow[],
  { year, module, child }: Loss,
  { rule = null, reason }: { rule?: string | null; reason: string },
): Finding {
  const ofYear = rows.filter((row) => row.year === year)
  const file = (ofYear.find((row) => row.module === module) ?? ofYear[0])?.file ?? ''
  return { kind: 'noted', file, module, row: null, column: 'CHILD', value: child, rule, reason }
}

/** Adds what the rows say of who has episodes in which year. */
function addPresence(presence: Map<string, Map<number, boolean>>, rows: readonly ReceivedRow[]): void {
  const episodes = rows.filter(({ module, fault }) => module === 'episodes' && fault === undefined)
  const nameOf = ({ cells, year }: ReceivedRow) => JSON.stringify([childOfCells(cells), year])
  for (const [first, ...others] of groupBy(episodes, nameOf).values()) {
    if (!first) continue
    const years = presence.get(childOfCells(first.cells)) ?? new Map<number, boolean>()
    const isOpen = [first, ...others].some(({ cells }) => isBlankCell(cells.DEC))
    presence.set(childOfCells(first.cells), years.set(first.year, isOpen))
  }
}

function* batchesOfChildren(rows: readonly { row: ReceivedRow; index: number }[]) {
  const byChild = groupBy(rows, ({ row }) => childOfCells(row.cells))
  const references = [...byChild.keys()]
  for (let start = 0; start < references.length; start += childrenAtATime) {
    const children = references.slice(start, start + childrenAtATime)
    yield { children, rows: children.flatMap((child) => byChild.get(child) ?? []) }
  }
}
