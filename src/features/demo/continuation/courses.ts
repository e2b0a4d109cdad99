import type { Day } from '../days.ts'
import type { Party } from '../model.ts'
import { agree } from './agreeing.ts'
import { reachFor } from '../histories.ts'
import { changeStatus, leaveCare } from './leaving.ts'
import { turnsEighteenBy } from './moves.ts'
import { childrenIn, legalStatusOf, whereabouts, type Household, type Present } from './present.ts'

/** What becomes of a legal status: after how many days, and what then. */
interface Outcome {
  weight: number
  /** Days until then: at least, and the mean of what comes on top (exponentially distributed). */
  wait: readonly [number, number]
  /** Another legal status, or the reasons for which care ends (SSDA903 REC) with their shares, or a placement for adoption. */
  leads: { status: string } | { reasons: Readonly<Record<string, number>> } | 'adoptive-home' | 'eighteen'
  /** It is for children in such a placement alone. */
  type?: 'connected-carer' | 'with-parents' | 'placed-for-adoption'
  ages?: readonly [from: number, to: number]
}

const home = { reasons: { E4A: 0.7, E4B: 0.22, E13: 0.08 } }
const guardianship = { reasons: { E45: 0.7, E46: 0.08, E47: 0.16, E48: 0.06 } }
const adoption = { reasons: { E11: 0.35, E12: 0.65 } }
const discharge = { reasons: { E41: 0.6, E4A: 0.4 } }

/** What follows each legal status. Invented, so that about 215 children leave care in a year (DfE: 258 and 215). */
// prettier-ignore
const outcomes: Readonly<Record<string, readonly Outcome[]>> = {
  L1: [
    { weight: 0.5, wait: [1, 0.3], leads: { status: 'C1' } },
    { weight: 0.5, wait: [1, 0.3], leads: { status: 'V2' } }],
  L2: [
    { weight: 0.85, wait: [5, 0.5], leads: { status: 'C1' } },
    { weight: 0.15, wait: [5, 0.5], leads: { status: 'V2' } }],
  V2: [
    { weight: 0.62, wait: [20, 140], leads: home, ages: [0, 16.5] },
    { weight: 0.18, wait: [15, 50], leads: { status: 'C1' }, ages: [0, 14] },
    { weight: 0.3, wait: [0, 0], leads: 'eighteen', ages: [10, 18] },
    { weight: 0.7, wait: [0, 0], leads: 'eighteen', ages: [16, 18] }],
  C1: [
    { weight: 0.5, wait: [180, 90], leads: { status: 'C2' } },
    { weight: 0.16, wait: [90, 80], leads: home },
    { weight: 0.45, wait: [170, 60], leads: guardianship, type: 'connected-carer' },
    { weight: 0.7, wait: [170, 60], leads: { status: 'E1' }, ages: [0, 4] }],
  C2: [
    { weight: 0.8, wait: [0, 0], leads: 'eighteen' },
    { weight: 0.5, wait: [120, 500], leads: guardianship, type: 'connected-carer' },
    { weight: 2, wait: [90, 400], leads: discharge, type: 'with-parents' },
    { weight: 0.06, wait: [100, 500], leads: home }],
  E1: [
    { weight: 0.9, wait: [30, 110], leads: 'adoptive-home', ages: [0, 8] },
    { weight: 0.15, wait: [120, 150], leads: { status: 'C2' } },
    { weight: 8, wait: [110, 200], leads: adoption, type: 'placed-for-adoption' }],
}

/** Sets what follows the legal status that a household of children is under, and when; at 18 care ends in any case. */
export function followCourse(present: Present, household: Household): void {
  const { random, day } = present
  const status = legalStatusOf(household)
  const children = childrenIn(household)
  if (children.some(({ uasc }) => uasc)) return
  const age = (day - Math.max(...children.map(({ born }) => born))) / 365.25
  const { type: placementType } = whereabouts(household)
  const open = (outcomes[status] ?? []).filter(
    ({ ages: [least, most] = [0, 18], type }) =>
      age >= least && age < most && (type === undefined || type === placementType),
  )
  if (open.length === 0) return
  const index = random.weighted(Object.fromEntries(open.map(({ weight }, n) => [String(n), weight])))
  const outcome = open[Number(index)]
  if (!outcome || outcome.leads === 'eighteen') return
  const [least, mean] = outcome.wait
  const due = day + least + Math.round(Math.min(random.exponential(mean), 6 * mean))
  if (typeof outcome.leads === 'object' && 'status' in outcome.leads) {
    present.agenda.at(due, () => takeIfStill(present, household, status, outcome))
  } else whenSettled(present, household, due, () => takeIfStill(present, household, status, outcome))
}

/** Does something on a day or, while the household is on its way elsewhere, some days after that. */
function whenSettled(present: Present, household: Household, day: Day, act: () => void): void {
  const { agenda, random } = present
  agenda.at(day, () => {
    if (household.busy) whenSettled(present, household, day + random.whole(3, 20), act)
    else act()
  })
}

function takeIfStill(present: Present, household: Household, status: string, outcome: Outcome): void {
  if (present.households.has(household) && legalStatusOf(household) === status)
    take(present, household, outcome)
}

function take(present: Present, household: Household, { leads }: Outcome): void {
  const { random, day } = present
  if (leads === 'eighteen') return
  if (leads === 'adoptive-home') placeForAdoption(present, household)
  else if ('status' in leads) {
    for (const party of household.parties) changeStatus(party, leads.status, day)
    followCourse(present, household)
  } else {
    const reason = random.weighted(leads.reasons)
    for (const party of [...household.parties] as Party[]) leaveCare(present, household, party, reason)
  }
}

function placeForAdoption(present: Present, household: Household): void {
  const { random, day } = present
  const from = day + random.whole(7, 21)
  if (turnsEighteenBy(household, from + 30)) return
  household.busy = true
  agree(present, household, {
    destination: { type: 'placed-for-adoption', reach: reachFor(random, 'placed-for-adoption') },
    from,
    emergency: false,
    request: null,
    reason: { endReason: 'CARPL', endPlanned: true },
    next: () => followCourse(present, household),
  })
}
