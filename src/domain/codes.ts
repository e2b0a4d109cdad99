/** Codes with their labels. Where the SSDA903 return has a code, it is used here. */
export type Labels = Readonly<Record<string, string>>

export const legalStatusLabels = {
  C1: 'Interim care order',
  C2: 'Full care order',
  D1: 'Freeing order granted',
  E1: 'Placement order granted',
  V2: 'Accommodated under section 20',
  V3: 'Short breaks: agreed series, each break recorded',
  V4: 'Short breaks: agreed series, recorded as one agreement',
  L1: 'Police protection',
  L2: 'Emergency protection order',
  L3: 'Child assessment order',
  J1: 'Remanded to local authority or youth detention accommodation',
  J2: 'PACE detention in local authority accommodation',
  J3: 'Sentenced with a residence requirement',
} as const satisfies Labels

/** Legal statuses of short breaks, which DfE statistics do not count as looked after. */
export const shortBreakStatuses = ['V3', 'V4'] as const

export const needs = {
  N1: 'Abuse or neglect',
  N2: "Child's disability",
  N3: 'Parental illness or disability',
  N4: 'Family in acute stress',
  N5: 'Family dysfunction',
  N6: 'Socially unacceptable behaviour',
  N7: 'Low income',
  N8: 'Absent parenting',
} as const satisfies Labels

export const ethnicities = {
  WBRI: 'White British',
  WIRI: 'White Irish',
  WOTH: 'Any other White background',
  WIRT: 'Traveller of Irish heritage',
  WROM: 'Gypsy or Roma',
  MWBC: 'White and Black Caribbean',
  MWBA: 'White and Black African',
  MWAS: 'White and Asian',
  MOTH: 'Any other Mixed background',
  AIND: 'Indian',
  APKN: 'Pakistani',
  ABAN: 'Bangladeshi',
  AOTH: 'Any other Asian background',
  BCRB: 'Caribbean',
  BAFR: 'African',
  BOTH: 'Any other Black background',
  CHNE: 'Chinese',
  OOTH: 'Any other ethnic group',
  REFU: 'Refused',
  NOBT: 'Not yet obtained',
} as const satisfies Labels

export const careEndReasons = {
  E11: 'Adopted, application unopposed',
  E12: 'Adopted, consent dispensed with',
  E2: 'Died',
  E3: 'Care taken over by another authority',
  E4A: 'Returned home, planned',
  E4B: 'Returned home, unplanned',
  E13: 'Left care to live with parents or another person with no parental responsibility',
  E41: 'Child arrangements order',
  E43: 'Special guardianship order: former foster carers',
  E44: 'Special guardianship order: others',
  E45: 'Special guardianship order: relative or friend who fostered the child',
  E46: 'Special guardianship order: other former foster carer',
  E47: 'Special guardianship order: relative or friend who did not foster the child',
  E48: 'Special guardianship order: another person',
  E5: 'Independent living with formal support',
  E6: 'Independent living without formal support',
  E7: 'Residential care funded by adult social services',
  E8: 'Any other reason',
  E9: 'Sentenced to custody',
  E14: 'Accommodation on remand ended',
  E15: 'Age assessed as 18 or over',
  E16: 'Moved abroad',
  E17: 'Aged 18, stays with current carers',
} as const satisfies Labels

export const placementEndReasons = {
  CARPL: 'Change to the care plan',
  CLOSE: 'Home closed or carer resigned',
  ALLEG: 'Allegation',
  STAND: 'Standards of care concern',
  APPRR: 'Approval removed',
  CUSTOD: 'Custody arrangement',
  CREQB: "Carer asks, because of the child's behaviour",
  CREQO: 'Carer asks, for another reason',
  CHILD: 'Child asks',
  LAREQ: 'Authority asks',
  PLACE: 'Status of the placement alone',
  OTHER: 'Other',
} as const satisfies Labels

export const providerCodes = {
  PR0: 'Parents or person with parental responsibility',
  PR1: "Authority's own provision",
  PR2: "Another authority's provision",
  PR3: 'Other public provision',
  PR4: 'Private provision',
  PR5: 'Voluntary or third-sector provision',
} as const satisfies Labels

export const sectors = {
  own: "Authority's own",
  'other-authority': "Another authority's",
  'other-public': 'Other public',
  private: 'Private',
  voluntary: 'Voluntary',
} as const satisfies Labels

/** What SSDA903 PLACE codes mean; not all are of every year. */
export const placeLabels = {
  A3: 'Placed for adoption by consent, with current foster carer',
  A4: 'Placed for adoption by consent, not with current foster carer',
  A5: 'Placed for adoption under a placement order, with current foster carer',
  A6: 'Placed for adoption under a placement order, not with current foster carer',
  H5: "Semi-independent living, not under children's homes regulations",
  K1: "Secure children's home",
  K2: "Children's home",
  K3: 'Supported accommodation',
  P1: 'With own parents or another person with parental responsibility',
  P2: 'Independent living',
  P3: 'Residential employment',
  R1: 'Residential care home',
  R2: 'NHS or other medical or nursing establishment',
  R3: 'Family centre or mother and baby unit',
  R5: 'Young offender institution',
  S1: 'Residential school',
  T0: 'Temporary move, any kind',
  T1: 'Temporary stay in hospital',
  T2: 'Temporary absence on holiday',
  T3: "Temporary stay during the usual carer's holiday",
  T4: 'Temporary stay of seven days or less, another reason',
  U1: 'Relative or friend, long-term fostering',
  U2: 'Relative or friend who is also an approved adopter',
  U3: 'Relative or friend, not long-term',
  U4: 'Other foster carer, long-term fostering',
  U5: 'Other foster carer who is also an approved adopter',
  U6: 'Other foster carer, not long-term',
  Z1: 'Other placement, listed on a schedule to DfE',
  Z11: 'Other placement, kind 1 of the 2025/26 list',
  Z12: 'Other placement, kind 2 of the 2025/26 list',
  Z13: 'Other placement, kind 3 of the 2025/26 list',
  Z14: 'Other placement, kind 4 of the 2025/26 list',
} as const satisfies Labels

/** The sector of each PLACE_PROVIDER code; `parents` for children placed with parents. */
export const providerSectors = {
  PR0: 'parents',
  PR1: 'own',
  PR2: 'other-authority',
  PR3: 'other-public',
  PR4: 'private',
  PR5: 'voluntary',
} as const satisfies Readonly<Record<keyof typeof providerCodes, keyof typeof sectors | 'parents'>>

/** The PLACE_PROVIDER code of a sector. */
export const providerCodeOf = (sector: keyof typeof sectors): keyof typeof providerCodes =>
  codesOf(providerCodes).find((code) => providerSectors[code] === sector)!

export const homeKinds = {
  'fostering-household': 'Fostering household',
  'connected-carer-household': 'Connected carer household',
  'childrens-home': "Children's home",
  'secure-childrens-home': "Secure children's home",
  'residential-school': 'Residential school',
  'family-centre': 'Family centre or mother and baby unit',
  'care-home': 'Residential care home',
  'nhs-setting': 'NHS or other health establishment',
  'young-offender-institution': 'Young offender institution or prison',
  'supported-accommodation': 'Supported accommodation',
  'supported-lodgings': 'Supported lodgings host',
  'independent-living': 'Independent living',
  unregistered: 'Unregistered setting',
} as const satisfies Labels

export const ofstedGrades = {
  outstanding: 'Outstanding',
  good: 'Good',
  'requires-improvement': 'Requires improvement to be good',
  inadequate: 'Inadequate',
  'not-yet-inspected': 'Not yet inspected',
  'consistently-strong': 'Consistently strong',
  inconsistent: 'Inconsistent',
  'serious-or-widespread-weaknesses': 'Serious or widespread weaknesses',
} as const satisfies Labels

/**
 * The outcomes of supported accommodation, which Ofsted inspects by provider since September 2024: a scale beside the four
 * grades of everything else.
 */
export const supportedOutcomes = [
  'consistently-strong',
  'inconsistent',
  'serious-or-widespread-weaknesses',
] as const satisfies readonly (keyof typeof ofstedGrades)[]

/** The grades of which a profile can ask that a home has one as good. */
export const gatewayGrades = [
  'outstanding',
  'good',
  'requires-improvement',
] as const satisfies readonly (keyof typeof ofstedGrades)[]

/** Ofsted's categories of supported accommodation (Supported Accommodation (England) Regulations 2023). */
export const accommodationCategories = {
  'single-occupancy': 'Single occupancy',
  'shared-or-group': 'Shared or group living',
  'residential-setting': 'In a residential setting',
  'private-host': 'In the home of a private host',
} as const satisfies Labels

/** Why a bed is out of use (a void), grouped by kind of remedy. */
export const voidReasons = {
  repair: { label: 'Repair', group: 'building' },
  refurbishment: { label: 'Refurbishment', group: 'building' },
  'staff-vacancy': { label: 'Staff vacancy', group: 'staffing' },
  'staff-training': { label: 'Staff training', group: 'staffing' },
  'carer-ill-health': { label: 'Carer ill health', group: 'carer' },
  'carer-holiday': { label: "Carer's holiday", group: 'carer' },
  'carer-break': { label: "Carer's break", group: 'carer' },
  'household-circumstances': { label: 'Household circumstances', group: 'carer' },
  'solo-occupancy': { label: 'Kept empty: solo occupancy', group: 'matching' },
  'reduced-occupancy': { label: 'Kept empty: reduced occupancy', group: 'matching' },
  restriction: { label: 'Registration restricted', group: 'regulatory' },
  suspension: { label: 'Registration suspended', group: 'regulatory' },
  allegation: { label: 'Allegation', group: 'regulatory' },
  resignation: { label: 'Resignation', group: 'notice' },
  closing: { label: 'Closing', group: 'notice' },
  other: { label: 'Other (in words)', group: 'other' },
} as const

/** Void reasons that concern a home's registration or its end: those of the groups `regulatory` and `notice`. */
export const concernReasons = codesOf(voidReasons).filter((reason) =>
  ['regulatory', 'notice'].includes(voidReasons[reason].group),
)

/** The kind of reason why two children must not live in one home; no details are recorded. */
export const separationCategories = {
  harm: 'One may harm the other',
  exploitation: 'One may draw the other into exploitation',
  'court-order': 'Ordered by a court',
  investigation: 'While the police or children’s services investigate',
  assessment: 'Advised by an assessment',
} as const satisfies Labels

/** What a connected person is to the child (Children Act 1989 s22C(6)(a)). */
export const relations = {
  grandparent: 'Grandparent',
  'aunt-or-uncle': 'Aunt or uncle',
  'brother-or-sister': 'Brother or sister of age',
  'other-relative': 'Other relative',
  friend: 'Friend of the child or family',
  other: 'Other connected person',
} as const satisfies Labels

/** Why no child may be placed in a home for a time. */
export const restrictionKinds = {
  suspension: 'Registration suspended',
  restriction: 'Accommodation restricted by Ofsted',
  'do-not-place': 'The authority does not place there',
} as const satisfies Labels

/** The religions of the 2021 census of England and Wales. */
export const faiths = {
  none: 'No religion',
  christian: 'Christian',
  buddhist: 'Buddhist',
  hindu: 'Hindu',
  jewish: 'Jewish',
  muslim: 'Muslim',
  sikh: 'Sikh',
  other: 'Any other religion',
} as const satisfies Labels

export const sexes = { female: 'Female', male: 'Male', unknown: 'Unknown' } as const satisfies Labels
export const locations = {
  in: 'In the responsible authority',
  out: 'Out of the responsible authority',
  unknown: 'Unknown',
} as const satisfies Labels
export const accepts = { any: 'Any', female: 'Female', male: 'Male' } as const satisfies Labels
export const bedKinds = {
  standard: 'Standard',
  emergency: 'Emergency',
  'short-break': 'Short break',
} as const satisfies Labels
export const contractKinds = {
  block: 'Block',
  framework: 'Framework',
  spot: 'Spot',
} as const satisfies Labels

/** Types of foster carer in Ofsted's fostering return, which authorities recruit and assess separately. */
export const carerTypes = {
  mainstream: 'Mainstream',
  'family-and-friends': 'Family and friends',
} as const satisfies Labels

/** Which kind of service a household fostered for before it came to this one. */
export const transferSources = {
  agency: 'Independent fostering agency',
  'other-authority': 'Another authority',
} as const satisfies Labels

/** How a fostering household's journey ends, and whether that is before its approval (`pipeline`) or after. */
export const journeyOutcomes = {
  withdrawn: { label: 'Withdrawn, or not taken forward', from: 'pipeline' },
  'not-approved': { label: 'Not approved', from: 'pipeline' },
  resigned: { label: 'Resigned or retired', from: 'approved' },
  deregistered: { label: 'Approval ended by the service', from: 'approved' },
  transferred: { label: 'Went on to foster for another service', from: 'approved' },
  'ended-otherwise': { label: 'Ended otherwise', from: 'approved' },
} as const satisfies Readonly<Record<string, { label: string; from: 'pipeline' | 'approved' }>>

/** Of a postcode, by the first letter of its codes in the ONS directory. */
export const countries = {
  E: 'England',
  W: 'Wales',
  S: 'Scotland',
  N: 'Northern Ireland',
  L: 'Channel Islands',
  M: 'Isle of Man',
} as const satisfies Labels

/** The keys of a table in its order, typed as a non-empty tuple for `z.enum`. */
export function codesOf<T extends Record<string, unknown>>(
  table: T,
): [keyof T & string, ...(keyof T & string)[]] {
  return Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]
}
