import type { Labels } from '../codes.ts'
import type { Office } from '../gates/offices.ts'

/** How grave it is, the gravest first: that is also the order of the list. */
export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

/** Who works through the list, by team. */
export const teams = {
  placements: 'Placements team',
  'social-work': "The child's social worker and their manager",
  fostering: 'Fostering service',
  commissioning: 'Commissioning',
  'leaving-care': 'Leaving care team',
  legal: 'Legal services',
  panels: 'Panel administrators',
  data: 'Data and performance team',
  'data-protection': 'Data protection officer',
} as const satisfies Labels
export type Team = keyof typeof teams

/** One kind of row of the attention list. */
export interface AttentionRule {
  title: string
  /** When a row is raised, in words. It goes when that is not so any more. */
  raisedWhen: string
  severity: Severity
  team: Team
  /** Who must decide, where the law or practice leaves it to one office; a row about a gate names that gate's. */
  office?: Office
  /** The record that a row is about, as in its address: `/v1/{about}/{id}`. */
  about: string
  /** What settles it. `{id}` in the address is the id of the record that the row is about. */
  settledBy: { title: string; method: 'POST' | 'PATCH'; href: string }
  /** What it rests on, where that is a regulation or a rule of the return. */
  regulation?: string
}

export type AttentionRules = Readonly<Record<string, AttentionRule>>
