import type { Day } from '../days.ts'
import type { HomeType } from '../home-kinds.ts'
import { forever, type SyntheticHome } from '../model.ts'
import { isFree } from '../supply.ts'
import { close } from './leaving.ts'
import type { Present } from './present.ts'

const types: readonly HomeType[] = ['ifa', 'residential', 'supported-accommodation', 'supported-lodgings']
/** Days for which nobody has lived in a home that is given up. */
const givenUpAfter = 240

/** Once a week gives up some homes of agencies and companies in which nobody has lived for months. */
export function giveUpHomes({ random, supply, day }: Present): void {
  if (day % 7 > 0) return
  for (const home of supply.homes) {
    if (isSpare(home) && isLongEmpty(home, day) && random.chance(1 / 17)) close(home, day)
  }
}

const isSpare = ({ type, closesOn, contract, provider }: SyntheticHome) =>
  closesOn === null &&
  types.includes(type as HomeType) &&
  contract?.kind !== 'block' &&
  (provider.sector === 'private' || provider.sector === 'voluntary')

const isLongEmpty = ({ beds, opensOn }: SyntheticHome, day: Day) =>
  opensOn <= day - givenUpAfter && beds.every((bed) => isFree(bed, day - givenUpAfter, forever))
