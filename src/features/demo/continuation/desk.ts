import { emptySearch, newRequest } from '../demand.ts'
import { newStay } from '../histories.ts'
import { forever, type Party, type SyntheticHold, type SyntheticRestriction } from '../model.ts'
import { isFree } from '../supply.ts'
import { makeSiblings } from './arrivals.ts'
import { useBed } from './bed-use.ts'
import { leaveBeds } from './leaving.ts'
import { turnsEighteenBy } from './moves.ts'
import { childrenIn, siblingsOf, whereabouts, type Household, type Present } from './present.ts'

/** What is on an office's desk on the last day besides what is under way: docs/demonstration.md lists it. */
export interface Desk {
  restrictions: SyntheticRestriction[]
  holds: SyntheticHold[]
}

/**
 * Sees that every kind of matter that an office has to deal with is there on the last day. `present.random` is that day's
 * own, as nothing of this is in a history that goes on.
 */
export function layOut(present: Present): Desk {
  const candidates = new Candidates(present)
  askForSiblings(present)
  emergency(present, candidates)
  endWithoutNext(present, candidates)
  approvalAwaited(present)
  approvalRunsOut(present)
  unlawfulPlacement(present, candidates)
  const hold = holdForTomorrow(present, candidates)
  const restriction = restrict(present, candidates)
  return { restrictions: restriction ? [restriction] : [], holds: hold ? [hold] : [] }
}

/** Picks households to which nothing else happens in these days, each once. */
class Candidates {
  readonly #present: Present
  readonly #households = new Set<Household>()

  constructor(present: Present) {
    this.#present = present
  }

  pick(suits: (household: Household) => boolean): Household | undefined {
    const { households, day, random } = this.#present
    const free = [...households].filter(
      (household) =>
        !household.busy &&
        !this.#households.has(household) &&
        (whereabouts(household).from ?? day) < day - 30 &&
        !turnsEighteenBy(household, day + 60) &&
        suits(household),
    )
    if (free.length === 0) return undefined
    const household = random.pick(free)
    this.#households.add(household)
    return household
  }
}

const isFostered = (household: Household) => ['internal-foster', 'ifa'].includes(whereabouts(household).type)
const isAlone = ({ parties }: Household) => parties.length === 1

/** Three siblings are to come into care next week; no home that takes all three was found yet. */
function askForSiblings(present: Present): void {
  const { random, day, families, requests } = present
  const parties = makeSiblings(present, 3, false)
  const [{ family }] = parties as [Party]
  families.push(family)
  const children = parties.flatMap((party) => party.children)
  const receiptDay = day - random.whole(0, 2)
  const request = newRequest(random, {
    children,
    family,
    emergency: false,
    receiptDay,
    neededFrom: day + random.whole(4, 8),
  })
  family.home = random.pick(present.gazetteer.in)
  request.searches.push(emptySearch(random, receiptDay))
  requests.push(request)
}

/** A carer asks today that a child leave at once. */
function emergency(present: Present, candidates: Candidates): void {
  const { random, day, requests } = present
  const household = candidates.pick((one) => isFostered(one) && isAlone(one))
  if (!household) return
  const request = newRequest(random, {
    ...siblingsOf(household),
    emergency: true,
    receiptDay: day,
    neededFrom: day,
  })
  request.searches.push(emptySearch(random, day))
  requests.push(request)
}

/** Carers have given notice; no next home is agreed. */
function endWithoutNext(present: Present, candidates: Candidates): void {
  const { random, day, requests } = present
  const household = candidates.pick(isFostered)
  if (!household) return
  const last = day + random.whole(8, 13)
  for (const { stays } of household.parties)
    stays.forEach((stay) => stay.to === null && (stay.plannedTo = last))
  requests.push(
    newRequest(random, {
      ...siblingsOf(household),
      emergency: false,
      receiptDay: day - random.whole(1, 6),
      neededFrom: last,
    }),
  )
}

/** The holder of an office has not decided yet on a placement that is agreed. */
function approvalAwaited({ families, random }: Present): void {
  const stays = families
    .flatMap(({ parties }) => parties.flatMap((party) => party.stays))
    .filter(({ from, approvals }) => from === null && approvals.length > 0)
  if (stays.length > 0) random.pick(stays).approvals = []
}

/** A connected carer was approved for fewer weeks than there may be, and they are nearly over. */
function approvalRunsOut({ households, day }: Present): void {
  const terms = [...households]
    .map(whereabouts)
    .filter(({ type, from }) => type === 'connected-carer' && from !== null && from < day - 30)
    .flatMap(({ home }) => (home?.terms.length === 1 ? home.terms : []))
    .filter(({ kind, to }) => kind === 'temporary' && to !== null && to > day)
    .sort((a, b) => a.from - b.from)
  const [first] = terms
  if (first && (first.to ?? forever) > day + 9) first.to = day + 9
}

/** No registered home answered, so a child of 15 or more is in a flat with staff: unlawful, and shown as such. */
function unlawfulPlacement(present: Present, candidates: Candidates): void {
  const { random, day, gazetteer } = present
  const household = candidates.pick(
    (one) => isAlone(one) && whereabouts(one).type === 'residential' && isTeenager(one, day),
  )
  const [party] = household?.parties ?? []
  if (!household || !party) return
  const last = whereabouts(household)
  Object.assign(last, { to: day - 2, endReason: 'CREQB', endPlanned: false })
  leaveBeds({ ...present, day: day - 2 }, last)
  party.stays.push(
    newStay({
      type: 'other',
      reach: 'in',
      from: day - 2,
      place: random.pick(gazetteer.in),
      agreed: day - 2,
      emergency: true,
      recordedAsHappened: 'The home asked that the child leave at once, and no registered home answered.',
    }),
  )
}

const isTeenager = (household: Household, day: number) =>
  childrenIn(household).every(
    ({ born, uasc }) => !uasc && day - born > 15 * 365.25 && day - born < 17 * 365.25,
  )

/** A bed is held for a child who is to move tomorrow. */
function holdForTomorrow(present: Present, candidates: Candidates): SyntheticHold | undefined {
  const { random, day, requests, supply } = present
  const household = candidates.pick((one) => isAlone(one) && whereabouts(one).type === 'ifa')
  const [child] = household ? childrenIn(household) : []
  const from = day + 1
  const bed = supply.homes
    .filter(
      ({ type, ageFrom, accepts }) =>
        type === 'internal-foster' && ageFrom === 0 && (accepts === 'any' || accepts === child?.sex),
    )
    .flatMap(({ beds }) => beds)
    .find((one) => isFree(one, from, forever))
  if (!household || !bed) return undefined
  const request = newRequest(random, {
    ...siblingsOf(household),
    emergency: false,
    receiptDay: day - random.whole(2, 5),
    neededFrom: from,
  })
  requests.push(request)
  useBed(bed, from)
  return { id: random.uuid(), request, beds: [bed], from, madeOn: day, expires: day + 1 }
}

/** Ofsted has restricted a home in which children live. */
function restrict({ random, day }: Present, candidates: Candidates): SyntheticRestriction | undefined {
  const household = candidates.pick((one) => whereabouts(one).type === 'residential')
  const home = household && whereabouts(household).home
  return home ? { id: random.uuid(), home, kind: 'restriction', from: day - 3 } : undefined
}
