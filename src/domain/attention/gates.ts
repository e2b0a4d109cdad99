import type { AttentionRules } from './types.ts'

const decide = {
  title: 'Decide it, or put right the record that opens it',
  method: 'POST',
  href: '/v1/placements/{id}/approvals',
} as const
const moveChild = { title: 'Move the child', method: 'POST', href: '/v1/placements/{id}/move' } as const
/** Gates before placements, what goes on although one stands, and musts that may be broken for a time. */
export const gateRules = {
  'unlawful-placement': {
    title: 'Unlawful placement',
    raisedWhen: 'A child lives tonight where the law allows it to nobody of that age, whoever approved it.',
    severity: 'critical',
    team: 'placements',
    office: 'dcs',
    about: 'placements',
    settledBy: moveChild,
    regulation: 'CPPCR 2010 regs. 27A and 27C',
  },
  'gate-refused-in-bed': {
    title: 'Refused, and the child is there',
    raisedWhen: 'A gate before a placement was refused, and the placement goes on.',
    severity: 'critical',
    team: 'placements',
    about: 'placements',
    settledBy: moveChild,
  },
  'outside-terms': {
    title: "Outside the carer's terms",
    raisedWhen:
      'A child lives tonight with a foster carer outside the terms of approval, with no exemption: due six working days after the start.',
    severity: 'high',
    team: 'fostering',
    office: 'fostering-service',
    about: 'placements',
    settledBy: {
      title: 'Record an exemption of the child, or new terms of the carer',
      method: 'POST',
      href: '/v1/terms-exemptions',
    },
    regulation: 'CPPCR 2010 regs. 22 and 23',
  },
  'exemption-ending': {
    title: "An exemption from the carer's terms is ending",
    raisedWhen:
      "A child lives with a foster carer by an exemption from the carer's terms that ends within the warning days, and none follows.",
    severity: 'high',
    team: 'fostering',
    office: 'fostering-service',
    about: 'terms-exemptions',
    settledBy: {
      title: "Exempt the child for longer, or vary the carer's terms and end the exemption",
      method: 'PATCH',
      href: '/v1/terms-exemptions/{id}',
    },
    regulation: 'CPPCR 2010 regs. 22 and 23',
  },
  'outside-registration': {
    title: "Outside the home's registration",
    raisedWhen:
      'A child lives tonight in a home whose registration says other ages, another sex or fewer places.',
    severity: 'high',
    team: 'commissioning',
    about: 'homes',
    settledBy: {
      title: "Record Ofsted's variation of the registration",
      method: 'PATCH',
      href: '/v1/homes/{id}',
    },
    regulation: 'Care Standards Act 2000 ss13 and 24',
  },
  'home-under-section-20': {
    title: 'At home under section 20',
    raisedWhen: 'A child accommodated under section 20 (V2) is recorded as placed with parents tonight.',
    severity: 'high',
    team: 'social-work',
    about: 'placements',
    settledBy: {
      title: 'End the placement, and the period of care',
      method: 'POST',
      href: '/v1/placements/{id}/end',
    },
    regulation: 'Children Act 1989 s20; SSDA903 validation rule 378',
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
  'recorded-against-a-gate': {
    title: 'Recorded although something stood against it',
    raisedWhen: 'A placement goes on that was recorded as it happened, although something stood against it.',
    severity: 'medium',
    team: 'placements',
    office: 'head-of-service',
    about: 'placements',
    settledBy: moveChild,
  },
  'override-ended': {
    title: 'An override has ended, and the child is still there',
    raisedWhen:
      'The decision that a must may be broken has ended, none follows, and the child is still in the home.',
    severity: 'high',
    team: 'placements',
    about: 'overrides',
    settledBy: { title: 'Decide it anew, or move the child', method: 'POST', href: '/v1/overrides' },
  },
  'override-ending': {
    title: 'An override is ending',
    raisedWhen:
      'The decision that a must may be broken in a home ends within the warning days, and none follows.',
    severity: 'medium',
    team: 'placements',
    about: 'overrides',
    settledBy: {
      title: 'Decide it for longer, or move the child',
      method: 'PATCH',
      href: '/v1/overrides/{id}',
    },
  },
  'override-in-force': {
    title: 'An override is in force',
    raisedWhen: 'A must of a child may be broken in a home, by a decision that ends after the warning days.',
    severity: 'low',
    team: 'placements',
    about: 'overrides',
    settledBy: { title: 'End it when it is not needed', method: 'PATCH', href: '/v1/overrides/{id}' },
  },
} as const satisfies AttentionRules
