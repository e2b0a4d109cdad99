import type { AttentionRules } from './types.ts'

const approveCarer = {
  title: "Extend it, or record the fostering service's full approval",
  method: 'POST',
  href: '/v1/carer-approvals',
} as const

/** Homes and carers in which children live. */
export const homeRules = {
  'registration-ended': {
    title: 'The registration of a home with children in it has ended',
    raisedWhen: 'Children live tonight in a home that was registered when they came, and is not any more.',
    severity: 'critical',
    team: 'commissioning',
    office: 'dcs',
    about: 'homes',
    settledBy: {
      title: 'Move the children, or record the registration that it has',
      method: 'PATCH',
      href: '/v1/homes/{id}',
    },
    regulation: 'Care Standards Act 2000 s11; CPPCR 2010 regs. 27A and 27C',
  },
  'restriction-with-children': {
    title: 'A home with children in it is restricted',
    raisedWhen: 'Children live tonight in a home under a suspension, a restriction or do-not-place.',
    severity: 'high',
    team: 'commissioning',
    about: 'home-restrictions',
    settledBy: {
      title: 'See that the children are safe; record when it is lifted',
      method: 'PATCH',
      href: '/v1/home-restrictions/{id}',
    },
  },
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
