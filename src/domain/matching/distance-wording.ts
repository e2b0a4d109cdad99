import type { Judgement, Known, Option } from './types.ts'

/** What an officer reads of a distance in miles; `place` is "home", "school" or the like, `near` the most that is near it. */
export function judgeDistance(
  miles: number | null,
  { approximate }: Option,
  place: string,
  known: Known,
  near: number,
): Judgement {
  if (known === 'none')
    return { met: null, detail: `Distance not known: no ${place} postcode that is in the directory.` }
  if (miles === null) return { met: null, detail: 'Distance not known: where the place is, is not known.' }
  const distance = approximate
    ? miles === 0
      ? 'Less than a mile or so'
      : `About ${miles} ${miles === 1 ? 'mile' : 'miles'}`
    : `${miles} ${miles === 1 ? 'mile' : 'miles'}`
  const some = known === 'some' ? `, where the ${place} is known` : ''
  return { met: miles < near, detail: `${distance} from ${place}${some}.` }
}
