import type { z } from 'zod'
import { groupBy } from '../../domain/group.ts'
import type { Tx } from '../../platform/db/tenant.ts'
import type { homeContact } from './schema.ts'

export type HomeContact = z.output<typeof homeContact>

/** The contacts of homes, by home, in the order in which they are rung. Homes without any are left out. */
export async function contactsOfHomes(
  tx: Tx,
  homeIds: readonly string[],
): Promise<Map<string, HomeContact[]>> {
  if (homeIds.length === 0) return new Map()
  const { rows } = await tx.client.query<HomeContact & { homeId: string }>(
    `select id, home_id as "homeId", position, office, purpose, phone, email, hours from home_contacts
      where home_id = any($1) order by position, created_at, id`,
    [homeIds],
  )
  return groupBy(rows, ({ homeId }) => homeId)
}
