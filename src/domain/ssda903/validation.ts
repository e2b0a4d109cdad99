import { groupBy } from '../group.ts'
import { childOfCells } from './cells.ts'
import { yearName } from './code-lists.ts'
import { moduleOf, type ModuleName } from './modules.ts'
import type { ReceivedRow, Statement } from './rows.ts'
import { ChildYear, type CheckedRow, type RowOfChild, type ReturnYear } from './rules/child-year.ts'
import { validationRules } from './rules/index.ts'
import { readRow } from './rules/read-row.ts'
import type { Rule } from './rules/rule.ts'
import type { Lookups, ReturnModule } from './rules/types.ts'

/** A row in which a rule is broken. */
export interface Breach {
  /** The rule's number. */
  rule: string
  child: string
  row: ReceivedRow
}

/** Rules that cannot be decided about a year's return, for one reason. */
export interface Undecided {
  year: number
  why: string
  rules: string[]
}

/** Which columns of which modules a year's return has; `all` of a module where it is one that was kept. */
type Contents = Map<ModuleName, Set<string> | 'all'>

interface YearOfReturn extends ReturnYear {
  contents: Contents
  /** The rules that can be decided, by the module in whose rows they are found. */
  rules: Map<ModuleName, { number: string; breaks: Rule['breaks'] }[]>
}

interface RowOfYear extends RowOfChild {
  child: string
  year: number
}

/**
 * Checks the returns of one or several years by the collection's validation rules, child by child. What the earliest of
 * them must agree with is in the returns that the service keeps.
 */
export class Validation {
  /** The collection years of the returns, the earliest first. */
  readonly years: readonly number[]
  readonly undecided: Undecided[] = []
  readonly #years: Map<number, YearOfReturn>
  readonly #children: Map<string, RowOfYear[]>

  /**
   * @param rows the rows of the returns; those with a fault, or without a child, are left out
   * @param statements what earlier imports stored of the children
   * @param isChosen which rules it checks, by their numbers
   */
  constructor(
    rows: readonly ReceivedRow[],
    statements: readonly Statement[],
    lookups: Lookups,
    isChosen: (number: string, rule: Rule) => boolean = () => true,
  ) {
    const usable = rows.filter(isCheckable)
    this.years = [...new Set(usable.map(({ year }) => year))].sort((a, b) => a - b)
    const contents = contentsOf(usable)
    const earlier = statements.filter(
      ({ module, year }) => isEarlier(year, this.years) && !contents.get(year)?.has(module),
    )
    for (const { module, year } of earlier) contentsIn(contents, year).set(module, 'all')
    this.#years = new Map(
      [...contents].map(([year, inYear]) => [
        year,
        { year, known: lookups, pupils: new Map(), contents: inYear, rules: new Map() },
      ]),
    )
    this.#children = groupBy([...earlier.map(ofStored), ...usable.map(ofReceived)], ({ child }) => child)
    this.#countPupils(usable)
    for (const year of this.years) this.#chooseRules(year, isChosen)
  }

  /** The breaches of each child, one child after another. */
  *breaches(): Generator<Breach[]> {
    for (const [child, rows] of this.#children) yield this.#breachesOf(child, rows)
  }

  #breachesOf(reference: string, rows: readonly RowOfYear[]): Breach[] {
    const breaches: Breach[] = []
    let earlier: ChildYear | undefined
    const byYear = groupBy(rows, ({ year }) => year)
    for (const year of [...byYear.keys()].sort((a, b) => a - b)) {
      const whole = this.#years.get(year)
      if (!whole) continue
      const child = new ChildYear(reference, whole, byYear.get(year) ?? [], earlier)
      for (const [module, rules] of whole.rules) {
        for (const row of child.rows(module)) breachesIn(row, rules, breaches)
      }
      earlier = child
    }
    return breaches
  }

  #countPupils(rows: readonly ReceivedRow[]): void {
    const ofHeader = rows.filter(({ module }) => module === 'header')
    for (const [year, inYear] of groupBy(ofHeader, (row) => row.year)) {
      const pupils = this.#years.get(year)?.pupils
      for (const [upn, ofPupil] of groupBy(inYear, ({ cells }) => (cells.UPN ?? '').trim())) {
        pupils?.set(upn, new Set(ofPupil.map(({ cells }) => childOfCells(cells))).size)
      }
    }
  }

  #chooseRules(year: number, isChosen: (number: string, rule: Rule) => boolean): void {
    const whole = this.#years.get(year)
    if (!whole) return
    const byReason = new Map<string, string[]>()
    for (const [number, rule] of Object.entries(validationRules)) {
      if (year < (rule.from ?? year) || year > (rule.to ?? year) || !isChosen(number, rule)) continue
      const why = this.#lackFor(rule, whole)
      if (why !== null) {
        byReason.set(why, [...(byReason.get(why) ?? []), number])
        continue
      }
      for (const module of modulesOfRule(rule)) {
        const list = whole.rules.get(module)
        if (list) list.push({ number, breaks: rule.breaks })
        else whole.rules.set(module, [{ number, breaks: rule.breaks }])
      }
    }
    for (const [why, rules] of byReason) this.undecided.push({ year, why, rules })
  }

  /** Why a rule cannot be decided; null where it can. */
  #lackFor({ reads, looksUp }: Rule, whole: YearOfReturn): string | null {
    const { year, contents } = whole
    for (const [source, columns] of Object.entries(reads)) {
      const [module, from] = moduleOfSource(source as ReturnModule)
      const { title } = moduleOf(module)
      const there = from === 'last' ? this.#years.get(year - 1)?.contents : contents
      const name = from === 'last' ? `${title} of ${yearName(year - 1)}` : title
      const has = there?.get(module)
      if (has === undefined) return `${name} is missing`
      const absent = has === 'all' ? [] : columnsIn(columns).filter((column) => !has.has(column))
      if (absent.length > 0) return `${name} has no column ${absent.join(', ')}`
    }
    if (looksUp === 'postcodes' && whole.known.places === null) return 'no directory of postcodes is loaded'
    if (looksUp === 'homes' && whole.known.homes.size === 0)
      return 'no home is recorded with an Ofsted number of the return'
    return null
  }
}

/** Whether a row is checked: it can be read, and says whose it is. */
export const isCheckable = ({ fault, cells }: ReceivedRow): boolean =>
  fault === undefined && childOfCells(cells) !== ''

function breachesIn(
  row: CheckedRow,
  rules: readonly { number: string; breaks: Rule['breaks'] }[],
  breaches: Breach[],
): void {
  if (row.origin === null) return
  for (const { number, breaks } of rules) {
    if (breaks(row.cells, row)) {
      breaches.push({ rule: number, child: row.child.reference, row: row.origin })
    }
  }
}

/** The modules in whose rows a rule is found broken. */
export function modulesOfRule({ reads, foundIn }: Rule): readonly ModuleName[] {
  return foundIn ?? [Object.keys(reads)[0] as ModuleName]
}

/** A source as its module, and whether it is this year's return or last year's. */
export function moduleOfSource(source: ReturnModule): [ModuleName, 'this' | 'last'] {
  return source.startsWith('last ') ? [source.slice(5) as ModuleName, 'last'] : [source as ModuleName, 'this']
}

export const columnsIn = (columns: string): string[] => columns.split(' ').filter((column) => column !== '')

const isEarlier = (year: number, years: readonly number[]) => year < (years.at(-1) ?? 0)

function contentsIn(contents: Map<number, Contents>, year: number): Contents {
  let inYear = contents.get(year)
  if (!inYear) contents.set(year, (inYear = new Map<ModuleName, Set<string> | 'all'>()))
  return inYear
}

function contentsOf(rows: readonly ReceivedRow[]): Map<number, Contents> {
  const contents = new Map<number, Contents>()
  for (const { year, module, cells } of rows) {
    const inYear = contentsIn(contents, year)
    let columns = inYear.get(module)
    if (!columns) inYear.set(module, (columns = new Set()))
    if (columns !== 'all') for (const column in cells) columns.add(column)
  }
  return contents
}

const ofReceived = (row: ReceivedRow): RowOfYear => ({
  child: childOfCells(row.cells),
  year: row.year,
  module: row.module,
  cells: readRow(row.module, row.cells),
  origin: row,
})
const ofStored = ({ child, year, module, cells }: Statement): RowOfYear => ({
  child,
  year,
  module,
  cells: readRow(module, cells),
  origin: null,
})
