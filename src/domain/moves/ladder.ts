import type { PlacementType } from '../placement-types.ts'

export const moveDirections = ['up', 'down', 'stability'] as const
export type MoveDirection = (typeof moveDirections)[number]

/**
 * Levels of support, from most to least, with the placement types to search for at each. Own definition, following
 * authorities' sufficiency strategies: residential to specialist foster or foster care, to supported accommodation, to
 * independence.
 */
export const careLevels = {
  secure: { title: 'Secure accommodation', types: ['secure'] },
  residential: { title: 'Residential care', types: ['residential', 'residential-school'] },
  'specialist-foster': {
    title: 'Specialist foster care',
    types: ['internal-foster', 'ifa', 'other-authority-foster'],
  },
  foster: { title: 'Foster care', types: ['internal-foster', 'ifa', 'other-authority-foster'] },
  supported: {
    title: 'Supported accommodation or lodgings',
    types: ['supported-accommodation', 'supported-lodgings'],
  },
  'staying-put': { title: 'Staying Put with the present foster carer', types: ['staying-put'] },
  'staying-close': { title: 'Staying Close', types: ['staying-close'] },
  independence: { title: 'Independent living', types: ['independent-living'] },
  family: { title: 'Home to parents or family', types: ['with-parents'] },
} as const satisfies Record<string, { title: string; types: readonly PlacementType[] }>

export type CareLevel = keyof typeof careLevels
export const careLevelCodes = Object.keys(careLevels) as [CareLevel, ...CareLevel[]]

/** A foster home is specialist where it has one of these capabilities. Own definition. */
export const specialistCapabilities = ['specialist-fostering', 'therapeutic', 'trauma-informed'] as const

/** The level of each placement type. Types after care, for adoption and for short stays have none. */
const standing: Partial<Record<PlacementType, CareLevel>> = {
  secure: 'secure',
  'young-offender-institution': 'secure',
  residential: 'residential',
  'residential-school': 'residential',
  'family-centre': 'residential',
  'care-home': 'residential',
  nhs: 'residential',
  other: 'residential',
  'internal-foster': 'foster',
  ifa: 'foster',
  'other-authority-foster': 'foster',
  'connected-carer': 'foster',
  'supported-accommodation': 'supported',
  'supported-lodgings': 'supported',
  'independent-living': 'independence',
  'with-parents': 'family',
}

/** The care level of a placement type in a home with these capabilities; null where the type is not on the ladder. */
export function careLevelOf(type: PlacementType, capabilities: readonly string[]): CareLevel | null {
  const level = standing[type] ?? null
  const specialist = specialistCapabilities.some((capability) => capabilities.includes(capability))
  return level === 'foster' && specialist && type !== 'connected-carer' ? 'specialist-foster' : level
}

/** How a step is made: by a move to a vacancy, by staying with the carer, by an offer of support, after an assessment. */
export type ReachedBy = 'vacancy' | 'same-carer' | 'offer' | 'assessment'

export interface LadderStep {
  from: readonly CareLevel[]
  direction: MoveDirection
  to: CareLevel
  reachedBy: ReachedBy
  /** The youngest age in years at which the step is open; null for any age. */
  fromAge: number | null
  /** What the step requires, and its source in law. */
  note: string
}

const anyCare: readonly CareLevel[] = ['secure', 'residential', 'specialist-foster', 'foster', 'supported']
const supportedRule =
  'For young people of 16 and 17; registered with Ofsted (Supported Accommodation (England) Regulations 2023).'
const reunification =
  'After an assessment of the parents; placement with parents follows the Care Planning, Placement and Case Review (England) Regulations 2010, regulations 15 to 20.'

/** Every step of the ladder. */
export const ladderSteps: readonly LadderStep[] = [
  {
    direction: 'down',
    from: ['secure'],
    to: 'residential',
    reachedBy: 'vacancy',
    fromAge: null,
    note: 'When the secure order ends or its criteria are no longer met (Children Act 1989 s25).',
  },
  {
    direction: 'down',
    from: ['secure', 'residential'],
    to: 'specialist-foster',
    reachedBy: 'vacancy',
    fromAge: null,
    note: 'With carers who can meet the needs that residential care meets now.',
  },
  {
    direction: 'down',
    from: ['secure', 'residential', 'specialist-foster'],
    to: 'foster',
    reachedBy: 'vacancy',
    fromAge: null,
    note: 'A family, where one can meet the needs (Children Act 1989 s22C).',
  },
  {
    direction: 'down',
    from: ['secure', 'residential', 'specialist-foster', 'foster'],
    to: 'supported',
    reachedBy: 'vacancy',
    fromAge: 16,
    note: supportedRule,
  },
  {
    direction: 'down',
    from: ['specialist-foster', 'foster'],
    to: 'staying-put',
    reachedBy: 'same-carer',
    fromAge: 18,
    note: 'With the present foster carer, to 21 (Children Act 1989 s23CZA).',
  },
  {
    direction: 'down',
    from: ['residential', 'supported'],
    to: 'staying-close',
    reachedBy: 'offer',
    fromAge: 18,
    note: 'Support near the home that is left; for young people leaving residential or 16+ provision.',
  },
  {
    direction: 'down',
    from: ['residential', 'specialist-foster', 'foster', 'supported'],
    to: 'independence',
    reachedBy: 'vacancy',
    fromAge: 18,
    note: 'Under 18 it would be an unregistered placement (since 28 October 2023).',
  },
  {
    direction: 'down',
    from: anyCare,
    to: 'family',
    reachedBy: 'assessment',
    fromAge: null,
    note: reunification,
  },
  {
    direction: 'up',
    from: ['independence'],
    to: 'supported',
    reachedBy: 'vacancy',
    fromAge: 16,
    note: supportedRule,
  },
  {
    direction: 'up',
    from: ['family', 'supported', 'independence'],
    to: 'foster',
    reachedBy: 'vacancy',
    fromAge: null,
    note: 'A family (Children Act 1989 s22C).',
  },
  {
    direction: 'up',
    from: ['family', 'foster', 'supported', 'independence'],
    to: 'specialist-foster',
    reachedBy: 'vacancy',
    fromAge: null,
    note: 'With carers who offer more than mainstream fostering.',
  },
  {
    direction: 'up',
    from: ['family', 'specialist-foster', 'foster', 'supported', 'independence'],
    to: 'residential',
    reachedBy: 'vacancy',
    fromAge: null,
    note: 'Where no family can meet the needs; say what would let the child step down again.',
  },
  {
    direction: 'up',
    from: ['residential', 'specialist-foster', 'foster', 'supported'],
    to: 'secure',
    reachedBy: 'vacancy',
    fromAge: 10,
    note: 'By a secure order of the court only (Children Act 1989 s25; under 13 with the Secretary of State’s approval).',
  },
  ...(['secure', 'residential', 'specialist-foster', 'foster', 'supported', 'independence'] as const).map(
    (level): LadderStep => ({
      direction: 'stability',
      from: [level],
      to: level,
      reachedBy: 'vacancy',
      fromAge: level === 'supported' ? 16 : level === 'independence' ? 18 : null,
      note: 'A move within the level, where support in the present placement is not enough.',
    }),
  ),
]

export interface OfferedStep extends LadderStep {
  title: string
  types: readonly PlacementType[]
  open: boolean
  /** Why it is not open; null where it is. */
  why: string | null
}

/** The steps from a level in a direction. `age` is in years on the day of the move. */
export function stepsFrom(level: CareLevel, direction: MoveDirection, age: number): OfferedStep[] {
  return ladderSteps
    .filter((step) => step.direction === direction && step.from.includes(level))
    .map((step) => {
      const open = step.fromAge === null || age >= step.fromAge
      return {
        ...step,
        ...careLevels[step.to],
        open,
        why: open ? null : `Open from the age of ${step.fromAge}.`,
      }
    })
}
