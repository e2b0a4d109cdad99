import { providerCodeOf } from '../../domain/codes.ts'
import type { PlacementType } from '../../domain/placement-types.ts'
import type { Value } from './copy.ts'
import { dateOrNull as date } from './days.ts'
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
  'request_id',
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
    stay.request?.id ?? null,
  ]
}

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
  'placed-for-adoption': { A4: 0.1, A5: 0.15, A6: 0.75 },
}

function placeCode(random: Random, { type, from, to }: SyntheticStay): string | null {
  if (type === 'temporary') {
    const nights = (to ?? 0) - (from ?? 0)
    return random.weighted(nights <= 7 ? { T1: 0.2, T4: 0.8 } : { T1: 0.3, T3: 0.7 })
  }
  const codes = placeCodes[type]
  return codes ? random.weighted(codes) : null
}

function weeklyCost({ home, from, plannedFrom, type }: SyntheticStay): number | null {
  if (!home || type === 'staying-put') return null
  const day = from ?? plannedFrom ?? home.opensOn
  return home.fees.find((fee) => fee.from <= day && (fee.to === null || fee.to > day))?.weekly ?? null
}
