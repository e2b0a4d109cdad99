/**
 * Symbols in place of published figures: those of the Government Statistical Service and of DfE's guidance. Files may
 * contain others, which are stored unchanged.
 */
export const symbols = {
  c: 'Confidential: suppressed so that no one can be known by it',
  k: 'Rounds to 0, but is not 0',
  u: 'Low reliability',
  x: 'Not available',
  z: 'Not applicable',
} as const satisfies Record<string, string>

/** What a symbol means, in words. */
export function meaningOf(symbol: string): string {
  const meanings: Readonly<Record<string, string>> = symbols
  return meanings[symbol] ?? "As published; the file's own notes say what it means"
}

export type PublishedCell = { value: number } | { symbol: string } | 'empty' | 'unreadable'

/** Reads a cell of a published table as a number or a symbol; neither is ever converted to the other. */
export function readCell(text: string): PublishedCell {
  const cell = text.trim()
  if (cell === '') return 'empty'
  if (/^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(cell)) return { value: Number(cell.replaceAll(',', '')) }
  if (/^([a-z]{1,3}|low|[~:.*-]{1,2})$/i.test(cell)) return { symbol: cell }
  return 'unreadable'
}

/** The year in which a reporting year ends: 2025 for `2025` or `202425` (2024/25). Null for other text. */
export function yearOfPeriod(period: string): number | null {
  const [, first, second] = /^(\d{4})(\d{2})?$/.exec(period.trim()) ?? []
  if (first === undefined) return null
  const year = Number(first)
  if (second === undefined) return year
  return (year + 1) % 100 === Number(second) ? year + 1 : null
}
