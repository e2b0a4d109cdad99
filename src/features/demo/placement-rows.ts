import type { CivilDate } from '../../domain/dates.ts'
import { providerCodeOf } from '../../domain/codes.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import type { Value } from './copy.ts'
import { dateOf, dateOrNull as date, dayOf, type Day } from './days.ts'
import type { Child, Family, Place, SyntheticStay } from './model.ts'
import { milesBetween } from './places.ts'
import type { Random } from './random.ts'

export const placementColumns = [
  'id',
  'authority_code',
  'child_id',
  'bed_id',
  'home_id',
  'placement_type',
  'place_code',
  'provider_code',
  'planned_from',
  'planned_to',
  'started_on',
  'ended_on',
  'end_reason',
  'end_planned',
  'postcode',
  'weekly_cost',
  'distance_miles',
  'location',
  'located_in',
  'request_id',
  'agreed_at',
  'emergency',
  'keeps_school',
  'recorded_as_happened',
]

/**
 * The row of a child's placement. Triggers are off during the load, so location and distance are computed here by the
 * rules of the database.
 */
export function placementRow(
  random: Random,
  {
    authority,
    family,
    child,
    stay,
    place,
  }: { authority: string; family: Family; child: Child; stay: SyntheticStay; place: number },
): Value[] {
  const where: Place | null = stay.home?.place ?? stay.place
  return [
    random.uuid(),
    authority,
    child.id,
    stay.beds[place]?.id ?? null,
    stay.home?.id ?? null,
    stay.type,
    placeCode(random, stay),
    providerCode(stay),
    date(stay.plannedFrom),
    date(stay.plannedTo),
    date(stay.from),
    date(stay.to),
    stay.endReason,
    stay.endPlanned,
    stay.place?.postcode ?? null,
    weeklyCost(stay),
    where && family.home ? milesBetween(family.home, where) : null,
    where === null ? 'unknown' : where.authorityCode === authority ? 'in' : 'out',
    where?.authorityCode ?? null,
    stay.request?.id ?? null,
    instant(stay.agreed),
    stay.emergency,
    stay.keepsSchool,
    stay.recordedAsHappened,
  ]
}

/** The day from which a placement is planned or, unplanned, on which it began. */
export const firstDayOf = ({ plannedFrom, from }: SyntheticStay): Day => plannedFrom ?? from ?? 0

const instant = (day: Day | null): string | null => (day === null ? null : `${dateOf(day)}T10:00:00Z`)

function providerCode({ home, type }: SyntheticStay): string | null {
  if (home) return providerCodeOf(home.provider.sector)
  return type === 'with-parents' ? 'PR0' : type === 'placed-for-adoption' ? 'PR1' : null
}

/** Shares of SSDA903 PLACE codes by placement type. */
const placeCodes: Readonly<Partial<Record<PlacementType, Readonly<Record<string, number>>>>> = {
  'internal-foster': { U4: 0.3, U5: 0.03, U6: 0.67 },
  ifa: { U4: 0.3, U5: 0.01, U6: 0.69 },
  'other-authority-foster': { U6: 1 },
  'connected-carer': { U1: 0.35, U3: 0.65 },
  residential: { K2: 1 },
  secure: { K1: 1 },
  'residential-school': { S1: 1 },
  'family-centre': { R3: 1 },
  nhs: { R2: 1 },
  'young-offender-institution': { R5: 1 },
  'supported-accommodation': { H5: 1 },
  'supported-lodgings': { H5: 1 },
  'short-break': { K2: 1 },
  'with-parents': { P1: 1 },
  other: { Z1: 1 },
  // Nobody is adopted by the foster carers of before (A3, A5): each goes to a family of their own.
  'placed-for-adoption': { A4: 0.1, A6: 0.9 },
}

function placeCode(random: Random, stay: SyntheticStay): string | null {
  const { type, from, to, plannedTo } = stay
  if (type === 'temporary') {
    const nights = (plannedTo ?? to ?? 0) - (from ?? 0)
    return random.weighted(nights <= 7 ? { T1: 0.2, T4: 0.8 } : { T1: 0.3, T3: 0.7 })
  }
  const codes = placeCodes[type]
  if (!codes) return null
  const code: string = random.weighted(codes)
  // An approved adopter (U5) needs an approval for the child by name, and since agreements are recorded nobody has one.
  if (code === 'U5' && stay.agreed !== null) return 'U6'
  const later = laterCodes[code]
  return later && firstDayOf(stay) >= dayOf(later.from) ? later.code : code
}

/** Codes that the code list of a later collection year puts in the place of others. */
const laterCodes: Readonly<Partial<Record<string, { code: string; from: CivilDate }>>> = {
  H5: { code: 'K3', from: '2024-04-01' },
  Z1: { code: 'Z11', from: '2025-04-01' },
}

function weeklyCost({ home, from, plannedFrom, type }: SyntheticStay): number | null {
  if (!home || type === 'staying-put') return null
  const day = from ?? plannedFrom ?? home.opensOn
  return home.fees.find((fee) => fee.from <= day && (fee.to === null || fee.to > day))?.weekly ?? null
}
