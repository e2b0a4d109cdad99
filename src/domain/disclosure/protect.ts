import { isSmall, largest, smallCounts, smallest } from './policy.ts'
import type { System } from './system.ts'

/** How a count is published: as its number (`shown`), as `c` (`hidden`) or as `x` (`not-given`). */
export type Mark = 'shown' | 'hidden' | 'not-given'

/**
 * A value for each column of the system (whole numbers, 0 or more) that agrees with everything published. The true values
 * are one world; a reader of the release cannot tell which world is true.
 */
export type World = readonly number[]

/** The bounds of one count in a world, and the cost of each child by which it differs from its true value. */
export interface Leeway {
  least: number
  most: number
  cost: number
}

/**
 * Searches for a world in which count `target` equals `value`, every count is within its leeway, and the total cost is
 * least. Null where it finds none.
 */
export type FindWorld = (leeways: readonly Leeway[], target: number, value: number) => World | null

export interface Protection {
  /** One for each count of the system. A count that no table prints is `not-given`. */
  marks: Mark[]
  /**
   * The proof: for every small count and every value from 1 to 5, some world here gives the count that value and leaves
   * every shown count unchanged.
   */
  worlds: World[]
}

/**
 * Decides which counts are shown (cell suppression). Primary: counts of 1 to 5 are hidden, and their parts are not given.
 * Secondary: other counts are hidden, at the least cost in children, until every small count could be any number from 1
 * to 5 whatever a reader derives from the rest. Where that fails, the count's whole population is not given.
 *
 * @throws where it fails even with every population withheld
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

/** One attempt with some populations withheld; returns the population to withhold next where a count has no proof. */
function attempt(
  system: System,
  withheld: ReadonlySet<string>,
  find: FindWorld,
): Protection | { block: string } {
  const { counts, wholes } = system
  const isPrinted = counts.map((count) => count.isPrinted && !withheld.has(count.block))
  const isPart = wholes.map((wholes) =>
    wholes.some((whole) => isPrinted[whole] && isSmall(counts[whole]?.value ?? 0)),
  )
  const wholesWithParts = new Set(wholes.flatMap((wholes, part) => (isPrinted[part] ? wholes : [])))
  const marks = counts.map(({ value }, index): Mark => {
    if (!isPrinted[index] || isPart[index]) return 'not-given'
    return isSmall(value) ? 'hidden' : 'shown'
  })
  const leeways = counts.map(({ value }, index): Leeway => {
    if (marks[index] === 'not-given') return { least: 0, most: Infinity, cost: 0 }
    if (value === 0) return { least: 0, most: 0, cost: 0 }
    // Parts are given only where their whole is not small, so whether they are given reveals whether it is.
    const revealsSmall = wholesWithParts.has(index)
    if (isSmall(value)) return { least: smallest, most: revealsSmall ? largest : Infinity, cost: 0 }
    return { least: revealsSmall ? largest + 1 : smallest, most: Infinity, cost: value }
  })
  const targets = counts.flatMap(({ value }, index) => (isSmall(value) ? [index] : []))

  const worlds: World[] = [system.values]
  const possible = new Map(targets.map((target) => [target, new Set([counts[target]?.value ?? 0])]))
  for (const target of targets) {
    for (const value of smallCounts) {
      if (possible.get(target)?.has(value)) continue
      const bounds = narrowLeeways(system, leeways, target)
      const world = find(bounds, target, value)
      if (world === null || !isWorld(system, bounds, world) || sumOf(system, target, world) !== value)
        return { block: counts[target]?.block ?? '' }
      worlds.push(world)
      for (const other of targets) possible.get(other)?.add(sumOf(system, other, world))
      for (const index of changedCounts(system, world)) {
        const leeway = leeways[index]
        if (leeway) leeway.cost = 0
      }
    }
  }
  const proof = necessaryWorlds(system, targets, worlds)
  for (const index of proof.flatMap((world) => changedCounts(system, world)))
    if (marks[index] === 'shown') marks[index] = 'hidden'
  const readable = counts.map(({ value }, index) =>
    marks[index] === 'shown' ? { least: value, most: value, cost: 0 } : (leeways[index] as Leeway),
  )
  for (const [index, { value }] of counts.entries())
    if (
      isPrinted[index] &&
      marks[index] === 'not-given' &&
      value === 0 &&
      !mayBeAbove0(system, index, readable, find)
    )
      marks[index] = 'shown'
  return { marks, worlds: proof }
}

/**
 * Whether a part of a count of 1 to 5 that is 0 could be more, by all that is published. Where it could not, anyone can work
 * it out to be 0, and a symbol in its place would hide nothing.
 */
export function mayBeAbove0(
  system: System,
  index: number,
  readable: readonly Leeway[],
  find: FindWorld,
): boolean {
  return smallCounts.some((count) => find(narrowLeeways(system, readable, index), index, count) !== null)
}

/** Leeways within what a reader knows of the counts where `target` is small. */
export function narrowLeeways(
  { knowledge }: System,
  leeways: readonly Leeway[],
  target: number,
): readonly Leeway[] {
  const bounds = [...leeways]
  for (const { count, least, most, alternatives } of knowledge) {
    const leeway = bounds[count] as Leeway
    if (count === target || alternatives.has(target)) continue
    bounds[count] = {
      ...leeway,
      least: Math.max(leeway.least, least),
      most: Math.min(leeway.most, most),
    }
  }
  return bounds
}

export function sumOf({ counts }: System, index: number, world: World): number {
  return (counts[index]?.columns ?? []).reduce((sum, column) => sum + (world[column] ?? 0), 0)
}

/** The counts, by index, that differ from their true value in a world. */
export function changedCounts(system: System, world: World): number[] {
  return system.counts.flatMap(({ value }, index) => (sumOf(system, index, world) === value ? [] : [index]))
}

/** Checks a world exactly, in whole numbers, because the solver works in floating point. */
export function isWorld(system: System, leeways: readonly Leeway[], world: World): boolean {
  return (
    world.every((value) => Number.isInteger(value) && value >= 0) &&
    system.constraints.every(({ columns, coefficients, least, most }) => {
      const sum = columns.reduce(
        (total, column, index) => total + (coefficients[index] ?? 0) * (world[column] ?? 0),
        0,
      )
      return sum >= least && sum <= most
    }) &&
    leeways.every(({ least, most }, index) => {
      const sum = sumOf(system, index, world)
      return sum >= least && sum <= most
    })
  )
}

/** Drops worlds whose every (count, value) pair another world also shows. The first, which is the truth, always stays. */
function necessaryWorlds(system: System, targets: readonly number[], worlds: readonly World[]): World[] {
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
