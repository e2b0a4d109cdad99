import type { CivilDate } from '../dates.ts'
import { labelsOf, type DimensionName } from '../measures/dimensions.ts'
import type { MeasureId } from '../measures/measures.ts'
import {
  blockOf,
  columnsOf,
  declared,
  figureCounts,
  MONTH,
  type Block,
  type FigureCounts,
  type Tally,
} from './blocks.ts'
import { cellsOf, meets, type Cell } from './cells.ts'
import { populations, tables, type PopulationId, type Table } from './contents.ts'
import { isSmall, percentOf, type Figure } from './policy.ts'
import type { Protection } from './protect.ts'
import { SystemBuilder, type System } from './system.ts'
import type { FinancialYear } from './year.ts'

/** A figure of a release before its control: which counts it is made of. */
interface Place extends FigureCounts {
  from: CivilDate | null
  asAt: CivilDate
  group: Cell
}

/** A release that is still to be protected. */
export interface Draft {
  system: System
  tables: { table: Table; places: Place[] }[]
}

export interface ReleasedFigure {
  from: CivilDate | null
  asAt: CivilDate
  group: Record<string, string>
  labels: Record<string, string>
  numerator: Figure
  denominator: Figure | null
  percent: Figure | null
  /** Of a rate: per 10,000. */
  rate?: Figure
  unknown: Figure | null
}

/** A table with the definition that it was made by, which stays with it. */
export interface ReleasedTable {
  measure: {
    id: string
    title: string
    definition: string
    source: string
    version: number
    numerator: string
    denominator: string | null
    unknown: string | null
  }
  by: readonly DimensionName[]
  every: Table['every']
  items: ReleasedFigure[]
}

/**
 * All tables of a year with whatever links their counts.
 *
 * @param lookedAfterBefore children looked after on the day before the year as already published, else null
 */
export function draft(
  { from, to, months }: FinancialYear,
  tallies: readonly Tally[],
  lookedAfterBefore: number | null,
): Draft {
  const builder = new SystemBuilder()
  const ids = Object.keys(populations) as PopulationId[]
  const blocks = new Map(ids.map((id) => [id, blockOf(builder, id, to, populations[id].spine, tallies)]))
  const blockAt = new Map<string, Block>()
  for (const month of months.slice(0, -1))
    blockAt.set(month, blockOf(builder, 'looked-after', month, [], tallies))
  blockAt.set(to, blocks.get('looked-after') as Block)

  const drawn = tables.map((table) => {
    const block = blocks.get(table.population) as Block
    const overYear = declared(populations[table.population].of).over === 'period'
    if (table.every === 'year') {
      const places = groupsOf(block, table.by).map((group) => ({
        from: overYear ? from : null,
        asAt: to,
        group,
        ...figureCounts(builder, block, table.measure, group),
      }))
      return { table, places }
    }
    if (table.every === 'month') {
      const places = months.map((asAt) => ({
        from: null,
        asAt,
        group: {},
        ...figureCounts(builder, blockAt.get(asAt) as Block, table.measure, {}),
      }))
      return { table, places }
    }
    const places = [0, 3, 6, 9].map((first) => {
      const quarter = months.slice(first, first + 3)
      const columns = columnsOf(block, [(cell) => (cell[MONTH] ? quarter.includes(cell[MONTH]) : null)])
      return {
        from: `${quarter[0]?.slice(0, 8)}01`,
        asAt: quarter[2] as string,
        group: {},
        numerator: builder.count(columns, true, block.id),
        denominator: null,
        unknown: null,
      }
    })
    return { table, places }
  })
  knowledge(
    builder,
    blocks,
    months.map((month) => blockAt.get(month) as Block),
    months,
    lookedAfterBefore,
  )
  return { system: builder.system(), tables: drawn }
}

/** What anybody knows beyond sums. */
function knowledge(
  builder: SystemBuilder,
  blocks: ReadonlyMap<PopulationId, Block>,
  stocks: readonly Block[],
  months: readonly CivilDate[],
  before: number | null,
): void {
  const all = (block: Block) => block.parts[0]?.columns ?? []
  const of = (id: PopulationId) => blocks.get(id) as Block
  const sum = (terms: readonly (readonly [by: number, columns: readonly number[]])[], least: number) =>
    builder.row(
      terms.flatMap(([, columns]) => columns),
      terms.flatMap(([by, columns]) => columns.map(() => by)),
      least,
      Infinity,
    )
  // Whoever was there at the end of a month and is not at the end of the next has left.
  for (const [index, stock] of stocks.entries()) {
    const left = columnsOf(of('left-care'), [(cell) => (cell[MONTH] ? cell[MONTH] === months[index] : null)])
    const earlier = stocks[index - 1]
    if (earlier) sum([[1, all(stock)], [-1, all(earlier)], [1, left]], 0) // prettier-ignore
    else if (before !== null) sum([[1, all(stock)], [1, left]], before) // prettier-ignore
  }
  // A group of siblings is of two or more.
  sum([[1, all(of('looked-after'))], [-2, all(of('siblings'))]], 0) // prettier-ignore
  // Children who are unaccompanied have absent parents, and hardly any is White British.
  const ofCode = (name: DimensionName, code: string) =>
    columnsOf(of('looked-after'), [(cell) => (cell[name] === undefined ? null : cell[name] === code)])
  const unaccompanied = ofCode('uasc', 'yes')
  sum([[1, ofCode('need', 'N8')], [-1, unaccompanied]], 0) // prettier-ignore
  sum([[1, all(of('looked-after'))], [-1, ofCode('ethnicity', 'WBRI')], [-1, unaccompanied]], 0) // prettier-ignore
  // Whoever had three placements has moved twice.
  const often = columnsOf(of('looked-after'), [
    (cell) => meets(declared('placements-3-plus').numerator.where, cell),
  ])
  sum([[1, all(of('moves'))], [-2, often]], 0) // prettier-ignore
}

/** Every group of a table, those of nobody among them. */
function groupsOf({ parts }: Block, by: readonly DimensionName[]): Cell[] {
  const part = parts.find(({ cells }) => by.every((name) => cells[0]?.[name] !== undefined))
  return cellsOf(by).filter((group) =>
    part?.cells.some((cell) => by.every((name) => cell[name] === group[name])),
  )
}

/** The tables as everyone may see them. */
export function publish({ system, tables }: Draft, { marks, worlds }: Protection): ReleasedTable[] {
  const { counts } = system
  const figure = (index: number): Figure => {
    if (marks[index] === 'shown') return counts[index]?.value ?? 0
    return marks[index] === 'hidden' ? 'c' : 'x'
  }
  const sumIn = (world: readonly number[], index: number) =>
    (counts[index]?.columns ?? []).reduce((sum, column) => sum + (world[column] ?? 0), 0)
  // Shown only where it would be the same whatever the counts that are not shown may be.
  const percent = (numerator: number, denominator: number): Figure => {
    if (figure(numerator) === 'x' || figure(denominator) === 'x') return 'x'
    if (figure(denominator) === 0) return 'z'
    const all = new Set(
      worlds.map((world) => {
        const whole = sumIn(world, denominator)
        return whole === 0 ? null : percentOf(sumIn(world, numerator), whole)
      }),
    )
    const [only] = all
    return all.size === 1 && only !== null && only !== undefined ? only : 'c'
  }
  return tables.map(({ table, places }) => ({
    measure: described(table.measure),
    by: table.by,
    every: table.every,
    items: places.map(({ from, asAt, group, numerator, denominator, unknown }) => ({
      from,
      asAt,
      group: { ...group },
      labels: Object.fromEntries(
        Object.entries(group).map(([name, code]) => [name, labelsOf(name as DimensionName)[code] ?? code]),
      ),
      numerator: figure(numerator),
      denominator: denominator === null ? null : figure(denominator),
      percent: denominator === null ? null : percent(numerator, denominator),
      unknown: unknown === null ? null : figure(unknown),
    })),
  }))
}

/** What a measure is, for those who read a release. */
export function described(id: MeasureId): ReleasedTable['measure'] {
  const { title, definition, source, version, numerator, denominator, unknown } = declared(id)
  const [counted, of, leftOut] = [numerator.words, denominator?.words ?? null, unknown?.words ?? null]
  return { id, title, definition, source, version, numerator: counted, denominator: of, unknown: leftOut }
}

/** How many counts a release holds, and what becomes of them. */
export function tallyOf({ system }: Draft, { marks }: Protection) {
  const printed = system.counts.flatMap(({ printed, value }, index) =>
    printed ? [{ value, mark: marks[index] }] : [],
  )
  const number = (test: (each: (typeof printed)[number]) => boolean) => printed.filter(test).length
  return {
    counts: printed.length,
    shown: number(({ mark }) => mark === 'shown'),
    small: number(({ value, mark }) => mark === 'hidden' && isSmall(value)),
    toProtect: number(({ value, mark }) => mark === 'hidden' && !isSmall(value)),
    notGiven: number(({ mark }) => mark === 'not-given'),
  }
}
