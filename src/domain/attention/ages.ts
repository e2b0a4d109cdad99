import type { AttentionRules } from './types.ts'

const agreeNext = {
  title: 'Agree where the young person lives from 18',
  method: 'POST',
  href: '/v1/placements',
} as const

/** The eighteenth birthday, on which care ends. */
export const ageRules = {
  'care-open-past-18': {
    title: 'Care is open past 18',
    raisedWhen:
      'A period of care goes on after the eighteenth birthday, on which care and care orders ended.',
    severity: 'critical',
    team: 'leaving-care',
    about: 'care-periods',
    settledBy: { title: 'Record the end of care', method: 'PATCH', href: '/v1/care-periods/{id}' },
    regulation: 'Children Act 1989 ss20 and 91(12)',
  },
  'turning-18-in-4-weeks': {
    title: 'Turns 18 in four weeks or less',
    raisedWhen:
      'A child in care turns 18 within 4 weeks, and no placement that begins later, or after care, is agreed.',
    severity: 'high',
    team: 'leaving-care',
    about: 'children',
    settledBy: agreeNext,
    regulation: 'Children Act 1989 ss23C to 23CZA',
  },
  'turning-18-in-12-weeks': {
    title: 'Turns 18 in twelve weeks or less',
    raisedWhen: 'The same, within 12 weeks.',
    severity: 'medium',
    team: 'leaving-care',
    about: 'children',
    settledBy: agreeNext,
    regulation: 'Children Act 1989 ss23C to 23CZA',
  },
} as const satisfies AttentionRules
