import { insertEntry } from '../../../../platform/db/journal.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'

/** Records that children's records were read with no request: by a push (its id), or a command. */
export async function logReadChildren(
  { client, principal }: Tx,
  { action, id, childIds }: { action: string; id: string; childIds: readonly string[] },
): Promise<void> {
  if (childIds.length === 0) return
  const row = {
    authority_code: principal.authorityCode,
    actor: principal.subject,
    role: principal.role,
    action: `daily collection: ${action}`,
    request_id: id,
    child_ids: childIds,
  }
  await insertEntry(client, { table: 'access_log', row })
}
