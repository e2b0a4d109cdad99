import { shortfall, type Polarity, type Rag, type TargetValue } from './rag.ts'
import { shown, type Unit } from './units.ts'

export const arrows = ['up', 'down', 'same', 'n-a'] as const
export const verdicts = ['better', 'worse', 'same', 'neither', 'n-a'] as const
export type Arrow = (typeof arrows)[number]
export type Verdict = (typeof verdicts)[number]

export interface Direction {
  /** Which way the figure went. */
  arrow: Arrow
  /** Whether that is good; `neither` where neither way is. */
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
 * Which way a figure went from one period to the next, and whether that is good: by its polarity or, where it has none
 * and its target is a range, by whether it came nearer to the range. As it is shown: what rounds alike is the same.
 */
export function directionOf(
  before: number | null,
  now: number | null,
  { unit, polarity, target = null }: { unit: Unit; polarity: Polarity; target?: TargetValue | null },
): Direction {
  if (before === null || now === null) return { arrow: 'n-a', verdict: 'n-a', rag: 'n-a' }
  const [from, to] = [shown(before, unit), shown(now, unit)]
  const arrow = to > from ? 'up' : to < from ? 'down' : 'same'
  const verdict = verdictOf(from, to, polarity, target)
  return { arrow, verdict, rag: colours[verdict] }
}

function verdictOf(from: number, to: number, polarity: Polarity, target: TargetValue | null): Verdict {
  if (from === to) return 'same'
  if (polarity !== 'none') return to > from === (polarity === 'high') ? 'better' : 'worse'
  if (target === null || !('low' in target)) return 'neither'
  const [missed, misses] = [from, to].map((value) => shortfall(value, target, polarity)?.by ?? 0) as [
    number,
    number,
  ]
  return misses < missed ? 'better' : misses > missed ? 'worse' : 'neither'
}
