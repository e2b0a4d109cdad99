import { eachRule } from './entries.ts'
import type { Programme } from './programme.ts'
import type { Row } from './rows.ts'
import type { Assignment, Problem } from './types.ts'

/** What is taken so far of a programme, column by column, and how full that makes every row. */
export class Tally {
  readonly taken: number[]
  readonly #programme: Programme
  readonly #sizes: number[]
  readonly #full: Float64Array

  constructor(problem: Problem, programme: Programme) {
    this.#programme = programme
    this.#sizes = problem.options.map(({ need }) => problem.needs[need]!.children.length)
    this.taken = programme.columns.map(() => 0)
    this.#full = new Float64Array(programme.rows.length)
  }

  /** The tally of a solution. */
  static of(problem: Problem, programme: Programme, solution: readonly number[]): Tally {
    const tally = new Tally(problem, programme)
    for (const [column, taken] of solution.entries())
      if (taken > 0.5) tally.#change(column, Math.round(taken))
    return tally
  }

  /** Takes the option, with beds of its groups in their order; or leaves all as it was and says what is in the way. */
  take(option: number): { broken: Row[] } {
    const broken = this.#add(option)
    if (broken.length > 0) return { broken }
    const places = this.#programme.places[option]!
    if (places.length === 1) return { broken: [] }
    const filled: number[] = []
    const inTheWay = new Set<Row>()
    for (const { column } of places) {
      while (
        filled.length < this.#sizes[option]! &&
        this.taken[column]! < this.#programme.columns[column]!.most
      ) {
        const full = this.#add(column)
        for (const row of full) inTheWay.add(row)
        if (full.length > 0) break
        filled.push(column)
      }
    }
    if (filled.length === this.#sizes[option]!) return { broken: [] }
    for (const column of [...filled, option]) this.#change(column, -1)
    return { broken: [...inTheWay] }
  }

  /** Undoes the taking of an option that nothing was taken of before. */
  giveBack(option: number): void {
    const columns = this.#programme.places[option]!.map(({ column }) => column)
    for (const column of new Set([option, ...columns])) this.#change(column, -this.taken[column]!)
  }

  /** One more of a column; or none, and the rows that have no room for it. */
  #add(column: number): Row[] {
    const { rows } = this.#programme
    const broken = [...this.#change(column, 1)].filter((row) => this.#full[row]! > rows[row]!.most)
    if (broken.length > 0) this.#change(column, -1)
    return broken.map((row) => rows[row]!)
  }

  /** More of a column, and of the sums that it is in. Gives the rows in which that counts. */
  #change(column: number, more: number): Set<number> {
    this.taken[column]! += more
    const changed = new Set<number>()
    eachRule(this.#programme.entries, column, (row, by) => {
      this.#full[row]! += by * more
      changed.add(row)
    })
    return changed
  }
}

/** Best first for whoever has waited longest, then the next: what an officer would do with one child at a time. */
export function greedy(problem: Problem, programme: Programme): number[] {
  const tally = new Tally(problem, programme)
  const { options } = problem
  const ranked = options
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
  const met = new Set<number>()
  for (const index of ranked) {
    const { need } = options[index]!
    if (!met.has(need) && tally.take(index).broken.length === 0) met.add(need)
  }
  return tally.taken
}

/** The options that a solution takes, each with its beds: of like beds, the first that is free. */
export function assignmentsOf(
  { needs, options }: Problem,
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
  const taken = byStart.map((option): Assignment => {
    const { need, start } = options[option]!
    const { children, to } = needs[need]!
    const beds = places[option]!.flatMap(({ group, column }) => {
      const wanted = places[option]!.length === 1 ? children.length : Math.round(solution[column]!)
      const free = groups[group]!.beds.filter((bed) => {
        const until = freeFrom.get(bed)
        return until === undefined || (until !== null && until <= start)
      })
      return free.slice(0, wanted)
    })
    for (const bed of beds) freeFrom.set(bed, to)
    return { need, option, beds }
  })
  return taken.sort((a, b) => a.need - b.need)
}
