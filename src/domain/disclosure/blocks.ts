import type { CivilDate } from '../dates.ts'
import type { DimensionName } from '../measures/dimensions.ts'
import type { Condition, Measure } from '../measures/measure.ts'
import { measureOf, type MeasureId } from '../measures/measures.ts'
import { settingOf, withSwitches } from '../measures/setting.ts'
import { cellsOf, isKnown, meets, type Cell } from './cells.ts'
import { populations, type PopulationId } from './contents.ts'
import type { SystemBuilder } from './system.ts'

/** The name by which the months of a year divide what happens in it. */
export const MONTH = 'month'

/** How many there are of each cell of some dimensions on a day, or in the month or year that ends on it. */
export interface Tally {
  population: PopulationId
  at: CivilDate
  by: readonly string[]
  counts: readonly { cell: Cell; count: number }[]
}

/** A population as columns of a system: first by its spine, then by each spoke. */
export interface Block {
  id: string
  of: PopulationId
  parts: { cells: Cell[]; columns: number[] }[]
}

/** Whom or what a population is made of, as a measure that counts them. */
export function measureOfPopulation(id: PopulationId): Measure {
  const measure = declared(populations[id].of)
  const { words, where } = measure.denominator ?? measure.numerator
  return { ...measure, unit: 'children', denominator: null, numerator: { words, where }, unknown: null }
}

/** A measure as it is published: with its switches as they stand unless chosen. */
export function declared(id: MeasureId): Measure {
  const measure = measureOf(id) as Measure
  return withSwitches(measure, settingOf(measure, {}))
}

/** The columns of a population on a day: of the tally that is by the spine alone, and of all others. */
export function blockOf(
  system: SystemBuilder,
  of: PopulationId,
  at: CivilDate,
  spine: readonly DimensionName[],
  tallies: readonly Tally[],
): Block {
  const own = tallies.filter((tally) => tally.population === of && tally.at === at)
  const spineTally = own.find(({ by }) => by.join() === spine.join())
  const cells = possible(of, spine)
  const columns = cells.map((cell) => system.column(countIn(spineTally, cell)))
  const parts = own
    .filter((tally) => tally !== spineTally)
    .map((tally) => {
      const cells = tally.by.includes(MONTH)
        ? tally.counts.map(({ cell }) => cell)
        : possible(of, tally.by as DimensionName[])
      return { cells, columns: cells.map((cell) => system.column(countIn(tally, cell))) }
    })
  for (const [index, cell] of cells.entries())
    for (const [way, part] of parts.entries())
      system.divide(
        columns[index] as number,
        part.columns.filter((_, at) =>
          Object.entries(cell).every(([name, code]) => part.cells[at]?.[name] === code),
        ),
        `${of} ${way}`,
      )
  return { id: `${of} ${at}`, of, parts: [{ cells, columns }, ...parts] }
}

/** The cells in which anybody of a population can be. */
function possible(of: PopulationId, by: readonly DimensionName[]): Cell[] {
  const { where } = measureOfPopulation(of).numerator
  return cellsOf(by).filter((cell) => meets(where, cell) !== false)
}

function countIn(tally: Tally | undefined, cell: Cell): number {
  return (
    tally?.counts.find(({ cell: other }) => tally.by.every((name) => other[name] === cell[name]))?.count ?? 0
  )
}

/** The columns of those whom all conditions hold for, of the first part that can tell. */
export function columnsOf(block: Block, conditions: readonly ((cell: Cell) => boolean | null)[]): number[] {
  for (const { cells, columns } of block.parts) {
    const told = cells.map((cell) => {
      const each = conditions.map((holds) => holds(cell))
      return each.includes(false) ? false : each.includes(null) ? null : true
    })
    if (!told.includes(null)) return columns.filter((_, at) => told[at])
  }
  throw new Error(`no spoke of ${block.of} tells all that a table asks`)
}

/** The counts that a figure is made of, by their numbers in the system. */
export interface FigureCounts {
  numerator: number
  /** Null of a measure that is a count. */
  denominator: number | null
  unknown: number | null
}

/** Adds a figure's counts to the system. */
export function figureCounts(system: SystemBuilder, block: Block, id: MeasureId, group: Cell): FigureCounts {
  const measure = declared(id)
  const base = measureOfPopulation(block.of).numerator.where
  const holds = (condition: Condition) => (cell: Cell) => meets(beyond(base, condition), cell)
  const not = (test: (cell: Cell) => boolean | null) => (cell: Cell) => {
    const told = test(cell)
    return told === null ? null : !told
  }
  const inGroup = (cell: Cell) =>
    Object.entries(group).every(([name]) => cell[name] !== undefined)
      ? Object.entries(group).every(([name, code]) => cell[name] === code)
      : null
  const known = (cell: Cell) => isKnown(measure.unknown?.facts ?? [], cell)
  const counted = measure.denominator === null ? [] : [holds(measure.denominator.where), known]
  const numerator = holds(measure.numerator.where)
  const count = (...tests: ((cell: Cell) => boolean | null)[]) =>
    system.count(columnsOf(block, [inGroup, ...tests]), true, block.id)
  return {
    numerator: count(...counted, numerator),
    denominator: measure.denominator && count(...counted),
    unknown:
      measure.denominator && measure.unknown ? count(holds(measure.denominator.where), not(known)) : null,
  }
}

/** What a condition asks beyond what holds of the whole population. */
function beyond(base: Condition, condition: Condition): Condition {
  const known = base as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(condition).filter(([name, test]) => JSON.stringify(test) !== JSON.stringify(known[name])),
  )
}
