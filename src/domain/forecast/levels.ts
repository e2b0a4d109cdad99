import type { ForecastLevel } from './constants.ts'
import { isInCare, ageBandOn, stayOn, type CareHistory } from './history.ts'
import type { DayNumber } from './days.ts'
import * as states from './states.ts'
import { stockCell, type ForecastTally } from './tally.ts'

/** The groups at which forecasts are judged: all children, four categories, five age bands, and the twenty of both. */
export interface LevelGroup {
  level: ForecastLevel
  age: number | null
  category: number | null
}

const categories = states.forecastCategories.map((_, category) => category)
const ages = states.forecastAges.map((_, age) => age)

export const levelGroups: readonly LevelGroup[] = [
  { level: 'total', age: null, category: null },
  ...categories.map((category) => ({ level: 'category' as const, age: null, category })),
  ...ages.map((age) => ({ level: 'age' as const, age, category: null })),
  ...ages.flatMap((age) => categories.map((category) => ({ level: 'cell' as const, age, category }))),
]

const includes = ({ age, category }: LevelGroup, ofAge: number, ofCategory: number) =>
  (age === null || age === ofAge) && (category === null || category === ofCategory)

/** Sums of values of the twenty cells (age × category, by `judgedCell`) in the order of `levelGroups`. */
export const sumsByLevel = (cells: ArrayLike<number>): number[] =>
  levelGroups.map((group) => {
    let total = 0
    for (const age of ages)
      for (const category of categories)
        if (includes(group, age, category)) total += cells[judgedCell(age, category)]!
    return total
  })

export const judgedCells = states.ageCount * categories.length
export const judgedCell = (age: number, category: number): number => age * categories.length + category

/** Children in care on a night, by judged cell. */
export function countsOn({ spells }: CareHistory, day: DayNumber): Float64Array {
  const counts = new Float64Array(judgedCells)
  for (const spell of spells)
    if (isInCare(spell, day))
      counts[judgedCell(ageBandOn(spell.bornOn, day), states.categoryOfType[stayOn(spell, day).type]!)]! += 1
  return counts
}

/** Cells of `stockCell` that a choice of age, type and unaccompanied takes in; null for any. */
export interface CellChoice {
  age?: number | null
  types?: readonly number[]
  uasc?: number
}

export function chooseCells({ age = null, types, uasc }: CellChoice): number[] {
  return ages
    .filter((band) => age === null || band === age)
    .flatMap((band) =>
      states.forecastTypes.flatMap((_, type) =>
        types === undefined || types.includes(type)
          ? [0, 1]
              .filter((flag) => uasc === undefined || flag === uasc)
              .map((flag) => stockCell(band, type, flag))
          : [],
      ),
    )
}

/** The numbers of several cells together at the end of a month, in each world. */
export function worldsOfCells(tally: ForecastTally, month: number, cells: readonly number[]): Float64Array {
  const sums = new Float64Array(tally.shape.worlds)
  for (const cell of cells) {
    const values = tally.stockOf(month, cell)
    for (let world = 0; world < sums.length; world++) sums[world]! += values[world]!
  }
  return sums
}

const typesOf = (category: number | null) =>
  category === null
    ? undefined
    : states.categoryOfType.flatMap((ofType, type) => (ofType === category ? [type] : []))

/** The numbers of a judged group at the end of a month, in each world. */
export const worldsOfGroup = (
  tally: ForecastTally,
  month: number,
  { age, category }: LevelGroup,
): Float64Array => {
  const types = typesOf(category)
  return worldsOfCells(tally, month, chooseCells({ age, ...(types && { types }) }))
}
