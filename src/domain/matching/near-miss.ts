import { quantity } from '../quantity.ts'
import { ofstedGrades, voidReasons, type homeKinds } from '../codes.ts'
import { addDays, birthday, nightsBetween, ukDate, type CivilDate } from '../dates.ts'
import { fosterCareTypes, placementType, type PlacementType } from '../placement-types.ts'
import { certainAges, oldestRegistered } from './ages.ts'
import type { MustId } from './criteria.ts'
import { bedKindsFor } from './must/bed-for-the-stay.ts'
import { offeredTypes } from './offered-types.ts'
import { heads, isParentAndChild } from './parent-and-child.ts'
import type { StayKind } from './search-terms.ts'
import type { Need, Option, OptionBed } from './types.ts'
import { ageRange, joinWords, longDate } from './wording.ts'

/**
 * How a bed's free nights fit those asked for: free on all of them; kept by a hold; free for as long from a later day;
 * free from the first night but for a shorter time; or free except for a void.
 */
export type Fit = 'free' | 'held' | 'later' | 'shorter' | 'void'

export interface VoidInTheWay {
  id: string
  reason: keyof typeof voidReasons
  startsOn: CivilDate
  endsOn: CivilDate | null
}

export interface NearBed extends OptionBed {
  id: string
  fit: Fit
  label: string
  /** The instant (ISO 8601) at which the hold on it lapses; null without a hold. */
  heldUntil: string | null
  /** The authority's own holds on it; empty where another authority holds it. */
  holds: readonly string[]
  /** The authority's own placement in it that is past its planned end; null without one. */
  overdueStay: string | null
  voids: readonly VoidInTheWay[] | null
}

/** A home that breaks exactly one rule, with the beds that would be offered otherwise. */
export interface NearOption extends Option {
  rule: MustId
  beds: readonly NearBed[]
  home: { id: string; name: string; kind: keyof typeof homeKinds }
  /** Days after the first night, up to `mostDaysLater`, on which a resident is planned to leave. In order. */
  departures: readonly CivilDate[]
}

/** A bed that is free at most this many days later can be a near miss. */
export const mostDaysLater = 28

/** The fewest nights of a shorter stay that helps: four weeks, or half of those asked for. */
export function fewestNights({ from, to }: Pick<Need, 'from' | 'to'>): number {
  return to === null ? 28 : Math.min(28, Math.ceil(nightsBetween(from, to) / 2))
}

export const cureKinds = {
  variation: 'A variation of registration or terms',
  capability: 'A need that the home is helped to meet',
  void: 'A void closed',
  'social-worker': 'The social worker of the child there agrees',
  departure: 'An overdue end recorded',
  hold: 'A hold released',
  delay: 'A later start',
  birthday: 'A start on the birthday from which the law allows it',
  'until-18': 'A stay until 18',
  'shorter-stay': 'A shorter stay',
  miles: 'Own filter: more miles',
  area: 'Own filter: the other side of the boundary',
  bed: 'Another kind of bed',
  type: 'Own filter: a type that was ruled out',
  exemption: 'A named exemption from the gateway',
} as const
export type CureKind = keyof typeof cureKinds

/** The fields of a search that a cure would change. */
export interface SearchChange {
  from?: CivilDate
  to?: CivilDate | null
  stay?: StayKind
  types?: PlacementType[]
  maxMiles?: number
  inAuthority?: null
  gatewayExemption?: string
}

/**
 * A change to a record, as it is sent: `PATCH /v1/{record}/{id}` with the fields, or DELETE where they are null; POST of a
 * new record where the id is null; `POST /v1/{record}/{id}/{action}` where there is an action.
 */
export interface RecordChange {
  record: 'homes' | 'beds' | 'voids' | 'holds' | 'placements'
  id: string | null
  action: 'release' | 'end' | null
  fields: Readonly<Record<string, unknown>> | null
}

/** A change that would turn a near miss into an option. All of it is needed, and nothing else. */
export interface Cure {
  kind: CureKind
  sentence: string
  /** The fields with which the search finds the home when sent again; null where no change of the search helps. */
  search: SearchChange | null
  changes: readonly RecordChange[]
}

/** Finds possible cures for a broken rule, best first. The first that works is shown. */
type CureFinder = (need: Need, option: NearOption) => Cure | readonly Cure[] | null

const searchCure = (kind: CureKind, sentence: string, search: SearchChange): Cure => ({
  kind,
  sentence,
  search,
  changes: [],
})
const recordCure = (kind: CureKind, sentence: string, changes: readonly RecordChange[]): Cure => ({
  kind,
  sentence,
  changes,
  search: null,
})
const newFields = (
  record: RecordChange['record'],
  id: string | null,
  fields: RecordChange['fields'],
): RecordChange => ({ record, id, fields, action: null })

/** Who varies what a home may take, and what that is called: Ofsted registers homes, a fostering service approves carers. */
function variation({ home }: NearOption, words: string, fields: Record<string, unknown>): Cure {
  const isHousehold = home.kind === 'fostering-household' || home.kind === 'connected-carer-household'
  const what = isHousehold
    ? "The carer's terms, varied by the fostering service"
    : 'A variation of registration'
  return recordCure('variation', `${what}: ${words}.`, [newFields('homes', home.id, fields)])
}

/** The cure of starting on a later day, for the same number of nights. */
function delay({ from, to }: Need, start: CivilDate, why: string): Cure {
  const days = nightsBetween(from, start)
  return searchCure('delay', `${quantity(days, 'day')} later: ${why} ${longDate(start)}.`, {
    from: start,
    ...(to !== null && { to: addDays(to, days) }),
  })
}

const afterDeparture: CureFinder = (need, { departures }) =>
  departures.map((day) => delay(need, day, 'once someone there leaves, as planned on'))

/** The cure of starting on the birthday from which the law allows the type: that of the child who reaches it last. */
const fromLegalAge: CureFinder = (need, { type }) => {
  const { minimumAge, label } = placementType(type)
  if (minimumAge === undefined) return null
  const birthdays = need.children.flatMap(({ age: { bornOn } }) =>
    bornOn ? birthday(bornOn, minimumAge) : [],
  )
  if (birthdays.length < need.children.length) return null
  const start = birthdays.sort().at(-1)
  if (!start || start <= need.from || nightsBetween(need.from, start) > mostDaysLater) return null
  const { search } = delay(need, start, '')
  const sentence = `From ${minimumAge}, on ${longDate(start)}: the law allows ${label.toLowerCase()} from then.`
  return search && searchCure('birthday', sentence, search)
}

/**
 * The cure of an age past the registered ones. Care ends at 18: whoever reaches it in the stay is asked for until then, and
 * with foster carers may stay put.
 */
const fromOtherAges: CureFinder = ({ from, children }, option) => {
  const ages = heads(children).map((child) => child.age)
  const { youngest, oldest } = certainAges(ages)
  const ageFrom = Math.min(option.ageFrom, youngest)
  const ageTo = Math.max(option.ageTo, oldest)
  if (ageTo <= oldestRegistered || ageTo === option.ageTo)
    return variation(
      option,
      `from ${ageRange(option.ageFrom, option.ageTo)} to ${ageRange(ageFrom, ageTo)}`,
      { ...(ageFrom < option.ageFrom && { ageFrom }), ...(ageTo > option.ageTo && { ageTo }) },
    )
  const [first] = ages.flatMap(({ bornOn }) => (bornOn ? birthday(bornOn, 18) : [])).sort()
  if (first === undefined || first <= from) return null
  const then = fosterCareTypes.includes(option.type)
    ? 'Staying Put with the carers from then, if all agree'
    : 'care ends, and adult services and leaving care take over'
  return searchCure('until-18', `18 on ${longDate(first)}: ${then}.`, { to: first })
}

/** The cure finder of each rule. A rule without one has no known cure. */
const cures: Partial<Record<MustId, CureFinder>> = {
  'free-every-night': (need, option) => cureNights(need, option),
  'enough-beds': ({ from, children }, { beds, home, places, mostThere }) => {
    const more = children.length - beds.length
    const registeredPlaces = mostThere + children.length
    const isWithin = places === null || places >= registeredPlaces
    return recordCure(
      'variation',
      `${quantity(more, 'more bed')} in ${home.name}${isWithin ? '' : `, and a variation to ${quantity(registeredPlaces, 'place')}`}.`,
      [
        ...(isWithin ? [] : [newFields('homes', home.id, { registeredPlaces })]),
        ...Array.from({ length: more }, (_, index) =>
          newFields('beds', null, {
            homeId: home.id,
            label: `One more, ${index + 1}`,
            kind: beds[0]?.kind ?? 'standard',
            opensOn: from,
          }),
        ),
      ],
    )
  },
  'takes-siblings': (_need, option) =>
    variation(option, 'to take brothers and sisters together', { takesSiblings: true }),
  'bed-for-the-stay': ({ stay }, { beds, takesEmergencies }) => {
    const others: StayKind[] = ['placement', 'short-break', 'emergency']
    const other = others.find(
      (stayKind) =>
        stayKind !== stay &&
        beds.every(({ kind }) => bedKindsFor[stayKind].includes(kind)) &&
        (stayKind !== 'emergency' || takesEmergencies || beds.every(({ kind }) => kind === 'emergency')),
    )
    return other === undefined
      ? null
      : searchCure('bed', `Another kind of stay: ${stays[other]}, for which the bed is kept.`, {
          stay: other,
        })
  },
  'age-within-registration': fromOtherAges,
  'legal-minimum-age': fromLegalAge,
  'places-within-registration': ({ children }, option) => {
    const registeredPlaces = option.mostThere + children.length
    return variation(option, `for ${quantity(registeredPlaces, 'place')}`, { registeredPlaces })
  },
  'sex-accepted': (_need, option) => variation(option, 'to take girls and boys', { accepts: 'any' }),
  'capabilities-met': ({ children }, { capabilities, home }) => {
    const requirements = [...new Set(children.flatMap((child) => child.capabilities))]
    const gaps = requirements.filter((requirement) => !capabilities.includes(requirement))
    return recordCure('capability', `Help for ${home.name} to meet ${joinWords(gaps)}.`, [
      newFields('homes', home.id, { capabilities: [...capabilities, ...gaps] }),
    ])
  },
  'solo-where-required': afterDeparture,
  'company-suits': afterDeparture,
  'takes-parent-and-child': (_need, option) =>
    variation(option, 'to take a parent with their child', { takesParentAndChild: true }),
  'type-not-ruled-out': ({ types, children }, { type }) =>
    searchCure('type', `Your own filter: add ${placementType(type).label.toLowerCase()} to the types.`, {
      types: [...offeredTypes(types, isParentAndChild(children)), type],
    }),
  'ofsted-gateway': ({ gateway }) =>
    searchCure(
      'exemption',
      `A named exemption: the home is judged below ${ofstedGrades[gateway?.grade ?? 'good']}.`,
      {
        gatewayExemption: 'Name and role of who allows it, and when',
      },
    ),
  'within-miles': ({ maxMiles }, { homeMiles }) => {
    if (maxMiles === null || homeMiles === null) return null
    const miles = Math.ceil(homeMiles)
    return searchCure('miles', `Your own filter: widen to ${quantity(miles, 'mile')}.`, { maxMiles: miles })
  },
  'in-authority-as-asked': ({ inAuthority }) =>
    searchCure('area', `Your own filter: look ${inAuthority ? 'outside' : 'within'} the authority too.`, {
      inAuthority: null,
    }),
}

/** Rules that are filters of the search alone: they say nothing of the child or the home. */
export const ownFilters: readonly MustId[] = ['within-miles', 'in-authority-as-asked', 'type-not-ruled-out']

const stays: Readonly<Record<StayKind, string>> = {
  placement: 'a placement',
  emergency: 'an emergency',
  'short-break': 'a short break',
}

function cureNights(need: Need, { beds }: NearOption): Cure | null {
  const { from, today } = need
  const bedsWithFit = (fit: Fit) => beds.filter((bed) => bed.fit === fit)
  const bedNames = (some: readonly NearBed[]) =>
    `${some.length === 1 ? 'bed' : 'beds'} ${joinWords(some.map(({ label }) => label))}`
  const [later, shorter, onHold, empty] = [
    bedsWithFit('later'),
    bedsWithFit('shorter'),
    bedsWithFit('held'),
    bedsWithFit('void'),
  ]
  if (later.length > 0) {
    const start = later.reduce(
      (day, { freeFrom }) => (freeFrom !== null && freeFrom > day ? freeFrom : day),
      from,
    )
    return delay(need, start, 'free from')
  }
  if (shorter.length > 0) {
    const end = shorter.flatMap(({ freeTo }) => freeTo ?? []).sort()[0] ?? from
    const nights = quantity(nightsBetween(from, end), 'night')
    return searchCure('shorter-stay', `A shorter stay: free until ${longDate(end)}, ${nights}.`, { to: end })
  }
  if (onHold.length > 0) {
    if (onHold.some(({ holds }) => holds.length === 0)) return null // another authority's, which only it can release
    const holds = [...new Set(onHold.flatMap((bed) => bed.holds))]
    return recordCure(
      'hold',
      `A hold keeps ${bedNames(onHold)}: free if it is released or lapses.`,
      holds.map((id) => ({ record: 'holds', id, action: 'release', fields: {} })),
    )
  }
  if (empty.length > 0) {
    const voids = empty.flatMap((bed) => (bed.voids ?? []).map((gap) => ({ ...gap, bedId: bed.id })))
    const reasons = [...new Set(voids.map(({ reason }) => voidReasons[reason].label.toLowerCase()))]
    const isForChild = voids.some(({ reason }) => voidReasons[reason].group === 'matching')
    return recordCure(
      isForChild ? 'social-worker' : 'void',
      isForChild
        ? `Ask the social worker of the child there: ${bedNames(empty)} would have to be given up (${joinWords(reasons)}) for the nights asked for.`
        : `Closing the void of ${bedNames(empty)} (${joinWords(reasons)}) on the nights asked for.`,
      voids.flatMap((gap) => withoutNights(gap, need)),
    )
  }
  const overdue = beds.filter(
    ({ awaitingDeparture }) => awaitingDeparture !== null && awaitingDeparture <= today,
  )
  if (overdue.some(({ overdueStay }) => overdueStay === null)) return null // another authority's child
  return recordCure(
    'departure',
    `Recording that the present stay in ${bedNames(overdue)} has ended, or ending it.`,
    overdue.map(({ overdueStay }) => ({
      record: 'placements',
      id: overdueStay,
      action: 'end',
      fields: { on: today, reason: 'CARPL', planned: true },
    })),
  )
}

/** The changes by which a void leaves out the nights asked for, and stays as it is on all others. */
function withoutNights(gap: VoidInTheWay & { bedId: string }, { from, to }: Need): RecordChange[] {
  const { id, reason, startsOn, endsOn, bedId } = gap
  const goesOn = to !== null && (endsOn === null || endsOn > to)
  if (startsOn >= from) return [newFields('voids', id, goesOn ? { startsOn: to } : null)]
  const rest = { bedId, reason, startsOn: to, endsOn, detail: 'Goes on after a child has stayed.' }
  return [newFields('voids', id, { endsOn: from }), ...(goesOn ? [newFields('voids', null, rest)] : [])]
}

/** Rules that nobody may set aside for a search: a home that breaks one is not a near miss. */
export const neverCured: readonly MustId[] = [
  'registered',
  'must-not-live-together',
  'place-not-to-avoid',
  'not-suspended',
]

/** Possible cures for the rule that an option breaks, best first; empty where none is known. */
export function curesOf(need: Need, option: NearOption): readonly Cure[] {
  return [cures[option.rule]?.(need, option) ?? []].flat()
}

/** The void or hold that keeps the beds from being free, in words for an officer; null where it is neither. */
export function nightsInTheWay({ rule, beds }: NearOption): string | null {
  if (rule !== 'free-every-night') return null
  const voids = beds.flatMap((bed) => (bed.fit === 'void' ? (bed.voids ?? []) : []))
  const [first] = voids
  if (first) {
    const ending = first.endsOn === null ? 'with no end recorded' : `until ${longDate(first.endsOn)}`
    return `Void from ${longDate(first.startsOn)} ${ending}: ${voidReasons[first.reason].label.toLowerCase()}.`
  }
  const last = beds
    .flatMap(({ heldUntil }) => heldUntil ?? [])
    .sort()
    .at(-1)
  return last ? `Kept by a hold, which lapses on ${longDate(ukDate(new Date(last)))}.` : null
}
