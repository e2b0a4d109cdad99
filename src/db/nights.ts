/** Half-open nights: the night of `from` is included, that of `to` is not; `to` null is open-ended. */
export interface NightRange {
  from: string
  to: string | null
}

const DATERANGE = /^\[(\d{4,}-\d\d-\d\d),(\d{4,}-\d\d-\d\d)?\)$/

/**
 * Reads a daterange in PostgreSQL's canonical form, `[2024-01-01,2024-02-01)` or `[2024-01-01,)`.
 * @throws {RangeError} when it is empty or has no beginning
 */
export function parseNights(daterange: string): NightRange {
  const [, from, to] = DATERANGE.exec(daterange) ?? []
  if (from === undefined) throw new RangeError(`not a range of nights: ${daterange}`)
  return { from, to: to ?? null }
}

/** Writes nights as a daterange literal. */
export const formatNights = ({ from, to }: NightRange): string => `[${from},${to ?? ''})`
