/** A published figure: a value, or the symbol that stands in its place; null where nothing was published. */
export interface Published {
  value: number | null
  symbol: string | null
}

export interface Average {
  /** Of those that have a value; null where none has. */
  mean: number | null
  median: number | null
  /** How many had a value, of how many. */
  valued: number
  of: number
}

/**
 * The mean and median of some authorities' published figures, each authority counting alike, as DfE's Local Authority
 * Interactive Tool averages statistical neighbours. One whose figure is a symbol or not published is left out, never
 * counted as 0.
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
