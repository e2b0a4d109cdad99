import { table, type TableRows } from './copy.ts'
import { dateOf, birthdayOf, dayOf, type Day } from './days.ts'
import type { Child, Party } from './model.ts'
import type { Random } from './random.ts'

/** The collection years, each ending on 31 March, for which the synthetic OC3 is made. */
const returnYears = [2020, 2021, 2022, 2023]

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

/**
 * The rows that an import of OC3 of four years would have stored: where those who left care at 16 or over were on their
 * birthdays.
 */
export function careLeaverRows(random: Random, authority: string, members: readonly Leaver[]): TableRows[] {
  const importId = random.uuid()
  const rows = members.filter(isLeaver).flatMap(({ child, party }) =>
    ages.flatMap((age) => {
      const birthday = birthdayOf(child.born, age)
      const year = yearOf(birthday)
      if (birthday < (party.to ?? 0) || !returnYears.includes(year)) return []
      return [
        [
          authority,
          child.reference,
          'oc3',
          year,
          '',
          JSON.stringify(oc3Cells(random, child, birthday)),
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
  party.to !== null && party.to >= birthdayOf(child.born, 16) && party.to - party.from >= minNights

/** The collection year (1 April to 31 March, named by the year in which it ends) that contains a day. */
function yearOf(day: Day): number {
  const year = Number(dateOf(day).slice(0, 4))
  return day > dayOf(`${year}-03-31`) ? year + 1 : year
}

function oc3Cells(random: Random, child: Child, birthday: Day): Record<string, string> {
  const stay = child.afterCare.find(
    ({ from, to }) => (from ?? birthday) <= birthday && (to === null || to > birthday),
  )
  const identity = { CHILD: child.reference, DOB: dateOf(child.born) }
  const IN_TOUCH = stay ? 'YES' : random.weighted(inTouch)
  if (IN_TOUCH !== 'YES') return { ...identity, IN_TOUCH }
  const ACCOM = stay ? (stay.type === 'staying-put' ? 'Z1' : 'D1') : random.weighted(accommodation)
  return { ...identity, IN_TOUCH, ACTIV: random.weighted(activity), ACCOM }
}
