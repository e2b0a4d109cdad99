import { isSmall } from './policy.ts'

/** `least ≤ Σ by · column ≤ most`: what holds whatever the figures are, and everyone may know. */
export interface Row {
  columns: number[]
  by: number[]
  least: number
  most: number
}

/** A sum of columns that is published, or that published ones would give away: those are protected alike. */
export interface Count {
  columns: readonly number[]
  value: number
  printed: boolean
  /** Which population it is of. */
  block: string
}

/** All counts of a release with whatever links them. A column is how many there are of one kind, never below 0. */
export interface System {
  values: number[]
  rows: Row[]
  counts: Count[]
  /** By count: the printed counts of which it is a part. */
  within: number[][]
}

/** Puts a system together. */
export class SystemBuilder {
  readonly #values: number[] = []
  readonly #rows: Row[] = []
  readonly #counts: Count[] = []
  readonly #indexes = new Map<string, number>()
  /** Of a column that is part of another: that one, and which way of dividing it this is. */
  readonly #partOf = new Map<number, { whole: number; way: string }>()
  readonly #parts = new Map<string, readonly number[]>()

  column(value: number): number {
    return this.#values.push(value) - 1
  }

  /** Says that some columns are all the parts of another, divided in one way. */
  divide(whole: number, parts: readonly number[], way: string): void {
    for (const part of parts) this.#partOf.set(part, { whole, way })
    this.#parts.set(`${whole} ${way}`, parts)
    if (this.#sum(parts) !== this.#values[whole]) throw new Error('the parts do not add up to the whole')
    this.row([...parts, whole], [...parts.map(() => 1), -1], 0, 0)
  }

  /** What everyone may know; left out where it isn't so. */
  row(columns: readonly number[], by: readonly number[], least: number, most: number): void {
    const sum = columns.reduce((total, column, at) => total + (by[at] ?? 0) * (this.#values[column] ?? 0), 0)
    if (sum >= least && sum <= most) this.#rows.push({ columns: [...columns], by: [...by], least, most })
  }

  /** The number of the count that sums these columns; the same columns are one count. */
  count(columns: readonly number[], printed: boolean, block: string): number {
    const sorted = [...columns].sort((a, b) => a - b)
    const key = sorted.join()
    const known = this.#indexes.get(key)
    if (known !== undefined) {
      const count = this.#counts[known] as Count
      count.printed ||= printed
      return known
    }
    const index = this.#counts.push({ columns: sorted, value: this.#sum(sorted), printed, block }) - 1
    this.#indexes.set(key, index)
    return index
  }

  system(): System {
    this.#protectDifferences()
    const within = this.#within()
    return merged({ values: this.#values, rows: this.#rows, counts: this.#counts, within })
  }

  #sum(columns: readonly number[]): number {
    return columns.reduce((sum, column) => sum + (this.#values[column] ?? 0), 0)
  }

  /**
   * Whoever knows how many there are, and how many of those are of one kind, knows how many are not. Where some of the
   * latter are printed too, it is enough to protect those.
   */
  #protectDifferences(): void {
    const counts = [...this.#counts]
    for (const [part, wholes] of this.#within(false).entries()) {
      const { columns, value, block } = counts[part] as Count
      const way = this.#partOf.get(columns[0] ?? -1)?.way
      for (const whole of wholes) {
        const of = counts[whole] as Count
        if (!isSmall(of.value - value)) continue
        const alike = of.columns.flatMap((column) =>
          this.#partOf.get(column)?.way === way ? [column] : (this.#parts.get(`${column} ${way}`) ?? []),
        )
        const left = new Set(alike.filter((column) => !columns.includes(column)))
        const told = counts.some(
          (other) => other.value > 0 && other.columns.every((column) => left.has(column)),
        )
        if (!told) this.count([...left], false, block)
      }
    }
  }

  /** By count: those, printed or not, that it is a part of. */
  #within(printedOnly = true): number[][] {
    const sets = this.#counts.map(({ columns }) => new Set(columns))
    const inside = (part: number, whole: number) => {
      const set = sets[whole] as Set<number>
      const columns = this.#counts[part]?.columns ?? []
      if (columns.length === 0 || part === whole) return false
      return columns.every((column) => set.has(column) || set.has(this.#partOf.get(column)?.whole ?? -1))
    }
    return this.#counts.map((_, part) =>
      this.#counts.flatMap(({ printed }, whole) =>
        (printed || !printedOnly) && inside(part, whole) ? [whole] : [],
      ),
    )
  }
}

/** The same system with one column for all that nothing tells apart. */
function merged(system: System): System {
  const marks = system.values.map((): string[] => [])
  for (const [index, { columns }] of system.counts.entries())
    for (const column of columns) marks[column]?.push(`c${index}`)
  for (const [index, { columns, by }] of system.rows.entries())
    for (const [at, column] of columns.entries()) marks[column]?.push(`r${index}:${by[at]}`)
  const classes = new Map<string, number>()
  const classOf = marks.map((list) => {
    const key = list.join()
    if (!classes.has(key)) classes.set(key, classes.size)
    return classes.get(key) as number
  })
  const values = new Array<number>(classes.size).fill(0)
  for (const [column, value] of system.values.entries()) values[classOf[column] as number]! += value
  const once = (columns: readonly number[]) => [
    ...new Set(columns.map((column) => classOf[column] as number)),
  ]
  return {
    values,
    rows: system.rows.map(({ columns, by, ...bounds }) => {
      const factors = new Map(columns.map((column, at) => [classOf[column] as number, by[at] as number]))
      return { columns: [...factors.keys()], by: [...factors.values()], ...bounds }
    }),
    counts: system.counts.map((count) => ({ ...count, columns: once(count.columns) })),
    within: system.within,
  }
}
