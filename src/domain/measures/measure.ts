import type { DimensionName } from './dimensions.ts'
import type { FactSet } from './fact-sets.ts'
import type { SwitchName } from './switches.ts'

/**
 * The numeric columns of facts: age in whole years; miles from home to one decimal place; placements in the year that
 * ends on the day, including temporary stays, or where it is known whether they are five, or ten, or more; pounds a week and a night; people, and how many of them are in care; beds;
 * days; fostering households that enquire or apply, and households and places gained (negative where lost); how often a
 * child went missing; the score of strengths and difficulties.
 */
export const numberFacts = [
  'age',
  'distanceMiles',
  'placementsInYearWithTemporary',
  'placementsInYearToFive',
  'placementsInYearToTen',
  'weeklyCost',
  'nightlyCost',
  'people',
  'inCare',
  'siblings',
  'bedsBought',
  'bedsUsed',
  'bedsUsedByLeavers',
  'daysToStart',
  'daysWaited',
  'noticeDays',
  'enquired',
  'applied',
  'daysToApproval',
  'householdsGained',
  'placesGained',
  'needed',
  'offered',
  'shortfall',
  'daysMissing',
  'timesMissing',
  'sdqScore',
  'daysToPlacement',
  'daysToMovingIn',
  'daysToMatch',
] as const
export type NumberFact = (typeof numberFacts)[number]

/**
 * Into how many whole parts a number is divided, so that sums of it are exact: miles into tenths, pounds into pence, and
 * what a night costs, a seventh of the weekly cost, into sevenths of pence. All others are whole.
 */
export const subdivisions = {
  ...(Object.fromEntries(numberFacts.map((name) => [name, 1])) as Record<NumberFact, number>),
  distanceMiles: 10,
  weeklyCost: 100,
  nightlyCost: 700,
}

/** Columns of days: the first day looked after without a break, and of the placement, where it is known. */
export const dateFacts = ['careStartedOn', 'placementStartedOn'] as const
export type DateFact = (typeof dateFacts)[number]

/** Numeric columns that are counts. They are 0 in facts that do not belong to what is being counted. */
export const tallies: readonly NumberFact[] = [
  'people',
  'inCare',
  'bedsBought',
  'bedsUsed',
  'bedsUsedByLeavers',
  'enquired',
  'applied',
  'needed',
  'offered',
]

/**
 * A conjunction of tests by name. A code that is not known is `unknown`: `in` only where it is named. A number that is not
 * known is neither over nor under.
 */
export type Condition = {
  readonly [Name in DimensionName]?:
    { readonly in: readonly string[] } | { readonly notIn: readonly string[] }
} & {
  readonly [Name in NumberFact]?: { readonly over: number } | { readonly under: number }
}

/** What must be known of a fact. */
export type KnownFact = DimensionName | NumberFact | DateFact

/** What one setting of a switch adds to the conditions of a measure. */
export interface Choice {
  label: string
  denominator?: Condition
  numerator?: Condition
  share?: number
  /** The columns that must be known, in place of those of the measure. */
  unknown?: readonly KnownFact[]
  /** Whether facts of which something needed is not known are in the denominator all the same. */
  unknownInDenominator?: boolean
}

/** The units of measures. The value is numerator ÷ denominator × `of`; without denominator, the numerator. */
export const measureUnits = {
  children: { of: 1 },
  'young-people': { of: 1 },
  households: { of: 1 },
  beds: { of: 1 },
  moves: { of: 1 },
  groups: { of: 1 },
  placements: { of: 1 },
  notices: { of: 1 },
  nights: { of: 1 },
  incidents: { of: 1 },
  'incidents-per-child': { of: 1 },
  score: { of: 1 },
  days: { of: 1 },
  pounds: { of: 1 },
  percent: { of: 100 },
  'per-10000': { of: 10_000 },
  miles: { of: 1 },
  'pounds-a-night': { of: 1 },
  'pounds-a-week': { of: 1 },
} as const
export type MeasureUnit = keyof typeof measureUnits

/** Whether a high or a low figure is good, or neither. */
export const polarities = ['high', 'low', 'none'] as const
export type Polarity = (typeof polarities)[number]

/** The declaration of a measure, from which the API, scorecards and releases all read. */
export interface Measure {
  title: string
  definition: string
  source: string
  unit: MeasureUnit
  polarity: Polarity
  /** Increased with every change of the definition. */
  version: number
  /** What each version after the first changed, in order. */
  changes?: readonly string[]
  of: FactSet
  /**
   * Whether a figure is as at a `day` or over a `period` that ends on it. Over a period, a fact counts once for each of
   * its nights in the period; a one-day fact counts once.
   */
  over?: 'day' | 'period'
  /**
   * Over a period, counts the children whose facts meet the conditions on a night or more, each once, and not their nights.
   * A child is in every group in which it had such a night, so the groups don't add up to the whole.
   */
  distinct?: 'child'
  /**
   * The value is the median of the lengths in days of what the numerator counts, with the quartiles: from a day (`since`) to
   * that of the figure, or to that of the fact where it is over a period.
   */
  median?: { since: DateFact }
  /** The value is the lowest or the highest of a number that what the numerator counts has. */
  extreme?: { which: 'lowest' | 'highest'; of: NumberFact }
  /** What the numerator is a share of; null where the numerator itself is the figure. */
  denominator: { words: string; where: Condition; sum?: NumberFact } | null
  /**
   * What is counted, among the denominator where there is one. In both, `sum` adds up a number instead of counting. For a
   * target, each counts as `share` of one, and those that meet `less` are subtracted whole.
   */
  numerator: { words: string; where: Condition; sum?: NumberFact; share?: number; less?: Condition }
  /**
   * The columns that must be known for a fact to count. Facts without them are counted separately, and left out: but of
   * the denominator only where it is not said that they are in it.
   */
  unknown: { words: string; facts: readonly KnownFact[]; inDenominator?: boolean } | null
  /** Choices that the source leaves open; the first of each is the default. */
  switches?: Readonly<Partial<Record<SwitchName, Readonly<Record<string, Choice>>>>>
  /** The dimensions that it can be broken down by. */
  dimensions: readonly DimensionName[]
}
