import type { requestStatuses } from '../../../domain/lifecycle/request.ts'
import type { Html } from '../../../platform/http/html.ts'
import { tag } from '../../../platform/pages/parts.ts'

const statuses = {
  open: ['Looking for a home', 'blue'],
  held: ['Beds held', 'yellow'],
  agreed: ['Agreed, not started', 'orange'],
  placed: ['Placed', 'green'],
  withdrawn: ['Withdrawn', 'grey'],
} as const satisfies Record<(typeof requestStatuses)[number], readonly [string, string]>

export function statusTag(status: keyof typeof statuses): Html {
  const [text, colour] = statuses[status]
  return tag(text, colour)
}
