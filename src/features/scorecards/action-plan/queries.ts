import type { ActionStatus } from '../../../domain/scorecards/action-status.ts'
import { checkFilter } from '../../../engines/figures/subject.ts'
import type { ActionMeasure } from '../../../engines/scorecards/action-movement.ts'
import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

const records = crud(tables.strategyActions)

const check = (measures: unknown): void =>
  (measures as ActionMeasure[] | undefined)?.forEach(({ measure, filter = {} }, index) =>
    checkFilter(measure, filter, `#/measures/${index}/filter`),
  )

export const actionStore: typeof records = {
  ...records,
  async insert(tx, values) {
    check(values.measures)
    return records.insert(tx, values)
  },
  async update(tx, id, values, version) {
    check(values.measures)
    return records.update(tx, id, values, version)
  },
}

export const actionUpdateStore = crud(tables.actionUpdates)

export interface ActionUpdate {
  id: string
  asAt: string
  status: ActionStatus
  words: string
  recordedBy: string
}

/** The updates on an action, the latest first. */
export async function updatesOf(tx: Tx, actionId: string): Promise<ActionUpdate[]> {
  const { rows } = await tx.client.query<ActionUpdate>(
    `select id, as_at::text as "asAt", status, words, recorded_by as "recordedBy"
       from action_updates where action_id = $1 order by as_at desc, created_at desc`,
    [actionId],
  )
  return rows
}
