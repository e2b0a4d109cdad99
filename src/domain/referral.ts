import type { Labels } from './codes.ts'

// Answers that a referral consists of: those of the Placements Data Standard (version 2), and further ones of the draft before it.

export const suitabilities = {
  preferred: 'Preferred',
  suitable: 'Suitable but not preferred',
  unsuitable: 'Unsuitable',
} as const satisfies Labels

export const livingWith = {
  solo: 'Solo placement recommended',
  'with-others': 'With other children recommended',
  'only-older': 'Only with other older children',
  'only-younger': 'Only with other younger children',
  'no-preference': 'No preference',
} as const satisfies Labels

export const communication = {
  esol: 'English for speakers of other languages',
  bsl: 'British Sign Language',
  makaton: 'Makaton',
  other: 'Other',
} as const satisfies Labels

export const visitFrequencies = {
  daily: 'Daily',
  'few-times-a-week': 'A few times a week',
  weekly: 'Weekly',
  fortnightly: 'Every two weeks',
  monthly: 'Monthly',
  other: 'Other',
} as const satisfies Labels

export const adultRatios = {
  'over-2-to-1': 'More than two adults to a child',
  standard: 'Standard ratio',
  'not-applicable': 'Not applicable',
} as const satisfies Labels

export const cultures = {
  required: 'Required',
  'not-required': 'Not required',
  other: 'Other',
} as const satisfies Labels

export const riskLevels = {
  none: 'No known risk',
  present: 'Risk present',
  low: 'Low risk',
  high: 'High risk',
} as const satisfies Labels

/** Risks to the child, and risks that the child may pose to others. */
export const risks = {
  'self-harm': 'To the child: self-harm',
  'sexual-exploitation': 'To the child: sexual exploitation',
  'criminal-exploitation': 'To the child: criminal exploitation',
  'drugs-and-alcohol': 'To the child: drug and alcohol use',
  'eating-disorder': 'To the child: eating disorder',
  'going-missing': 'To the child: going missing',
  'physical-harm-to-others': 'To others: physical harm',
  'sexual-harm-to-others': 'To others: sexual harm',
  'fire-setting': 'To others: fire-setting',
  'harm-to-animals': 'To others: harm to animals',
  'exploitation-of-others': 'To others: criminal exploitation',
} as const satisfies Labels

export const additionalSupport = {
  supervision: 'Additional supervision',
  therapeutic: 'Therapeutic support',
  'respite-worker': 'A worker for respite',
  'school-taxis': 'Taxis to school',
  other: 'Other',
} as const satisfies Labels
