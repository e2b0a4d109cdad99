import type { Pool } from 'pg'
import { CHESHIRE_EAST } from '../../../support/app.ts'
import { monthsLater, stabilityOf } from './stability.ts'

/**
 * The measures, computed by plain loops over the rows of the base tables, from the words of the definitions. It
 * shares nothing with the engine.
 */

export type Day = string
export interface Count {
  /** Null for a sum of amounts none of which is known. */
  numerator: number | null
  denominator: number
  unknown: number
  /** Of a measure of lengths: a quarter, half and three quarters are shorter. */
  quartiles?: (number | null)[]
  /** Of a measure of the lowest or highest amount, where it is not what the numerator comes to. */
  extreme?: number | null
}
export type Facts = Record<string, string | number | null>

interface Child {
  id: string
  date_of_birth: Day
  sex: string
  ethnicity: string
  uasc: boolean
  uasc_ceased_on: Day | null
  disabled: boolean | null
  home_postcode: string | null
  reference: string
  sibling_group_id: string | null
}
interface Span {
  child_id: string
  started_on: Day
  ended_on: Day | null
}
export interface Placement {
  id: string
  child_id: string
  bed_id: string | null
  home_id: string | null
  placement_type: string
  place_code: string | null
  same_carer: boolean
  started_before: boolean
  provider_code: string | null
  postcode: string | null
  home_postcode: string | null
  planned_from: Day | null
  planned_to: Day | null
  started_on: Day | null
  ended_on: Day | null
  withdrawn_on: Day | null
  end_reason: string | null
  end_planned: boolean | null
  weekly_cost: string | null
  emergency: boolean
  keeps_school: boolean | null
  agreed_at: Date | null
}
interface Home {
  id: string
  provider_id: string
  kind: string
  placement_type: string
  postcode: string | null
  registered_on: Day | null
  registration_ended_on: Day | null
  accommodation_category: string | null
}
interface Provider {
  id: string
  sector: string
  supported_registered_on: Day | null
  supported_registration_ended_on: Day | null
  supported_categories: string[]
}
interface Place {
  postcode: string
  authority_code: string | null
  country: string
  easting: number | null
  northing: number | null
}

export interface Journey {
  carer_type: string
  transferred_from: string | null
  district: string | null
  enquired_on: Day | null
  applied_on: Day | null
  assessment_started_on: Day | null
  panel_on: Day | null
  approved_on: Day | null
  closed_on: Day | null
  outcome: string | null
  places: number | null
}

export interface Raw {
  children: Child[]
  care: (Span & { need: string | null; end_reason: string | null; started_before: boolean })[]
  statuses: (Span & { status: string })[]
  separations: {
    child_id: string
    other_child_id: string
    category: string
    from_on: Day
    to_on: Day | null
  }[]
  placements: Placement[]
  notices: {
    id: string
    placement_id: string
    given_by: string
    given_on: Day
    ends_on: Day
    withdrawn_on: Day | null
  }[]
  homes: Home[]
  providers: Provider[]
  variations: { provider_id: string; category: string; added_on: Day | null; removed_on: Day | null }[]
  beds: { id: string; home_id: string; kind: string; opens_on: Day; closes_on: Day | null }[]
  voids: { bed_id: string; reason: string; starts_on: Day; ends_on: Day | null }[]
  places: Place[]
  judgements: { home_id: string | null; provider_id: string | null; judged_on: Day; grade: string }[]
  fees: { home_id: string; weekly_fee: string; starts_on: Day; ends_on: Day | null }[]
  contracts: {
    home_id: string
    kind: string
    beds_bought: number | null
    starts_on: Day
    ends_on: Day | null
  }[]
  populations: { as_at: Day; people: number }[]
  journeys: Journey[]
  orders: { child_id: string; kind: string; from_on: Day; until_on: Day }[]
  returned: {
    module: string
    child_reference: string
    collection_year: number
    cells: Record<string, string>
  }[]
}

export async function readRaw(owner: Pool): Promise<Raw> {
  const rows = async <T>(table: string) => (await owner.query(`select * from ${table}`)).rows as T[]
  const children = await rows<Child>('children')
  return {
    children,
    care: endedAt18(children, await rows('care_periods')),
    statuses: await rows('legal_statuses'),
    separations: await rows('separations'),
    placements: await rows('placements'),
    notices: await rows('notices'),
    homes: await rows('homes'),
    providers: await rows('providers'),
    variations: await rows('category_variations'),
    beds: await rows('beds'),
    voids: await rows('voids'),
    judgements: await rows('judgements'),
    fees: await rows('fees'),
    contracts: await rows('contracts'),
    populations: await rows('populations'),
    journeys: await rows('carer_journeys'),
    orders: await rows('liberty_orders'),
    returned: await rows("return_rows where module <> 'episodes'"),
    places: await rows("postcodes where postcode like 'ZZ%'"),
  }
}

/** Periods of care as the law has them: at 18 care ends, whatever is recorded, and after it none begins. */
function endedAt18<T extends Span>(children: Child[], periods: T[]): T[] {
  return periods.flatMap((period) => {
    const adultOn = monthsLater(children.find(({ id }) => id === period.child_id)!.date_of_birth, 12 * 18)
    if (period.started_on >= adultOn) return []
    return period.ended_on === null || period.ended_on > adultOn
      ? [{ ...period, ended_on: adultOn }]
      : [period]
  })
}

export const covers = (from: Day | null, to: Day | null, day: Day) =>
  from !== null && from <= day && (to === null || day < to)

export function ageOn(born: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return Math.max(0, day.slice(5) >= born.slice(5) ? years : years - 1)
}

function where(raw: Raw, home: string | null, placementPostcode: string | null) {
  const [h, p] = [home, placementPostcode].map((code) => raw.places.find((place) => place.postcode === code))
  const [e1, n1, e2, n2] = [h?.easting ?? null, h?.northing ?? null, p?.easting ?? null, p?.northing ?? null]
  const hasGrid = e1 !== null && n1 !== null && e2 !== null && n2 !== null
  const metres = hasGrid ? Math.hypot(e1 - e2, n1 - n2) : null
  return {
    miles: metres === null ? null : Math.round(metres / 160.93) / 10,
    location:
      p === undefined || (p.country === 'E' && p.authority_code === null)
        ? 'unknown'
        : p.authority_code === CHESHIRE_EAST
          ? 'in'
          : 'out',
    receiver:
      p === undefined ? 'unknown' : (p.authority_code ?? (p.country === 'E' ? 'unknown' : 'outside-england')),
  }
}

/** The authorities that share a boundary with Cheshire East: a row each of the published pairs. */
const adjoining = ['E06000007', 'E06000050', 'E06000051', 'E08000003', 'E08000007', 'E08000009', 'E10000007', 'E10000028'] // prettier-ignore
const nearness = (receiver: string) =>
  receiver === 'unknown'
    ? 'unknown'
    : receiver === CHESHIRE_EAST
      ? 'inside'
      : adjoining.includes(receiver)
        ? 'adjoining'
        : 'beyond'

/** The distance of a placement from home in miles, and whether it is in the authority. */
export function placeOf(raw: Raw, stay: Placement | undefined) {
  if (stay === undefined) return { miles: null, location: 'unknown', receiver: 'unknown' }
  const child = raw.children.find(({ id }) => id === stay.child_id)
  const home = raw.homes.find(({ id }) => id === stay.home_id)
  return where(
    raw,
    stay.home_postcode ?? child?.home_postcode ?? null,
    stay.postcode ?? home?.postcode ?? null,
  )
}

/** `CW1` of `CW12BJ`. */
const district = (postcode: string | null | undefined) => postcode?.replace(/\d[A-Z]{2}$/, '') ?? 'unknown'

export const family: Record<string, string> = {
  'internal-foster': 'fostering', 'ifa': 'fostering', 'other-authority-foster': 'fostering',
  'connected-carer': 'fostering', 'staying-put': 'fostering', 'residential': 'residential', 'secure': 'residential',
  'residential-school': 'residential', 'family-centre': 'residential', 'care-home': 'residential', 'nhs': 'other',
  'young-offender-institution': 'other', 'staying-close': 'supported', 'supported-accommodation': 'supported', 'supported-lodgings': 'supported',
  'independent-living': 'supported', 'with-parents': 'family', 'placed-for-adoption': 'adoption', 'temporary': 'other',
  'short-break': 'other', 'other': 'other',
} // prettier-ignore
export const sectorOf: Record<string, string> = {
  PR0: 'parents', PR1: 'own', PR2: 'other-authority', PR3: 'other-public', PR4: 'private', PR5: 'voluntary',
} // prettier-ignore
const cure: Record<string, string> = {
  'repair': 'building', 'staff-vacancy': 'staffing', 'carer-break': 'carer', 'solo-occupancy': 'matching',
  'other': 'other', 'not-void': 'not-void',
} // prettier-ignore

const supportedKinds = ['supported-accommodation', 'supported-lodgings', 'independent-living']

/** Whether a child is in an emergency or unregistered place on a night, or whether that is not known. */
function unregisteredOn(raw: Raw, stay: Placement | undefined, age: number, night: Day): string {
  if (stay === undefined) return 'unknown'
  if (stay.place_code === 'P3') return 'no' // residential employment
  const home = raw.homes.find(({ id }) => id === stay.home_id)
  if (supportedKinds.includes(home?.kind ?? stay.placement_type)) {
    if (age < 16 && night >= '2021-09-09') return 'yes' // reg. 27A
    if (night < '2023-10-28') return 'no' // reg. 27C had not begun
    if (home === undefined) return 'unknown'
    const provider = raw.providers.find(({ id }) => id === home.provider_id)
    const category = home.accommodation_category ?? ''
    const variation = raw.variations.find(
      (one) => one.provider_id === provider?.id && one.category === category,
    )
    const hasCategory =
      (provider?.supported_categories.includes(category) === true || Boolean(variation?.added_on)) &&
      !(variation?.added_on && night < variation.added_on) &&
      !(variation?.removed_on && night >= variation.removed_on)
    const isCovered =
      hasCategory &&
      covers(
        provider?.supported_registered_on ?? null,
        provider?.supported_registration_ended_on ?? null,
        night,
      )
    return isCovered ? 'no' : 'yes'
  }
  if (home === undefined) {
    if (['residential', 'secure'].includes(stay.placement_type)) return 'unknown'
    return stay.placement_type === 'other' ? 'yes' : 'no'
  }
  if (home.kind === 'unregistered') return 'yes'
  if (!home.kind.endsWith('childrens-home')) return 'no'
  return covers(home.registered_on, home.registration_ended_on, night) ? 'no' : 'yes'
}

function distanceBand(miles: number | null): string {
  if (miles === null) return 'unknown'
  if (miles <= 5) return 'up-to-5'
  if (miles <= 10) return 'over-5-to-10'
  if (miles <= 20) return 'over-10-to-20'
  return miles <= 50 ? 'over-20-to-50' : 'over-50'
}

function distanceBandFine(miles: number | null): string {
  if (miles === null) return 'unknown'
  const bounds = [5, 10, 20, 30, 40, 50, 75, 100]
  const band = bounds.findIndex((bound) => miles <= bound)
  if (band === 0) return 'up-to-5'
  return band < 0 ? 'over-100' : `over-${bounds[band - 1]}-to-${bounds[band]}`
}

/** What PLACE says of foster care: for the long term, with carers who may adopt, or neither. */
function longTermMatch(placeCode: string | null | undefined): string {
  if (!placeCode) return 'unknown'
  if (/^U[14]$/.test(placeCode)) return 'long-term'
  if (/^U[25]$/.test(placeCode)) return 'with-adopter'
  return /^U[36]$/.test(placeCode) ? 'not-long-term' : 'not-fostered'
}

/** The facts of each child in care on a day. */
export function childrenOn(raw: Raw, day: Day): Facts[] {
  const facts: Facts[] = []
  for (const child of raw.children) {
    const care = raw.care.find((c) => c.child_id === child.id && covers(c.started_on, c.ended_on, day))
    if (care === undefined) continue
    const status = raw.statuses.find((s) => s.child_id === child.id && covers(s.started_on, s.ended_on, day))
    const stays = raw.placements.filter(
      (p) => p.child_id === child.id && p.withdrawn_on === null && covers(p.started_on, p.ended_on, day),
    )
    const temporary = (p: Placement) => p.placement_type === 'temporary' || p.placement_type === 'short-break'
    const stay = stays.find((p) => !temporary(p)) ?? stays[0]
    const home = raw.homes.find((h) => h.id === stay?.home_id)
    const { miles, location, receiver } = placeOf(raw, stay)
    const age = ageOn(child.date_of_birth, day)
    const uasc = child.uasc && (child.uasc_ceased_on === null || day < child.uasc_ceased_on)
    const isDisabled = care.need === 'N2' ? true : child.disabled
    let stability: ReturnType<typeof stabilityFacts> | undefined
    const stable = () => (stability ??= stabilityFacts(raw, child.id, day))
    facts.push({
      childId: child.id,
      placementId: stay?.id ?? null,
      homeId: stay?.home_id ?? null,
      lives: stay?.home_id ?? stay?.postcode ?? null,
      home: stay?.home_id ?? 'unknown',
      provider: home?.provider_id ?? 'unknown',
      weeklyCost: Number(stay?.weekly_cost ?? feeOn(raw, stay?.home_id, day) ?? NaN),
      district: district(stay?.home_postcode ?? child.home_postcode),
      miles,
      age,
      placementType: stay?.placement_type ?? 'unknown',
      careFamily: stay ? (family[stay.placement_type] ?? '?') : 'unknown',
      providerSector: stay?.provider_code ? (sectorOf[stay.provider_code] ?? '?') : 'unknown',
      ageBand: age <= 4 ? '0-4' : age <= 10 ? '5-10' : age <= 15 ? '11-15' : '16+',
      ageBandDfe: age < 1 ? 'under-1' : age < 5 ? '1-4' : age < 10 ? '5-9' : age < 16 ? '10-15' : '16+',
      sex: child.sex,
      ethnicity: child.ethnicity,
      legalStatus: status?.status ?? 'unknown',
      need: care.need ?? 'unknown',
      uasc: uasc ? 'yes' : 'no',
      disability: isDisabled === null ? 'unknown' : isDisabled ? 'yes' : 'no',
      location,
      distanceBand: distanceBand(miles),
      distanceBandFine: distanceBandFine(miles),
      receivingAuthority: receiver,
      nearness: nearness(receiver),
      placeCode: stay?.place_code ?? 'unknown',
      longTermMatch: longTermMatch(stay?.place_code),
      ageInYears: String(age),
      homeKind: home?.kind ?? 'unknown',
      unregistered: unregisteredOn(raw, stay, age, day),
      get withTemporary() {
        return stable().withTemporary
      },
      get placementsInYear() {
        return stable().placementsInYear
      },
      get placementsToFive() {
        return stable().placementsToFive
      },
      get placementsToTen() {
        return stable().placementsToTen
      },
      get movesInYear() {
        return stable().movesInYear
      },
      get placementsInTwoYears() {
        return stable().placementsInTwoYears
      },
      get careDays() {
        return stable().careDays
      },
      get placementDays() {
        return stable().placementDays
      },
      get lookedAfterYearBefore() {
        return stable().lookedAfterYearBefore
      },
      get careStart() {
        return stable().careStart
      },
      get timeInCare() {
        return stable().timeInCare
      },
      get timeInPlacement() {
        return stable().timeInPlacement
      },
    })
  }
  return facts
}

function feeOn(raw: Raw, home: string | null | undefined, day: Day) {
  return raw.fees.find((fee) => fee.home_id === home && covers(fee.starts_on, fee.ends_on, day))?.weekly_fee
}

function stabilityFacts(raw: Raw, child: string, day: Day) {
  const facts = stabilityOf(raw, child, day)
  const { placements, withTemporary, inTwoYears, yearKnown, twoYearsKnown, longInCare, longPlaced } = facts
  /** Of what is known: enough is enough. */
  const upTo3 = (count: number, isWhole: boolean) => (count > 2 ? '3+' : isWhole ? String(count) : 'unknown')
  return {
    withTemporary: yearKnown || withTemporary > 2 ? withTemporary : null,
    placementsInYear: upTo3(placements, yearKnown),
    placementsToFive: yearKnown || placements >= 5 ? placements : null,
    placementsToTen: yearKnown || placements >= 10 ? placements : null,
    movesInYear: placements === 0 ? 'unknown' : upTo3(placements - 1, yearKnown),
    placementsInTwoYears: upTo3(inTwoYears, twoYearsKnown),
    careDays: facts.careDays,
    placementDays: facts.placementDays,
    lookedAfterYearBefore: facts.wasLookedAfter === null ? 'unknown' : facts.wasLookedAfter ? 'yes' : 'no',
    careStart: facts.startKnown ? 'known' : 'unknown',
    timeInCare: longInCare === null ? 'unknown' : longInCare ? '2.5-years+' : 'under-2.5-years',
    timeInPlacement: longPlaced === null ? 'unknown' : longPlaced ? '2-years+' : 'under-2-years',
  }
}

/** The facts of each bed open on a day, as known today. */
export function bedsOn(raw: Raw, day: Day, today: Day): Facts[] {
  const facts: Facts[] = []
  for (const bed of raw.beds) {
    if (!covers(bed.opens_on, bed.closes_on, day)) continue
    const home = raw.homes.find((h) => h.id === bed.home_id)
    const reason = raw.voids.find((v) => v.bed_id === bed.id && covers(v.starts_on, v.ends_on, day))?.reason
    const inBed = raw.placements.filter((p) => p.bed_id === bed.id && p.withdrawn_on === null)
    const claims = inBed.find((p) => covers(p.started_on ?? p.planned_from, p.ended_on ?? p.planned_to, day))
    const [overdue] = inBed
      .filter(
        (p) =>
          p.started_on !== null &&
          p.ended_on === null &&
          p.planned_to !== null &&
          p.planned_to <= day &&
          p.planned_to <= today,
      )
      .sort((a, b) => (String(a.started_on) < String(b.started_on) ? 1 : -1))
    const state =
      reason !== undefined
        ? 'void'
        : claims !== undefined
          ? claims.started_on === null
            ? 'committed'
            : 'occupied'
          : overdue !== undefined
            ? 'occupied'
            : 'vacant'
    facts.push({
      bedId: bed.id,
      home: bed.home_id,
      district: district(home?.postcode),
      provider: home?.provider_id ?? '?',
      weeklyCost: Number(feeOn(raw, bed.home_id, day) ?? NaN),
      placementType: home?.placement_type ?? '?',
      careFamily: family[home?.placement_type ?? ''] ?? '?',
      providerSector: raw.providers.find((p) => p.id === home?.provider_id)?.sector ?? '?',
      homeKind: home?.kind ?? '?',
      bedKind: bed.kind,
      bedState: state,
      occupant: state === 'occupied' ? ((claims ?? overdue)?.child_id ?? null) : null,
      voidReason: reason ?? 'not-void',
      voidGroup: cure[reason ?? 'not-void'] ?? '?',
    })
  }
  return facts
}
