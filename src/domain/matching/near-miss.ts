import { ofstedGrades, voidReasons } from '../codes.ts'
import { addDays, nightsBetween, ukDate, type CivilDate } from '../dates.ts'
import { placementType, type PlacementType } from '../placement-types.ts'
import { certainAges } from './ages.ts'
import type { MustId } from './criteria.ts'
import { bedKindsFor } from './must/bed-for-the-stay.ts'
import { offeredTypes } from './offered-types.ts'
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
  fit: Fit
  label: string
  /** The instant (ISO 8601) at which the hold on it lapses; null without a hold. */
  heldUntil: string | null
  voids: readonly VoidInTheWay[] | null
}

/** A home that breaks exactly one rule, with the beds that would be offered otherwise. */
export interface NearOption extends Option {
  rule: MustId
  beds: readonly NearBed[]
  home: { id: string; name: string }
  /** Days after the first night, up to `mostDaysLater`, on which a resident is planned to leave. In order. */
  departures: readonly CivilDate[]
}

/** A bed that is free at most this many days later can be a near miss. */
export const mostDaysLater = 28

export const cureKinds = {
  variation: 'A variation of registration',
  capability: 'A need that the home is helped to meet',
  void: 'A void closed',
  departure: 'An overdue end recorded',
  hold: 'A hold released',
  delay: 'A later start',
  'shorter-stay': 'A shorter stay',
  miles: 'More miles',
  area: 'The other side of the boundary',
  bed: 'Another kind of bed',
  type: 'A type that was ruled out',
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

/** A change to a record: new field values, or null to delete it. A null id means a new record. */
export interface RecordChange {
  record: 'homes' | 'beds' | 'voids'
  id: string | null
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
const variation = ({ home }: NearOption, sentence: string, fields: Record<string, unknown>): Cure =>
  recordCure('variation', sentence, [{ record: 'homes', id: home.id, fields }])

const quantity = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

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

/** The cure finder of each rule. A rule without one has no known cure. */
const cures: Partial<Record<MustId, CureFinder>> = {
  'free-every-night': (need, option) => cureNights(need, option),
  'enough-beds': ({ children }, { beds, home }) => {
    const more = children.length - beds.length
    return recordCure(
      'variation',
      `A variation of the registered number: ${quantity(more, 'more bed')} in ${home.name}.`,
      Array.from({ length: more }, () => ({ record: 'beds', id: null, fields: { homeId: home.id } })),
    )
  },
  'takes-siblings': (_need, option) =>
    variation(option, 'A variation of registration: to take brothers and sisters together.', {
      takesSiblings: true,
    }),
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
  'age-within-registration': ({ children }, option) => {
    const { youngest, oldest } = certainAges(children.map((child) => child.age))
    const ageFrom = Math.min(option.ageFrom, youngest)
    const ageTo = Math.max(option.ageTo, oldest)
    return variation(option, `A variation of registration: from ${ageRange(option.ageFrom, option.ageTo)} to ${ageRange(ageFrom, ageTo)}.`, {
      ...(ageFrom < option.ageFrom && { ageFrom }),
      ...(ageTo > option.ageTo && { ageTo }),
    }) // prettier-ignore
  },
  'sex-accepted': (_need, option) =>
    variation(option, 'A variation of registration: to take girls and boys.', { accepts: 'any' }),
  'capabilities-met': ({ children }, { capabilities, home }) => {
    const requirements = [...new Set(children.flatMap((child) => child.capabilities))]
    const gaps = requirements.filter((requirement) => !capabilities.includes(requirement))
    return recordCure('capability', `Help for ${home.name} to meet ${joinWords(gaps)}.`, [
      { record: 'homes', id: home.id, fields: { capabilities: [...capabilities, ...gaps] } },
    ])
  },
  'solo-where-required': afterDeparture,
  'company-suits': afterDeparture,
  'not-suspended': (need, { restriction }) =>
    restriction?.until && nightsBetween(need.from, restriction.until) <= mostDaysLater
      ? delay(need, restriction.until, 'not suspended or restricted from')
      : null,
  'type-not-ruled-out': ({ types }, { type }) =>
    searchCure('type', `${placementType(type).label}, a type that was ruled out.`, {
      types: [...offeredTypes(types), type],
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
    const more = Math.round((miles - maxMiles) * 10) / 10
    return searchCure('miles', `${quantity(more, 'more mile')}: within ${miles} miles of home.`, {
      maxMiles: miles,
    })
  },
  'in-authority-as-asked': ({ inAuthority }) =>
    searchCure('area', inAuthority ? 'A home outside the authority.' : 'A home within the authority.', {
      inAuthority: null,
    }),
}

const stays: Readonly<Record<StayKind, string>> = {
  placement: 'a placement',
  emergency: 'an emergency',
  'short-break': 'a short break',
}

function cureNights(need: Need, { beds }: NearOption): Cure {
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
    return recordCure('hold', `A hold keeps ${bedNames(onHold)}: free if it is released or lapses.`, [])
  }
  if (empty.length > 0) {
    const voids = empty.flatMap((bed) => bed.voids ?? [])
    const reasons = [...new Set(voids.map(({ reason }) => voidReasons[reason].label.toLowerCase()))]
    return recordCure(
      'void',
      `Closing the void of ${bedNames(empty)} (${joinWords(reasons)}) on the nights asked for.`,
      voids.map(({ id, startsOn }) => ({
        record: 'voids',
        id,
        fields: startsOn < from ? { endsOn: from } : null,
      })),
    )
  }
  const overdue = beds.filter(
    ({ awaitingDeparture }) => awaitingDeparture !== null && awaitingDeparture <= today,
  )
  return recordCure(
    'departure',
    `Recording that the present stay in ${bedNames(overdue)} has ended, or ending it.`,
    [],
  )
}

/** Rules that nobody may set aside: a home that breaks one is not a near miss. */
export const neverCured: readonly MustId[] = [
  'legal-minimum-age',
  'must-not-live-together',
  'place-not-to-avoid',
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
