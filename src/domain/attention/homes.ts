import type { AttentionRules } from './types.ts'

const approveCarer = {
  title: "Extend it, or record the fostering service's full approval",
  method: 'POST',
  href: '/v1/carer-approvals',
} as const

/** Homes and carers in which children live. */
export const homeRules = {
  'temporary-approval-ended': {
    title: 'The approval of a connected carer has ended',
    raisedWhen: 'Children live, or are to live, with a connected carer whose temporary approval has ended.',
    severity: 'critical',
    team: 'fostering',
    office: 'nominated-officer',
    about: 'homes',
    settledBy: approveCarer,
    regulation: 'CPPCR 2010 regs. 24 and 25',
  },
  'temporary-approval-ending': {
    title: 'The approval of a connected carer is ending',
    raisedWhen:
      'Children live, or are to live, with a connected carer whose temporary approval ends within the warning days.',
    severity: 'high',
    team: 'fostering',
    office: 'nominated-officer',
    about: 'homes',
    settledBy: approveCarer,
    regulation: 'CPPCR 2010 regs. 24 and 25',
  },
} as const satisfies AttentionRules
