/** Prints rows as a Markdown table; all columns but the first are aligned to the right. */
export function printTable(title: string, header: string[], rows: (string | number)[][]): void {
  const cells = [header, ...rows.map((row) => row.map(String))]
  const widths = header.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`
  console.log(`\n${title}\n`)
  console.log(line(header))
  console.log(
    `|${widths.map((width, column) => (column ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`,
  )
  for (const row of cells.slice(1)) console.log(line(row))
}

export const median = (values: number[]): number => {
  const ascending = [...values].sort((a, b) => a - b)
  const middle = Math.floor(ascending.length / 2)
  return ascending.length % 2
    ? (ascending[middle] ?? 0)
    : ((ascending[middle - 1] ?? 0) + (ascending[middle] ?? 0)) / 2
}

export const ratio = (a: number, b: number): string => (a / b).toFixed(2)
