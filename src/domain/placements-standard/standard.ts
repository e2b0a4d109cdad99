import type { additionalSupport, communication, risks, suitabilities } from '../referral.ts'

/**
 * The Placements Data Standard, version 2, in effect since 18 July 2025, with the names that its machine-readable form gives
 * entities and fields, in the order in which it has them. Options are its own words.
 *
 * Source: https://github.com/SocialCareData/placements-standard (MIT), `specification.md`, `placements.json` and
 * `assets/pdfs/placements-spec-v2.pdf` as of 16 February 2026 (7024bf5).
 */
export const placementsStandard = {
  title: 'Placements Data Standard',
  version: 'v2',
  effectiveOn: '2025-07-18',
  source: 'https://github.com/SocialCareData/placements-standard',
} as const

/** Answers of a referral as a placement request has them. */
export type ReferralAnswers = Readonly<Record<string, unknown>>

/** How a field of the standard is carried to and from ours. */
type Carrying =
  /** An answer of a few: each option is some answers of our referral. Of those that hold, the first is said. */
  | { kind: 'option'; options: Readonly<Record<string, ReferralAnswers>> }
  /** Several of a few, or the word for none. */
  | { kind: 'options'; ours: string; options: Readonly<Record<string, string>>; none: string }
  /** Present or not; the level that our referral may say is not carried. */
  | { kind: 'risk'; risk: keyof typeof risks }
  | { kind: 'flag' | 'text' | 'count'; ours: string }
  /** The child, a date, or what is worked out from records. */
  | { kind: 'child' | 'need' | 'day' | 'number' | 'words' | 'answer' | 'type' }
  /** What our records have no place for, and why. */
  | { kind: 'none'; type: 'text' | 'day'; why: string }

export type StandardField = Carrying & {
  words: string
  /** Whether the standard has it at least once (its cardinality 1 or `1..*`). */
  required: boolean
}

const suitability = (ours: string): Carrying => ({
  kind: 'option',
  options: {
    Preferred: { [ours]: 'preferred' satisfies keyof typeof suitabilities },
    'Suitable but not preferred': { [ours]: 'suitable' satisfies keyof typeof suitabilities },
    Unsuitable: { [ours]: 'unsuitable' satisfies keyof typeof suitabilities },
    'Not specified': { [ours]: null },
  },
})

const noOfficers = 'names of people are not stored: the history says which sign-in recorded it'

/** The options of `neededBy`: days from the referral to the last on which the placement may start, or the first it is for. */
export const neededByOptions = {
  Today: { fewestDays: 0, mostDays: 0 },
  'in less than 5 days': { fewestDays: 1, mostDays: 4 },
  'in more than 5 days': { fewestDays: 6, mostDays: null },
} as const

/** The options of `placementType`, with our care families. */
export const standardTypes = {
  Residential: 'residential',
  Foster: 'fostering',
  'Supported Accommodation': 'supported',
} as const

export const standardEntities = {
  PlacementAvailability: {
    childId: { kind: 'child', required: true, words: "The child's ID in the case management system." },
    neededBy: { kind: 'need', required: false, words: 'When the placement is needed by.' },
    siblingCount: {
      kind: 'count',
      ours: 'siblings',
      required: false,
      words: 'The number of siblings to place with.',
    },
    preferredLocation: {
      kind: 'text',
      ours: 'preferredArea',
      required: false,
      words: 'The preferred location for the home search.',
    },
  },
  PlacementRequirements: {
    communicationNeeds: {
      kind: 'option',
      required: true,
      words: 'Communication, language and learning needs.',
      options: {
        Y: { communicationNeeds: true },
        N: { communicationNeeds: false },
        'Not Specified': { communicationNeeds: null },
      },
    },
    specificCommunicationRequirements: {
      kind: 'options',
      ours: 'communication',
      required: true,
      words: 'Specific communication and language requirements: all that apply, or None.',
      options: {
        ESOL: 'esol',
        BSL: 'bsl',
        Makaton: 'makaton',
        Other: 'other',
      } satisfies Record<string, keyof typeof communication>,
      none: 'None',
    },
    homeAdaptation: {
      kind: 'flag',
      ours: 'homeAdaptation',
      required: true,
      words: 'Whether the home must be adapted.',
    },
    culturalNeeds: {
      kind: 'option',
      required: true,
      words: 'Cultural needs, such as a place of worship.',
      options: {
        Required: { culture: 'required' },
        'Not required': { culture: 'not-required' },
        Other: { culture: 'other' },
        'Not Known': { culture: null },
      },
    },
    livingCompanions: {
      kind: 'option',
      required: true,
      words: 'Who the child can be cared for alongside.',
      options: {
        'Solo placement recommended': { livingWith: 'solo' },
        'With other children recommended': { livingWith: 'with-others' },
        'Only with other older children': { livingWith: 'only-older' },
        'Only with other younger children': { livingWith: 'only-younger' },
        'No preference': { livingWith: 'no-preference' },
      },
    },
    pets: {
      kind: 'option',
      required: true,
      words: 'Whether the child can live with animals.',
      options: {
        'Yes - must': { pets: true, petsNeeded: true },
        'Yes - can': { pets: true },
        No: { pets: false },
        'Not Known': { pets: null },
      },
    },
    additionalSupport: {
      kind: 'options',
      ours: 'additionalSupport',
      required: false,
      words: 'Additional support: one, or a list of all that apply.',
      options: {
        'additional supervision': 'supervision',
        'therapeutic support': 'therapeutic',
        'a worker for respite': 'respite-worker',
        'taxis to school': 'school-taxis',
        'other (please specify)': 'other',
      } satisfies Record<string, keyof typeof additionalSupport>,
      none: 'NA',
    },
    deprivationOfLiberty: {
      kind: 'flag',
      ours: 'libertyOrder',
      required: false,
      words: 'Whether there is a Deprivation of Liberty Order.',
    },
  },
  PlacementRecommendation: {
    fosterCareSuitability: {
      ...suitability('fostering'),
      required: true,
      words: 'Whether foster care suits.',
    },
    residentialCareSuitability: {
      ...suitability('residential'),
      required: true,
      words: 'Whether residential care suits.',
    },
    supportedAccommodationSuitability: {
      ...suitability('supported'),
      required: true,
      words: 'Whether supported accommodation suits.',
    },
  },
  Risks: {
    riskSelfHarm: { kind: 'risk', risk: 'self-harm', required: true, words: 'To the child: self-harm.' },
    riskSexualExploitation: {
      kind: 'risk',
      risk: 'sexual-exploitation',
      required: true,
      words: 'To the child: sexual exploitation.',
    },
    riskCriminalExploitation: {
      kind: 'risk',
      risk: 'criminal-exploitation',
      required: true,
      words: 'To the child: criminal exploitation.',
    },
    riskDrugAlcohol: {
      kind: 'risk',
      risk: 'drugs-and-alcohol',
      required: true,
      words: 'To the child: drug and alcohol use.',
    },
    riskEatingDisorder: {
      kind: 'risk',
      risk: 'eating-disorder',
      required: true,
      words: 'To the child: eating disorder.',
    },
    riskMissing: {
      kind: 'risk',
      risk: 'going-missing',
      required: true,
      words: 'To the child: going missing.',
    },
    riskOther: { kind: 'text', ours: 'otherRiskToChild', required: false, words: 'To the child: other.' },
    riskToOthersPhysical: {
      kind: 'risk',
      risk: 'physical-harm-to-others',
      required: true,
      words: 'To others or property: physical harm.',
    },
    riskToOthersSexual: {
      kind: 'risk',
      risk: 'sexual-harm-to-others',
      required: true,
      words: 'To others or property: sexual harm.',
    },
    riskToOthersFire: {
      kind: 'risk',
      risk: 'fire-setting',
      required: true,
      words: 'To others or property: fire-setting.',
    },
    riskToOthersAnimals: {
      kind: 'risk',
      risk: 'harm-to-animals',
      required: true,
      words: 'To others or property: harm to animals.',
    },
    riskToOthersCriminal: {
      kind: 'risk',
      risk: 'exploitation-of-others',
      required: true,
      words: 'To others or property: criminal exploitation.',
    },
    riskToOthersOther: {
      kind: 'text',
      ours: 'otherRiskToOthers',
      required: false,
      words: 'To others or property: other.',
    },
  },
  ActualPlacement: {
    totalWeeklyCost: {
      kind: 'number',
      required: true,
      words:
        "Pounds a week, without VAT, to the nearest pound: of the placement, else the home's fee on the day it started.",
    },
    placementLocation: {
      kind: 'words',
      required: true,
      words: 'The postcode district of the placement; where no postcode is known, the authority.',
    },
    preferabilityLocation: {
      kind: 'answer',
      required: true,
      words:
        'Whether it lies in the preferred location: answered where that is the name of an authority or a postcode district.',
    },
    educationContinuity: {
      kind: 'answer',
      required: true,
      words: 'Whether the child stays at the same school.',
    },
    providerURN: {
      kind: 'words',
      required: true,
      words: "Ofsted's number of the home or, where it has none, of the provider.",
    },
    siblingsPlacedTogether: {
      kind: 'number',
      required: true,
      words: 'Brothers and sisters who lived in the same home on the day it started.',
    },
    placementType: { kind: 'type', required: true, words: 'The type of placement.' },
  },
  QualityAssurance: {
    referralOfficerName: {
      kind: 'none',
      type: 'text',
      why: noOfficers,
      required: false,
      words: 'The officer of the referral.',
    },
    referralDate: { kind: 'day', required: true, words: 'The day of the referral.' },
    placementOfficerName: {
      kind: 'none',
      type: 'text',
      why: noOfficers,
      required: true,
      words: 'The officer of the placement.',
    },
    placementDate: { kind: 'day', required: true, words: 'The day on which the placement was recorded.' },
    costOfficerName: {
      kind: 'none',
      type: 'text',
      why: noOfficers,
      required: false,
      words: 'The officer of the cost.',
    },
    costDate: { kind: 'day', required: true, words: 'The day on which the cost was recorded.' },
  },
} as const satisfies Record<string, Record<string, StandardField>>

export type StandardEntity = keyof typeof standardEntities
export const referralEntities = [
  'PlacementAvailability',
  'PlacementRequirements',
  'PlacementRecommendation',
  'Risks',
] as const satisfies StandardEntity[]

export type StandardValue = string | number | boolean | readonly string[]
/** A record of the standard: its entities, with the values of their fields that are known. */
export type StandardRecord = Partial<Record<StandardEntity, Record<string, StandardValue>>>

/** The fields of an entity, in the order of the standard. */
export const fieldsOf = (entity: StandardEntity) =>
  Object.entries(standardEntities[entity] as Readonly<Record<string, StandardField>>)
