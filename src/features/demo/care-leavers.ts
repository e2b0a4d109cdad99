import { dateOf, birthdayOf, type Day } from './days.ts'
import type { Child, Party } from './model.ts'
import type { Random } from './random.ts'
import { returnYears, returnYearOf, type ReturnedRow } from './returned-rows.ts'

/** The birthdays on which OC3 asks about a care leaver, and the nights in care that make a child one. */
const ages = [17, 18, 19, 20, 21]
const minNights = 91

/** Shares by OC3 code: in touch, accommodation, activity. About 95 in 100 live in suitable accommodation. Invented. */
const inTouch = { YES: 0.97, NO: 0.01, REFU: 0.01, NREQ: 0.005, RHOM: 0.005 } as const
const accommodation = {
  U1: 0.36,
  D1: 0.24,
  B1: 0.14,
  K1: 0.08,
  E1: 0.07,
  T1: 0.03,
  Y1: 0.03,
  X2: 0.015,
  S2: 0.005,
  W2: 0.005,
  V2: 0.005,
} as const
const activity = {
  F1: 0.06,
  F2: 0.26,
  P2: 0.04,
  F4: 0.05,
  F5: 0.18,
  P5: 0.06,
  G4: 0.08,
  G5: 0.22,
  G6: 0.05,
} as const

interface Leaver {
  child: Child
  party: Party
}

/** The rows of OC3 of four years: where those who left care at 16 or over were on their birthdays. */
export function careLeaverRows(random: Random, members: readonly Leaver[]): ReturnedRow[] {
  return members.filter(isLeaver).flatMap(({ child, party }) =>
    ages.flatMap((age) => {
      const birthday = birthdayOf(child.born, age)
      const year = returnYearOf(birthday)
      if (birthday < (party.to ?? 0) || !returnYears.includes(year)) return []
      const cells = oc3Cells(random, { child, birthday, year })
      return [{ module: 'oc3', child: child.reference, year, key: '', cells }]
    }),
  )
}

const isLeaver = ({ child, party }: Leaver): boolean =>
  party.to !== null && party.to >= birthdayOf(child.born, 16) && party.to - party.from >= minNights

/** Codes of ACTIV that began with 2021/22, and what stood for the same before. */
const firstYearOfNewCodes = 2022
const earlierActivity: Readonly<Record<string, string>> = { F4: 'F3', F5: 'F3', P5: 'P3' }

function oc3Cells(
  random: Random,
  { child, birthday, year }: { child: Child; birthday: Day; year: number },
): Record<string, string> {
  const stay = child.afterCare.find(
    ({ from, to }) => (from ?? birthday) <= birthday && (to === null || to > birthday),
  )
  const identity = { CHILD: child.reference, DOB: dateOf(child.born) }
  const IN_TOUCH = stay ? 'YES' : random.weighted(inTouch)
  // Of whom nothing is known, the guide has both as 0.
  if (IN_TOUCH !== 'YES') return { ...identity, IN_TOUCH, ACTIV: '0', ACCOM: '0' }
  const ACCOM = stay ? (stay.type === 'staying-put' ? 'Z1' : 'D1') : random.weighted(accommodation)
  const code = random.weighted(activity)
  const ACTIV = year < firstYearOfNewCodes ? (earlierActivity[code] ?? code) : code
  return { ...identity, IN_TOUCH, ACTIV, ACCOM }
}
