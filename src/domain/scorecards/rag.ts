import { shown, type Unit } from './units.ts'

/** A number, or a range whose ends both belong to it. */
export type TargetValue = { value: number } | { low: number; high: number }
export type Polarity = 'high' | 'low' | 'none'

/** How far from its target a figure is still amber. */
export interface RagRule {
  name: string
  amberWithin: number
  /** Of what: of the target, in per cent, or points of the figure's own unit. */
  basis: 'percent-of-target' | 'points'
}

/** The rule of those that have none of their own. [Own definition: authorities set theirs themselves.] */
export const standardRule = {
  name: 'Standard: amber within 10 % of the target',
  amberWithin: 10,
  basis: 'percent-of-target',
  version: 1,
} as const satisfies RagRule & { version: number }

export const ragNames = ['red', 'amber', 'green', 'n-a'] as const
export type Rag = (typeof ragNames)[number]

/** A colour with its reason, where it has none to show. */
export interface Judged {
  rag: Rag
  why: 'no-figure' | 'no-target' | 'no-polarity' | null
}

const notJudged = (why: NonNullable<Judged['why']>): Judged => ({ rag: 'n-a', why })

/** What is left of a difference of decimal numbers by the way computers keep them. */
const dust = 1e-9

/** How far a figure misses its target, and the end of it that it misses; 0 when it meets it. */
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
  const by = polarity === 'high' ? target.value - value : value - target.value
  return { by: Math.max(0, by), of: target.value }
}

/**
 * Green when the figure meets its target, amber when it misses it by no more than the rule allows, else red. A range is
 * met inside it, whichever way is good; a number of a measure that has no good way can't be judged. Judged as it is
 * shown, to the decimal places of its unit, so that the colour follows from the figures on the page.
 */
export function levelOf(
  figure: { value: number | null; unit: Unit; polarity: Polarity },
  target: TargetValue | null,
  rule: RagRule,
): Judged {
  if (target === null) return notJudged('no-target')
  if (figure.value === null) return notJudged('no-figure')
  const missed = shortfall(shown(figure.value, figure.unit), target, figure.polarity)
  if (missed === null) return notJudged('no-polarity')
  if (missed.by <= dust) return { rag: 'green', why: null }
  const within = rule.basis === 'points' ? rule.amberWithin : (Math.abs(missed.of) * rule.amberWithin) / 100
  return { rag: missed.by <= within + dust ? 'amber' : 'red', why: null }
}
