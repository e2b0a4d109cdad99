import { quantity } from '../quantity.ts'
import type { Judgement, Coverage, Option } from './types.ts'

/**
 * Judges a distance and words it for an officer.
 *
 * @param place "home", "school" or the like
 * @param coverage whether the place is known for all, some or none of the children
 * @param nearMiles distances under this are near
 */
export function judgeDistance(
  miles: number | null,
  { approximate }: Option,
  { place, coverage, nearMiles }: { place: string; coverage: Coverage; nearMiles: number },
): Judgement {
  if (coverage === 'none')
    return { met: null, detail: `Distance not known: no ${place} postcode that is in the directory.` }
  if (miles === null) return { met: null, detail: 'Distance not known: where the place is, is not known.' }
  const distance = approximate
    ? miles === 0
      ? 'Less than a mile or so'
      : `About ${quantity(miles, 'mile')}`
    : quantity(miles, 'mile')
  const some = coverage === 'some' ? `, where the ${place} is known` : ''
  return { met: miles < nearMiles, detail: `${distance} from ${place}${some}.` }
}
