import type { Labels } from '../codes.ts'
import { displayPostcode } from '../postcodes.ts'
import { readDate } from '../written-dates.ts'
import type { CellContent } from './columns.ts'

/** What a cell says of its field. Blank: nothing, so that what is recorded stays. */
export type CellReading =
  | { blank: true }
  | { value: unknown }
  /** Why it can't be read, and what would be right. */
  | { fault: string }

/** What empties a field that is not to stay as it is. */
export const emptyMark = '(empty)'
/** What says that there is none, of what may also be unknown. */
export const noneMark = '(none)'

const blank = /^(?:|-+|n\/a|#n\/a|null)$/i

/** Reads a cell of a sheet, in any form that can only mean one thing. */
export function readSupplyCell(holds: CellContent, cell: string): CellReading {
  const text = cell.trim()
  if (blank.test(text)) return { blank: true }
  if (text.toLowerCase() === emptyMark)
    return { value: holds.kind === 'several' && !holds.isNullable ? [] : null }
  return readers[holds.kind](text, holds as never)
}

type Readers = {
  [Kind in CellContent['kind']]: (text: string, holds: Extract<CellContent, { kind: Kind }>) => CellReading
}

const readers: Readers = {
  text: (text) => ({ value: text }),
  identifier: (text) => ({ value: text }),
  record: (text) => ({ value: text }),
  postcode: (text) => ({ value: text.toUpperCase().replaceAll(/\s+/g, ' ') }),
  urn: (text) => ({
    value: text
      .toUpperCase()
      .replaceAll(/\s/g, '')
      .replace(/^(\d+)\.0+$/, '$1'),
  }),
  day(text) {
    const date = readDate(text)
    return date
      ? { value: date.value }
      : { fault: 'is not a day that exists: write 31/03/2026, the day first' }
  },
  whole(text) {
    const number = text.replaceAll(',', '').replace(/\.0+$/, '')
    return /^\d{1,9}$/.test(number) ? { value: Number(number) } : { fault: 'is not a whole number: write 3' }
  },
  money(text) {
    const number = Number(text.replaceAll(/[£,\s]/g, '') || 'none')
    const pence = Math.round(number * 100)
    if (!(number >= 0) || Math.abs(number * 100 - pence) > 1e-4)
      return { fault: 'is not an amount in pounds: write 1250.50' }
    return { value: pence / 100 }
  },
  'yes-no'(text) {
    if (/^(?:yes|y|true|1)$/i.test(text)) return { value: true }
    return /^(?:no|n|false|0)$/i.test(text) ? { value: false } : { fault: 'is neither yes nor no' }
  },
  code(text, { codes }) {
    const code = codeIn(codes, text)
    return code === undefined ? { fault: `is none of: ${Object.values(codes).join('; ')}` } : { value: code }
  },
  several(text, { codes, isNullable }) {
    if (isNullable && text.toLowerCase() === noneMark) return { value: [] }
    const entries = text
      .split(/[;,|\n]/)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
    if (!codes) return { value: entries.map((entry) => entry.toLowerCase()) }
    const matches = entries.map((entry) => codeIn(codes, entry))
    const unknown = entries.find((_, index) => matches[index] === undefined)
    return unknown === undefined
      ? { value: matches }
      : { fault: `${unknown} is none of: ${Object.values(codes).join('; ')}. Put a semicolon between two` }
  },
}

/** Without case, and with the apostrophes of word processors as those of keyboards. */
export const plain = (text: string): string =>
  text.trim().toLowerCase().replaceAll(/[’‘`]/g, "'").replaceAll(/\s+/g, ' ')

function codeIn(codes: Labels, text: string): string | undefined {
  const sought = plain(text)
  return Object.entries(codes).find(([code, label]) => [code, label].map(plain).includes(sought))?.[0]
}

/** A value as the cell of a workbook: dates, numbers and texts of their own kinds; null leaves it blank. */
export function writeCell(holds: CellContent, value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  switch (holds.kind) {
    case 'yes-no':
      return value ? 'Yes' : 'No'
    case 'code':
      return holds.codes[value as string] ?? (value as string)
    case 'several': {
      const entries = value as string[]
      if (entries.length === 0) return holds.isNullable ? noneMark : null
      return entries.map((entry) => holds.codes?.[entry] ?? entry).join('; ')
    }
    case 'postcode': {
      const text = value as string
      return text.includes(' ') ? text : displayPostcode(text)
    }
    default:
      return value as string | number
  }
}
