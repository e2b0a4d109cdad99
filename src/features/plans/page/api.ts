import type { z } from 'zod'
import type { Html } from '../../../platform/http/html.ts'
import { noneSeen } from '../../../platform/pages/inner-api.ts'
import type { Visit } from '../../../platform/pages/page.ts'
import { tag } from '../../../platform/pages/parts.ts'
import type { PlanStatus } from '../queries/plans.ts'
import type { planSummary, planView } from '../schema.ts'

export type PlanLine = z.output<typeof planSummary>
export type PlanAnswer = z.output<typeof planView>

export const planTags: Record<PlanStatus, Html> = {
  queued: tag('Waits its turn', 'yellow'),
  running: tag('Being made', 'blue'),
  done: tag('Done', 'green'),
  failed: tag('Failed', 'red'),
  cancelled: tag('Cancelled', 'grey'),
}

export const planTitle = ({ title }: Pick<PlanLine, 'title'>): string => title ?? 'A plan for all who wait'

/** The references of children, by their ids; without those who are no longer on record. */
export async function childReferences(visit: Visit, ids: Iterable<string>): Promise<Map<string, string>> {
  const children = await Promise.all(
    [...new Set(ids)].map((id) =>
      visit.api.get<{ id: string; reference: string }>(`/v1/children/${id}`).catch(noneSeen),
    ),
  )
  return new Map(children.flatMap((child) => (child ? [[child.id, child.reference]] : [])))
}
