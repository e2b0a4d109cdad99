import { lateAfterDays } from '../daily-collection/receivers.ts'
import type { AttentionRules } from './types.ts'

/** What the daily collection does not have, and should. */
export const dailyCollectionRules = {
  'daily-record-refused': {
    title: 'The daily collection does not have the child as recorded',
    raisedWhen:
      'A record was refused by a receiver of the daily collection that is not paused, or a field of it does not fit, and it has not changed since.',
    severity: 'medium',
    team: 'data',
    about: 'daily-pushed-children',
    settledBy: {
      title: 'Put the record right, or let it be sent again as it is',
      method: 'POST',
      href: '/v1/daily-pushed-children/{id}/retry',
    },
  },
  'daily-push-late': {
    title: 'No push to the daily collection has come through',
    raisedWhen: `For more than ${lateAfterDays} days no push to a receiver of the daily collection has come through, and it is not paused; or nothing is sent from the database at all, a restored copy or one paused by command.`,
    severity: 'high',
    team: 'data',
    about: 'daily-receivers',
    settledBy: {
      title: 'See why the last one failed (/v1/daily-pushes), and push again or pause it',
      method: 'POST',
      href: '/v1/daily-receivers/{id}/pushes',
    },
  },
} as const satisfies AttentionRules
