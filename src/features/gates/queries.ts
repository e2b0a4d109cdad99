import { crud, type ChangeResult, type Store } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'

export const officerStore = crud(tables.officers, { from: 'fromOn', until: 'toOn' })
export const libertyOrderStore = crud(tables.libertyOrders, { from: 'fromOn', until: 'untilOn' })
export const carerApprovalRecords = crud(tables.carerApprovals, { from: 'fromOn', until: 'untilOn' })
export const termsExemptionRecords = crud(tables.termsExemptions, { from: 'fromOn', until: 'toOn' })
export const overrideRecords = crud(tables.overrides, { from: 'decidedOn', until: 'untilOn' })

export type CarerApproval = typeof tables.carerApprovals.$inferSelect
export type TermsExemption = typeof tables.termsExemptions.$inferSelect
export type Override = typeof tables.overrides.$inferSelect

/** The kind of the approval of a household that ends on a day, if any does. */
export async function approvalThatEnds(tx: Tx, homeId: string, day: string): Promise<string | undefined> {
  const { rows } = await tx.client.query<{ kind: string }>(
    'select kind from carer_approvals where home_id = $1 and until_on = $2',
    [homeId, day],
  )
  return rows[0]?.kind
}

/** Ends the approvals for a time of a household on the day from which it is fully approved; those to come never begin. */
export async function endTemporaryApprovals(tx: Tx, homeId: string, day: string): Promise<void> {
  const approvals = await carerApprovalRecords.list(tx, {
    filters: { homeId },
    afterId: undefined,
    limit: 100,
  })
  for (const { id, kind, fromOn, untilOn } of approvals) {
    if (!['temporary', 'extension'].includes(kind) || (untilOn !== null && untilOn <= day)) continue
    if (fromOn < day) await carerApprovalRecords.update(tx, id, { untilOn: day }, null)
    else await carerApprovalRecords.remove(tx, id, null)
  }
}

type Decision = { decidedBy: string }

/**
 * A store of decisions: whoever records, changes or removes one decides it, and must be one who may.
 * @param check refuses a caller who may not decide the row, and gives what the decision adds to it
 */
export function decisionStore<Row extends Decision & { id: string }, New>(
  records: Store<Row, New>,
  check: (tx: Tx, row: New) => Promise<Partial<New>>,
): Store<Row, New> {
  async function decide(tx: Tx, values: New): Promise<New> {
    return { ...values, ...(await check(tx, values)), decidedBy: tx.principal.subject }
  }
  return {
    ...records,
    insert: async (tx, values) => records.insert(tx, await decide(tx, values)),
    async update(tx, id, values, version): Promise<ChangeResult<Row>> {
      const previous = await records.get(tx, id)
      if (previous === undefined) return { refused: 'absent' }
      return records.update(tx, id, await decide(tx, { ...(previous as unknown as New), ...values }), version)
    },
    async remove(tx, id, version): Promise<ChangeResult<Row>> {
      const previous = await records.get(tx, id)
      if (previous === undefined) return { refused: 'absent' }
      await check(tx, previous as unknown as New)
      return records.remove(tx, id, version)
    },
  }
}
