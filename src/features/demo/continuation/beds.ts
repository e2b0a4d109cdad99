import { ageOn } from '../../../domain/dates.ts'
import { dateOf, type Day } from '../days.ts'
import { homeFacts, type HomeType } from '../home-kinds.ts'
import { capabilitiesOf } from '../home-details.ts'
import type { Bed, Party, Reach, SyntheticHome } from '../model.ts'
import { forever } from '../model.ts'
import { yearlyRise } from '../supply.ts'
import { followCarers } from './connected-carers.ts'
import { onlyChildOf, type Present } from './present.ts'
import { risesBefore } from './prices.ts'

interface Wanted {
  type: HomeType
  reach: Reach
  from: Day
}

/** Beds of one home for children from a day on: free ones, or those of a home that is bought from today. */
export function bedsFor(present: Present, parties: readonly Party[], { type, reach, from }: Wanted): Bed[] {
  const { supply } = present
  const take = parties.length
  if (type === 'connected-carer') {
    const home = buyHome(present, { type, reach, beds: take, opensOn: from })
    followCarers(present, home)
    return home.beds
  }
  const nights = { beds: take, from, to: forever }
  const ownBeds =
    type === 'residential' && reach !== 'in' && present.random.chance(0.5)
      ? supply.findFree(type, 'in', nights, (home) => suits(home, parties, from))
      : []
  if (ownBeds.length > 0) return ownBeds
  const free = supply.findFree(type, reach, nights, (home) => suits(home, parties, from))
  if (free.length > 0) return free
  if (type === 'internal-foster') return bedsFor(present, parties, { type: 'ifa', reach: 'near', from })
  const size = Math.max(Number(present.random.weighted(homeFacts(type).beds)), take)
  return buyHome(present, { type, reach, beds: size, opensOn: present.day }).beds.slice(0, take)
}

/** Whether the children are within a home's registration or the carers' terms, and the home is not for short breaks. */
const suits = ({ ageFrom, ageTo, accepts, beds }: SyntheticHome, parties: readonly Party[], from: Day) =>
  beds.every(({ kind }) => kind !== 'short-break') &&
  parties.map(onlyChildOf).every(({ born, sex }) => {
    const age = ageOn(dateOf(born), dateOf(from))
    return age >= ageFrom && age <= ageTo && (accepts === 'any' || accepts === sex)
  })

/** Opens a home at the prices of today. */
export function buyHome(
  { random, supply, day }: Present,
  { type, reach, beds, opensOn }: { type: HomeType; reach: Reach; beds: number; opensOn: Day },
): SyntheticHome {
  const home = supply.open({ type, reach, beds, opensOn, closesOn: null })
  home.capabilities = capabilitiesOf(random)
  for (const fee of home.fees) fee.weekly = Math.round(fee.weekly * yearlyRise ** risesBefore(day))
  return home
}
