import type { z } from 'zod'
import type { Visit } from '../../../platform/pages/page.ts'
import type { requestDetail, requestView } from '../schema.ts'

export type RequestAnswer = z.output<typeof requestView> & z.output<typeof requestDetail>

/** What these pages read of a child. */
export interface ChildAnswer {
  id: string
  reference: string
  dateOfBirth: string
  sex: string
}

export const requestAnswer = (visit: Visit, id: string): Promise<RequestAnswer> =>
  visit.api.get(`/v1/placement-requests/${encodeURIComponent(id)}`)

export const childrenOfRequest = (visit: Visit, ids: readonly string[]): Promise<ChildAnswer[]> =>
  Promise.all(ids.map((id) => visit.api.get<ChildAnswer>(`/v1/children/${id}`)))
