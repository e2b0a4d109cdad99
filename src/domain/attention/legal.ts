import type { AttentionRules } from './types.ts'

const nextStatus = {
  title: 'Record the end of the status, and the next one or the end of care',
  method: 'PATCH',
  href: '/v1/legal-statuses/{id}',
} as const
const newOrder = { title: 'Record the next order', method: 'POST', href: '/v1/liberty-orders' } as const

/** Legal statuses and orders that run out. */
export const legalRules = {
  'police-protection': {
    title: 'Police protection runs out',
    raisedWhen:
      'A child is in police protection (L1), which lasts 72 hours, and no end within them is recorded.',
    severity: 'critical',
    team: 'legal',
    about: 'legal-statuses',
    settledBy: nextStatus,
    regulation: 'Children Act 1989 s46(6)',
  },
  'emergency-protection-order': {
    title: 'An emergency protection order runs out',
    raisedWhen:
      'A child is under an emergency protection order (L2), which lasts 8 days and may be extended once by 7, and no end within them is recorded.',
    severity: 'critical',
    team: 'legal',
    about: 'legal-statuses',
    settledBy: nextStatus,
    regulation: 'Children Act 1989 s45',
  },
  'liberty-order-ended': {
    title: "A child's liberty is restricted with no order",
    raisedWhen:
      'A secure order or deprivation of liberty order has ended, none follows, and the child is still where it was in force.',
    severity: 'critical',
    team: 'legal',
    about: 'liberty-orders',
    settledBy: newOrder,
    regulation: 'Children Act 1989 s25; inherent jurisdiction of the High Court',
  },
  'liberty-order-ending': {
    title: "An order on a child's liberty is ending",
    raisedWhen:
      'A secure order or deprivation of liberty order ends within the warning days, and none follows.',
    severity: 'high',
    team: 'legal',
    about: 'liberty-orders',
    settledBy: newOrder,
    regulation: 'Children Act 1989 s25; inherent jurisdiction of the High Court',
  },
} as const satisfies AttentionRules
