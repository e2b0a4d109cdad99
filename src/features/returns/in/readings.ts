import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { CivilDate } from '../../../domain/dates.ts'
import {
  childOfCells,
  groupBy,
  readRow,
  type Finding,
  type Outcome,
  type ReceivedRow,
  type Statement,
  type Submission,
} from '../../../domain/ssda903/index.ts'
import { codeDigest } from '../../../platform/files/code-digest.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { spanSources } from './apply.ts'
import { readingsOfChildren, storeReadings, type Reading, type RecordCounts } from './queries/readings.ts'

/*
 * A child whose rows are the same as the last time is passed over: what was found of them then is told again, and nothing is
 * compared. What is remembered goes with any change of what the returns say of the child (a trigger), and by the digest
 * with any change of the rows, of the years with a whole return, and of the code that reads them.
 */

const code = codeDigest([join(import.meta.dirname, '../../../domain/ssda903'), import.meta.dirname])

/** The children in the rows of a submission, of whom those with a reading are passed over. */
export class ChildrenRead {
  readonly #rowsOf: ReadonlyMap<string, readonly ReceivedRow[]>
  readonly #digests = new Map<string, string>()
  readonly #readings: ReadonlyMap<string, Reading>

  private constructor(
    rowsOf: ReadonlyMap<string, readonly ReceivedRow[]>,
    digests: Map<string, string>,
    readings: ReadonlyMap<string, Reading>,
  ) {
    this.#rowsOf = rowsOf
    this.#digests = digests
    this.#readings = readings
  }

  /**
   * @param returns the years of whole returns before the submission and with it
   * @param losers the children of whom a return that is sent again lacks rows
   */
  static async among(
    tx: Tx,
    rows: readonly ReceivedRow[],
    returns: { earlier: readonly number[]; now: readonly number[] },
    losers: ReadonlySet<string>,
  ): Promise<ChildrenRead> {
    const rowsOf = groupBy(rows, ({ cells }) => childOfCells(cells))
    const digests = new Map(
      [...rowsOf].flatMap(([child, own]) =>
        losers.has(child) ? [] : [[child, digestOf(own, returns.now)] as const],
      ),
    )
    const readings =
      returns.earlier.join() === returns.now.join()
        ? await readingsOfChildren(tx, [...digests.keys()])
        : new Map<string, Reading>()
    const same = [...readings].filter(([child, { digest }]) => digests.get(child) === digest)
    return new ChildrenRead(rowsOf, digests, new Map(same))
  }

  /** Whether a row is of a child who is passed over. */
  isPassedOver({ cells }: ReceivedRow): boolean {
    return this.#readings.size > 0 && this.#readings.has(childOfCells(cells))
  }

  /** What is found of those who are passed over: their rows are all used, and say what they said. */
  findings(): Finding[] {
    return [...this.#readings.values()].flatMap(({ child, findings }) =>
      findings.flatMap(({ index, ...rest }) => {
        const row = this.#rowsOf.get(child)?.[index]
        return row ? [{ ...rest, file: row.file, module: row.module, row: row.row }] : []
      }),
    )
  }

  /** What rows of those who are passed over say, as far as an import tells or asks about it. */
  statements(): Statement[] {
    return [...this.#readings.keys()].flatMap((child) =>
      (this.#rowsOf.get(child) ?? []).map((row) => {
        const {
          DECOM = '',
          HOME_POST = '',
          PL_POST = '',
        } = row.module === 'episodes' ? readRow(row.module, row.cells) : {}
        const { module, year } = row
        return { module, child, year, key: DECOM, cells: { HOME_POST, PL_POST }, from: row }
      }),
    )
  }

  /** How many records those who are passed over have, beside themselves. */
  counts(): RecordCounts & { children: number } {
    const sum = { children: this.#readings.size, care_periods: 0, legal_statuses: 0, placements: 0 }
    for (const { records } of this.#readings.values())
      for (const { table } of spanSources) sum[table.name] += records[table.name]
    return sum
  }

  /** Remembers what an import that is applied has made of the others, as far as all of their rows are used as they are. */
  async remember(tx: Tx, submission: Submission, today: CivilDate): Promise<void> {
    const useOf = groupBy(
      submission.statements.filter(({ from }) => from !== null),
      ({ child }) => child,
    )
    const findingsOf = this.#findingsByChild(submission.findings)
    const readings = submission.children.flatMap(({ reference: child, current }): Reading[] => {
      const [digest, rows, findings] = [
        this.#digests.get(child),
        this.#rowsOf.get(child),
        findingsOf.get(child),
      ]
      const isWhole = rows?.length === useOf.get(child)?.length
      if (digest === undefined || !current || !isWhole || findings === null) return []
      const records = Object.fromEntries(
        spanSources.map(({ table, rowsOf }) => [table.name, rowsOf(current, today).length]),
      ) as RecordCounts
      return [{ child, digest, findings: findings ?? [], records }]
    })
    await storeReadings(tx, readings)
  }

  /** Findings by child; null of a child of whom one is on no row, or rejects it. */
  #findingsByChild(findings: readonly Finding[]): Map<string, Reading['findings'] | null> {
    const placeOfRow = new Map<string, { child: string; index: number }>()
    for (const [child, rows] of this.#rowsOf)
      for (const [index, row] of rows.entries()) placeOfRow.set(nameOfRow(row), { child, index })
    const byChild = new Map<string, Reading['findings'] | null>()
    for (const { kind, column, value, rule, reason, ...place } of findings) {
      const { child, index } = placeOfRow.get(nameOfRow(place)) ?? {}
      if (child === undefined || index === undefined) continue
      const own = byChild.get(child)
      const finding = { index, kind, column, value, rule, reason }
      if (kind === 'rejected') byChild.set(child, null)
      else if (own === undefined) byChild.set(child, [finding])
      else own?.push(finding)
    }
    return byChild
  }
}

/** The outcome of rows of those who are passed over. */
export const outcomeOfSame: Outcome = 'unchanged'

/** The unique name of a row among those of a submission. */
export const nameOfRow = ({ file, module, row }: Pick<Finding, 'file' | 'module' | 'row'>) =>
  `${row} ${module} ${file}`

function digestOf(rows: readonly ReceivedRow[], returns: readonly number[]): string {
  const texts = rows.map(({ file, row, module, year, fault, cells }) =>
    JSON.stringify([file, row, module, year, fault, cells]),
  )
  return createHash('sha256').update(`${code} ${returns.join()} ${texts.join()}`).digest('base64')
}
