import { addMonths, type CivilDate } from '../../domain/dates.ts'
import { childRules, retentionOf, type ChildRule } from '../../domain/retention/rules.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import { notFound, Problem } from '../../platform/http/problem.ts'
import { childrenBornUntil, keptChild } from './queries.ts'

/** A child's record that is past its time. */
export interface DueRecord {
  childId: string
  reference: string
  rule: ChildRule
  /** From this day on it may go. */
  keptUntil: CivilDate
  why: string
  legalHoldId: string | null
}

/** No record goes sooner after the birth, whatever the rule; but for those of children who died. */
const shortestYears = Math.min(...Object.values(childRules).map(({ years }) => years))

function whyOf(rule: ChildRule): string {
  const { what, years, from, law } = childRules[rule]
  return `${what} is kept for ${years} years from ${from} (${law ?? "the authority's own policy"}).`
}

/** The records of children that may go on a day, the longest past its time first. */
export async function recordsPastTheirTime(tx: Tx, day: CivilDate): Promise<DueRecord[]> {
  const children = await childrenBornUntil(tx, addMonths(day, -12 * shortestYears))
  return children
    .map(({ childId, reference, legalHoldId, ...facts }) => {
      const { rule, until: keptUntil } = retentionOf(facts)
      return { childId, reference, rule, keptUntil, why: whyOf(rule), legalHoldId }
    })
    .filter(({ keptUntil }) => keptUntil <= day)
    .sort((a, b) => (a.keptUntil + a.childId < b.keptUntil + b.childId ? -1 : 1))
}

/**
 * The rule by which a child's record may go on a day.
 * @throws {Problem} not-found; action-not-open, with the law, while it must be kept
 */
export async function refuseWhileKept(tx: Tx, childId: string, day: CivilDate): Promise<ChildRule> {
  const child = await keptChild(tx, childId)
  if (child === undefined) throw notFound('child')
  const { rule, until: keptUntil } = retentionOf(child)
  if (keptUntil <= day) return rule
  throw new Problem('action-not-open', `${whyOf(rule)} It may go from ${keptUntil} on.`)
}
