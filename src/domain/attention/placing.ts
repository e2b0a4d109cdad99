import type { AttentionRules } from './types.ts'

const findHome = { title: 'Hold beds and agree', method: 'POST', href: '/v1/holds' } as const

/** Requests, holds and placements on their way. */
export const placingRules = {
  'emergency-request-open': {
    title: 'An emergency request is open',
    raisedWhen: 'An emergency request is not agreed for every child.',
    severity: 'critical',
    team: 'placements',
    about: 'placement-requests',
    settledBy: findHome,
  },
  'request-late': {
    title: 'A request is past its latest start',
    raisedWhen:
      'The latest start of a planned request, or the day it is needed from, has come, and it is not agreed.',
    severity: 'high',
    team: 'placements',
    about: 'placement-requests',
    settledBy: findHome,
  },
  'request-open': {
    title: 'A request is open',
    raisedWhen:
      'A planned request is not agreed for every child: due by its latest start, or when it is needed.',
    severity: 'medium',
    team: 'placements',
    about: 'placement-requests',
    settledBy: findHome,
  },
  'hold-lapsing': {
    title: 'A hold is about to lapse',
    raisedWhen: 'A hold lapses within 24 hours.',
    severity: 'high',
    team: 'placements',
    about: 'holds',
    settledBy: { title: 'Extend, agree or release it', method: 'POST', href: '/v1/holds/{id}/extension' },
  },
  'held-by-another': {
    title: 'Another authority holds a bed',
    raisedWhen: 'Another authority holds a bed of this one: until it is agreed, lapses or is released.',
    severity: 'high',
    team: 'placements',
    about: 'holds-of-others',
    settledBy: {
      title: 'Agree to it, or take the bed back',
      method: 'POST',
      href: '/v1/holds-of-others/{id}/release',
    },
  },
  'hold-taken-back': {
    title: 'A held bed was taken back',
    raisedWhen:
      'The authority of a bed ended a hold in the last 7 days, and since then nothing is held or agreed for the child.',
    severity: 'high',
    team: 'placements',
    about: 'holds',
    settledBy: findHome,
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
  'not-started': {
    title: 'Planned, and not started',
    raisedWhen: 'The planned start of a placement has gone by, and no start is recorded.',
    severity: 'medium',
    team: 'placements',
    about: 'placements',
    settledBy: {
      title: 'Record the start, or that it did not start',
      method: 'POST',
      href: '/v1/placements/{id}/start',
    },
  },
} as const satisfies AttentionRules
