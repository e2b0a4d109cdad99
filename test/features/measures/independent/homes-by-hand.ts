import { ageOn, bedsOn, childrenOn, covers, type Day, type Facts, type Raw } from './by-hand.ts'
import { monthsLater } from './stability.ts'

/** Facts of judgements, populations, siblings and block contracts on a day, computed from the words of the definitions. */

const outcomes = ['consistently-strong', 'inconsistent', 'serious-or-widespread-weaknesses']

/**
 * Children in care, with the latest judgement of their home or, where it has none, of its provider: supported accommodation
 * has outcomes, everything else grades.
 */
export function gradedOn(raw: Raw, day: Day): Facts[] {
  return childrenOn(raw, day).map((fact) => {
    const isSupported = ['supported-accommodation', 'supported-lodgings', 'independent-living'].includes(
      String(fact.homeKind),
    )
    const onScale = (grade: string) =>
      grade === 'not-yet-inspected' || outcomes.includes(grade) === isSupported
    const latest = (matches: (judgement: Raw['judgements'][number]) => boolean) =>
      raw.judgements
        .filter((one) => matches(one) && one.judged_on <= day && onScale(one.grade))
        .sort((a, b) => (a.judged_on < b.judged_on ? 1 : -1))[0]?.grade
    const grade =
      fact.homeId === null
        ? undefined
        : (latest(({ home_id }) => home_id === fact.homeId) ??
          latest(({ provider_id }) => provider_id === fact.provider))
    // Object.create and not a copy, so that the fact's lazy getters stay lazy.
    return Object.assign(Object.create(fact) as Facts, { ofstedGrade: grade ?? 'unknown' })
  })
}

/** A fact for each child looked after, and one for the latest population estimate. */
export function populationOn(raw: Raw, day: Day, children: number): Facts[] {
  const estimates = raw.populations.filter(({ as_at }) => as_at <= day)
  const latest = estimates.sort((a, b) => (a.as_at < b.as_at ? 1 : -1))[0]
  const facts: Facts[] = Array.from({ length: children }, () => ({
    inCare: 1,
    people: latest === undefined ? null : 0,
  }))
  return latest === undefined ? facts : [...facts, { inCare: 0, people: latest.people }]
}

/** Groups of siblings, whether they live in one home, and why two who live in two must not live together. */
export function siblingsOn(raw: Raw, day: Day, lookedAfter: Facts[]): Facts[] {
  const facts: Facts[] = []
  for (const group of new Set(raw.children.map((child) => child.sibling_group_id))) {
    if (group === null) continue
    const ids = raw.children.filter((child) => child.sibling_group_id === group).map(({ id }) => id)
    const members = lookedAfter.filter(({ childId }) => ids.includes(String(childId)))
    if (members.length < 2) continue
    const knownHomes = members.map(({ lives }) => lives).filter((home) => home !== null)
    const apart = knownHomes.some((home) => home !== knownHomes[0])
    const together = apart ? 'no' : knownHomes.length === members.length ? 'yes' : 'unknown'
    const homeOf = (child: string) => members.find(({ childId }) => childId === child)?.lives ?? null
    const reasons = raw.separations
      .filter(({ from_on, to_on }) => covers(from_on, to_on, day))
      .filter((one) => {
        const [home, otherHome] = [homeOf(one.child_id), homeOf(one.other_child_id)]
        return home !== null && otherHome !== null && home !== otherHome
      })
      .map(({ category }) => category)
    const [reason = 'unknown', ...others] = new Set(reasons)
    const whyApart = others.length > 0 ? 'several' : reason
    facts.push({
      together,
      siblings: members.length,
      apartReason: together === 'yes' ? 'not-apart' : together === 'no' ? whyApart : 'unknown',
    })
  }
  return facts
}

const soughtIn = [
  'internal-foster', 'ifa', 'other-authority-foster', 'residential', 'supported-accommodation', 'supported-lodgings',
] // prettier-ignore

/** A fact for each child looked after, by home district, and one for each bed that is open and not void, by its district. */
export function areasOn(lookedAfter: Facts[], beds: Facts[]): Facts[] {
  const there = ({ placementType }: Facts) => soughtIn.includes(String(placementType))
  const factsOf = ({ district = '', placementType = '', careFamily = '' }: Facts) => ({
    district,
    placementType,
    careFamily,
  })
  return [
    ...lookedAfter.filter(there).map((child) => ({ ...factsOf(child), children: 1, beds: 0 })),
    ...beds
      .filter((bed) => there(bed) && bed.bedState !== 'void')
      .map((bed) => ({ ...factsOf(bed), children: 0, beds: 1 })),
  ]
}

/** A fact for each block contract, with the beds bought, and one for each bed occupied under it. */
export function blocksOn(raw: Raw, day: Day, today: Day): Facts[] {
  const blocks = raw.contracts.filter(
    (contract) => contract.kind === 'block' && covers(contract.starts_on, contract.ends_on, day),
  )
  return blocks.flatMap((block) => {
    const home = raw.homes.find(({ id }) => id === block.home_id)
    const ofHome = {
      home: block.home_id,
      provider: home?.provider_id ?? '?',
      homeKind: home?.kind ?? '?',
      placementType: home?.placement_type ?? '?',
    }
    const sample = bedsOn(
      { ...raw, beds: [{ id: '', home_id: block.home_id, kind: '', opens_on: day, closes_on: null }] },
      day,
      today,
    )[0]
    const { careFamily = '?', providerSector = '?' } = sample ?? {}
    const bedsUsed = bedsOn(raw, day, today).filter(
      (bed) => bed.home === block.home_id && bed.bedState === 'occupied',
    )
    const factsOf = { ...ofHome, careFamily, providerSector }
    return [
      { ...factsOf, bought: Number(block.beds_bought), used: 0, usedByLeavers: 0 },
      ...bedsUsed.map(({ occupant }) => {
        const child = raw.children.find(({ id }) => id === occupant)
        const age = child ? ageOn(child.date_of_birth, day) : 0
        return { ...factsOf, bought: 0, used: 1, usedByLeavers: age >= 18 && age <= 25 ? 1 : 0 }
      }),
    ]
  })
}

const statesByDay = new WeakMap<Raw, Map<Day, Map<string, string>>>()
/** The state of each bed that is open on a night, by its id; computed once for each night of a history. */
function statesOn(raw: Raw, day: Day, today: Day): Map<string, string> {
  const days = statesByDay.get(raw) ?? new Map<Day, Map<string, string>>()
  statesByDay.set(raw, days)
  const states =
    days.get(day) ??
    new Map(bedsOn(raw, day, today).map(({ bedId, bedState }) => [String(bedId), String(bedState)]))
  days.set(day, states)
  return states
}

const dayBefore = (day: Day) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** Beds that are open on a night with nobody in them, and how long that has been so: night by night, back to when it began. */
export function emptyOn(raw: Raw, day: Day, today: Day): Facts[] {
  const isEmpty = (bed: string, night: Day) => {
    const state = statesOn(raw, night, today).get(bed)
    return state !== undefined && state !== 'occupied'
  }
  return bedsOn(raw, day, today).flatMap((fact) => {
    const bed = String(fact.bedId)
    if (!isEmpty(bed, day)) return []
    let firstNight = day
    let nights = 1
    while (isEmpty(bed, dayBefore(firstNight))) {
      firstNight = dayBefore(firstNight)
      nights += 1
    }
    const isWithin = (months: number) => day < monthsLater(firstNight, months)
    const timeEmpty =
      nights <= 7
        ? 'up-to-week'
        : isWithin(1)
          ? 'up-to-month'
          : isWithin(3)
            ? 'up-to-3-months'
            : isWithin(6)
              ? 'up-to-6-months'
              : 'over-6-months'
    return [{ ...fact, timeEmpty }]
  })
}
