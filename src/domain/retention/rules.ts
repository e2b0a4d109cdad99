import { addMonths, birthday, type CivilDate } from '../dates.ts'

/** For how long something is kept, and by what law. Where no law says it, it is the authority's own policy. */
export interface RetentionRule {
  /** What is kept. */
  what: string
  years: number
  /** From when the years are counted, in words. */
  from: string
  /** Null where it is the authority's own policy. */
  law: string | null
}

/** The rules of a child's record, one of which it goes by. */
export const childRules = {
  'looked-after': {
    what: 'The case record of a child who was looked after',
    years: 75,
    from: 'the date of birth',
    law: 'Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50',
  },
  'died-in-care': {
    what: 'The case record of a child who died before 18 while looked after',
    years: 15,
    from: 'the date of death',
    law: 'Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50',
  },
  adopted: {
    what: 'The record of a child who left care by adoption',
    years: 100,
    from: 'the adoption order',
    law: 'Disclosure of Adoption Information (Post-Commencement Adoptions) Regulations 2005, regulation 6',
  },
  'not-looked-after': {
    what: 'The record of a child who was never looked after, such as a referral that led to no placement',
    years: 25,
    from: 'the date of birth',
    law: null,
  },
} as const satisfies Readonly<Record<string, RetentionRule>>
export type ChildRule = keyof typeof childRules

/** The rules of logs, whose entries go by their own age. Each log is named as its rule, with hyphens. */
export const logRules = {
  'access-log': {
    what: "Entries of the access log: who read which child's record",
    years: 7,
    from: 'the reading',
    law: null,
  },
  'bulk-reads': {
    what: 'Entries of the log of bulk reads: who pulled which set, in which no child is named',
    years: 7,
    from: 'the pull',
    law: null,
  },
} as const satisfies Readonly<Record<string, RetentionRule>>
export type LogRule = keyof typeof logRules

/** What decides for how long a child's record is kept. */
export interface RetentionFacts {
  bornOn: CivilDate
  /** Whether there is a period of care, a legal status or a placement on record. */
  lookedAfter: boolean
  /** The day on which care ended by death (SSDA903 E2). */
  diedOn: CivilDate | null
  /** The day on which care ended by adoption (SSDA903 E11, E12); the later of several. */
  adoptedOn: CivilDate | null
}

/** By which rule a child's record is kept, and until when: from that day on it may go. */
export function retentionOf({ bornOn, lookedAfter, diedOn, adoptedOn }: RetentionFacts): {
  rule: ChildRule
  until: CivilDate
} {
  const afterYears = (rule: ChildRule, day: CivilDate) => ({
    rule,
    until: addMonths(day, childRules[rule].years * 12),
  })
  if (adoptedOn !== null) return afterYears('adopted', adoptedOn)
  if (diedOn !== null) return afterYears('died-in-care', diedOn)
  const rule = lookedAfter ? 'looked-after' : 'not-looked-after'
  return { rule, until: birthday(bornOn, childRules[rule].years) }
}

/** The first day whose entries of a log are kept on `today`. */
export const logKeptSince = (rule: LogRule, today: CivilDate): CivilDate =>
  addMonths(today, -12 * logRules[rule].years)
