import type { DimensionName } from './dimensions.ts'
import type { FactSet } from './fact-sets.ts'

/** What a fact has in numbers: whole years of age; miles from home to one decimal place. */
export type NumberFact = 'age' | 'distanceMiles'

/** All of it must hold. A value that isn't known is `unknown`: never `in` unless named, and neither over nor under. */
export type Condition = {
  readonly [Name in DimensionName]?:
    { readonly in: readonly string[] } | { readonly notIn: readonly string[] }
} & {
  readonly [Name in NumberFact]?: { readonly over: number } | { readonly under: number }
}

/** In a percentage, of the denominator; otherwise as it stands. */
export type Unit = 'children' | 'beds' | 'percent' | 'miles'

/** A measure, declared once: every surface reads it from here. */
export interface Measure {
  title: string
  definition: string
  source: string
  unit: Unit
  /** Whether a high or a low figure is good, or neither. */
  polarity: 'high' | 'low' | 'none'
  /** Rises when the definition changes. */
  version: number
  of: FactSet
  /** Whom or what it is a part of; null where the numerator is itself the figure. */
  denominator: { words: string; where: Condition } | null
  /** What is counted, of the denominator where there is one; `sum` adds up a number instead of counting. */
  numerator: { words: string; where: Condition; sum?: NumberFact }
  /** What must be known for a fact to count; those that lack it are left out, and their number shown. */
  unknown: { words: string; facts: readonly (DimensionName | NumberFact)[] } | null
  /** What it can be divided by. */
  dimensions: readonly DimensionName[]
}
