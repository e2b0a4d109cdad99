import type { CivilDate } from '../dates.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { Condition, Measure } from '../measures/measure.ts'
import { measureOf, type MeasureId } from '../measures/measures.ts'
import { settingOf, withSwitches } from '../measures/setting.ts'
import { cellsOf, isKnown, cellMeets, type Cell } from './cells.ts'
import { releasePopulations, type PopulationId } from './contents.ts'
import type { SystemBuilder } from './system.ts'

/** The pseudo-dimension of a cell whose code is the last day of the month in which an event happened. */
export const MONTH = 'month'

/**
 * One population counted by some dimensions, on a day or over the month or year that ends on it. Only cells with a count
 * above 0 need be listed.
 */
export interface ReleaseTally {
  population: PopulationId
  day: CivilDate
  dimensions: readonly string[]
  counts: readonly { cell: Cell; count: number }[]
}

/**
 * A population on one day as columns of the linear system. `parts[0]` divides it by its spine, each later part by the
 * spine and one spoke. In a part, `columns[i]` is the column that holds the count of `cells[i]`.
 */
export interface Block {
  id: string
  population: PopulationId
  parts: { cells: Cell[]; columns: number[] }[]
}

/** A measure that counts the members of a population, in whole children or events. */
export function measureOfPopulation(id: PopulationId): Measure {
  const measure = publishedMeasure(releasePopulations[id].measure)
  const { words, where } = measure.denominator ?? measure.numerator
  return { ...measure, unit: 'children', denominator: null, numerator: { words, where }, unknown: null }
}

/** A measure with every switch at its default, which is how releases publish it. */
export function publishedMeasure(id: MeasureId): Measure {
  const measure = measureOf(id) as Measure
  return withSwitches(measure, settingOf(measure, {}))
}

/**
 * Adds a population on a day to the system: one column for each possible cell, and the constraints that the cells of
 * each spoke add up to those of the spine.
 *
 * @param tallies of any population and day; those of others are skipped
 * @throws where a spoke's counts do not add up to the spine's
 */
export function blockOf(
  system: SystemBuilder,
  {
    population,
    day,
    spine,
    tallies,
  }: {
    population: PopulationId
    day: CivilDate
    spine: readonly DimensionName[]
    tallies: readonly ReleaseTally[]
  },
): Block {
  const own = tallies.filter((tally) => tally.population === population && tally.day === day)
  const spineTally = own.find(({ dimensions }) => dimensions.join() === spine.join())
  const cells = possibleCells(population, spine)
  const columns = cells.map((cell) => system.column(countIn(spineTally, cell)))
  const parts = own
    .filter((tally) => tally !== spineTally)
    .map((tally) => {
      const cells = tally.dimensions.includes(MONTH)
        ? tally.counts.map(({ cell }) => cell)
        : possibleCells(population, tally.dimensions as DimensionName[])
      return { cells, columns: cells.map((cell) => system.column(countIn(tally, cell))) }
    })
  for (const [index, cell] of cells.entries())
    for (const [way, part] of parts.entries())
      system.divide(
        columns[index] as number,
        part.columns.filter((_, place) =>
          Object.entries(cell).every(([name, code]) => part.cells[place]?.[name] === code),
        ),
        `${population} ${way}`,
      )
  return { id: `${population} ${day}`, population, parts: [{ cells, columns }, ...parts] }
}

/** The cells that the population's own definition does not rule out. */
function possibleCells(population: PopulationId, names: readonly DimensionName[]): Cell[] {
  const { where } = measureOfPopulation(population).numerator
  return cellsOf(names).filter((cell) => cellMeets(where, cell) !== false)
}

function countIn(tally: ReleaseTally | undefined, cell: Cell): number {
  return (
    tally?.counts.find(({ cell: other }) => tally.dimensions.every((name) => other[name] === cell[name]))
      ?.count ?? 0
  )
}

/** No part of a block has all the dimensions that a count depends on. */
export class Untold extends Error {
  override readonly name = 'Untold'
}

/**
 * The columns whose cells meet all conditions, from the first part whose cells carry the dimensions to decide.
 *
 * @param conditions each true or false for a cell, or null where the cell lacks the dimension
 * @throws {Untold} where no part can decide: a table asks for dimensions of two spokes
 */
export function columnsWhere(
  block: Block,
  conditions: readonly ((cell: Cell) => boolean | null)[],
): number[] {
  for (const { cells, columns } of block.parts) {
    const results = cells.map((cell) => {
      const answers = conditions.map((holds) => holds(cell))
      return answers.includes(false) ? false : answers.includes(null) ? null : true
    })
    if (!results.includes(null)) return columns.filter((_, index) => results[index])
  }
  throw new Untold(`no spoke of ${block.population} tells all that a table asks`)
}

/** The counts that a figure is made of, as indexes into `System.counts`. */
export interface FigureCounts {
  numerator: number
  /** Null for a measure that is a plain count. */
  denominator: number | null
  unknown: number | null
}

/** Which figure is counted: a measure's, of those who meet a condition. */
export interface CountedFigure {
  measure: MeasureId
  condition: Condition
  isPrinted: boolean
}

/** The condition that those in a group meet. */
export function conditionOfGroup(group: Cell): Condition {
  return Object.fromEntries(Object.entries(group).map(([name, code]) => [name, { in: [code] }]))
}

/** Adds the counts of one figure of the block's population to the system, by the definition of the measure. */
export function figureCounts(
  system: SystemBuilder,
  block: Block,
  { measure: id, condition, isPrinted }: CountedFigure,
): FigureCounts {
  const measure = publishedMeasure(id)
  const base = measureOfPopulation(block.population).numerator.where
  const holds = (tests: Condition) => (cell: Cell) => cellMeets(testsBesides(base, tests), cell)
  const not = (test: (cell: Cell) => boolean | null) => (cell: Cell) => {
    const result = test(cell)
    return result === null ? null : !result
  }
  const isCounted = (cell: Cell) => cellMeets(condition, cell)
  const hasKnownFacts = (cell: Cell) => isKnown(measure.unknown?.facts ?? [], cell)
  const whole = holds((measure.denominator ?? measure.numerator).where)
  const numerator = holds(measure.numerator.where)
  const count = (...tests: ((cell: Cell) => boolean | null)[]) =>
    system.count(columnsWhere(block, [isCounted, ...tests]), isPrinted, block.id)
  return {
    numerator: count(whole, hasKnownFacts, numerator),
    denominator:
      measure.denominator && count(whole, ...(measure.unknown?.inDenominator ? [] : [hasKnownFacts])),
    unknown: measure.unknown && count(whole, not(hasKnownFacts)),
  }
}

/** A condition without the tests that every member of the population passes anyway. */
function testsBesides(base: Condition, condition: Condition): Condition {
  const baseTests = base as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(condition).filter(
      ([name, test]) => JSON.stringify(test) !== JSON.stringify(baseTests[name]),
    ),
  )
}
