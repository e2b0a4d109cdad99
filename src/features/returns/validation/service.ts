import { setImmediate } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import {
  childOfCells,
  groupBy,
  isCheckable,
  Validation,
  yearName,
  type Breach,
  type GivenYear,
  type ReceivedRow,
} from '../../../domain/ssda903/index.ts'
import { readAs } from '../../../platform/db/tenant.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { UploadedFile } from '../../../platform/http/uploads.ts'
import { otherStatements, type ModuleOfYear } from '../in/queries/rows.ts'
import { readFiles, type ReadFiles } from '../in/ssda903/read-files.ts'
import { ownRows, rowsOfMerged } from '../in/whose.ts'
import { lookupsFor } from './lookups.ts'
import { idsOfReferences } from './queries.ts'
import { summariseBreaches, undecidedView, type ValidationReport } from './report.ts'

export interface ValidationOptions {
  files: readonly UploadedFile[]
  /** Maximum bytes of all files together, unpacked. */
  maxBytes: number
  today: CivilDate
  year: GivenYear | null
}

export interface ValidationResult {
  report: ValidationReport
  breaches: Breach[]
  /** The ids of the children on record whose rows were read of those that earlier imports stored. */
  childIds: string[]
}

/** Number of children checked in one go; between them the process does other work. */
const childrenAtATime = 200

/**
 * Checks returns by the collection's validation rules, against what earlier imports stored of the years before. Keeps nothing.
 * @throws {Problem} too-large, where the files are more than this service reads
 */
export async function validateReturns(
  pool: Pool,
  principal: Principal,
  { files, maxBytes, today, year }: ValidationOptions,
): Promise<ValidationResult> {
  const read = await readFiles(files, { maxBytes, today, year })
  if (read.excess !== null) throw new Problem('too-large', `Not all was read: ${read.excess}.`)
  const { rows, notes, validation, childIds } = await readAs(pool, principal, async (tx) => {
    const mine = await ownRows(tx, read.rows)
    const survivors = await rowsOfMerged(tx, mine.rows)
    const own = { rows: survivors.rows, notes: [...mine.notes, ...survivors.notes] }
    const children = [...new Set(own.rows.map(({ cells }) => childOfCells(cells)))]
    const statements = await otherStatements(tx, children, modulesOfYears(own.rows))
    const references = [...new Set(statements.map(({ child }) => child))]
    const lookups = await lookupsFor(tx, own.rows, statements)
    return {
      ...own,
      validation: new Validation(own.rows, statements, lookups),
      childIds: await idsOfReferences(tx, references),
    }
  })
  const breaches: Breach[] = []
  let children = 0
  for (const some of validation.breaches()) {
    for (const breach of some) breaches.push(breach)
    if (++children % childrenAtATime === 0) await setImmediate()
  }
  const report = {
    years: validation.years.map(yearName),
    files: read.files,
    notes: notesOn({ ...read, rows }, notes),
    ...summariseBreaches(breaches),
    undecided: validation.undecided.map(undecidedView),
  }
  return { report, breaches, childIds }
}

/** The modules and years of rows that can be checked: what is stored of the others is compared with them. */
function modulesOfYears(rows: readonly ReceivedRow[]): ModuleOfYear[] {
  const usable = rows.filter(isCheckable)
  const byYear = groupBy(usable, ({ year }) => year)
  return [...byYear].flatMap(([year, ofYear]) =>
    [...new Set(ofYear.map(({ module }) => module))].map((module) => ({ module, year })),
  )
}

function notesOn({ rows, faults, notes }: ReadFiles, more: ReadFiles['notes']): ValidationReport['notes'] {
  const rowFaults = rows.flatMap(({ file, row, fault }) => (fault ? [{ file, row, reason: fault }] : []))
  const findings = [...faults, ...notes, ...more].map(({ file, row, reason }) => ({ file, row, reason }))
  return [...findings, ...rowFaults]
}
