import type { ActionRules, Refusal } from './rule.ts'

export const requestStatuses = ['open', 'held', 'agreed', 'placed', 'withdrawn'] as const
type Status = (typeof requestStatuses)[number]

export interface RequestFacts {
  /** That of the child who is least far. */
  status: Status
  /** How far the child is who is furthest. */
  furthest: Status
}

type Rule = Refusal<RequestFacts>
const withdrawn: Rule = [({ status }) => status === 'withdrawn', 'It was withdrawn.']
const settled: Rule = [
  ({ status }) => status === 'agreed' || status === 'placed',
  'Every child has a placement agreed.',
]

/** What can be done to a placement request, and when not. */
export const requestActions = {
  search: { does: 'Searches for beds free for the children.', refusals: [withdrawn, settled] },
  hold: { does: 'Holds beds for the children.', refusals: [withdrawn, settled] },
  withdrawal: {
    does: 'Withdraws the request: beds are no longer needed.',
    refusals: [
      withdrawn,
      [({ furthest }) => furthest === 'placed', 'A child has been placed by it.'],
      [({ furthest }) => furthest === 'agreed', 'A placement is agreed for it: withdraw that first.'],
      [({ furthest }) => furthest === 'held', 'Beds are held for it: release them first.'],
    ],
  },
} as const satisfies ActionRules<string, RequestFacts>
