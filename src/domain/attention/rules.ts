import { absenceRules } from './absences.ts'
import { ageRules } from './ages.ts'
import { careRules } from './care.ts'
import { checklistRules } from './checklist.ts'
import { dailyCollectionRules } from './daily-collection.ts'
import { disruptionRules } from './disruption.ts'
import { gateRules } from './gates.ts'
import { homeRules } from './homes.ts'
import { legalRules } from './legal.ts'
import { peopleRules } from './people.ts'
import { placingRules } from './placing.ts'
import { recordRules } from './records.ts'
import type { AttentionRule, Team } from './types.ts'

/** Every kind of row of the attention list, by its id. */
export const attentionRules = {
  ...careRules,
  ...legalRules,
  ...ageRules,
  ...gateRules,
  ...homeRules,
  ...placingRules,
  ...absenceRules,
  ...checklistRules,
  ...disruptionRules,
  ...recordRules,
  ...dailyCollectionRules,
  ...peopleRules,
} as const satisfies Readonly<Record<string, AttentionRule>>

export type AttentionKind = keyof typeof attentionRules
export const attentionKinds = Object.keys(attentionRules) as [AttentionKind, ...AttentionKind[]]

/** A rule, typed with its optional fields. */
export const attentionRule = (kind: AttentionKind): AttentionRule => attentionRules[kind]

/** The kinds that a team acts on, or of some severity. */
export function kindsWhere(
  test: (rule: { team: Team; severity: AttentionRule['severity'] }) => boolean,
): AttentionKind[] {
  return attentionKinds.filter((kind) => test(attentionRule(kind)))
}
