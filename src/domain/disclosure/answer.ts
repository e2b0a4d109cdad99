import type { CivilDate } from '../dates.ts'
import { dimensions, type DimensionName } from '../measures/dimensions.ts'
import { measures, type MeasureId } from '../measures/measures.ts'
import {
  blockOf,
  columnsWhere,
  conditionOfGroup,
  figureCounts,
  measureOfPopulation,
  publishedMeasure,
  Untold,
  type Block,
  type ReleaseTally,
} from './blocks.ts'
import { cellsOf, codeIn, type Cell } from './cells.ts'
import { answerPopulations, releasePopulations, type AnswerPopulation } from './contents.ts'
import { mergedFigures, type MergedFigures } from './merged-figures.ts'
import { groupLabels, type Merge } from './merges.ts'
import { isSmall, percentOf, type FigureOrSymbol } from './policy.ts'
import type { Mark } from './protect.ts'
import type { AnswerProtection, PartlyGiven } from './protect-answer.ts'
import {
  addKnowledgeOfChildren,
  measureDescription,
  type ReleasedFigure,
  type ReleasedTable,
} from './release.ts'
import { SystemBuilder } from './system.ts'

/** A table that is asked for: a measure of one of the populations, divided, of some of its members or of all. */
export interface AskedTable {
  measure: MeasureId
  by: readonly DimensionName[]
  /** Codes by dimension: those counted have one of the codes of each. */
  cohort: Readonly<Record<string, readonly string[]>>
}

/** A figure as the public was given it. */
export type GivenFigure = Pick<ReleasedFigure, 'group' | 'numerator' | 'denominator' | 'unknown' | 'percent'>

/** A table as the public was given it, of a day or of the year that ends on it. */
export interface GivenTable extends AskedTable {
  /** Of the definition. */
  version: number
  /** Whether it could not be protected, so that none of its counts was given. */
  isRefused: boolean
  merges: readonly Merge[]
  items: readonly GivenFigure[]
}

/** A table of an answer, as it is kept: with a copy of its measure's definition. */
export interface AnsweredTable {
  measure: ReleasedTable['measure']
  by: readonly DimensionName[]
  cohort: AskedTable['cohort']
  /** The first day of the year that it is of; null of a table of a day. */
  from: CivilDate | null
  asAt: CivilDate
  isRefused: boolean
  merges: readonly Merge[]
  items: (GivenFigure & { labels: Record<string, string> })[]
}

/** What an answer about a population on a day, or in the year that ends on it, is made of before protection. */
export interface AnswerDraft extends PartlyGiven {
  tables: ({ table: AskedTable; block: string } & MergedFigures)[]
}

/** What was given before does not agree with the records, or is by a definition that has changed. */
export class NotAsGiven extends Error {
  override readonly name = 'NotAsGiven'
}

/** The combinations of dimensions by which a population is counted, so that every question about it can be answered from them. */
export function talliedDimensions(population: AnswerPopulation): (readonly DimensionName[])[] {
  const {
    spine,
    spokes,
  }: { spine: readonly DimensionName[]; spokes: readonly (readonly DimensionName[])[] } =
    answerPopulations[population]
  return [spine, ...spokes.map((spoke) => [...spine, ...spoke])]
}

const populationNames = Object.keys(answerPopulations) as AnswerPopulation[]

/** The population whose members a measure counts, each as one; undefined where there is none. */
export function populationOf(id: MeasureId): AnswerPopulation | undefined {
  const { of: facts, over: span, numerator, denominator } = publishedMeasure(id)
  const isPlain =
    [numerator, denominator].every((part) => part?.sum === undefined) && numerator.share === undefined
  return isPlain
    ? populationNames.find((population) => {
        const own = measureOfPopulation(population)
        return own.of === facts && own.over === span
      })
    : undefined
}

/** Whether a population is of what happens over a year, and not of a day. */
export const isOfYear = (population: AnswerPopulation): boolean =>
  measureOfPopulation(population).over === 'period'

/**
 * Whether a table can be asked for: its measure counts members of a population, and its definition, divisions and cohort are of the
 * population's spine and of one of its spokes.
 */
export function canBeAsked(table: AskedTable): boolean {
  const population = populationOf(table.measure)
  if (population === undefined) return false
  const { spine } = answerPopulations[population]
  const tallies = talliedDimensions(population).map(
    (names) => ({ population, day: '', dimensions: names, counts: [] }) as const,
  )
  try {
    const builder = new SystemBuilder()
    const block = blockOf(builder, { population, day: '', spine, tallies })
    countsOf(builder, block, { ...table, block: '' })
    return true
  } catch (error) {
    if (error instanceof Untold) return false
    throw error
  }
}

/** The measures of which tables can be asked for, at least whole. */
export const answerableMeasures = (Object.keys(measures) as MeasureId[]).filter((measure) =>
  canBeAsked({ measure, by: [], cohort: {} }),
)

/** The counts of a table, one figure for each group, including empty ones. Throws `Untold` where it can't be told. */
function countsOf(
  builder: SystemBuilder,
  block: Block,
  {
    measure,
    by: divisions,
    cohort,
    block: id,
    merges,
    apart = new Set(),
  }: AskedTable & { block: string; merges?: readonly Merge[]; apart?: ReadonlySet<DimensionName> },
): MergedFigures {
  const own = { ...block, id }
  // The cells of what the cohort is chosen by are not printed, but the rest of them could be worked out.
  const names = [...new Set([...(Object.keys(cohort) as DimensionName[]), ...divisions])]
  if (Object.keys(cohort).length > 0) {
    const cells = groupsIn(block, names).map((group) => ({
      group,
      ...figureCounts(builder, own, { measure, condition: conditionOfGroup(group), isPrinted: false }),
    }))
    for (const name of names) addSmallUnions(builder, cells, name, id)
  }
  const groups = groupsIn(block, divisions).filter((group) =>
    Object.entries(group).every(([name, code]) => cohort[name]?.includes(code) ?? true),
  )
  return mergedFigures(builder, own, { measure, by: divisions, cohort, groups, merges, apart })
}

/**
 * Adds, unprinted, the sums of small counts that differ in one dimension alone, where they are small together: what is left
 * when several cohorts are taken from a whole may be such a sum.
 */
function addSmallUnions(
  builder: SystemBuilder,
  cells: MergedFigures['figures'],
  name: DimensionName,
  block: string,
): void {
  const rows = new Map<string, (typeof cells)[number][]>()
  for (const cell of cells) {
    const key = JSON.stringify({ ...cell.group, [name]: '' })
    rows.set(key, [...(rows.get(key) ?? []), cell])
  }
  for (const row of rows.values())
    for (const part of ['numerator', 'denominator'] as const) {
      const smallOnes = row.flatMap(({ [part]: index }) =>
        index !== null && isSmall(builder.valueOf(index)) ? [index] : [],
      )
      for (const union of smallUnions(smallOnes, (index) => builder.valueOf(index)))
        builder.count([...new Set(union.flatMap((index) => builder.columnsOf(index)))], false, block)
    }
}

/** Every choice of two counts or more that are small together. */
function smallUnions(counts: readonly number[], valueOf: (index: number) => number): number[][] {
  let choices: { list: number[]; sum: number }[] = [{ list: [], sum: 0 }]
  for (const index of counts)
    choices = choices.concat(
      choices
        .map(({ list, sum }) => ({ list: [...list, index], sum: sum + valueOf(index) }))
        .filter(({ sum }) => isSmall(sum)),
    )
  return choices.map(({ list }) => list).filter(({ length }) => length > 1)
}

/** Every combination of codes that cells of the block may have. */
function groupsIn({ parts }: Block, names: readonly DimensionName[]): Cell[] {
  const part = parts.find(({ cells }) =>
    names.every((name) => cells[0] !== undefined && codeIn(name, cells[0]) !== null),
  )
  if (part === undefined) throw new Untold('no part of the block has all these dimensions')
  const keys = new Set(part.cells.map((cell) => names.map((name) => codeIn(name, cell)).join()))
  return cellsOf(names).filter((group) => keys.has(names.map((name) => group[name]).join()))
}

/** The block of a table: equal for what is refused or given as one. */
const blockIdOf = ({ measure, by: divisions, cohort }: AskedTable): string =>
  JSON.stringify([measure, divisions, cohort])

/**
 * All that the public was given of a population on a day, or in the year that ends on it, and what it is to be given, as one linear
 * system. What a release divides it by is not put together: its groups are shown there one by one. Nothing is told of a year whose
 * total the release does not show.
 *
 * @throws {NotAsGiven} where what was given is not what the tallies give
 */
export function draftAnswer(
  [population, day]: readonly [AnswerPopulation, CivilDate],
  tallies: readonly ReleaseTally[],
  {
    releaseTables,
    earlier,
    tables,
  }: Record<'releaseTables' | 'earlier', readonly GivenTable[]> & { tables: readonly AskedTable[] },
): AnswerDraft {
  const builder = new SystemBuilder()
  const { spine } = answerPopulations[population]
  const block = blockOf(builder, { population, day, spine, tallies })
  const earlierMarks = new Map<number, Mark>()
  const apart = new Set(releaseTables.flatMap(({ by: divisions }) => divisions))
  const givenTables = [...releaseTables, ...earlier]
  for (const table of givenTables.filter(({ isRefused }) => !isRefused))
    addGiven(builder, block, { ...table, apart }, earlierMarks)
  const drafts = tables.map((table) => {
    const id = blockIdOf(table)
    return { table, block: id, ...countsOf(builder, block, { ...table, block: id, apart }) }
  })
  if (population === 'looked-after') addKnowledgeOfChildren(builder, block)
  else addKnowledgeOfYear(builder, block)
  const refusals = givenTables
    .filter(({ isRefused }) => isRefused)
    .map((table) => subjectsOf(population, table))
  const isUntold = isOfYear(population) && !isTotalShown(population, releaseTables)
  const closures = drafts.filter(({ table }) => {
    const subjects = subjectsOf(population, table)
    return isUntold || refusals.some((names) => names.every((name) => subjects.includes(name)))
  })
  return {
    system: builder.system(),
    earlierMarks,
    closures: new Set(closures.map(({ block: id }) => id)),
    tables: drafts,
  }
}

const isTotalShown = (population: AnswerPopulation, tables: readonly GivenTable[]): boolean =>
  tables.some(
    ({ measure, by: divisions, items }) =>
      measure === releasePopulations[population].measure &&
      divisions.length === 0 &&
      typeof items[0]?.numerator === 'number',
  )

/** Reasons of a move that tell whether it was planned, where that is not recorded. */
const guessesOfReasons: readonly [endPlanned: string, reasons: readonly string[]][] = [
  ['yes', ['CARPL']],
  ['unknown', ['OTHER', 'PLACE', 'unknown']],
]

/**
 * Adds what any reader may know of what happened in a year. Its total is shown by the release: as no world changes it, what is told of
 * the year's quarters, and of the children at its ends, leaves all worlds possible.
 */
function addKnowledgeOfYear(builder: SystemBuilder, block: Block): void {
  const all = block.parts[0]?.columns ?? []
  const total = builder.valueOf(builder.count(all, false, block.id))
  builder.constrain(all, all.map(() => 1), total, total) // prettier-ignore
  if (block.population !== 'moves') return
  const ofCodes = (name: DimensionName, codes: readonly string[]) =>
    columnsWhere(block, [(cell) => (cell[name] === undefined ? null : codes.includes(cell[name]))])
  // Most moves are planned or not by their reason. A guess that is not so is no knowledge, and is left out.
  for (const [endPlanned, reasons] of guessesOfReasons) {
    const [columns, guesses] = [ofCodes('endPlanned', [endPlanned]), ofCodes('moveReason', reasons)]
    const factors = new Map(columns.map((column) => [column, 1]))
    for (const column of guesses) factors.set(column, (factors.get(column) ?? 0) - 1)
    builder.constrain([...factors.keys()], [...factors.values()], 0, 0)
  }
}

/** The facts that a table is about: those of its measure, its divisions and its cohort. */
function subjectsOf(
  population: AnswerPopulation,
  { measure: id, by: divisions, cohort }: AskedTable,
): string[] {
  const { numerator, denominator, unknown } = publishedMeasure(id)
  const base = measureOfPopulation(population).numerator.where
  const conditions = Object.keys({ ...numerator.where, ...denominator?.where })
  const names = [...conditions, ...(unknown?.facts ?? []), ...divisions, ...Object.keys(cohort)]
  return names
    .filter((name) => !Object.hasOwn(base, name))
    .map((name) => (Object.hasOwn(dimensions, name) ? dimensions[name as DimensionName].fact : name))
}

function addGiven(
  builder: SystemBuilder,
  block: Block,
  table: GivenTable & { apart: ReadonlySet<DimensionName> },
  earlierMarks: Map<number, Mark>,
): void {
  if (publishedMeasure(table.measure).version !== table.version)
    throw new NotAsGiven(`the definition of ${table.measure} has changed`)
  const keyOf = (group: Cell) => table.by.map((name) => group[name]).join()
  const figures = new Map(
    countsOf(builder, block, { ...table, block: 'earlier' }).figures.map((figure) => [
      keyOf(figure.group),
      figure,
    ]),
  )
  const set = (index: number | null, figure: FigureOrSymbol | null) => {
    if (index === null || figure === null) return
    if (typeof figure === 'number' && builder.valueOf(index) !== figure)
      throw new NotAsGiven(`${table.measure} is not as it was given`)
    if (earlierMarks.get(index) === 'shown') return
    earlierMarks.set(index, typeof figure === 'number' ? 'shown' : figure === 'c' ? 'hidden' : 'not-given')
  }
  for (const { group, numerator, denominator, unknown, percent } of table.items) {
    const counts = figures.get(keyOf(group))
    if (counts === undefined) throw new NotAsGiven(`${table.measure} was given of a group that is none`)
    set(counts.numerator, numerator)
    set(counts.denominator, denominator)
    set(counts.unknown, unknown)
    if (typeof percent === 'number' && counts.denominator !== null)
      addShare(builder, [counts.numerator, counts.denominator], percent)
  }
}

/** Adds that a reader knows a percentage, a whole number with halves rounded up: 2 p − 1 ≤ 200 n ÷ d < 2 p + 1. */
function addShare(builder: SystemBuilder, [part, whole]: readonly [number, number], percent: number): void {
  for (const [edge, least, most] of [
    [2 * percent - 1, 0, Infinity],
    [2 * percent + 1, -Infinity, -1],
  ] as const) {
    const factors = new Map<number, number>()
    for (const column of builder.columnsOf(whole)) factors.set(column, -edge)
    for (const column of builder.columnsOf(part)) factors.set(column, (factors.get(column) ?? 0) + 200)
    builder.constrain([...factors.keys()], [...factors.values()], least, most)
  }
}

/** The tables as the public is given them. */
export function answeredTables(
  { from, asAt }: Pick<AnsweredTable, 'from' | 'asAt'>,
  { system, tables }: AnswerDraft,
  { marks, refusals }: AnswerProtection,
): AnsweredTable[] {
  const figure = (index: number): FigureOrSymbol => {
    if (marks[index] === 'shown') return system.counts[index]?.value ?? 0
    return marks[index] === 'hidden' ? 'c' : 'x'
  }
  return tables.map(({ table: { measure, by: divisions, cohort }, block, merges, figures }) => ({
    measure: measureDescription(measure),
    by: divisions,
    cohort,
    from,
    asAt,
    isRefused: refusals.has(block),
    merges,
    items: figures.map(({ group, numerator, denominator, unknown }) => {
      const [part, whole] = [figure(numerator), denominator === null ? null : figure(denominator)]
      return {
        group: { ...group },
        labels: groupLabels(group, merges),
        numerator: part,
        denominator: whole,
        percent: whole === null ? null : shareOf(part, whole),
        unknown: unknown === null ? null : figure(unknown),
      }
    }),
  }))
}

/** A percentage, where both counts are shown: then it tells nothing that they don't. */
function shareOf(part: FigureOrSymbol, whole: FigureOrSymbol): FigureOrSymbol {
  if (part === 'x' || whole === 'x') return 'x'
  if (typeof part !== 'number' || typeof whole !== 'number') return 'c'
  return whole === 0 ? 'z' : percentOf(part, whole)
}
