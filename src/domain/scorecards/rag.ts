import type { Polarity } from '../measures/measure.ts'
import { roundForDisplay, type ScorecardUnit } from './units.ts'

/** A number, or a range that includes both ends. */
export type TargetValue = { value: number } | { low: number; high: number }

/** The unit of an amber margin: per cent of the target, or points in the figure's own unit. */
export const ragBases = ['percent-of-target', 'points'] as const

/** How far a figure may miss its target and still be amber. */
export interface RagRule {
  name: string
  amberWithin: number
  basis: (typeof ragBases)[number]
}

/** The rule for rows without one of their own. Own definition: authorities set their own rules. */
export const standardRule = {
  name: 'Standard: amber within 10 % of the target',
  amberWithin: 10,
  basis: 'percent-of-target',
  version: 1,
} as const satisfies RagRule & { version: number }

export const ragNames = ['red', 'amber', 'green', 'n-a'] as const
export type Rag = (typeof ragNames)[number]

/** A RAG rating; `why` gives the reason where there is none. */
export interface Judged {
  rag: Rag
  why: 'no-figure' | 'no-target' | 'no-polarity' | null
}

const notJudged = (why: NonNullable<Judged['why']>): Judged => ({ rag: 'n-a', why })

/** Tolerance for floating-point differences of decimal numbers. */
const dust = 1e-9

/**
 * How far (`by`) a figure misses its target, or the end of a range (`of`); `by` is 0 where it meets it. Null where the
 * target is a number and the measure has no polarity.
 */
export function shortfall(
  value: number,
  target: TargetValue,
  polarity: Polarity,
): { by: number; of: number } | null {
  if ('low' in target) {
    return value > target.high
      ? { by: value - target.high, of: target.high }
      : { by: Math.max(0, target.low - value), of: target.low }
  }
  if (polarity === 'none') return null
  const difference = polarity === 'high' ? target.value - value : value - target.value
  return { by: Math.max(0, difference), of: target.value }
}

/**
 * The RAG rating: green where the figure meets its target, amber where it misses it by no more than the rule allows, else
 * red. A range is met inside it, whatever the polarity. Without polarity, a figure cannot be rated against a number. The
 * figure is rated as displayed, to the decimal places of its unit, so that the colour follows from the figures shown.
 */
export function ragOf(
  figure: { value: number | null; unit: ScorecardUnit; polarity: Polarity },
  target: TargetValue | null,
  rule: RagRule,
): Judged {
  if (target === null) return notJudged('no-target')
  if (figure.value === null) return notJudged('no-figure')
  const miss = shortfall(roundForDisplay(figure.value, figure.unit), target, figure.polarity)
  if (miss === null) return notJudged('no-polarity')
  if (miss.by <= dust) return { rag: 'green', why: null }
  const tolerance = rule.basis === 'points' ? rule.amberWithin : (Math.abs(miss.of) * rule.amberWithin) / 100
  return { rag: miss.by <= tolerance + dust ? 'amber' : 'red', why: null }
}
