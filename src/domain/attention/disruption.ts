import type { AttentionRules } from './types.ts'

/** What a placement that broke down leaves to be done. */
export const disruptionRules = {
  'disruption-meeting-due': {
    title: 'A placement ended unplanned, and no disruption meeting is recorded',
    raisedWhen:
      'A placement ended unplanned in the last 26 weeks, and 20 working days after it no disruption meeting is recorded.',
    severity: 'medium',
    team: 'social-work',
    about: 'placements',
    settledBy: {
      title: 'Hold the meeting and record what was learned',
      method: 'POST',
      href: '/v1/disruption-meetings',
    },
  },
} as const satisfies AttentionRules
