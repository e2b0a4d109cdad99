/** The cells of a row that are not blank. */
export function presentCells(
  cells: Readonly<Record<string, string | null | undefined>>,
): Record<string, string> {
  const isPresent = (entry: [string, unknown]): entry is [string, string] => Boolean(entry[1])
  return Object.fromEntries(Object.entries(cells).filter(isPresent))
}
