/**
 * What stands in a published figure's place. The Government Statistical Service's symbols for tables, and DfE's own
 * guidance to its statistics; files may bring others, which are kept as they are.
 */
export const symbols = {
  c: 'Confidential: suppressed so that no one can be known by it',
  k: 'Rounds to 0, but is not 0',
  u: 'Low reliability',
  x: 'Not available',
  z: 'Not applicable',
} as const satisfies Record<string, string>

/** The meaning of a symbol in words. */
export function meaningOf(symbol: string): string {
  const known: Readonly<Record<string, string>> = symbols
  return known[symbol] ?? "As published; the file's own notes say what it means"
}

export type PublishedCell = { value: number } | { symbol: string } | 'empty' | 'unreadable'

/** Reads a cell of a published table: a number stays a number and a symbol a symbol; neither becomes the other. */
export function readCell(text: string): PublishedCell {
  const cell = text.trim()
  if (cell === '') return 'empty'
  if (/^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(cell)) return { value: Number(cell.replaceAll(',', '')) }
  if (/^([a-z]{1,3}|low|[~:.*-]{1,2})$/i.test(cell)) return { symbol: cell }
  return 'unreadable'
}

/** The year in which a reporting year ends: `2025`, or `202425` for 2024/25; null for what is neither. */
export function yearOfPeriod(period: string): number | null {
  const [, first, second] = /^(\d{4})(\d{2})?$/.exec(period.trim()) ?? []
  if (first === undefined) return null
  const year = Number(first)
  if (second === undefined) return year
  return (year + 1) % 100 === Number(second) ? year + 1 : null
}
