/**
 * What the method takes as given, from a study of published counts (DfE, 151 authorities, 2011 to 2025) and of simulated
 * authorities. Deviations are of logarithms.
 */
export const forecastConstants = {
  /** Evidence of hazards counts for half after so many days; that of entries after so many months. */
  hazardHalfLifeDays: 1825,
  entryHalfLifeMonths: 12,
  unaccompaniedHalfLifeMonths: 9,
  /** What a prior weighs: events of a main effect, events of a cell, moves of a destination, starts of a first type. */
  effectPrior: 4,
  cellPrior: 10,
  destinationPrior: 8,
  firstTypePrior: 6,
  /** Variance of a month's entries by their mean: brothers and sisters come together. It weighs so many months. */
  dispersion: 1.6,
  dispersionPrior: 24,
  /** The year to come differs from the last: a passing swing that fades by this factor a year, and lasting walks. */
  entrySwing: 0.13,
  entrySwingKeptAYear: 0.54,
  entryWalk: 0.1,
  nationalWalk: 0.03,
  ageWalk: 0.07,
  unaccompaniedWalk: 0.25,
  exitLevel: 0.08,
  exitWalk: 0.12,
  exitSwing: 0.08,
  moveLevel: 0.05,
  residentialWalk: 0.06,
  /** What a night of a type costs wanders so far in a year. */
  priceWalk: 0.1,
  /** The last total weighs this ÷ (this + children) against the model's mean. What is learned starts with so many origins. */
  levelWeight: 150,
  levelPrior: 8,
  /** Entries of the last 6 months differ from those of the 24 before by more than so many deviations: they have shifted. */
  shiftedEntries: 2.2,
} as const

export const forecastHorizons = [3, 6, 12, 24, 36] as const
export const mostMonths = 36

/** The levels at which forecasts are judged. */
export const forecastLevels = ['total', 'category', 'age', 'cell'] as const
export type ForecastLevel = (typeof forecastLevels)[number]

/**
 * By how much the spread of the worlds is widened, at each of `forecastHorizons`, before anything is learned: never less further ahead.
 * From the study, and where they cover more or less than 8 in 10 of other truths half way to what those ask for.
 */
export const spreadPriors: Readonly<Record<ForecastLevel, readonly number[]>> = {
  total: [1.2, 1.2, 1.28, 1.28, 1.28],
  category: [1.1, 1.1, 1.15, 1.15, 1.15],
  age: [1.05, 1.05, 1.1, 1.1, 1.1],
  cell: [1.04, 1.04, 1.1, 1.1, 1.1],
}

/** √(c + d ÷ N) is the least half-width of an interval of 80 %, as a share of the N children, so many months ahead. */
export interface FloorPoint {
  months: number
  c: number
  d: number
}

/** So far did published totals lie from those of one, two and three years before. */
export const totalFloors: readonly FloorPoint[] = [
  { months: 0, c: 0, d: 0 },
  { months: 12, c: 0.0037, d: 2.85 },
  { months: 24, c: 0.0125, d: 4 },
  { months: 36, c: 0.0217, d: 6.55 },
]

/**
 * By age band: so far did published counts lie from those of one, two and three years before, times as much as the method is closer than
 * the last value at the least (0.86 at a year, 0.92 further ahead).
 */
export const ageFloors: readonly (readonly FloorPoint[])[] = [
  [
    { months: 0, c: 0, d: 0 },
    { months: 12, c: 0.0292, d: 1.67 },
    { months: 24, c: 0.0457, d: 2.01 },
    { months: 36, c: 0.0751, d: 1.69 },
  ],
  [
    { months: 0, c: 0, d: 0 },
    { months: 12, c: 0.0067, d: 2.2 },
    { months: 24, c: 0.0263, d: 4.13 },
    { months: 36, c: 0.0812, d: 3.54 },
  ],
  [
    { months: 0, c: 0, d: 0 },
    { months: 12, c: 0, d: 1.97 },
    { months: 24, c: 0.0045, d: 4.11 },
    { months: 36, c: 0, d: 8.06 },
  ],
  [
    { months: 0, c: 0, d: 0 },
    { months: 12, c: 0.0006, d: 1.3 },
    { months: 24, c: 0, d: 3.9 },
    { months: 36, c: 0, d: 7.49 },
  ],
  [
    { months: 0, c: 0, d: 0 },
    { months: 12, c: 0.0038, d: 2.18 },
    { months: 24, c: 0, d: 7.15 },
    { months: 36, c: 0, d: 9.94 },
  ],
]
