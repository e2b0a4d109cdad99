import { bedsOn, childrenOn, type Count, type Day, type Facts, type Raw } from './by-hand.ts'
import { carersOn, journeysToldOn } from './carers-by-hand.ts'
import {
  afterCareBegunOn,
  afterCareOn,
  careEndsOn,
  careStartsOn,
  closeOn,
  leaversOn,
  movesOn,
  stayersOn,
} from './events-by-hand.ts'
import { areasOn, blocksOn, gradedOn, populationOn, siblingsOn } from './homes-by-hand.ts'

type Test = (fact: Facts) => boolean
const all: Test = () => true
const typed =
  (...types: string[]): Test =>
  (fact) =>
    types.includes(String(fact.placementType))
const placementKnown: Test = (fact) => fact.placementType !== 'unknown'
const milesKnown: Test = (fact) => fact.miles !== null
const residential = typed('residential')
const far: Test = (fact) => Number(fact.miles) > 20
const state =
  (...states: string[]): Test =>
  (fact) =>
    states.includes(String(fact.bedState))

const ended =
  (...reasons: string[]): Test =>
  (fact) =>
    reasons.includes(String(fact.careEndReason))
const costKnown: Test = (fact) => !Number.isNaN(fact.weeklyCost)

const lookedAfter = (facts: Facts[]) =>
  facts.filter((fact) => fact.legalStatus !== 'V3' && fact.legalStatus !== 'V4')

/** What there is of each kind on a day. */
const kinds = {
  children: (raw: Raw, day: Day) => lookedAfter(childrenOn(raw, day)),
  beds: bedsOn,
  graded: (raw: Raw, day: Day) => lookedAfter(gradedOn(raw, day)),
  population: (raw: Raw, day: Day) => populationOn(raw, day, lookedAfter(childrenOn(raw, day)).length),
  siblings: (raw: Raw, day: Day) => siblingsOn(raw, lookedAfter(childrenOn(raw, day))),
  blocks: blocksOn,
  areas: (raw: Raw, day: Day, today: Day) =>
    areasOn(lookedAfter(childrenOn(raw, day)), bedsOn(raw, day, today)),
  moves: (raw: Raw, day: Day) => lookedAfter(movesOn(raw, day)),
  starts: (raw: Raw, day: Day) => lookedAfter(careStartsOn(raw, day)),
  ends: (raw: Raw, day: Day) => lookedAfter(careEndsOn(raw, day)),
  stayers: stayersOn,
  leavers: leaversOn,
  close: closeOn,
  afterCare: afterCareOn,
  afterCareBegun: afterCareBegunOn,
  carers: carersOn,
  carerEvents: journeysToldOn,
}

interface Definition {
  of: keyof typeof kinds
  among?: Test
  known?: Test
  counted: Test
  /** What one adds to the numerator, and to the denominator; 1 unless told. */
  add?: (fact: Facts) => number
  per?: (fact: Facts) => number
  /** Of every day of the financial year so far. */
  period?: true
  /** The numerator is itself the figure. */
  sum?: true
}
const pounds = {
  counted: all,
  add: (fact: Facts) => Number(fact.weeklyCost) / 7,
  period: true,
  sum: true,
} as const
/** 80 % of each bed is to be filled, and the whole of one that is occupied is. */
const shortOf80 = (fact: Facts) => (fact.bedState === 'occupied' ? 0.8 - 1 : 0.8)
const stayedPut = (mark: string): Definition => ({
  of: 'stayers',
  among: (fact) => fact.leaverMark === mark,
  counted: (fact) => fact.stayedPut === 'yes',
  period: true,
})
const stayedClose = (mark: string): Definition => ({
  of: 'close',
  among: (fact) => fact.leaverMark === mark,
  counted: (fact) => fact.stayedClose === 'yes',
  period: true,
})
const told = (...names: string[]): Definition => ({
  of: 'carerEvents',
  among: (fact) => names.includes(String(fact.carerEvent)),
  counted: all,
  period: true,
})
const comeAndGone = ['approval', 'resigned', 'deregistered', 'transferred', 'ended-otherwise']
const share = (counted: Test): Definition => ({ of: 'children', known: placementKnown, counted })

export const definitions: Record<string, Definition> = {
  'children-looked-after': { of: 'children', counted: all },
  'placed-in-authority': {
    of: 'children',
    known: (fact) => fact.location !== 'unknown',
    counted: (fact) => fact.location === 'in',
  },
  'over-20-miles': { of: 'children', known: milesKnown, counted: far },
  'over-20-miles-out-of-authority': {
    of: 'children',
    known: (fact) => milesKnown(fact) && fact.location !== 'unknown',
    counted: (fact) => far(fact) && fact.location === 'out',
  },
  'mean-distance-miles': { of: 'children', known: milesKnown, counted: all, add: (fact) => Number(fact.miles) },
  'fostered': share(typed('internal-foster', 'ifa', 'other-authority-foster', 'connected-carer', 'staying-put')),
  'with-internal-foster': share(typed('internal-foster')),
  'with-ifa': share(typed('ifa')),
  'with-connected-carers': share(typed('connected-carer')),
  'with-parents': share(typed('with-parents')),
  'with-parents-or-family': share(typed('with-parents', 'connected-carer')),
  'in-residential': share(residential),
  'residential-under-13': { of: 'children', among: residential, counted: (fact) => Number(fact.age) < 13 },
  'residential-disabled': {
    of: 'children',
    among: residential,
    known: (fact) => fact.disability !== 'unknown',
    counted: (fact) => fact.disability === 'yes',
  },
  'in-supported-accommodation': share(typed('supported-accommodation', 'supported-lodgings')),
  'placements-3-plus': share((fact) => fact.placementsInYear === '3+'),
  'placements-3-plus?temporaryStays=counted': share((fact) => Number(fact.withTemporary) >= 3),
  'over-20-miles?unaccompanied=excluded': {
    of: 'children', among: (fact) => fact.uasc === 'no', known: milesKnown, counted: far,
  },
  'long-term-stability': {
    of: 'children',
    among: (fact) => Number(fact.age) < 16 && fact.timeInCare === '2.5-years+',
    known: (fact) => fact.timeInPlacement !== 'unknown',
    counted: (fact) => fact.timeInPlacement === '2-years+',
  },
  'occupancy': { of: 'beds', among: state('occupied', 'committed', 'vacant'), counted: state('occupied') },
  'utilisation': { of: 'beds', counted: state('occupied') },
  'void-beds': { of: 'beds', counted: state('void') },
  'open-beds': { of: 'beds', counted: all },
  'available-beds': { of: 'beds', among: state('occupied', 'committed', 'vacant'), counted: all },
  'vacant-beds': { of: 'beds', among: state('vacant'), counted: all },
  'looked-after-rate-per-10000': {
    of: 'population',
    known: (fact) => fact.people !== null,
    counted: all,
    add: (fact) => Number(fact.inCare),
    per: (fact) => Number(fact.people),
  },
  'unaccompanied': { of: 'children', counted: (fact) => fact.uasc === 'yes' },
  'disabled': {
    of: 'children',
    known: (fact) => fact.disability !== 'unknown',
    counted: (fact) => fact.disability === 'yes',
  },
  'good-or-outstanding': {
    of: 'graded',
    among: (fact) =>
      typed('ifa', 'residential', 'secure', 'residential-school', 'family-centre')(fact) &&
      fact.ofstedGrade !== 'not-yet-inspected',
    known: (fact) => fact.ofstedGrade !== 'unknown',
    counted: (fact) => fact.ofstedGrade === 'good' || fact.ofstedGrade === 'outstanding',
  },
  'children-by-home': { of: 'graded', counted: all },
  'in-unregistered': { of: 'children', among: typed('other'), counted: all },
  'unregistered-nights': { of: 'children', among: typed('other'), counted: all, period: true },
  'siblings-apart': {
    of: 'siblings',
    known: (fact) => fact.together !== 'unknown',
    counted: (fact) => fact.together === 'no',
  },
  'moves': { of: 'moves', counted: all, period: true },
  'unplanned-endings': {
    of: 'moves',
    known: (fact) => fact.endPlanned !== 'unknown',
    counted: (fact) => fact.endPlanned === 'no',
    period: true,
  },
  'started-care': { of: 'starts', counted: all, period: true },
  'ceased-care': { of: 'ends', counted: all, period: true },
  'ceased-by-adoption': { of: 'ends', counted: ended('E11', 'E12'), period: true },
  'ceased-by-sgo': { of: 'ends', counted: ended('E43', 'E44', 'E45', 'E46', 'E47', 'E48'), period: true },
  'staying-put-18': stayedPut('18'),
  'staying-put-19': stayedPut('19'),
  'staying-put-20': stayedPut('20'),
  'staying-close-18': stayedClose('18'),
  'staying-close-19': stayedClose('19'),
  'staying-close-20': stayedClose('20'),
  'in-staying-put': { of: 'afterCare', among: typed('staying-put'), counted: all },
  'in-staying-close': { of: 'afterCare', among: typed('staying-close'), counted: all },
  'staying-put-started': { of: 'afterCareBegun', among: typed('staying-put'), counted: all, period: true },
  'staying-close-started': { of: 'afterCareBegun', among: typed('staying-close'), counted: all, period: true },
  'approved-carers': { of: 'carers', among: (fact) => fact.carerStage === 'approved', counted: all },
  'carers-in-pipeline': { of: 'carers', among: (fact) => fact.carerStage !== 'approved', counted: all },
  'carer-enquiries': told('enquiry'),
  'carer-applications': told('application'),
  'carer-approvals': told('approval'),
  'carers-left': told(...comeAndGone.slice(1)),
  'carers-net-change': {
    ...told(...comeAndGone), add: (fact) => (fact.carerEvent === 'approval' ? 1 : -1), sum: true,
  },
  'carer-places-net-change': {
    ...told(...comeAndGone),
    add: (fact) => (fact.carerEvent === 'approval' ? 1 : -1) * Number(fact.places),
    sum: true,
  },
  'carer-applications-per-enquiry': {
    ...told('enquiry', 'application'),
    add: (fact) => (fact.carerEvent === 'application' ? 1 : 0),
    per: (fact) => (fact.carerEvent === 'enquiry' ? 1 : 0),
  },
  'carer-conversion': {
    ...told('approval', 'withdrawn', 'not-approved'), counted: (fact) => fact.carerEvent === 'approval',
  },
  'days-enquiry-to-approval': {
    ...told('approval'), known: (fact) => fact.days !== null, add: (fact) => Number(fact.days),
  },
  'suitable-accommodation': {
    of: 'leavers',
    among: (fact) => Number(fact.age) >= 17 && Number(fact.age) <= 21 && fact.accommodation !== 'gone',
    known: (fact) => fact.accommodation !== 'unknown',
    counted: (fact) => fact.accommodation === 'suitable',
    period: true,
  },
  'weekly-cost': { of: 'children', known: costKnown, counted: all, add: (fact) => Number(fact.weeklyCost) },
  'beds-to-target-occupancy?targetOccupancy=0.80': {
    of: 'beds', among: state('occupied', 'committed', 'vacant'), counted: all, add: shortOf80, sum: true,
  },
  'beds-to-target-occupancy?targetOccupancy=0.80&capacity=open': {
    of: 'beds', counted: all, add: shortOf80, sum: true,
  },
  'cost-to-target-occupancy?targetOccupancy=0.80': {
    ...{ of: 'beds', among: state('occupied', 'committed', 'vacant'), known: costKnown, ...pounds },
    add: (fact) => (shortOf80(fact) * Number(fact.weeklyCost)) / 7,
  },
  'children-by-area': { of: 'areas', counted: all, add: (fact) => Number(fact.children), sum: true },
  'beds-by-area': { of: 'areas', counted: all, add: (fact) => Number(fact.beds), sum: true },
  'beds-short-by-area': {
    of: 'areas', counted: all, add: (fact) => Number(fact.children) - Number(fact.beds), sum: true,
  },
  'placement-spend': { of: 'children', known: costKnown, ...pounds },
  'void-cost': { of: 'beds', among: state('void'), known: costKnown, ...pounds },
  'solo-use-cost': {
    of: 'beds', among: (fact) => fact.voidReason === 'solo-occupancy', known: costKnown, ...pounds,
  },
  'block-contracts-used': {
    of: 'blocks',
    counted: all,
    add: (fact) => Number(fact.used),
    per: (fact) => Number(fact.bought),
    period: true,
  },
} // prettier-ignore

/** What is of single children, to be told from the records of each alone. */
const ofChildren: (keyof typeof kinds)[] = [
  'children',
  'graded',
  'moves',
  'starts',
  'ends',
  'stayers',
  'leavers',
  'close',
  'afterCare',
  'afterCareBegun',
]

const apart = new WeakMap<Raw, Raw[]>()
/** The records of each child, with all that is of none. */
function childByChild(raw: Raw): Raw[] {
  const known = apart.get(raw)
  if (known) return known
  const grouped = <T>(rows: T[], of: (row: T) => string) => {
    const groups = new Map<string, T[]>()
    for (const row of rows) groups.set(of(row), [...(groups.get(of(row)) ?? []), row])
    return groups
  }
  const of = ({ child_id }: { child_id: string }) => child_id
  const [care, statuses] = [grouped(raw.care, of), grouped(raw.statuses, of)]
  const placements = grouped(raw.placements, of)
  const returned = grouped(raw.returned, (row) => row.child_reference)
  const places = new Map(raw.places.map((place) => [place.postcode, place]))
  const records = raw.children.map((child) => {
    const stays = placements.get(child.id) ?? []
    const postcodes = new Set([
      child.home_postcode,
      ...stays.flatMap(({ postcode, home_postcode }) => [postcode, home_postcode]),
      ...raw.homes.map(({ postcode }) => postcode),
    ])
    return {
      ...raw,
      children: [child],
      care: care.get(child.id) ?? [],
      statuses: statuses.get(child.id) ?? [],
      placements: stays,
      returned: returned.get(child.reference) ?? [],
      places: [...postcodes].flatMap((postcode) => places.get(postcode ?? '') ?? []),
    }
  })
  apart.set(raw, records)
  return records
}

const worked = new WeakMap<Raw, Map<string, Facts[]>>()
/** What there is of a kind on a day, worked out once for these records. */
function factsOn(raw: Raw, kind: keyof typeof kinds, day: Day, today: Day): Facts[] {
  const known = worked.get(raw) ?? new Map<string, Facts[]>()
  worked.set(raw, known)
  const name = `${kind} ${day}`
  const records = ofChildren.includes(kind) ? childByChild(raw) : [raw]
  const facts = known.get(name) ?? records.flatMap((some) => kinds[kind](some, day, today))
  known.set(name, facts)
  return facts
}

/** The first day of the financial year of one. */
const firstOfYear = (day: Day): Day => `${Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0)}-04-01`

function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = []
  const end = Date.parse(`${last}T00:00:00Z`)
  for (let at = Date.parse(`${first}T00:00:00Z`); at <= end; at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

/**
 * The counts of a measure on a day, by the codes of some dimensions; groups with nothing in them are absent. One over a
 * period is counted from the first of April unless told from where.
 */
export function computed(
  raw: Raw,
  id: string,
  by: string[],
  day: Day,
  today: Day,
  from = firstOfYear(day),
): Map<string, Count> {
  const definition = definitions[id] as Definition
  const { of, among = all, known = all, counted, add = () => 1, per = () => 1, period, sum } = definition
  const groups = new Map<string, Count>()
  if (by.length === 0) groups.set('', { numerator: 0, denominator: 0, unknown: 0 })
  for (const fact of (period ? daysFrom(from, day) : [day]).flatMap((on) => factsOn(raw, of, on, today))) {
    if (!among(fact)) continue
    const key = by.map((name) => String(fact[name])).join(' ')
    const group = groups.get(key) ?? { numerator: 0, denominator: 0, unknown: 0 }
    groups.set(key, group)
    if (!known(fact)) group.unknown += 1
    else {
      group.denominator += per(fact)
      if (counted(fact)) group.numerator += add(fact)
    }
  }
  for (const group of groups.values()) {
    group.numerator = Number(group.numerator.toFixed(1))
    if (sum) group.denominator = group.numerator
  }
  return groups
}
