import type { Labels } from '../codes.ts'

export const meetingFrequencies = {
  weekly: 'Weekly',
  fortnightly: 'Every two weeks',
  monthly: 'Monthly',
  quarterly: 'Quarterly',
  'as-needed': 'As needed',
} as const satisfies Labels

/** What a case asks a panel to consider. */
export const purposes = {
  entry: 'Entry to care',
  'step-up': 'Step up',
  'step-down': 'Step down',
  stability: 'Stability',
  adulthood: 'Moving towards adulthood',
  review: 'Review of the placement',
  permanence: 'Permanence',
  other: 'Other',
} as const satisfies Labels

export const panelOutcomes = {
  agreed: 'Agreed',
  'agreed-with-conditions': 'Agreed with conditions',
  'not-agreed': 'Not agreed',
  deferred: 'Deferred',
} as const satisfies Labels
export type PanelOutcome = keyof typeof panelOutcomes
