import type { AttentionRules } from './types.ts'

const recordDone = {
  title: 'Record the day on which it was done',
  method: 'POST',
  href: '/v1/placements/{id}/checklist',
} as const

/** The dated checklist of a placement: what is due today, or overdue. */
export const checklistRules = {
  'visit-overdue': {
    title: 'A visit is due',
    raisedWhen: 'The day has come by which the child is to be visited.',
    severity: 'high',
    team: 'social-work',
    about: 'placements',
    settledBy: recordDone,
    regulation: 'CPPCR 2010 reg. 28',
  },
  'review-overdue': {
    title: 'A review is due',
    raisedWhen: "The day has come by which the child's case is to be reviewed.",
    severity: 'high',
    team: 'social-work',
    about: 'placements',
    settledBy: recordDone,
    regulation: 'CPPCR 2010 reg. 33',
  },
  'placement-notice-overdue': {
    title: 'Notice of a placement is due',
    raisedWhen:
      'The day has come by which notice of the placement is to be given: its start, or five working days after an emergency.',
    severity: 'medium',
    team: 'social-work',
    about: 'placements',
    settledBy: recordDone,
    regulation: 'CPPCR 2010 reg. 13',
  },
  'ending-overdue': {
    title: 'The ending of a placement is to be reviewed or told',
    raisedWhen:
      'A notice runs out and the ending was not reviewed; or a placement ended unplanned, and it is five working days ago.',
    severity: 'medium',
    team: 'social-work',
    about: 'placements',
    settledBy: recordDone,
    regulation: 'CPPCR 2010 reg. 14',
  },
} as const satisfies AttentionRules
