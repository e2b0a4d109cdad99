import { isSmall, largest, smallCounts, smallest } from './policy.ts'
import type { System } from './system.ts'

/** What becomes of a count: shown, `c` or `x`. */
export type Mark = 'shown' | 'hidden' | 'not-given'

/** How many there are of each kind in figures that could be those published, as far as anyone can tell. */
export type World = readonly number[]

/** By how little or much a count may differ from what it is, and what each one more or less costs. */
export interface Leeway {
  least: number
  most: number
  cost: number
}

/**
 * Looks for a world in which the count numbered `target` is `value`, every count is within its leeway, and the cost of
 * those that differ is least; null where it finds none.
 */
export type FindWorld = (leeways: readonly Leeway[], target: number, value: number) => World | null

export interface Protection {
  /** By count; those that aren't printed are not given. */
  marks: Mark[]
  /**
   * For every small count and every value from 1 to 5, one in which it has that value and everything shown is as it is.
   */
  worlds: World[]
}

/**
 * Decides which counts are shown. Small ones are not; nor parts of them; nor as many others, of as few children as may
 * be, as it takes for each small count to be possible as any number from 1 to 5, whatever is worked out from all else.
 */
export function protect(system: System, find: FindWorld): Protection {
  const { counts } = system
  const withheld = new Set<string>()
  for (;;) {
    const trouble = attempt(system, withheld, find)
    if (!('block' in trouble)) return trouble
    const all = withheld.has(trouble.block) ? counts.map(({ block }) => block) : [trouble.block]
    if (all.every((block) => withheld.has(block))) throw new Error('a count cannot be protected at all')
    for (const block of all) withheld.add(block)
  }
}

function attempt(
  system: System,
  withheld: ReadonlySet<string>,
  find: FindWorld,
): Protection | { block: string } {
  const { counts, within } = system
  const isPrinted = counts.map(({ printed, block }) => printed && !withheld.has(block))
  const isPart = within.map((wholes) =>
    wholes.some((whole) => isPrinted[whole] && isSmall(counts[whole]?.value ?? 0)),
  )
  const divided = new Set(within.flatMap((wholes, part) => (isPrinted[part] ? wholes : [])))
  const marks = counts.map(({ value }, index): Mark => {
    if (!isPrinted[index] || isPart[index]) return 'not-given'
    return isSmall(value) ? 'hidden' : 'shown'
  })
  const leeways = counts.map(({ value }, index): Leeway => {
    if (marks[index] === 'not-given') return { least: 0, most: Infinity, cost: 0 }
    if (value === 0) return { least: 0, most: 0, cost: 0 }
    const tells = divided.has(index) // by whether its parts are given
    if (isSmall(value)) return { least: smallest, most: tells ? largest : Infinity, cost: 0 }
    return { least: tells ? largest + 1 : smallest, most: Infinity, cost: value }
  })
  const targets = counts.flatMap(({ value }, index) => (isSmall(value) ? [index] : []))

  const worlds: World[] = [system.values]
  const possible = new Map(targets.map((target) => [target, new Set([counts[target]?.value ?? 0])]))
  for (const target of targets) {
    for (const value of smallCounts) {
      if (possible.get(target)?.has(value)) continue
      const world = find(leeways, target, value)
      if (world === null || !isWorld(system, leeways, world) || sumOf(system, target, world) !== value)
        return { block: counts[target]?.block ?? '' }
      worlds.push(world)
      for (const each of targets) possible.get(each)?.add(sumOf(system, each, world))
      for (const index of differing(system, world)) {
        const leeway = leeways[index]
        if (leeway) leeway.cost = 0
      }
    }
  }
  const needed = needful(system, targets, worlds)
  for (const index of needed.flatMap((world) => differing(system, world)))
    if (marks[index] === 'shown') marks[index] = 'hidden'
  return { marks, worlds: needed }
}

function sumOf({ counts }: System, index: number, world: World): number {
  return (counts[index]?.columns ?? []).reduce((sum, column) => sum + (world[column] ?? 0), 0)
}

function differing(system: System, world: World): number[] {
  return system.counts.flatMap(({ value }, index) => (sumOf(system, index, world) === value ? [] : [index]))
}

/** Whether a world is one, in whole numbers: the solver counts in fractions. */
function isWorld(system: System, leeways: readonly Leeway[], world: World): boolean {
  return (
    world.every((value) => Number.isInteger(value) && value >= 0) &&
    system.rows.every(({ columns, by, least, most }) => {
      const sum = columns.reduce((total, column, at) => total + (by[at] ?? 0) * (world[column] ?? 0), 0)
      return sum >= least && sum <= most
    }) &&
    leeways.every(({ least, most }, index) => {
      const sum = sumOf(system, index, world)
      return sum >= least && sum <= most
    })
  )
}

/** As few of the worlds as show every small count as every value: a later one often does for several before it. */
function needful(system: System, targets: readonly number[], worlds: readonly World[]): World[] {
  const shows = worlds.map((world) =>
    targets.flatMap((target) => {
      const value = sumOf(system, target, world)
      return isSmall(value) ? [`${target}=${value}`] : []
    }),
  )
  const times = new Map<string, number>()
  for (const key of shows.flat()) times.set(key, (times.get(key) ?? 0) + 1)
  return worlds.filter((_, index) => {
    const keys = shows[index] ?? []
    if (index === 0 || keys.some((key) => times.get(key) === 1)) return true
    for (const key of keys) times.set(key, (times.get(key) ?? 0) - 1)
    return false
  })
}
