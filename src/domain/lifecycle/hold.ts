import type { ActionRules, Refusal } from './rule.ts'

export const holdStatuses = ['held', 'lapsed', 'released', 'agreed'] as const
export interface HoldFacts {
  status: (typeof holdStatuses)[number]
}

const over: readonly Refusal<HoldFacts>[] = [
  [({ status }) => status === 'released', 'It was released.'],
  [({ status }) => status === 'agreed', 'It was agreed.'],
  [({ status }) => status === 'lapsed', 'It has lapsed: the beds are free for others. Hold them again.'],
]

/** What can be done to a hold, and when not. */
export const holdActions = {
  extension: { does: 'Keeps the beds until a later instant.', refusals: over },
  release: { does: 'Frees the beds at once.', refusals: over },
  agreement: { does: 'Makes an agreed placement of each bed held.', refusals: over },
} as const satisfies ActionRules<string, HoldFacts>

export type HoldAction = keyof typeof holdActions
