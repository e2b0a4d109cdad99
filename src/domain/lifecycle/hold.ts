import type { ActionRules, Refusal } from './rule.ts'

export const holdStatuses = ['held', 'lapsed', 'released', 'agreed'] as const
export interface HoldFacts {
  status: (typeof holdStatuses)[number]
  /** The authorities of its beds that have not agreed to it, by code. */
  awaitsConsentOf: string[]
}

const endRefusals: readonly Refusal<HoldFacts>[] = [
  [({ status }) => status === 'released', 'It was released.'],
  [({ status }) => status === 'agreed', 'It was agreed.'],
  [({ status }) => status === 'lapsed', 'It has lapsed: the beds are free for others. Hold them again.'],
]

/** The actions on a hold, with the reasons for refusing each. */
export const holdActions = {
  extension: { does: 'Keeps the beds until a later instant.', refusals: endRefusals },
  release: { does: 'Frees the beds at once.', refusals: endRefusals },
  agreement: {
    does: "Makes an agreed placement of each bed held. Of another authority's bed once that authority has agreed.",
    refusals: [
      ...endRefusals,
      [
        ({ awaitsConsentOf }) => awaitsConsentOf.length > 0,
        ({ awaitsConsentOf }) =>
          `It waits for the consent of ${awaitsConsentOf.join(', ')}, whose bed it is: it is shown the hold, and can agree to it.`,
      ],
    ],
  },
} as const satisfies ActionRules<string, HoldFacts>

export type HoldAction = keyof typeof holdActions
