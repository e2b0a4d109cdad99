import type { Polarity } from '../measures/measure.ts'
import { shortfall, type Rag, type TargetValue } from './rag.ts'
import { roundForDisplay, type ScorecardUnit } from './units.ts'

export const arrows = ['up', 'down', 'same', 'n-a'] as const
export const verdicts = ['better', 'worse', 'same', 'neither', 'n-a'] as const
export type Arrow = (typeof arrows)[number]
export type Verdict = (typeof verdicts)[number]

export interface Direction {
  /** Which way the figure moved. */
  arrow: Arrow
  /** Whether that is good; `neither` where it is neither good nor bad. */
  verdict: Verdict
  rag: Rag
}

const colours: Readonly<Record<Verdict, Rag>> = {
  better: 'green',
  same: 'amber',
  worse: 'red',
  neither: 'n-a',
  'n-a': 'n-a',
}

/**
 * The direction of travel from one period to the next. Whether it is good depends on the polarity; without polarity and
 * with a range as target, on whether the figure moved nearer to the range. Figures are compared as displayed, so values
 * that round to the same are the same.
 */
export function directionOf(
  previous: number | null,
  current: number | null,
  { unit, polarity, target = null }: { unit: ScorecardUnit; polarity: Polarity; target?: TargetValue | null },
): Direction {
  if (previous === null || current === null) return { arrow: 'n-a', verdict: 'n-a', rag: 'n-a' }
  const [from, to] = [roundForDisplay(previous, unit), roundForDisplay(current, unit)]
  const arrow = to > from ? 'up' : to < from ? 'down' : 'same'
  const verdict = verdictOf(from, to, polarity, target)
  return { arrow, verdict, rag: colours[verdict] }
}

function verdictOf(from: number, to: number, polarity: Polarity, target: TargetValue | null): Verdict {
  if (from === to) return 'same'
  if (polarity !== 'none') return to > from === (polarity === 'high') ? 'better' : 'worse'
  if (target === null || !('low' in target)) return 'neither'
  const [previousMiss, currentMiss] = [from, to].map(
    (value) => shortfall(value, target, polarity)?.by ?? 0,
  ) as [number, number]
  return currentMiss < previousMiss ? 'better' : currentMiss > previousMiss ? 'worse' : 'neither'
}
