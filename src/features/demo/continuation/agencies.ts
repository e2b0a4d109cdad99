import type { Day } from '../days.ts'
import type { HomeType } from '../home-kinds.ts'
import type { SyntheticHome } from '../model.ts'
import { isFree } from '../supply.ts'
import { forever } from '../model.ts'
import { close } from './leaving.ts'
import type { Present } from './present.ts'

/** Homes of agencies and companies that nobody lives in are given up, rather where there are more than on the reference day. */
const types: readonly HomeType[] = [
  'ifa',
  'residential',
  'supported-accommodation',
  'supported-lodgings',
  'other-authority-foster',
]
const givenUpAfter = 240

/** Once a week gives up some homes of agencies and companies in which nobody has lived for months. */
export function giveUpHomes({ random, supply, day }: Present): void {
  if (day % 7 > 0) return
  for (const home of supply.homes) {
    if (home.closesOn !== null || home.opensOn > day - givenUpAfter || !types.includes(home.type as HomeType))
      continue
    if (
      home.contract?.kind === 'block' ||
      home.provider.sector === 'own' ||
      home.provider.sector === 'other-authority'
    )
      continue
    if (isLongEmpty(home, day) && random.chance(1 / 17)) close(home, day)
  }
}

const isLongEmpty = ({ beds }: SyntheticHome, day: Day) =>
  beds.every((bed) => isFree(bed, day - givenUpAfter, forever))
