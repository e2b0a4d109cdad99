import type { Office } from '../../domain/gates/offices.ts'

/** Approvals of a carer, by whom they are given and for how many weeks at most; null for no limit. */
export const carerApprovalKinds = {
  temporary: {
    label: 'Temporary, of a connected person (CPPCR 2010 reg. 24)',
    office: 'nominated-officer',
    mostWeeks: 16,
  },
  extension: { label: 'Extended, once (reg. 25)', office: 'nominated-officer', mostWeeks: 8 },
  'early-permanence': {
    label: 'Temporary, of an approved adopter for a named child (reg. 25A)',
    office: 'nominated-officer',
    mostWeeks: 16,
  },
  full: {
    label: 'Full, as a foster carer (Fostering Services (England) Regulations 2011)',
    office: 'fostering-service',
    mostWeeks: null,
  },
} as const satisfies Record<string, { label: string; office: Office; mostWeeks: number | null }>

export const libertyOrderKinds = {
  secure: 'Secure accommodation order (Children Act 1989 s25)',
  'secretary-of-state': "The Secretary of State's approval, under 13",
  'deprivation-of-liberty': 'Deprivation of liberty order of the High Court',
} as const
