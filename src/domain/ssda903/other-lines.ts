import { columnName } from './headings.ts'

/** What stands in the first cell of a line below a table that is no row of it: a total, an end, a note of when it was made. */
const footers = [
  /^(?:(?:grand|sub)[- ]?)?totals?\b/,
  /^(?:row |record |child )?count\b/,
  /^(?:number|no\.?) of (?:rows|records|children|episodes|lines)\b/,
  /^\W*end of (?:the )?(?:report|file|data|extract|list|table|sheet|return)\b/,
  /^\(?\d+ (?:rows?|records?|children|episodes)\b/,
  /^(?:report|extract|data|file) (?:run|produced|generated|created|extracted|printed|date|as at)\b/,
  /^(?:printed|generated|produced|extracted|exported|run|created)(?: (?:on|by|at|from)\b|:)/,
  /^page \d+/,
  /^(?:official|confidential|restricted)\b(?:[- ]sensitive)?\W*$/,
  /^(?:source|notes?|key): ?\S/,
  /^[-=_*~]{3,}$/,
]

/** More cells than a total with its counts, or a note, has. */
const mostCells = 3

/** Whether a line among the rows of a table is a total, an end or a note. */
export function isFooter(cells: readonly string[]): boolean {
  const words = cells.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const first = words[0]?.toLowerCase() ?? ''
  return words.length <= mostCells && footers.some((pattern) => pattern.test(first))
}

/** Whether a line says the headings again, as at the top of each page. Most lines differ in their first cell. */
export function repeatsHeadings(cells: readonly string[], headings: readonly string[]): boolean {
  let count = 0
  for (const [index, cell] of cells.entries()) {
    if (cell.trim() === '') continue
    if (columnName(cell) !== headings[index]) return false
    count += 1
  }
  return count > 1
}

/** Whether a line right below the headings explains them: it has several cells and no digit, and every row has dates. */
export function explainsHeadings(cells: readonly string[]): boolean {
  const words = cells.filter((cell) => cell.trim() !== '')
  return words.length > 2 && !words.some((word) => /\d/.test(word))
}
