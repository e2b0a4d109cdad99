/** Groups of placement types, as in authorities' sufficiency strategies. */
export const careFamilies = ['fostering', 'residential', 'supported', 'family', 'adoption', 'other'] as const
export type CareFamily = (typeof careFamilies)[number]

interface PlacementTypeRow {
  label: string
  careFamily: CareFamily
  /** SSDA903 PLACE codes; empty for types after care, which the return does not record as placements. */
  placeCodes: readonly string[]
  /** SSDA903 PLACE_PROVIDER codes that distinguish the type; absent where any may occur. */
  providerCodes?: readonly string[]
  /** Whether a child in it is looked after. */
  lookedAfter: boolean
  /** The youngest lawful age, where the law sets one. */
  minimumAge?: number
}

const externalProviders = ['PR3', 'PR4', 'PR5'] as const
const fosterCodes = ['U4', 'U5', 'U6'] as const

/** Placement types with their SSDA903 codes. Sources: SSDA903 guide (PLACE, PLACE_PROVIDER, OC3 ACCOM). */
export const placementTypes = {
  'internal-foster': { label: 'Internal foster carer', careFamily: 'fostering', placeCodes: fosterCodes, providerCodes: ['PR1'], lookedAfter: true },
  'ifa': { label: 'Independent fostering agency', careFamily: 'fostering', placeCodes: fosterCodes, providerCodes: externalProviders, lookedAfter: true },
  'other-authority-foster': { label: "Other authority's foster carer", careFamily: 'fostering', placeCodes: fosterCodes, providerCodes: ['PR2'], lookedAfter: true },
  'connected-carer': { label: 'Connected carer (relative or friend)', careFamily: 'fostering', placeCodes: ['U1', 'U2', 'U3'], lookedAfter: true },
  'residential': { label: "Children's home", careFamily: 'residential', placeCodes: ['K2'], lookedAfter: true },
  'secure': { label: "Secure children's home", careFamily: 'residential', placeCodes: ['K1'], lookedAfter: true },
  'residential-school': { label: 'Residential school', careFamily: 'residential', placeCodes: ['S1'], lookedAfter: true },
  'family-centre': { label: 'Family centre or mother and baby unit', careFamily: 'residential', placeCodes: ['R3'], lookedAfter: true },
  'care-home': { label: 'Residential care home', careFamily: 'residential', placeCodes: ['R1'], lookedAfter: true },
  'nhs': { label: 'NHS or other health establishment', careFamily: 'other', placeCodes: ['R2'], lookedAfter: true },
  'young-offender-institution': { label: 'Young offender institution or prison', careFamily: 'other', placeCodes: ['R5'], lookedAfter: true },
  'supported-accommodation': { label: 'Supported accommodation', careFamily: 'supported', placeCodes: ['H5', 'K3'], lookedAfter: true, minimumAge: 16 },
  'supported-lodgings': { label: 'Supported lodgings', careFamily: 'supported', placeCodes: [], lookedAfter: true, minimumAge: 16 },
  'independent-living': { label: 'Independent living', careFamily: 'supported', placeCodes: ['P2'], lookedAfter: true, minimumAge: 16 },
  'staying-put': { label: 'Staying Put with former foster carer', careFamily: 'fostering', placeCodes: [], lookedAfter: false, minimumAge: 18 },
  'staying-close': { label: 'Staying Close', careFamily: 'supported', placeCodes: [], lookedAfter: false, minimumAge: 18 },
  'with-parents': { label: 'Placed with parents or person with parental responsibility', careFamily: 'family', placeCodes: ['P1'], lookedAfter: true },
  'placed-for-adoption': { label: 'Placed for adoption', careFamily: 'adoption', placeCodes: ['A3', 'A4', 'A5', 'A6'], lookedAfter: true },
  'short-break': { label: 'Short break', careFamily: 'other', placeCodes: [], lookedAfter: false },
  'temporary': { label: 'Temporary placement', careFamily: 'other', placeCodes: ['T0', 'T1', 'T2', 'T3', 'T4'], lookedAfter: true },
  'other': { label: 'Other or unregistered placement', careFamily: 'other', placeCodes: ['P3', 'Z1', 'Z11', 'Z12', 'Z13', 'Z14'], lookedAfter: true },
} as const satisfies Record<string, PlacementTypeRow>

export type PlacementType = keyof typeof placementTypes
export const placementTypeCodes = Object.keys(placementTypes) as [PlacementType, ...PlacementType[]]

/** Foster care of children who are looked after. */
export const fosterCareTypes = placementTypeCodes.filter(
  (code) => placementTypes[code].careFamily === 'fostering' && placementTypes[code].lookedAfter,
)

/** PLACE codes of children placed for adoption with their current foster carers. */
export const adoptedByCarersCodes = ['A3', 'A5'] as const

/** Types in establishments, whose addresses are no secret; of every other type the address is where people live. */
export const establishmentTypes: readonly PlacementType[] = [
  'residential',
  'secure',
  'residential-school',
  'family-centre',
  'care-home',
  'nhs',
  'young-offender-institution',
]

/** Types of stay during which the usual placement continues and its bed stays the child's. */
export const temporaryTypes: readonly PlacementType[] = ['short-break', 'temporary']
export const layerOf = (type: PlacementType) => (temporaryTypes.includes(type) ? 'temporary' : 'usual')

/** A row of the table above, typed with its optional fields. */
export function placementType(code: PlacementType): PlacementTypeRow {
  return placementTypes[code]
}

/**
 * The type for an SSDA903 pair of PLACE and PLACE_PROVIDER. A foster placement without a provider counts as agency care.
 *
 * @returns null for an unknown PLACE
 */
export function placementTypeOf(placeCode: string, providerCode: string | null): PlacementType | null {
  const ofPlace = placementTypeCodes.filter((code) => placementType(code).placeCodes.includes(placeCode))
  const ofProvider = ofPlace.find(
    (code) => providerCode !== null && placementType(code).providerCodes?.includes(providerCode),
  )
  return ofProvider ?? ofPlace.find((code) => !placementType(code).providerCodes) ?? (ofPlace.includes('ifa') ? 'ifa' : null)
}
