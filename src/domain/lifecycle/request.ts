import type { ActionRules, Refusal } from './rule.ts'

export const requestStatuses = ['open', 'held', 'agreed', 'placed', 'withdrawn'] as const
type Status = (typeof requestStatuses)[number]

export const urgencies = ['planned', 'emergency'] as const
export type Urgency = (typeof urgencies)[number]

export interface RequestFacts {
  /** The status of the request's least advanced child, in the order of `requestStatuses`. */
  status: Status
  /** The status of its most advanced child. */
  furthest: Status
}

type Rule = Refusal<RequestFacts>
const withdrawalRefusal: Rule = [({ status }) => status === 'withdrawn', 'It was withdrawn.']
const agreedRefusal: Rule = [
  ({ status }) => status === 'agreed' || status === 'placed',
  'Every child has a placement agreed.',
]

/** The actions on a placement request, with the reasons for refusing each. */
export const requestActions = {
  search: { does: 'Searches for beds free for the children.', refusals: [withdrawalRefusal, agreedRefusal] },
  hold: { does: 'Holds beds for the children.', refusals: [withdrawalRefusal, agreedRefusal] },
  withdrawal: {
    does: 'Withdraws the request: beds are no longer needed.',
    refusals: [
      withdrawalRefusal,
      [({ furthest }) => furthest === 'placed', 'A child has been placed by it.'],
      [({ furthest }) => furthest === 'agreed', 'A placement is agreed for it: withdraw that first.'],
      [({ furthest }) => furthest === 'held', 'Beds are held for it: release them first.'],
    ],
  },
} as const satisfies ActionRules<string, RequestFacts>
