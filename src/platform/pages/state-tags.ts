import type { holdStatuses } from '../../domain/lifecycle/hold.ts'
import type { requestStatuses } from '../../domain/lifecycle/request.ts'
import type { Html } from '../http/html.ts'
import { tag } from './parts.ts'

/** How far a request for a home is. */
export const requestTags: Readonly<Record<(typeof requestStatuses)[number], Html>> = {
  open: tag('Looking for a home', 'blue'),
  held: tag('Beds held', 'yellow'),
  agreed: tag('Agreed, not started', 'orange'),
  placed: tag('Placed', 'green'),
  withdrawn: tag('Withdrawn', 'grey'),
}

/** How a hold stands. */
export const holdTags: Readonly<Record<(typeof holdStatuses)[number], Html>> = {
  held: tag('Held', 'yellow'),
  lapsed: tag('Lapsed', 'grey'),
  released: tag('Released', 'grey'),
  agreed: tag('Agreed', 'green'),
}
