import type { AttentionRules } from './types.ts'

/** Stays away from the usual placement, and short breaks. */
export const absenceRules = {
  'absence-past-limit': {
    title: 'A temporary stay is past its limit',
    raisedWhen: 'A temporary stay goes on past the most nights of its code: T1 42, T3 21, T4 7.',
    severity: 'high',
    team: 'placements',
    about: 'placements',
    settledBy: {
      title: 'Record the return, or the move that it has become',
      method: 'POST',
      href: '/v1/placements/{id}/end',
    },
    regulation: 'SSDA903 validation rules 375, 376 and 379',
  },
  'absence-limit-near': {
    title: 'A temporary stay without a return nears its limit',
    raisedWhen:
      'A temporary stay whose return is not planned comes to the limit of its code within the warning days.',
    severity: 'medium',
    team: 'placements',
    about: 'placements',
    settledBy: {
      title: 'Record when the child is to return',
      method: 'POST',
      href: '/v1/placements/{id}/planned-dates',
    },
    regulation: 'SSDA903 validation rules 375, 376 and 379',
  },
  'third-carer-holiday': {
    title: "A third carer's holiday in 12 months",
    raisedWhen: "A child has more than two temporary stays for a carer's holiday (T3) in 12 months.",
    severity: 'medium',
    team: 'placements',
    about: 'placements',
    settledBy: { title: 'Correct its code', method: 'PATCH', href: '/v1/placements/{id}' },
    regulation: 'SSDA903 validation rule 377',
  },
  'short-breaks-past-limit': {
    title: 'Short breaks past their limit',
    raisedWhen:
      'Short breaks come to more than 75 nights in 12 months, or one to more than 17: ordinary care applies.',
    severity: 'high',
    team: 'social-work',
    about: 'placements',
    settledBy: {
      title: 'Shorten it, or plan for the child as one in ordinary care',
      method: 'POST',
      href: '/v1/placements/{id}/planned-dates',
    },
    regulation: 'CPPCR 2010 reg. 48',
  },
  'short-breaks-near-limit': {
    title: 'Short breaks near their limit',
    raisedWhen: 'Short breaks come to 60 of 75 nights in 12 months, or one that is not over to 14 of 17.',
    severity: 'medium',
    team: 'social-work',
    about: 'placements',
    settledBy: {
      title: 'Shorten it, or call it off',
      method: 'POST',
      href: '/v1/placements/{id}/planned-dates',
    },
    regulation: 'CPPCR 2010 reg. 48',
  },
} as const satisfies AttentionRules
