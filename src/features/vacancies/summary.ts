import { quantity } from '../../domain/quantity.ts'
import { musts, type MustId } from '../../domain/matching/criteria.ts'
import { ownFilters } from '../../domain/matching/near-miss.ts'
import { joinWords } from '../../domain/matching/wording.ts'
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

/** A division of the children between homes, as a summary names it. */
interface Division {
  parts: readonly { children: readonly number[]; option: { home: { name: string } } }[]
  furthestMiles: number | null
}

/** What a division is, in words: how many of the children each home takes. */
function divisionSummary({ parts, furthestMiles }: Division): string {
  const homes = parts.map(
    ({ children, option }) => `${option.home.name} (${quantity(children.length, 'child', 'children')})`,
  )
  const apart = furthestMiles === null ? '' : `, ${quantity(furthestMiles, 'mile')} apart`
  return `No home takes all of them together; ${quantity(parts.length, 'home')} would: ${joinWords(homes)}${apart}.`
}

/** The result of a search as a sentence. */
export function searchSummary(
  optionCount: number,
  exclusions: readonly BedsRuledOut[],
  nearMissCount: number,
  division: Division | null,
): string {
  if (optionCount > 0) return `${quantity(optionCount, 'option')}.`
  const misses = nearMissCount === 0 ? 'no near misses' : quantity(nearMissCount, 'near miss', 'near misses')
  const first = firstRuleInTheWay(optionCount, exclusions)
  const counts = exclusions.find(({ criterion }) => criterion === first)
  const title = (musts.find(({ id }) => id === first)?.title ?? '').toLowerCase()
  const result = division === null ? 'Nothing found' : divisionSummary(division).slice(0, -1)
  if (counts === undefined)
    return division === null
      ? `Nothing found: no bed is free on those nights. There are ${misses}.`
      : `${result}. There are ${misses}.`
  const alone =
    counts.alone > 0
      ? `${quantity(counts.alone, 'bed')} by that alone`
      : `${quantity(counts.beds, 'bed')} by that among others`
  const filter = first !== null && ownFilters.includes(first) ? 'your own filter, ' : ''
  return `${result}. First in the way${division === null ? '' : ' of keeping them together'}: ${filter}${title}, which keeps out ${alone}. There are ${misses}.`
}
