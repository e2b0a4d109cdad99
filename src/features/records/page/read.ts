import type { Visit } from '../../../platform/pages/page.ts'
import type { WholeChild } from '../schema.ts'

/** Everything on record about the child whom the address of the page names. */
export const childOfPage = (visit: Visit): Promise<WholeChild> =>
  visit.api.get(`/v1/children/${encodeURIComponent(visit.params.id!)}/record`)
