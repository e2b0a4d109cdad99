import type { AttentionRules } from './types.ts'

const review = {
  title: 'Look into it, and record what you found',
  method: 'POST',
  href: '/v1/unusual-access/{id}/review',
} as const

/** Who read what of people, for the data protection officer. */
export const peopleRules = {
  'glass-broken': {
    title: 'Somebody opened what the role does not show',
    raisedWhen:
      'Somebody broke glass in the last 7 days: opened confidential addresses with a reason, for a time. Until it is looked into.',
    severity: 'high',
    team: 'data-protection',
    about: 'unusual-access',
    settledBy: review,
    regulation: 'UK GDPR Articles 5(1)(f) and 32',
  },
  'unusual-access': {
    title: 'Unusual reading of children’s records',
    raisedWhen:
      'In the last 7 days somebody opened very many records within an hour, or many at night and is not on duty. Until it is looked into.',
    severity: 'medium',
    team: 'data-protection',
    about: 'unusual-access',
    settledBy: review,
    regulation: 'UK GDPR Articles 5(1)(f) and 32',
  },
} as const satisfies AttentionRules
