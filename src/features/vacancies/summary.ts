import { musts, type MustId } from '../../domain/matching/criteria.ts'
import type { BedsRuledOut } from '../../engines/matching/queries/counts.ts'

/**
 * The rule that stands first in the way of a search that found nothing: the one that alone keeps the most beds out, else
 * the one that keeps the most out; of several, the first in the order of the criteria. Where no bed is free at all it is
 * that beds must be free.
 */
export function firstRuleInTheWay(found: number, excluded: readonly BedsRuledOut[]): MustId | null {
  if (found > 0) return null
  const [first] = [...excluded].sort((a, b) => b.alone - a.alone || b.beds - a.beds)
  return first?.criterion ?? 'free-every-night'
}

/** What a search came to, in a sentence. */
export function summaryOf(found: number, excluded: readonly BedsRuledOut[], near: number): string {
  if (found > 0) return `${found} ${found === 1 ? 'option' : 'options'}.`
  const misses = near === 0 ? 'no near misses' : `${near} near ${near === 1 ? 'miss' : 'misses'}`
  const first = firstRuleInTheWay(found, excluded)
  const counts = excluded.find(({ criterion }) => criterion === first)
  const title = musts.find(({ id }) => id === first)?.title ?? ''
  if (counts === undefined) return `Nothing found: no bed is free on those nights. There are ${misses}.`
  const beds = (n: number) => `${n} ${n === 1 ? 'bed' : 'beds'}`
  const alone =
    counts.alone > 0 ? `${beds(counts.alone)} by that alone` : `${beds(counts.beds)} by that among others`
  return `Nothing found. First in the way: ${title.toLowerCase()}, which keeps out ${alone}. There are ${misses}.`
}
