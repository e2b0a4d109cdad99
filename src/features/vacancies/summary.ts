import { musts, type MustId } from '../../domain/matching/criteria.ts'
import type { BedsRuledOut } from '../../engines/matching/queries/counts.ts'

/**
 * The rule most responsible for a search that found nothing: the one that excludes the most beds alone, then the one that
 * excludes the most at all, then the first in the order of the criteria. `free-every-night` where no bed is free.
 */
export function firstRuleInTheWay(optionCount: number, exclusions: readonly BedsRuledOut[]): MustId | null {
  if (optionCount > 0) return null
  const [first] = [...exclusions].sort((a, b) => b.alone - a.alone || b.beds - a.beds)
  return first?.criterion ?? 'free-every-night'
}

/** The result of a search as a sentence. */
export function searchSummary(
  optionCount: number,
  exclusions: readonly BedsRuledOut[],
  nearMissCount: number,
): string {
  if (optionCount > 0) return `${optionCount} ${optionCount === 1 ? 'option' : 'options'}.`
  const misses =
    nearMissCount === 0
      ? 'no near misses'
      : `${nearMissCount} near ${nearMissCount === 1 ? 'miss' : 'misses'}`
  const first = firstRuleInTheWay(optionCount, exclusions)
  const counts = exclusions.find(({ criterion }) => criterion === first)
  const title = musts.find(({ id }) => id === first)?.title ?? ''
  if (counts === undefined) return `Nothing found: no bed is free on those nights. There are ${misses}.`
  const beds = (n: number) => `${n} ${n === 1 ? 'bed' : 'beds'}`
  const alone =
    counts.alone > 0 ? `${beds(counts.alone)} by that alone` : `${beds(counts.beds)} by that among others`
  return `Nothing found. First in the way: ${title.toLowerCase()}, which keeps out ${alone}. There are ${misses}.`
}
