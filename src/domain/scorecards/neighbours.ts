/** A published figure: a value, or the symbol in its place; both null where nothing was published. */
export interface Published {
  value: number | null
  symbol: string | null
}

export interface Average {
  /** Of the figures with a value; null where there are none. */
  mean: number | null
  median: number | null
  /** The number of figures with a value, and the number of all figures. */
  valued: number
  of: number
}

/**
 * The unweighted mean and median of authorities' published figures, as in DfE's Local Authority Interactive Tool for
 * statistical neighbours, to four decimal places. A figure that is a symbol or not published is left out, not counted as
 * 0.
 */
export function averageOf(figures: readonly Published[]): Average {
  const values = figures.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => a - b)
  const half = values.length / 2
  const [low, high] = [values[Math.ceil(half) - 1], values[Math.floor(half)]]
  return {
    mean: values.length === 0 ? null : round(values.reduce((sum, value) => sum + value, 0) / values.length),
    median: low === undefined || high === undefined ? null : round((low + high) / 2),
    valued: values.length,
    of: figures.length,
  }
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4
