import { isSmall, largest, smallCounts, smallest } from './policy.ts'
import {
  changedCounts,
  isWorld,
  mayBeAbove0,
  narrowLeeways,
  sumOf,
  type FindWorld,
  type Leeway,
  type Mark,
  type World,
} from './protect.ts'
import type { System } from './system.ts'

/** A system to be shown in part: some of its counts the public was given before. */
export interface PartlyGiven {
  system: System
  /** How each count that was given before was shown then, by its index. */
  earlierMarks: ReadonlyMap<number, Mark>
  /** Tables, by block, that are refused without looking at their counts. */
  closures: ReadonlySet<string>
}

export interface AnswerProtection {
  /** One for each count of the system; one given before keeps its mark. */
  marks: Mark[]
  /** The blocks of the tables that are refused: their counts are not given. */
  refusals: ReadonlySet<string>
}

/**
 * Decides which counts are shown beside those given before. By the same rule as in releases (see `protect`): every count of 1
 * to 5 in the system, given before or not, could be any number from 1 to 5 whatever a reader derives from all of it. What was
 * shown stays shown; where a count can't be protected beside it, a table is refused.
 */
export function protectAnswer(
  { system, earlierMarks, closures }: PartlyGiven,
  find: FindWorld,
): AnswerProtection {
  const isGiven = system.counts.map((_, index) => earlierMarks.has(index))
  const blocks = [
    ...new Set(
      system.counts.filter(({ isPrinted }, index) => isPrinted && !isGiven[index]).map(({ block }) => block),
    ),
  ]
  const refusals = new Set(blocks.filter((block) => closures.has(block)))
  for (;;) {
    const outcome = attempt({ system, earlierMarks, closures: refusals }, find)
    if (Array.isArray(outcome)) return { marks: outcome, refusals }
    const open = blocks.filter((block) => !refusals.has(block))
    if (open.length === 0) {
      const marks = system.counts.map((_, index): Mark => earlierMarks.get(index) ?? 'not-given')
      return { marks, refusals }
    }
    // The table of the count itself, else the last one: what is asked first is given first.
    refusals.add(open.includes(outcome.block) ? outcome.block : (open.at(-1) as string))
  }
}

/** One attempt with some tables refused: the marks of all counts, or the block of a count that has no proof. */
function attempt(
  { system, earlierMarks, closures }: PartlyGiven,
  find: FindWorld,
): Mark[] | { block: string } {
  const { counts, wholes } = system
  const isPrinted = counts.map((count, index) =>
    earlierMarks.has(index)
      ? earlierMarks.get(index) !== 'not-given'
      : count.isPrinted && !closures.has(count.block),
  )
  const isPart = wholes.map((places) =>
    places.some((whole) => isPrinted[whole] && isSmall(counts[whole]?.value ?? 0)),
  )
  const wholesWithParts = new Set(wholes.flatMap((places, part) => (isPrinted[part] ? places : [])))
  const marks = counts.map(({ value }, index): Mark => {
    const mark = earlierMarks.get(index)
    if (mark !== undefined) return mark
    if (!isPrinted[index] || isPart[index]) return 'not-given'
    return isSmall(value) ? 'hidden' : 'shown'
  })
  const leeways = counts.map(({ value }, index): Leeway => {
    if (marks[index] === 'not-given') return { least: 0, most: Infinity, cost: 0 }
    if (marks[index] === 'shown' && (value === 0 || earlierMarks.has(index)))
      return { least: value, most: value, cost: 0 }
    if (isSmall(value))
      return { least: smallest, most: wholesWithParts.has(index) ? largest : Infinity, cost: 0 }
    const least = wholesWithParts.has(index) ? largest + 1 : smallest
    return { least, most: Infinity, cost: earlierMarks.has(index) ? 0 : value }
  })
  const targets = counts.flatMap(({ value }, index) => (isSmall(value) ? [index] : []))
  const possible = new Map(targets.map((target) => [target, new Set([counts[target]?.value ?? 0])]))
  /** A world with one of these values of a count; counts that it changes are hidden from then on. */
  const admit = (target: number, choices: readonly number[]): World | null => {
    const bounds = narrowLeeways(system, leeways, target)
    for (const value of choices) {
      const world = find(bounds, target, value)
      if (world === null || !isWorld(system, bounds, world) || sumOf(system, target, world) !== value)
        continue
      for (const index of changedCounts(system, world)) {
        if (marks[index] === 'shown') marks[index] = 'hidden'
        const leeway = leeways[index]
        if (leeway) leeway.cost = 0
      }
      return world
    }
    return null
  }
  for (const target of targets)
    for (const value of smallCounts) {
      if (possible.get(target)?.has(value)) continue
      const world = admit(target, [value])
      if (world === null) return { block: counts[target]?.block ?? '' }
      for (const other of targets) possible.get(other)?.add(sumOf(system, other, world))
    }
  // A 0 that stood behind a symbol before stays so.
  for (const [target, mark] of earlierMarks)
    if (mark === 'not-given' && counts[target]?.value === 0 && admit(target, smallCounts) === null)
      return { block: counts[target].block }
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
  return marks
}
