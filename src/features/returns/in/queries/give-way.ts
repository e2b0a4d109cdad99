import type { Tx } from '../../../../platform/db/tenant.ts'
import type { SpanTable } from './records.ts'

/* How a record that was made live gives way to what a return says. */

/** Moves the day on which a record begins. */
export async function moveStart(tx: Tx, { name }: SpanTable, id: string, day: string): Promise<void> {
  await tx.client.query(`update ${name} set started_on = $2 where id = $1`, [id, day])
}

export async function endRecord(tx: Tx, { name }: SpanTable, id: string, day: string): Promise<void> {
  await tx.client.query(`update ${name} set ended_on = $2 where id = $1`, [id, day])
}

export async function removeRecord(tx: Tx, { name }: SpanTable, id: string): Promise<void> {
  await tx.client.query(`delete from ${name} where id = $1`, [id])
}

/** Leaves a placement in its home without a bed. */
export async function leaveBed(tx: Tx, id: string): Promise<void> {
  await tx.client.query('update placements set bed_id = null where id = $1', [id])
}

/** Withdraws a placement that was planned and did not begin. */
export async function withdrawPlacement(tx: Tx, id: string, day: string): Promise<void> {
  await tx.client.query(
    `update placements set withdrawn_on = $2, withdrawal_kind = 'did-not-start' where id = $1`,
    [id, day],
  )
}
