/** A line of a table: its cells, and its number in the file. */
export interface TableLine {
  line: number
  cells: string[]
}
