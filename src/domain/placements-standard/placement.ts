import type { CivilDate } from '../dates.ts'
import { placementTypeCodes, placementTypes, type PlacementType } from '../placement-types.ts'
import { writeReferral, type RequestSaid } from './referral.ts'
import { standardTypes, type StandardRecord, type StandardValue } from './standard.ts'

/** A placement, as far as the standard asks about it. What is not known is null. */
export interface PlacementSaid {
  placementType: PlacementType
  weeklyCost: number | null
  costOn: CivilDate | null
  recordedOn: CivilDate
  district: string | null
  authority: string | null
  isPreferred: boolean | null
  keepsSchool: boolean | null
  urn: string | null
  siblings: number
  /** Null for a placement without a request. */
  request: RequestSaid | null
}

const standardType = (type: PlacementType) =>
  Object.entries(standardTypes).find(([, family]) => placementTypes[type].careFamily === family)?.[0]

/** Our types of which the standard has one: looked after, and in residential, foster or supported care. */
export const typesInStandard = placementTypeCodes.filter(
  (type) => placementTypes[type].lookedAfter && standardType(type) !== undefined,
)

/** A placement, with the referral that it answers, in the form of the standard. */
export function writePlacement(placement: PlacementSaid, reference: string | null): StandardRecord {
  const { request, weeklyCost, recordedOn } = placement
  const referral: StandardRecord = request
    ? writeReferral(request)
    : { PlacementAvailability: knownValues({ childId: reference }) }
  return {
    ...referral,
    ActualPlacement: knownValues({
      totalWeeklyCost: weeklyCost === null ? null : Math.round(weeklyCost),
      placementLocation: placement.district ?? placement.authority,
      preferabilityLocation: placement.isPreferred,
      educationContinuity: placement.keepsSchool,
      providerURN: placement.urn,
      siblingsPlacedTogether: placement.siblings,
      placementType: standardType(placement.placementType) ?? null,
    }),
    QualityAssurance: {
      ...referral.QualityAssurance,
      ...knownValues({ placementDate: recordedOn, costDate: placement.costOn }),
    },
  }
}

const knownValues = (values: Record<string, StandardValue | null>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])),
  )
