import { table, type TableRows } from './copy.ts'
import { dateOf, birthdayOf, dayOf, type Day } from './days.ts'
import type { Child, Party } from './model.ts'
import type { Random } from './random.ts'

/** The years of which OC3 was returned, by the day on which each ends. */
const returned = [2020, 2021, 2022, 2023]

/** Ages on the birthdays that OC3 tells of, and for how long care must have lasted. */
const ages = [17, 18, 19, 20, 21]
const leastNights = 91

/** How many are in touch, where they then live and what they do; some 95 in 100 are in suitable accommodation. Ours. */
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

/** What an import of the OC3 of four years would have kept: where those who left care at 16 or over were on their birthdays. */
export function careLeaverRows(random: Random, authority: string, members: readonly Leaver[]): TableRows[] {
  const importId = random.uuid()
  const rows = members.filter(isLeaver).flatMap(({ child, party }) =>
    ages.flatMap((age) => {
      const birthday = birthdayOf(child.born, age)
      const year = yearOf(birthday)
      if (birthday < (party.to ?? 0) || !returned.includes(year)) return []
      return [
        [
          authority,
          child.reference,
          'oc3',
          year,
          '',
          JSON.stringify(told(random, child, birthday)),
          importId,
        ],
      ]
    }),
  )
  const counts = {
    read: rows.length,
    new: rows.length,
    changed: 0,
    unchanged: 0,
    rejected: 0,
    repaired: 0,
    noted: 0,
  }
  const none = { new: 0, changed: 0, unchanged: 0, removed: 0 }
  const records = { children: none, care_periods: none, legal_statuses: none, placements: none }
  const files = [{ name: 'oc3.csv', modules: ['OC3'], rows: rows.length }]
  return [
    table(
      'imports',
      ['id', 'authority_code', 'kind', 'status', 'requested_by', 'files', 'counts', 'finished_at'],
      [
        [
          importId,
          authority,
          'ssda903',
          'succeeded',
          'demonstration',
          JSON.stringify(files),
          JSON.stringify({ ...counts, withdrawn: 0, modules: { OC3: counts }, records }),
          'now',
        ],
      ],
    ),
    table(
      'return_rows',
      ['authority_code', 'child_reference', 'module', 'collection_year', 'key', 'cells', 'import_id'],
      rows,
    ),
  ]
}

const isLeaver = ({ child, party }: Leaver): boolean =>
  party.to !== null && party.to >= birthdayOf(child.born, 16) && party.to - party.from >= leastNights

/** The collection year, which ends on 31 March, that a day lies in. */
function yearOf(day: Day): number {
  const year = Number(dateOf(day).slice(0, 4))
  return day > dayOf(`${year}-03-31`) ? year + 1 : year
}

function told(random: Random, child: Child, birthday: Day): Record<string, string> {
  const stay = child.afterCare.find(
    ({ from, to }) => (from ?? birthday) <= birthday && (to === null || to > birthday),
  )
  const fixed = { CHILD: child.reference, DOB: dateOf(child.born) }
  const IN_TOUCH = stay ? 'YES' : random.weighted(inTouch)
  if (IN_TOUCH !== 'YES') return { ...fixed, IN_TOUCH }
  const ACCOM = stay ? (stay.type === 'staying-put' ? 'Z1' : 'D1') : random.weighted(accommodation)
  return { ...fixed, IN_TOUCH, ACTIV: random.weighted(activity), ACCOM }
}
