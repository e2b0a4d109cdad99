import type { AttentionRules } from './types.ts'

/** Care and placements that do not agree with each other, and children for whom no next home is known. */
export const careRules = {
  'no-placement-tonight': {
    title: 'In care with no placement tonight',
    raisedWhen: 'A child is in care tonight, but for a series of short breaks, and in no placement.',
    severity: 'critical',
    team: 'placements',
    about: 'children',
    settledBy: {
      title: 'Record where the child is, start what is agreed, or end the period of care',
      method: 'POST',
      href: '/v1/placements',
    },
    regulation: 'Children Act 1989 s22C',
  },
  'care-ended-placement-open': {
    title: 'Care has ended, the placement is open',
    raisedWhen: 'A placement of a looked-after child goes on after the period of care has ended.',
    severity: 'high',
    team: 'social-work',
    about: 'placements',
    settledBy: { title: 'Record the end of the placement', method: 'POST', href: '/v1/placements/{id}/end' },
  },
  'placed-without-care': {
    title: 'Placed with no period of care',
    raisedWhen:
      'A child under 18 is in a placement for looked-after children, and no period of care covers tonight.',
    severity: 'high',
    team: 'social-work',
    about: 'placements',
    settledBy: { title: 'Record the period of care', method: 'POST', href: '/v1/care-periods' },
  },
  'no-legal-status': {
    title: 'In care with no legal status',
    raisedWhen: 'A child is in care tonight, and no legal status covers tonight.',
    severity: 'high',
    team: 'social-work',
    about: 'children',
    settledBy: { title: 'Record the legal status', method: 'POST', href: '/v1/legal-statuses' },
  },
  'notice-no-next-home': {
    title: 'Notice is given, and no next home',
    raisedWhen:
      'Notice of a placement is in force, the child stays in care, and no placement from its end on is agreed.',
    severity: 'high',
    team: 'placements',
    about: 'placements',
    settledBy: { title: 'Find and agree the next home', method: 'POST', href: '/v1/placements' },
  },
  'planned-end-no-next-home': {
    title: 'A planned end, and no next home',
    raisedWhen:
      'The planned end of a placement without notice is within the warning days, the child stays in care, and no placement from then on is agreed.',
    severity: 'high',
    team: 'placements',
    about: 'placements',
    settledBy: { title: 'Find and agree the next home', method: 'POST', href: '/v1/placements' },
  },
} as const satisfies AttentionRules
