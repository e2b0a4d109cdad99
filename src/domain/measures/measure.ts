import type { DimensionName } from './dimensions.ts'
import type { FactSet } from './fact-sets.ts'
import type { SwitchName } from './switches.ts'

/**
 * What a fact has in numbers: whole years of age; miles from home to one decimal place; placements in the year that
 * ends on the day, temporary stays among them; pounds a week and a night; people, and those of them in care; beds; days;
 * fostering households that enquire or apply, and those gained with their places (less than 0 where lost).
 */
export const numberFacts = [
  'age',
  'distanceMiles',
  'placementsInYearWithTemporary',
  'weeklyCost',
  'nightlyCost',
  'people',
  'inCare',
  'bedsBought',
  'bedsUsed',
  'daysToStart',
  'daysWaited',
  'enquired',
  'applied',
  'daysToApproval',
  'householdsGained',
  'placesGained',
  'needed',
  'offered',
  'shortfall',
] as const
export type NumberFact = (typeof numberFacts)[number]

/** Numbers of things, 0 in a fact that is of others: it is none of what they add up. */
export const tallies: readonly NumberFact[] = [
  'people',
  'inCare',
  'bedsBought',
  'bedsUsed',
  'enquired',
  'applied',
  'needed',
  'offered',
]

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
  share?: number
}

/** Of the denominator in a percentage, in a rate per 10,000, and where it is a mean; otherwise as it stands. */
export const units = {
  children: { of: 1 },
  'young-people': { of: 1 },
  households: { of: 1 },
  beds: { of: 1 },
  moves: { of: 1 },
  nights: { of: 1 },
  days: { of: 1 },
  pounds: { of: 1 },
  percent: { of: 100 },
  'per-10000': { of: 10_000 },
  miles: { of: 1 },
  'pounds-a-week': { of: 1 },
} as const
export type Unit = keyof typeof units

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
  /**
   * What a figure is of: one `day`, or a `period` that ends on it. Over a period every night of a fact counts, and a
   * fact of one day once.
   */
  over?: 'day' | 'period'
  /** Whom or what it is a part of; null where the numerator is itself the figure. */
  denominator: { words: string; where: Condition; sum?: NumberFact } | null
  /**
   * What is counted, of the denominator where there is one. In both, `sum` adds up a number instead of counting. Of a
   * target only a `share` of each counts, `less` the whole of those that are there already.
   */
  numerator: { words: string; where: Condition; sum?: NumberFact; share?: number; less?: Condition }
  /** What must be known for a fact to count; those that lack it are left out, and their number shown. */
  unknown: { words: string; facts: readonly (DimensionName | NumberFact)[] } | null
  /** What the source leaves open: the choices there are, the first of which holds unless another is made. */
  switches?: Readonly<Partial<Record<SwitchName, Readonly<Record<string, Choice>>>>>
  /** What it can be divided by. */
  dimensions: readonly DimensionName[]
}
