import type { AttentionRules } from './types.ts'

/** Requests, holds and placements on their way. */
export const placingRules = {
  'hold-lapsing': {
    title: 'A hold is about to lapse',
    raisedWhen: 'A hold lapses within 24 hours.',
    severity: 'high',
    team: 'placements',
    about: 'holds',
    settledBy: { title: 'Extend, agree or release it', method: 'POST', href: '/v1/holds/{id}/extension' },
  },
  'past-planned-end': {
    title: 'Past its planned end',
    raisedWhen: 'The planned end of a placement has come, and the child is still there.',
    severity: 'high',
    team: 'placements',
    about: 'placements',
    settledBy: {
      title: 'Record the end, or a later planned end',
      method: 'POST',
      href: '/v1/placements/{id}/planned-dates',
    },
  },
} as const satisfies AttentionRules
