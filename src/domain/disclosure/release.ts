import type { CivilDate } from '../dates.ts'
import { registeredHomeTypes, supportedTypes } from '../gates/unregistered.ts'
import { labelsOf, type DimensionName } from '../measures/dimensions.ts'
import type { MeasureId } from '../measures/measures.ts'
import {
  blockOf,
  columnsWhere,
  conditionOfGroup,
  publishedMeasure,
  figureCounts,
  MONTH,
  type Block,
  type FigureCounts,
  type ReleaseTally,
} from './blocks.ts'
import { cellsOf, cellMeets, type Cell } from './cells.ts'
import { releasePopulations, tables, type PopulationId, type Table } from './contents.ts'
import { isSmall, percentOf, type FigureOrSymbol } from './policy.ts'
import type { Protection } from './protect.ts'
import { SystemBuilder, type System } from './system.ts'
import type { FinancialYear } from './year.ts'

/** A figure before disclosure control: the counts that it is made of. */
interface DraftFigure extends FigureCounts {
  from: CivilDate | null
  asAt: CivilDate
  group: Cell
}

/** A release before disclosure control. */
export interface Draft {
  system: System
  tables: { table: Table; figures: DraftFigure[] }[]
}

export interface ReleasedFigure {
  from: CivilDate | null
  asAt: CivilDate
  group: Record<string, string>
  labels: Record<string, string>
  numerator: FigureOrSymbol
  denominator: FigureOrSymbol | null
  percent: FigureOrSymbol | null
  /** Per 10,000 people, for a measure that is a rate. */
  rate?: FigureOrSymbol
  unknown: FigureOrSymbol | null
}

/** A published table with a copy of its measure's definition, so that later changes to the definition don't touch it. */
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
 * All tables of a financial year, with the linear system that links their counts.
 *
 * @param lookedAfterBefore children looked after on the last day of the year before, if already published; else null
 */
export function draft(
  { from, to, months }: FinancialYear,
  tallies: readonly ReleaseTally[],
  lookedAfterBefore: number | null,
): Draft {
  const builder = new SystemBuilder()
  const ids = Object.keys(releasePopulations) as PopulationId[]
  const blocks = new Map(
    ids.map((id) => [
      id,
      blockOf(builder, { population: id, day: to, spine: releasePopulations[id].spine, tallies }),
    ]),
  )
  const blockAt = new Map<string, Block>()
  for (const month of months.slice(0, -1))
    blockAt.set(month, blockOf(builder, { population: 'looked-after', day: month, spine: [], tallies }))
  blockAt.set(to, blocks.get('looked-after') as Block)

  const draftTables = tables.map((table) => {
    const block = blocks.get(table.population) as Block
    const overYear = publishedMeasure(releasePopulations[table.population].measure).over === 'period'
    if (table.every === 'year') {
      const figures = groupsOf(block, table.by).map((group) => ({
        from: overYear ? from : null,
        asAt: to,
        group,
        ...figureCounts(builder, block, {
          measure: table.measure,
          condition: conditionOfGroup(group),
          isPrinted: true,
        }),
      }))
      return { table, figures }
    }
    if (table.every === 'month') {
      const figures = months.map((asAt) => ({
        from: null,
        asAt,
        group: {},
        ...figureCounts(builder, blockAt.get(asAt) as Block, {
          measure: table.measure,
          condition: {},
          isPrinted: true,
        }),
      }))
      return { table, figures }
    }
    const figures = [0, 3, 6, 9].map((first) => {
      const quarter = months.slice(first, first + 3)
      const columns = columnsWhere(block, [(cell) => (cell[MONTH] ? quarter.includes(cell[MONTH]) : null)])
      return {
        from: `${quarter[0]?.slice(0, 8)}01`,
        asAt: quarter[2] as string,
        group: {},
        numerator: builder.count(columns, true, block.id),
        denominator: null,
        unknown: null,
      }
    })
    return { table, figures }
  })
  addCommonKnowledge(builder, {
    blocks,
    stocks: months.map((month) => blockAt.get(month) as Block),
    months,
    lookedAfterBefore,
  })
  return { system: builder.system(), tables: draftTables }
}

/** Of which types of placement those are who count as unregistered, or of whom it is not known, for lack of a recorded home. */
const unregisteredGuesses: readonly [code: 'yes' | 'unknown', types: readonly string[]][] = [
  ['yes', ['other']],
  ['yes', ['other', ...supportedTypes]],
  ['unknown', ['unknown']],
  ['unknown', ['unknown', ...registeredHomeTypes]],
  ['unknown', ['unknown', ...registeredHomeTypes, ...supportedTypes]],
]

/** Adds constraints that hold between populations and that any reader may know. */
function addCommonKnowledge(
  builder: SystemBuilder,
  {
    blocks,
    stocks,
    months,
    lookedAfterBefore,
  }: {
    blocks: ReadonlyMap<PopulationId, Block>
    stocks: readonly Block[]
    months: readonly CivilDate[]
    lookedAfterBefore: number | null
  },
): void {
  const all = (block: Block) => block.parts[0]?.columns ?? []
  const blockOfPopulation = (id: PopulationId) => blocks.get(id) as Block
  const sum = (terms: readonly (readonly [by: number, columns: readonly number[]])[], least: number) =>
    builder.constrain(
      terms.flatMap(([, columns]) => columns),
      terms.flatMap(([coefficient, columns]) => columns.map(() => coefficient)),
      least,
      Infinity,
    )
  // Children looked after at the end of a month are still so at the end of the next, or left, for the last time in the year, later.
  for (const [index, stock] of stocks.entries()) {
    const leavers = columnsWhere(blockOfPopulation('left-care'), [
      (cell) => (cell[MONTH] ? cell[MONTH] >= (months[index] ?? '') : null),
    ])
    const earlier = stocks[index - 1]
    if (earlier) sum([[1, all(stock)], [-1, all(earlier)], [1, leavers]], 0) // prettier-ignore
    else if (lookedAfterBefore !== null) sum([[1, all(stock)], [1, leavers]], lookedAfterBefore) // prettier-ignore
  }
  // A sibling group has at least two children.
  sum([[1, all(blockOfPopulation('looked-after'))], [-2, all(blockOfPopulation('siblings'))]], 0) // prettier-ignore
  addKnowledgeOfChildren(builder, blockOfPopulation('looked-after'))
  // A child with three placements in the year has moved at least twice.
  const often = columnsWhere(blockOfPopulation('looked-after'), [
    (cell) => cellMeets(publishedMeasure('placements-3-plus').numerator.where, cell),
  ])
  sum([[1, all(blockOfPopulation('moves'))], [-2, often]], 0) // prettier-ignore
}

/** Adds what any reader may know of the children looked after on one day. */
export function addKnowledgeOfChildren(builder: SystemBuilder, block: Block): void {
  const all = block.parts[0]?.columns ?? []
  const sum = (terms: readonly (readonly [by: number, columns: readonly number[]])[], least: number) =>
    builder.constrain(
      terms.flatMap(([, columns]) => columns),
      terms.flatMap(([coefficient, columns]) => columns.map(() => coefficient)),
      least,
      Infinity,
    )
  const ofCode = (name: DimensionName, code: string, group: Cell = {}) =>
    columnsWhere(
      block,
      Object.entries({ ...group, [name]: code }).map(
        ([dimension, value]) =>
          (cell) =>
            cell[dimension] === undefined ? null : cell[dimension] === value,
      ),
    )
  // Children in an unregistered place, and those of whom it is not known, are nearly all of certain types of placement, as a
  // reader may guess. A guess that is not so is no knowledge, and is left out.
  for (const group of [{}, ...(block.parts[0]?.cells ?? [])])
    for (const [code, types] of unregisteredGuesses) {
      const columns = ofCode('unregistered', code, group)
      const guesses = types.flatMap((type) => ofCode('placementType', type, group))
      sum([[1, columns], [-1, guesses]], 0) // prettier-ignore
      sum([[-1, columns], [1, guesses]], 0) // prettier-ignore
    }
  // An unaccompanied child has the need "absent parenting" (N8) and is hardly ever White British.
  const unaccompaniedChildren = ofCode('uasc', 'yes')
  sum([[1, ofCode('need', 'N8')], [-1, unaccompaniedChildren]], 0) // prettier-ignore
  sum([[1, all], [-1, ofCode('ethnicity', 'WBRI')], [-1, unaccompaniedChildren]], 0) // prettier-ignore
}

/** Every group of a table, including empty ones. */
function groupsOf({ parts }: Block, dimensions: readonly DimensionName[]): Cell[] {
  const part = parts.find(({ cells }) => dimensions.every((name) => cells[0]?.[name] !== undefined))
  return cellsOf(dimensions).filter((group) =>
    part?.cells.some((cell) => dimensions.every((name) => cell[name] === group[name])),
  )
}

/** The tables as published: each count as its number or its symbol, by the marks of the protection. */
export function releasedTables({ system, tables }: Draft, { marks, worlds }: Protection): ReleasedTable[] {
  const { counts } = system
  const figure = (index: number): FigureOrSymbol => {
    if (marks[index] === 'shown') return counts[index]?.value ?? 0
    return marks[index] === 'hidden' ? 'c' : 'x'
  }
  const sumIn = (world: readonly number[], index: number) =>
    (counts[index]?.columns ?? []).reduce((sum, column) => sum + (world[column] ?? 0), 0)
  // A percentage is shown only where every world of the proof gives the same one.
  const percent = (numerator: number, denominator: number): FigureOrSymbol => {
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
  return tables.map(({ table, figures }) => ({
    measure: measureDescription(table.measure),
    by: table.by,
    every: table.every,
    items: figures.map(({ from, asAt, group, numerator, denominator, unknown }) => ({
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

/** A measure's definition in the form that a released table keeps. */
export function measureDescription(id: MeasureId): ReleasedTable['measure'] {
  const { title, definition, source, version, numerator, denominator, unknown } = publishedMeasure(id)
  const [numeratorWords, denominatorWords, unknownWords] = [
    numerator.words,
    denominator?.words ?? null,
    unknown?.words ?? null,
  ]
  return {
    id,
    title,
    definition,
    source,
    version,
    numerator: numeratorWords,
    denominator: denominatorWords,
    unknown: unknownWords,
  }
}

/** How many printed counts a release has, and how many of them are shown, hidden and not given. */
export function tallyOf({ system }: Draft, { marks }: Protection) {
  const printedCounts = system.counts.flatMap(({ isPrinted, value }, index) =>
    isPrinted ? [{ value, mark: marks[index] }] : [],
  )
  const number = (test: (each: (typeof printedCounts)[number]) => boolean) =>
    printedCounts.filter(test).length
  return {
    counts: printedCounts.length,
    shown: number(({ mark }) => mark === 'shown'),
    small: number(({ value, mark }) => mark === 'hidden' && isSmall(value)),
    toProtect: number(({ value, mark }) => mark === 'hidden' && !isSmall(value)),
    notGiven: number(({ mark }) => mark === 'not-given'),
  }
}
