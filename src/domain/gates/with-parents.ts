import type { GateRule } from './types.ts'

const careOrders = ['C1', 'C2']

/** A child under a care order who goes to live with parents stays looked after: regs. 15 to 20. */
export const withParents = {
  id: 'with-parents',
  title: 'With parents under a care order',
  regulation: 'CPPCR 2010 regs. 15 to 20',
  standsBecause: ({ placementType, child }) =>
    placementType === 'with-parents' && careOrders.includes(child.legalStatus ?? '')
      ? 'A child under a care order is to live with parents or a person with parental responsibility.'
      : null,
  opens: {
    by: 'decision',
    office: 'nominated-officer',
    confirms: {
      assessed: "The parents' suitability has been assessed (reg. 17 and Schedule 3).",
      'childs-wishes': "The child's wishes and feelings have been heard and considered.",
      'safeguards-welfare': "The placement safeguards and promotes the child's welfare (reg. 18).",
      'iro-informed': 'The independent reviewing officer has been consulted.',
    },
  },
  /** Reg. 19: at once in an emergency; assessed within 10 working days, decided within 5 after that. */
  emergencyWorkingDays: () => 15,
} as const satisfies GateRule
