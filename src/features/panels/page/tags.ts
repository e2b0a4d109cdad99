import type { caseStatuses, followUpStatuses, meetingStatuses } from '../../../domain/panels/lifecycle.ts'
import type { Html } from '../../../platform/http/html.ts'
import { tag } from '../../../platform/pages/parts.ts'

export const meetingTags: Record<(typeof meetingStatuses)[number], Html> = {
  cancelled: tag('Cancelled', 'grey'),
  planned: tag('Planned', 'blue'),
  'awaiting-decisions': tag('Decisions are open', 'orange'),
  'following-up': tag('Actions are open', 'yellow'),
  complete: tag('Complete', 'green'),
}

export const caseTags: Record<(typeof caseStatuses)[number], Html> = {
  withdrawn: tag('Withdrawn', 'grey'),
  listed: tag('No options yet', 'orange'),
  ready: tag('Ready', 'blue'),
  deferred: tag('Deferred', 'yellow'),
  'following-up': tag('Actions are open', 'yellow'),
  closed: tag('Closed', 'green'),
}

export const followUpTags: Record<(typeof followUpStatuses)[number], Html> = {
  open: tag('Open', 'blue'),
  overdue: tag('Overdue', 'red'),
  done: tag('Done', 'green'),
  dropped: tag('Dropped', 'grey'),
}
