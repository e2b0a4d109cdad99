import { setImmediate } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Principal } from '../../../domain/access.ts'
import type { CivilDate } from '../../../domain/dates.ts'
import {
  childOfCells,
  Validation,
  yearName,
  type Breach,
  type GivenYear,
} from '../../../domain/ssda903/index.ts'
import { readAs, type Tx } from '../../../platform/db/tenant.ts'
import { storedStatements } from '../in/queries/rows.ts'
import type { UploadedFile } from '../../../platform/http/uploads.ts'
import { readFiles, type ReadFiles } from '../in/ssda903/read-files.ts'
import { ownRows, rowsOfMerged } from '../in/whose.ts'
import { lookupsFor } from './lookups.ts'
import { summariseBreaches, undecidedView, type ValidationReport } from './report.ts'

export interface ValidationOptions {
  files: readonly UploadedFile[]
  /** Maximum bytes of all files together, unpacked. */
  maxBytes: number
  today: CivilDate
  year: GivenYear | null
  /** Told which children's rows were read of those that earlier imports stored. */
  onRead?: (tx: Tx, references: readonly string[]) => Promise<void>
}

/** Number of children checked in one go; between them the process answers other requests. */
const childrenAtATime = 200

/** Checks returns by the collection's validation rules, against what earlier imports stored of the years before. Keeps nothing. */
export async function validateReturns(
  pool: Pool,
  principal: Principal,
  { files, maxBytes, today, year, onRead }: ValidationOptions,
): Promise<{ report: ValidationReport; breaches: Breach[] }> {
  const read = await readFiles(files, { maxBytes, today, year })
  const { rows, notes, validation } = await readAs(pool, principal, async (tx) => {
    const mine = await ownRows(tx, read.rows)
    const survivors = await rowsOfMerged(tx, mine.rows)
    const own = { rows: survivors.rows, notes: [...mine.notes, ...survivors.notes] }
    const children = [...new Set(own.rows.map(({ cells }) => childOfCells(cells)))]
    const statements = await storedStatements(tx, children)
    await onRead?.(tx, [...new Set(statements.map(({ child }) => child))])
    const lookups = await lookupsFor(tx, own.rows, statements)
    return { ...own, validation: new Validation(own.rows, statements, lookups) }
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
  return { report, breaches }
}

function notesOn({ rows, faults, notes }: ReadFiles, more: ReadFiles['notes']): ValidationReport['notes'] {
  const rowFaults = rows.flatMap(({ file, row, fault }) => (fault ? [{ file, row, reason: fault }] : []))
  const findings = [...faults, ...notes, ...more].map(({ file, row, reason }) => ({ file, row, reason }))
  return [...findings, ...rowFaults]
}
