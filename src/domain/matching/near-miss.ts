import { ofstedGrades, voidReasons } from '../codes.ts'
import { addDays, nightsBetween, ukDate, type CivilDate } from '../dates.ts'
import { placementType, type PlacementType } from '../placement-types.ts'
import { certainAges } from './ages.ts'
import type { MustId } from './criteria.ts'
import { bedKindsFor } from './must/bed-for-the-stay.ts'
import { offeredTypes } from './offered-types.ts'
import type { Stay } from './search-terms.ts'
import type { Need, Option, OptionBed } from './types.ts'
import { ageRange, listed, longDate } from './wording.ts'

/**
 * How the nights of a bed fit those asked for: free on all of them; kept by a hold; free later, for as long; free from
 * the first night, for less; or void, and free but for that.
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
  /** The instant (ISO 8601) until which a hold keeps it; null unless one does. */
  heldUntil: string | null
  voids: readonly VoidInTheWay[] | null
}

/** A home that breaks one rule alone, and the beds that would be offered if it did not. */
export interface NearOption extends Option {
  rule: MustId
  beds: readonly NearBed[]
  home: { id: string; name: string }
  /** Days after the first night, as far as a delay may go, on which someone there is to leave; in order. */
  departures: readonly CivilDate[]
}

/** How many days later a bed may be had to be a near miss. */
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

/** What of a search would be asked otherwise. */
export interface SearchChange {
  from?: CivilDate
  to?: CivilDate | null
  stay?: Stay
  types?: PlacementType[]
  maxMiles?: number
  inAuthority?: null
  gatewayExemption?: string
}

/** A record that would say otherwise: its fields, or null where it would be gone; without an id, a new one. */
export interface RecordChange {
  record: 'homes' | 'beds' | 'voids'
  id: string | null
  fields: Readonly<Record<string, unknown>> | null
}

/** What would make a near miss an option: all of it, and nothing else is in the way. */
export interface Cure {
  kind: CureKind
  sentence: string
  /** The fields with which the search, sent again, finds it; null where another search would not help. */
  search: SearchChange | null
  changes: readonly RecordChange[]
}

/** What may cure it, the best first: the first that works is shown. */
type Curing = (need: Need, option: NearOption) => Cure | readonly Cure[] | null

const asking = (kind: CureKind, sentence: string, search: SearchChange): Cure => ({
  kind,
  sentence,
  search,
  changes: [],
})
const recording = (kind: CureKind, sentence: string, changes: readonly RecordChange[]): Cure => ({
  kind,
  sentence,
  changes,
  search: null,
})
const variation = ({ home }: NearOption, sentence: string, fields: Record<string, unknown>): Cure =>
  recording('variation', sentence, [{ record: 'homes', id: home.id, fields }])

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`

/** A start as many days later, for as many nights. */
function delay({ from, to }: Need, start: CivilDate, why: string): Cure {
  const days = nightsBetween(from, start)
  return asking('delay', `${counted(days, 'day')} later: ${why} ${longDate(start)}.`, {
    from: start,
    ...(to !== null && { to: addDays(to, days) }),
  })
}

const onceTheyLeave: Curing = (need, { departures }) =>
  departures.map((day) => delay(need, day, 'once someone there leaves, as planned on'))

/** By the rule that is broken; a rule without one has no cure that is known of. */
const cures: Partial<Record<MustId, Curing>> = {
  'free-every-night': (need, option) => freedNights(need, option),
  'enough-beds': ({ children }, { beds, home }) => {
    const more = children.length - beds.length
    return recording(
      'variation',
      `A variation of the registered number: ${counted(more, 'more bed')} in ${home.name}.`,
      Array.from({ length: more }, () => ({ record: 'beds', id: null, fields: { homeId: home.id } })),
    )
  },
  'takes-siblings': (_need, option) =>
    variation(option, 'A variation of registration: to take brothers and sisters together.', {
      takesSiblings: true,
    }),
  'bed-for-the-stay': ({ stay }, { beds, takesEmergencies }) => {
    const others: Stay[] = ['placement', 'short-break', 'emergency']
    const other = others.find(
      (each) =>
        each !== stay &&
        beds.every(({ kind }) => bedKindsFor[each].includes(kind)) &&
        (each !== 'emergency' || takesEmergencies || beds.every(({ kind }) => kind === 'emergency')),
    )
    return other === undefined
      ? null
      : asking('bed', `Another kind of stay: ${stays[other]}, for which the bed is kept.`, { stay: other })
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
    const needed = [...new Set(children.flatMap((child) => child.capabilities))]
    const missing = needed.filter((each) => !capabilities.includes(each))
    return recording('capability', `Help for ${home.name} to meet ${listed(missing)}.`, [
      { record: 'homes', id: home.id, fields: { capabilities: [...capabilities, ...missing] } },
    ])
  },
  'solo-where-required': onceTheyLeave,
  'company-suits': onceTheyLeave,
  'not-suspended': (need, { restriction }) =>
    restriction?.until && nightsBetween(need.from, restriction.until) <= mostDaysLater
      ? delay(need, restriction.until, 'not suspended or restricted from')
      : null,
  'type-not-ruled-out': ({ types }, { type }) =>
    asking('type', `${placementType(type).label}, a type that was ruled out.`, {
      types: [...offeredTypes(types), type],
    }),
  'ofsted-gateway': ({ gateway }) =>
    asking(
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
    return asking('miles', `${counted(more, 'more mile')}: within ${miles} miles of home.`, {
      maxMiles: miles,
    })
  },
  'in-authority-as-asked': ({ inAuthority }) =>
    asking('area', inAuthority ? 'A home outside the authority.' : 'A home within the authority.', {
      inAuthority: null,
    }),
}

const stays: Readonly<Record<Stay, string>> = {
  placement: 'a placement',
  emergency: 'an emergency',
  'short-break': 'a short break',
}

function freedNights(need: Need, { beds }: NearOption): Cure {
  const { from, today } = need
  const of = (fit: Fit) => beds.filter((bed) => bed.fit === fit)
  const named = (some: readonly NearBed[]) =>
    `${some.length === 1 ? 'bed' : 'beds'} ${listed(some.map(({ label }) => label))}`
  const [later, shorter, held, empty] = [of('later'), of('shorter'), of('held'), of('void')]
  if (later.length > 0) {
    const start = later.reduce(
      (day, { freeFrom }) => (freeFrom !== null && freeFrom > day ? freeFrom : day),
      from,
    )
    return delay(need, start, 'free from')
  }
  if (shorter.length > 0) {
    const end = shorter.flatMap(({ freeTo }) => freeTo ?? []).sort()[0] ?? from
    const nights = counted(nightsBetween(from, end), 'night')
    return asking('shorter-stay', `A shorter stay: free until ${longDate(end)}, ${nights}.`, { to: end })
  }
  if (held.length > 0) {
    return recording('hold', `A hold keeps ${named(held)}: free if it is released or lapses.`, [])
  }
  if (empty.length > 0) {
    const voids = empty.flatMap((bed) => bed.voids ?? [])
    const reasons = [...new Set(voids.map(({ reason }) => voidReasons[reason].label.toLowerCase()))]
    return recording(
      'void',
      `Closing the void of ${named(empty)} (${listed(reasons)}) on the nights asked for.`,
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
  return recording(
    'departure',
    `Recording that the present stay in ${named(overdue)} has ended, or ending it.`,
    [],
  )
}

/** Rules that no one can set aside: what breaks one is no near miss. */
export const neverCured: readonly MustId[] = [
  'legal-minimum-age',
  'must-not-live-together',
  'place-not-to-avoid',
]

/** What may cure the one rule that an option breaks, the best first; empty where nothing is known to. */
export function curesOf(need: Need, option: NearOption): readonly Cure[] {
  return [cures[option.rule]?.(need, option) ?? []].flat()
}

/** What is in the way, for an officer to read, where the bed's own nights do not tell; else null. */
export function nightsInTheWay({ rule, beds }: NearOption): string | null {
  if (rule !== 'free-every-night') return null
  const voids = beds.flatMap((bed) => (bed.fit === 'void' ? (bed.voids ?? []) : []))
  const [first] = voids
  if (first) {
    const until = first.endsOn === null ? 'with no end recorded' : `until ${longDate(first.endsOn)}`
    return `Void from ${longDate(first.startsOn)} ${until}: ${voidReasons[first.reason].label.toLowerCase()}.`
  }
  const last = beds
    .flatMap(({ heldUntil }) => heldUntil ?? [])
    .sort()
    .at(-1)
  return last ? `Kept by a hold, which lapses on ${longDate(ukDate(new Date(last)))}.` : null
}
