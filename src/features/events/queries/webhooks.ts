import { crud } from '../../../platform/db/crud.ts'
import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export const webhookStore = crud(tables.webhooks)

/** Hours for which a replaced secret still signs beside its successor. */
export const OVERLAP_HOURS = 24

/** Gives a webhook a new signing secret, sealed or not. Resolves to false when there is no such webhook. */
export async function replaceSecret(tx: Tx, webhookId: string, secret: Buffer): Promise<boolean> {
  const { rowCount } = await tx.client.query('update webhooks set secret_issued_at = now() where id = $1', [
    webhookId,
  ])
  if (rowCount === 0) return false
  await tx.client.query(
    `update webhook_secrets set retires_at = now() + make_interval(hours => $2)
      where webhook_id = $1 and retires_at is null`,
    [webhookId, OVERLAP_HOURS],
  )
  await tx.client.query(
    'insert into webhook_secrets (authority_code, webhook_id, secret) values ($1, $2, $3)',
    [tx.principal.authorityCode, webhookId, secret],
  )
  return true
}
