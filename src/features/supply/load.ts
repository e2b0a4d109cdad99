import type { Pool } from 'pg'
import type { Principal } from '../../domain/access.ts'
import { plain, readSupplyCell } from '../../domain/supply/cells.ts'
import type { SheetColumn } from '../../domain/supply/columns.ts'
import { sheetOf, sheets, type SheetTitle, type SupplySheet } from '../../domain/supply/sheets.ts'
import { takeRecord } from '../../engines/intake/take-record.ts'
import { setReason } from '../../platform/db/history.ts'
import { writeAs, type Tx } from '../../platform/db/tenant.ts'
import type { AnyResource } from '../../platform/http/resource-declaration.ts'
import type { UploadedFile } from '../../platform/http/uploads.ts'
import { findRecord } from './find-record.ts'
import { readInThread } from './read-in-thread.ts'
import type { SheetRow, SheetsRead } from './read-sheets.ts'
import { bedOfHome, referenceTo } from './references.ts'
import { SupplyRegister } from './register.ts'
import { reportOf, type SupplyReport, type CellFault, type RowResult } from './report.ts'

export interface SupplyLoadOptions {
  files: readonly UploadedFile[]
  /** Maximum bytes of all files together, unpacked. */
  maxBytes: number
  /** Record the rows that can be used and leave out the others. When false, one row that can't be used refuses all. */
  acceptPartial: boolean
  /** Only tell what the load would do: everything is done, and taken back. */
  dryRun: boolean
}

/** Loads sheets of supply: records what their rows say, in one transaction, and reports on each row. */
export async function loadSupply(
  pool: Pool,
  principal: Principal,
  resources: ReadonlyMap<string, AnyResource>,
  { files, maxBytes, ...choices }: SupplyLoadOptions,
): Promise<SupplyReport> {
  const read = await readInThread(principal, { form: 'sheets', files, maxBytes })
  return loadRows(pool, principal, { resources, ...choices, reason: 'Supply load' }, async () => read)
}

export interface RowsOptions extends Pick<SupplyLoadOptions, 'acceptPartial' | 'dryRun'> {
  resources: ReadonlyMap<string, AnyResource>
  /** What the history says, where the request gives no reason. */
  reason: string
}

/** Records what rows say, in one transaction. `findRows` gives them, with what is on record before it. */
export async function loadRows(
  pool: Pool,
  principal: Principal,
  { resources, acceptPartial, dryRun, reason }: RowsOptions,
  findRows: (tx: Tx, register: SupplyRegister) => Promise<SheetsRead>,
): Promise<SupplyReport> {
  return writeAs(pool, principal, async (tx) => {
    if (!principal.changeReason) await setReason(tx, reason)
    await tx.client.query('savepoint nothing_loaded; set constraints all immediate')
    const register = new SupplyRegister(tx, resources)
    const read = await findRows(tx, register)
    const results = await new SupplyLoad(tx, register, read).takeAll()
    const isWhole = read.faults.length === 0 && results.every(({ outcome }) => outcome !== 'refused')
    const isUsable = isWhole || (acceptPartial && results.some(({ outcome }) => outcome !== 'refused'))
    if (dryRun || !isUsable) await tx.client.query('rollback to nothing_loaded')
    return reportOf(read, results, { dryRun, isUsable })
  })
}

/** A row in the course of a load. */
interface Attempt {
  row: SheetRow
  result: RowResult
  /** Whether what comes after it may yet let it be entry. */
  isOpen: boolean
}

const rankOf = new Map<SheetTitle, number>(sheets.map(({ title }, index) => [title, index]))

class SupplyLoad {
  readonly #tx: Tx
  readonly #register: SupplyRegister
  readonly #read: SheetsRead
  /** The rows by the records that they are of. */
  readonly #rowsOfRecords = new Map<string, SheetRow>()
  readonly #names: Map<SheetTitle, Map<string, number>>

  constructor(tx: Tx, register: SupplyRegister, read: SheetsRead) {
    this.#tx = tx
    this.#register = register
    this.#read = read
    this.#names = namesOnSheets(read.rows)
  }

  /**
   * Takes all rows, what others refer to first. Those that can't be taken are tried again as long as others can, so that the
   * order of rows does not matter: a fee that begins before the one above it ends, a hub below its satellites.
   */
  async takeAll(): Promise<RowResult[]> {
    const rows = [...this.#read.rows].sort((a, b) => rankOf.get(a.sheet)! - rankOf.get(b.sheet)!)
    const attempts: Attempt[] = []
    for (const row of rows) attempts.push(await this.#take(row))
    for (let open = attempts.filter(({ isOpen }) => isOpen); open.length > 0;) {
      for (const attempt of open) Object.assign(attempt, await this.#take(attempt.row))
      const rest = open.filter(({ isOpen }) => isOpen)
      if (rest.length === open.length) break
      open = rest
    }
    const results = new Map(attempts.map(({ row, result }) => [row, result]))
    return this.#read.rows.map((row) => results.get(row)!)
  }

  async #take(row: SheetRow): Promise<Attempt> {
    const refuse = (faults: CellFault[], isOpen = false): Attempt => ({
      row,
      result: { row, outcome: 'refused', id: null, columns: [], faults },
      isOpen,
    })
    const sheet = sheetOf(row.sheet)
    const { values, texts, faults } = readRow(row)
    if (faults.length > 0) return refuse(faults)
    const gap = await this.#resolve(values, texts)
    if (gap) return refuse([faultAt(row, gap.column, gap.fault)], gap.isMissing)
    const identifier = texts.get(columnOf(sheet, 'id'))
    const match = await findRecord(this.#register, sheet, { id: identifier ?? null, values }, (name) =>
      this.#isOnSheet(row.sheet, name),
    )
    if ('fault' in match) return refuse([faultAt(row, columnOf(sheet, match.field), match.fault)])
    const twin = match.row && this.#rowsOfRecords.get(match.row.id)
    if (twin && twin !== row)
      return refuse([
        faultAt(row, null, `is of the same record as row ${twin.line} of ${twin.file}: leave one`),
      ])
    const gaps = match.row ? [] : missingIn(row, values)
    if (gaps.length > 0) return refuse(gaps)
    return this.#record(row, match.row, values)
  }

  async #record(row: SheetRow, record: Parameters<typeof takeRecord>[2], values: Values): Promise<Attempt> {
    const sheet = sheetOf(row.sheet)
    const entry = await takeRecord(this.#tx, this.#register.resource(sheet.records), record, values)
    if (entry.outcome === 'refused') {
      const faults = entry.faults.map(({ pointer, detail }) =>
        faultAt(row, columnOf(sheet, pointer.split('/')[1] ?? ''), detail),
      )
      return {
        row,
        result: { row, outcome: 'refused', id: null, columns: [], faults },
        isOpen: !entry.isFinal,
      }
    }
    ;(await this.#register.of(sheet.records)).put(entry.row)
    this.#rowsOfRecords.set(entry.row.id, row)
    const columns = entry.fields.flatMap((field) => columnOf(sheet, field)?.heading ?? [])
    return {
      row,
      result: { row, outcome: entry.outcome, id: entry.row.id, columns, faults: [] },
      isOpen: false,
    }
  }

  /** Puts the ids of the records that a row names into its values; resolves to why one can't be. */
  async #resolve(
    values: Values,
    texts: ReadonlyMap<SheetColumn | undefined, string>,
  ): Promise<{ column: SheetColumn; fault: string; isMissing: boolean } | null> {
    for (const [column, text] of texts) {
      if (column?.holds.kind !== 'record') continue
      const { records } = column.holds
      const reference =
        records === 'beds'
          ? await bedOfHome(this.#register, String(values.homeId), text)
          : await referenceTo(this.#register, records, text)
      if ('fault' in reference) return { column, ...reference }
      values[column.field] = reference.id
    }
    for (const column of texts.keys()) if (column?.isLookup) delete values[column.field]
    return null
  }

  #isOnSheet(sheet: SheetTitle, name: unknown): boolean {
    return this.#names.get(sheet)?.has(plain(String(name))) === true
  }
}

type Values = Record<string, unknown>

const columnOf = (sheet: SupplySheet, field: string): SheetColumn | undefined =>
  sheet.columns.find((column) => column.field === field)

function faultAt(row: SheetRow, column: SheetColumn | null | undefined, reason: string): CellFault {
  return {
    column: column?.heading ?? null,
    value: (column && row.cells.get(column.heading)) ?? null,
    reason,
  }
}

/** The values of a row's cells, by field; of those that name records and of the identifier, their texts by column. */
function readRow(row: SheetRow) {
  const values: Values = {}
  const texts = new Map<SheetColumn | undefined, string>()
  const faults: CellFault[] = []
  // In the order of the declaration: the home before its bed.
  for (const column of sheetOf(row.sheet).columns) {
    const reading = readSupplyCell(column.holds, row.cells.get(column.heading) ?? '')
    if ('fault' in reading) faults.push(faultAt(row, column, reading.fault))
    if (!('value' in reading)) continue
    const isText = column.holds.kind === 'record' || column.holds.kind === 'identifier'
    if (isText && reading.value !== null) texts.set(column, reading.value as string)
    else values[column.field] = reading.value
  }
  return { values, texts, faults }
}

/** What a new record needs and the row lacks. */
function missingIn(row: SheetRow, values: Values): CellFault[] {
  return sheetOf(row.sheet)
    .columns.filter(
      ({ isRequired, isLookup, field }) => isRequired && !isLookup && (values[field] ?? null) === null,
    )
    .map((column) => faultAt(row, column, `is needed for a new row. ${column.words}`))
}

/** How many rows of each sheet have a name. */
function namesOnSheets(rows: readonly SheetRow[]): Map<SheetTitle, Map<string, number>> {
  const names = new Map<SheetTitle, Map<string, number>>()
  for (const { sheet, cells } of rows) {
    const column = columnOf(sheetOf(sheet), 'name')
    const text = column && cells.get(column.heading)
    if (!text) continue
    const counts = names.get(sheet) ?? new Map<string, number>()
    names.set(sheet, counts.set(plain(text), (counts.get(plain(text)) ?? 0) + 1))
  }
  return names
}
