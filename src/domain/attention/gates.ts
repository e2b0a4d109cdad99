import type { AttentionRules } from './types.ts'

const decide = {
  title: 'Decide it, or put right the record that opens it',
  method: 'POST',
  href: '/v1/placements/{id}/approvals',
} as const

/** Gates before placements, and what happened although one stood. */
export const gateRules = {
  'gate-refused-in-bed': {
    title: 'Refused, and the child is there',
    raisedWhen: 'A gate before a placement was refused, and the placement goes on.',
    severity: 'critical',
    team: 'placements',
    about: 'placements',
    settledBy: { title: 'Move the child', method: 'POST', href: '/v1/placements/{id}/move' },
  },
  'gate-overdue': {
    title: 'A gate is overdue',
    raisedWhen:
      'A placement has started, and the day by which a gate before it was to be opened has gone by.',
    severity: 'high',
    team: 'placements',
    about: 'placements',
    settledBy: decide,
  },
  'gate-awaited': {
    title: 'A gate is to be opened',
    raisedWhen: 'A gate stands before an agreed placement, or is to be opened after an emergency start.',
    severity: 'medium',
    team: 'placements',
    about: 'placements',
    settledBy: decide,
  },
} as const satisfies AttentionRules
