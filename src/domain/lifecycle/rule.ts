import type { CivilDate } from '../dates.ts'

/** An action on a record, and the reasons for refusing it. */
export interface ActionRule<Facts> {
  /** What it does, in the words of the API reference. */
  does: string
  /** In order: the first that applies is the reason given. */
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
  /** Why it is not open; null where it is. */
  why: string | null
}

/** Why an action is not open on a day, in words without a child's data; null where it is open. */
export function whyNot<Facts>(rule: ActionRule<Facts>, facts: Facts, today: CivilDate): string | null {
  const refusal = rule.refusals.find(([when]) => when(facts, today))
  if (refusal === undefined) return null
  const [, why] = refusal
  return typeof why === 'string' ? why : why(facts)
}

/** The state of every action of the rules, for one record on a day. */
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
