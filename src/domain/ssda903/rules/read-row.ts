import { cellValue, textOf } from '../cells.ts'
import { moduleNames, moduleOf, type Column, type Holds, type ModuleName } from '../modules.ts'
import type { Cells } from './types.ts'

/** The value of a cell: undefined where it is blank, empty where it cannot be read. */
type ReadCell = (cell: string) => string | undefined

interface ReadColumn {
  name: string
  read: ReadCell
}

/** The same few thousand values fill a return: each is read once. */
const mostRemembered = 20_000

function reader(holds: Holds): ReadCell {
  const seen = new Map<string, string | undefined>()
  return (cell) => {
    const value = seen.get(cell)
    if (value !== undefined || seen.has(cell)) return value
    const text = textOf(cell).value
    const read = text === '' ? undefined : (cellValue(holds, text)?.value ?? '')
    if (seen.size < mostRemembered) seen.set(cell, read)
    return read
  }
}

/** Shared by all columns of the kind. */
const readers: Partial<Record<Holds['kind'], ReadCell>> = {
  date: reader({ kind: 'date' }),
  postcode: reader({ kind: 'postcode' }),
}

/** Besides the columns of the module, those that some returns have. */
const alsoRead: Partial<Record<ModuleName, readonly Pick<Column, 'name' | 'holds'>[]>> = {
  header: [{ name: 'UASC', holds: { kind: 'code', list: 'YES_NO' } }],
}

const columnsOfModule = Object.fromEntries(
  moduleNames.map((module): [ModuleName, ReadColumn[]] => [
    module,
    [...moduleOf(module).columns, ...(alsoRead[module] ?? [])].map(({ name, holds }) => ({
      name,
      read: readers[holds.kind] ?? reader(holds),
    })),
  ]),
) as Record<ModuleName, ReadColumn[]>

/** A row's cells as the rules read them, from the row as received or as an earlier import stored it. */
export function readRow(module: ModuleName, texts: Readonly<Record<string, string>>): Cells {
  // Blank ones too: rows of a module that have the same keys are read several times as fast.
  const cells: Record<string, string | undefined> = {}
  for (const { name, read } of columnsOfModule[module]) {
    const text = texts[name]
    cells[name] = text ? read(text) : undefined
  }
  return cells
}
