import { emptySearch, newRequest, newSearch, shortlist } from '../demand.ts'
import type { Day } from '../days.ts'
import { hasHome } from '../home-kinds.ts'
import type { SyntheticHome, SyntheticRequest } from '../model.ts'
import type { Destination, Present, Siblings } from './present.ts'

interface Wish {
  destination: Destination
  from: Day
  emergency: boolean
}

/** Records a request of today; null for what needs no home of a provider. */
export function askFor(
  present: Present,
  siblings: Siblings,
  { destination: { type }, from, emergency }: Wish,
): SyntheticRequest | null {
  const { random, day } = present
  if (!hasHome(type)) return null
  const request = newRequest(random, { ...siblings, emergency, receiptDay: day, neededFrom: from })
  if (type !== 'connected-carer' && random.chance(emergency ? 0.2 : 0.45))
    request.searches.push(emptySearch(random, day))
  present.requests.push(request)
  return request
}

/** Records the search of today that found the home, unless it was found by telephone. */
export function noteFind(present: Present, request: SyntheticRequest, home: SyntheticHome): void {
  const { random, supply, day } = present
  if (home.type === 'connected-carer' || !random.chance(0.85)) return
  const alike = supply.homes.filter(({ type }) => type === home.type)
  request.searches.push(newSearch(random, day, shortlist(random, home, request.neededFrom, alike)))
}

/** A request that is withdrawn some days later, as the children stay where they are. */
export function askInVain(present: Present, siblings: Siblings): void {
  const { random, agenda, day } = present
  const neededFrom = day + random.whole(7, 28)
  const request = newRequest(random, { ...siblings, emergency: false, receiptDay: day, neededFrom })
  request.searches.push(emptySearch(random, day))
  present.requests.push(request)
  const last = random.whole(day + 2, neededFrom)
  agenda.at(last, () => (request.withdrawn = last))
}
