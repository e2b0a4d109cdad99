import type { CivilDate } from '../dates.ts'

/** Something that can be done to a record, and what speaks against it. */
export interface ActionRule<Facts> {
  /** What it does, for the reference. */
  does: string
  /** In the order in which they speak: the first that holds says why the action is not open. */
  refusals: readonly Refusal<Facts>[]
}

export type Refusal<Facts> = readonly [
  when: (facts: Facts, today: CivilDate) => boolean,
  why: string | ((facts: Facts) => string),
]

export type ActionRules<Action extends string, Facts> = Readonly<Record<Action, ActionRule<Facts>>>

export interface ActionState {
  action: string
  open: boolean
  /** Why it is not open; null when it is. */
  why: string | null
}

/** Why the action is not open on a day, in words without a child's data; null when it is. */
export function whyNot<Facts>(rule: ActionRule<Facts>, facts: Facts, today: CivilDate): string | null {
  const refusal = rule.refusals.find(([when]) => when(facts, today))
  if (refusal === undefined) return null
  const [, why] = refusal
  return typeof why === 'string' ? why : why(facts)
}

/** Every action of the rules, open or not. */
export function actionStates<Action extends string, Facts>(
  rules: ActionRules<Action, Facts>,
  facts: Facts,
  today: CivilDate,
): ActionState[] {
  return Object.entries<ActionRule<Facts>>(rules).map(([action, rule]) => {
    const why = whyNot(rule, facts, today)
    return { action, open: why === null, why }
  })
}
