import type { DimensionName } from './dimensions.ts'
import type { FactSet } from './fact-sets.ts'
import type { SwitchName } from './switches.ts'

/**
 * What a fact has in numbers: whole years of age; miles from home to one decimal place; placements in the year that
 * ends on the day, temporary stays among them.
 */
export type NumberFact = 'age' | 'distanceMiles' | 'placementsInYearWithTemporary'

/** All of it must hold. A value that isn't known is `unknown`: never `in` unless named, and neither over nor under. */
export type Condition = {
  readonly [Name in DimensionName]?:
    { readonly in: readonly string[] } | { readonly notIn: readonly string[] }
} & {
  readonly [Name in NumberFact]?: { readonly over: number } | { readonly under: number }
}

/** What a choice adds to the conditions of a measure. */
export interface Choice {
  label: string
  denominator?: Condition
  numerator?: Condition
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
  /** What the source leaves open: the choices there are, the first of which holds unless another is made. */
  switches?: Readonly<Partial<Record<SwitchName, Readonly<Record<string, Choice>>>>>
  /** What it can be divided by. */
  dimensions: readonly DimensionName[]
}
