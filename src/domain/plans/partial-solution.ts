import { visitRules } from './entries.ts'
import type { Programme } from './programme.ts'
import type { ProgrammeRow } from './rows.ts'
import type { Assignment, PlanProblem } from './types.ts'

/** A partial solution of a programme: the value of each column, and the left-hand side of every row. */
export class PartialSolution {
  readonly taken: number[]
  readonly #programme: Programme
  readonly #sizes: number[]
  readonly #full: Float64Array

  constructor(problem: PlanProblem, programme: Programme) {
    this.#programme = programme
    this.#sizes = problem.options.map(({ need }) => problem.needs[need]!.children.length)
    this.taken = programme.columns.map(() => 0)
    this.#full = new Float64Array(programme.rows.length)
  }

  /** Starts from a solver's solution: a value for each column, rounded to integers. */
  static of(problem: PlanProblem, programme: Programme, solution: readonly number[]): PartialSolution {
    const partial = new PartialSolution(problem, programme)
    for (const [column, amount] of solution.entries())
      if (amount > 0.5) partial.#change(column, Math.round(amount))
    return partial
  }

  /**
   * Takes an option, with beds from its groups in order.
   *
   * @returns the rows that would be broken: then nothing is changed. Empty on success.
   */
  take(option: number): { broken: ProgrammeRow[] } {
    const broken = this.#add(option)
    if (broken.length > 0) return { broken }
    const places = this.#programme.places[option]!
    if (places.length === 1) return { broken: [] }
    const bedColumns: number[] = []
    const inTheWay = new Set<ProgrammeRow>()
    for (const { column } of places) {
      while (
        bedColumns.length < this.#sizes[option]! &&
        this.taken[column]! < this.#programme.columns[column]!.most
      ) {
        const full = this.#add(column)
        for (const row of full) inTheWay.add(row)
        if (full.length > 0) break
        bedColumns.push(column)
      }
    }
    if (bedColumns.length === this.#sizes[option]!) return { broken: [] }
    for (const column of [...bedColumns, option]) this.#change(column, -1)
    return { broken: [...inTheWay] }
  }

  /** Undoes `take` of an option. */
  giveBack(option: number): void {
    const columns = this.#programme.places[option]!.map(({ column }) => column)
    for (const column of new Set([option, ...columns])) this.#change(column, -this.taken[column]!)
  }

  /** Adds one to a column, unless that breaks rows: then returns those. */
  #add(column: number): ProgrammeRow[] {
    const { rows } = this.#programme
    const broken = [...this.#change(column, 1)].filter((row) => this.#full[row]! > rows[row]!.most)
    if (broken.length > 0) this.#change(column, -1)
    return broken.map((row) => rows[row]!)
  }

  /** Adds `more` to a column and updates its rows, whose indexes it returns. */
  #change(column: number, more: number): Set<number> {
    this.taken[column]! += more
    const rows = new Set<number>()
    visitRules(this.#programme.entries, column, (row, coefficient) => {
      this.#full[row]! += coefficient * more
      rows.add(row)
    })
    return rows
  }
}

/**
 * The greedy solution, as an officer would place one child at a time: the longest-waiting need first, each with its best
 * option by score, then earliest start, then distance. Returns a value for each column of the programme.
 */
export function greedy(problem: PlanProblem, programme: Programme): number[] {
  const partial = new PartialSolution(problem, programme)
  const { options } = problem
  const order = options
    .map((_, index) => index)
    .sort((a, b) => {
      const [one, other] = [options[a]!, options[b]!]
      return (
        one.need - other.need ||
        other.facts.score - one.facts.score ||
        (one.start < other.start ? -1 : one.start > other.start ? 1 : 0) ||
        (one.facts.homeTenths ?? Infinity) - (other.facts.homeTenths ?? Infinity) ||
        a - b
      )
    })
  const placedNeeds = new Set<number>()
  for (const index of order) {
    const { need } = options[index]!
    if (!placedNeeds.has(need) && partial.take(index).broken.length === 0) placedNeeds.add(need)
  }
  return partial.taken
}

/** The options that a solution takes, each with its beds: in each group, the first free ones. In order of needs. */
export function assignmentsOf(
  { needs, options }: PlanProblem,
  { places, groups }: Programme,
  solution: readonly number[],
): Assignment[] {
  const byStart = options
    .map((_, index) => index)
    .filter((index) => solution[index]! > 0.5)
    .sort((a, b) =>
      options[a]!.start < options[b]!.start ? -1 : options[a]!.start > options[b]!.start ? 1 : a - b,
    )
  const freeFrom = new Map<string, string | null>()
  const assignments = byStart.map((option): Assignment => {
    const { need, start } = options[option]!
    const { children, to } = needs[need]!
    const beds = places[option]!.flatMap(({ group, column }) => {
      const bedCount = places[option]!.length === 1 ? children.length : Math.round(solution[column]!)
      const free = groups[group]!.beds.filter((bed) => {
        const end = freeFrom.get(bed)
        return end === undefined || (end !== null && end <= start)
      })
      return free.slice(0, bedCount)
    })
    for (const bed of beds) freeFrom.set(bed, to)
    return { need, option, beds }
  })
  return assignments.sort((a, b) => a.need - b.need)
}
