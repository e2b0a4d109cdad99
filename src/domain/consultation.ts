import type { Labels } from './codes.ts'

/** Plans for permanence (Children Act 1989 guidance, volume 2: care planning, placement and case review). */
export const permanencePlans = {
  'return-home': 'Return to parents, or to others with parental responsibility',
  'connected-person': 'To grow up with a connected person as foster carer',
  'special-guardianship': 'Special guardianship order',
  'child-arrangements': 'Child arrangements order',
  adoption: 'Adoption',
  'long-term-fostering': 'Long-term foster care',
  residential: 'Residential care until adulthood',
  independence: 'Supported move to independence',
} as const satisfies Labels
export type PermanencePlan = keyof typeof permanencePlans

/** Who is consulted before a child is matched with a home. */
export const consultedParties = {
  carers: 'The carers',
  'supervising-social-worker': "The carers' supervising social worker",
  'other-childs-social-worker': 'The social worker of a child who lives there',
  'home-manager': 'The manager of the home',
  parents: 'The parents, or others with parental responsibility',
  'independent-reviewing-officer': 'The independent reviewing officer',
  'virtual-school': 'The virtual school',
  'area-authority': 'The authority of the area',
  other: 'Another (in words)',
} as const satisfies Labels

export const consultedViews = {
  supports: 'Supports it',
  'supports-with-conditions': 'Supports it on conditions',
  'does-not-support': 'Does not support it',
  'no-view': 'Gives no view',
} as const satisfies Labels

export const introductionKinds = {
  'home-comes-to-child': 'The carers or staff visit the child',
  'child-visits-home': 'The child visits the home',
  'overnight-stay': 'The child stays overnight',
  'by-video': 'They meet by video',
} as const satisfies Labels

export const introductionOutcomes = {
  'went-well': 'Went well',
  mixed: 'Went well in part',
  'went-badly': 'Went badly',
  'did-not-happen': 'Did not happen',
} as const satisfies Labels

export const wishSubjects = {
  'where-to-live': 'Where to live',
  'whom-to-live-with': 'Whom to live with',
  'family-time': 'Time with family',
  school: 'School',
  'everyday-life': 'Everyday life',
  other: 'Something else',
} as const satisfies Labels
