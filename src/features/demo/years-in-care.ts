import { birthdayOf, dateOf, dayOf, type Day } from './days.ts'
import type { Child, Party } from './model.ts'
import { randomFrom, type Random } from './random.ts'
import { returnYears, returnYearOf, type ReturnedRow } from './returned-rows.ts'

/*
 * What a return says each year of children in care: reviews (Reviews), health (OC2), who went missing (Missing), and who
 * was adopted by whom (AD1). All of it is invented.
 */

/** How a child of 4 or over took part in a review. */
const participation = { PN1: 0.52, PN2: 0.04, PN3: 0.17, PN4: 0.02, PN5: 0.06, PN6: 0.14, PN7: 0.05 } as const

/** Shares of OC2: in 100 children, so many were seen, had their teeth checked, are immunised. */
const seen = { HEALTH_ASSESSMENT: 0.9, TEETH_CHECK: 0.78, IMMUNISATIONS: 0.84 } as const
const noScore = { SDQ2: 0.3, SDQ4: 0.5, SDQ5: 0.2 } as const

const adopters = { MF: 0.78, F1: 0.1, MM: 0.06, FF: 0.04, M1: 0.02 } as const
const statusesOf = {
  MF: { L11: 0.8, L3: 0.2 },
  MM: { L12: 0.7, L4: 0.3 },
  FF: { L12: 0.7, L4: 0.3 },
  F1: { L0: 1 },
  M1: { L0: 1 },
} as const

/** The day after all that the returns tell of: nothing later changes their rows. */
const endOfReturns = dayOf(`${returnYears.at(-1)}-04-01`)

interface Member {
  child: Child
  party: Party
}

/** The rows of one child: of the period of care that the party tells of, in the years of the returns. */
interface Stay extends Member {
  random: Random
  from: Day
  /** The day on which care ends, or is to: the 18th birthday at the latest. */
  to: Day
}

/** The rows of all modules that say of each year what was done for children in care. */
export function rowsOfYearsInCare(seed: string, members: readonly Member[]): ReturnedRow[] {
  return members.flatMap(({ child, party }) => {
    // Those who come for short breaks alone have no placements besides.
    if (party.stays.length === 0) return []
    const adult = birthdayOf(child.born, 18)
    const to = Math.min(party.to ?? adult, adult, endOfReturns)
    const from = Math.max(party.from, child.born)
    const stay = { child, party, random: randomFrom(`${seed}/${child.id}`), from, to }
    return [
      ...reviewsOf(stay),
      ...healthOf(stay),
      ...incidentsOf(stay),
      ...adoptionOf(stay),
      ...motherhoodOf(stay),
    ]
  })
}

const identityOf = (child: Child) => ({ CHILD: child.reference, DOB: dateOf(child.born) })

/** A row of the child; `key` are the cells that tell it from the others. */
const rowOf = (module: string, year: number, cells: ReturnedRow['cells'], ...key: string[]): ReturnedRow => {
  return { module, child: cells.CHILD ?? '', year, key: key.join('|'), cells }
}

/** Reviews at the intervals that the law sets; seven in a hundred are late. */
function reviewsOf({ child, random, from, to }: Stay): ReturnedRow[] {
  const rows: ReturnedRow[] = []
  let [day, number] = [from, 0]
  for (;;) {
    const [least, most] = number === 0 ? [14, 24] : number === 1 ? [70, 88] : [150, 180]
    day += random.whole(least, most) + (random.chance(0.07) ? random.whole(8, 40) : 0)
    number += 1
    if (day >= to) return rows
    const isYoung = day < birthdayOf(child.born, 4)
    const code = isYoung ? 'PN0' : random.weighted(participation)
    const [year, REVIEW] = [returnYearOf(day), dateOf(day)]
    if (!returnYears.includes(year)) continue
    rows.push(rowOf('reviews', year, { ...identityOf(child), REVIEW, REVIEW_CODE: code }, REVIEW, code))
  }
}

/** OC2 of each 31 March on which the child had been in care for the 12 months before. */
function healthOf({ child, random, from, to }: Stay): ReturnedRow[] {
  return returnYears.flatMap((year) => {
    const [first, last] = [dayOf(`${year - 1}-04-01`), dayOf(`${year}-03-31`)]
    if (from > first || to <= last) return []
    const hadTurned = (age: number, day: Day) => birthdayOf(child.born, age) <= day
    const flag = (share: number) => (random.chance(share) ? '1' : '0')
    const cells: Record<string, string> = identityOf(child)
    for (const [column, share] of Object.entries(seen)) cells[column] = flag(share)
    cells.SUBSTANCE_MISUSE = hadTurned(13, last) ? flag(0.06) : '0'
    if (cells.SUBSTANCE_MISUSE === '1') {
      cells.INTERVENTION_RECEIVED = flag(0.5)
      if (cells.INTERVENTION_RECEIVED === '0') cells.INTERVENTION_OFFERED = flag(0.8)
    }
    if (!hadTurned(5, last)) cells.HEALTH_CHECK = flag(0.88)
    if (hadTurned(10, last)) cells.CONVICTED = flag(0.03)
    if (!hadTurned(4, first) && hadTurned(4, last)) cells.SDQ_REASON = 'SDQ1'
    else if (hadTurned(17, last) && !hadTurned(17, first)) cells.SDQ_REASON = 'SDQ1'
    else if (hadTurned(4, first) && !hadTurned(17, last)) {
      const score = Math.round(14 + 7 * random.normal())
      if (random.chance(0.8)) cells.SDQ_SCORE = String(Math.min(40, Math.max(0, score)))
      else cells.SDQ_REASON = random.weighted(noScore)
    }
    return rowOf('oc2', year, cells)
  })
}

/** How likely a child is to go missing in a year, by age. */
const chanceOfMissing = (age: number) => (age < 10 ? 0.005 : age < 13 ? 0.05 : age < 16 ? 0.2 : 0.3)

/** Incidents of a year: most of those who go missing do so once or twice, a few very often. */
function incidentsOf({ child, random, from, to }: Stay): ReturnedRow[] {
  return returnYears.flatMap((year) => {
    const firstNight = Math.max(from + 1, dayOf(`${year - 1}-04-01`))
    // Back by the end of the year, and by the end of care.
    const ends = Math.min(to, dayOf(`${year}-03-31`)) - 4
    if (ends <= firstNight) return []
    const age = Math.floor((ends - child.born) / 365.25)
    const times = random.chance(chanceOfMissing(age)) ? 1 + Math.floor(random.exponential(3)) : 0
    const rows: ReturnedRow[] = []
    let day = firstNight
    for (let nth = 0; nth < times; nth++) {
      day += 1 + Math.floor(random.exponential((ends - firstNight) / (times + 1)))
      if (day >= ends) break
      const days = random.chance(0.6) ? 0 : random.whole(1, 3)
      const kind = random.chance(0.85) ? 'M' : 'A'
      const [MIS_START, MIS_END] = [dateOf(day), dateOf(day + days)]
      const cells = { ...identityOf(child), MISSING: kind, MIS_START, MIS_END }
      rows.push(rowOf('missing', year, cells, MIS_START, kind))
      day += days
    }
    return rows
  })
}

/** AD1 of a child who was adopted: decided on and matched before the adoptive placement. */
function adoptionOf({ child, party, random, from, to }: Stay): ReturnedRow[] {
  const year = returnYearOf(to)
  const placementDay = party.stays.findLast(({ type }) => type === 'placed-for-adoption')?.from ?? null
  const isAdoption = party.endReason === 'E11' || party.endReason === 'E12'
  if (!isAdoption || placementDay === null || !returnYears.includes(year)) return []
  const orderDay = child.statuses.find(({ status }) => status === 'E1')?.from ?? from
  const matchDay = Math.max(from, placementDay - random.whole(10, 40))
  const decisionDay = Math.max(from, Math.min(matchDay, orderDay - random.whole(20, 90)))
  const sexes = random.weighted(adopters)
  const cells = {
    ...identityOf(child),
    DATE_INT: dateOf(decisionDay),
    DATE_MATCH: dateOf(matchDay),
    FOSTER_CARE: '0',
    NB_ADOPTR: sexes.endsWith('1') ? '1' : '2',
    SEX_ADOPTR: sexes,
    LS_ADOPTR: random.weighted(statusesOf[sexes]),
  }
  return [rowOf('ad1', year, cells)]
}

/** Header of a girl's first year in the returns, which says that she is no mother: nobody here has a child on record. */
function motherhoodOf({ child, from, to }: Stay): ReturnedRow[] {
  const year = returnYears.find((one) => from <= dayOf(`${one}-03-31`) && to >= dayOf(`${one - 1}-04-01`))
  if (child.sex !== 'female' || year === undefined) return []
  return [rowOf('header', year, { ...identityOf(child), SEX: '2', ETHNIC: child.ethnicity, MOTHER: '0' })]
}
