import { financialYearEnding } from '../../domain/disclosure/year.ts'
import type { ReleaseSummary } from './queries.ts'

export const URL = '/v1/releases'

/** A release as lists show it: its financial year, when it was made, and its URL. */
export function releaseSummary({ id, yearEnds, createdAt }: ReleaseSummary) {
  const { id: financialYear, from, to } = financialYearEnding(yearEnds)
  return { id, financialYear, from, to, releasedAt: createdAt, href: `${URL}/${id}` }
}
