import * as tables from '../../../platform/db/tables.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

/** A hold by another authority of beds of this one, as far as this one may see it. */
export interface HoldOfOther {
  id: string
  authority: { code: string; name: string }
  beds: { bedId: string; homeId: string }[]
  from: string
  to: string | null
  placedAt: string
  expiresAt: string
  awaitsConsent: boolean
}

/** Running holds by other authorities of the authority's beds, in order of id, after `afterId`; or the one of `holdId`. */
export async function holdsOfOthers(
  tx: Tx,
  { holdId, afterId, limit }: { holdId?: string; afterId?: string | undefined; limit: number },
): Promise<HoldOfOther[]> {
  const { rows } = await tx.client.query<HoldOfOther>(
    `select h.hold_id as id, jsonb_build_object('code', a.code, 'name', a.name) as authority, h.beds,
            h.from_on::text as "from", h.to_on::text as "to", to_json(h.placed_at) #>> '{}' as "placedAt",
            to_json(h.expires_at) #>> '{}' as "expiresAt", h.awaits_consent as "awaitsConsent"
       from holds_of_others() h join authorities a on a.code = h.held_by
      where ($1::uuid is null or h.hold_id = $1) and ($2::uuid is null or h.hold_id > $2)
      order by h.hold_id limit $3`,
    [holdId, afterId, limit],
  )
  return rows.map((row) => ({
    ...row,
    placedAt: new Date(row.placedAt).toISOString(),
    expiresAt: new Date(row.expiresAt).toISOString(),
  }))
}

/** Records consent to a hold, of each of its homes that is the authority's own. */
export async function consentToHold(
  tx: Tx,
  hold: HoldOfOther,
  { givenBy, note = null }: { givenBy: string; note?: string | null | undefined },
): Promise<void> {
  const homeIds = [...new Set(hold.beds.map(({ homeId }) => homeId))]
  await tx.db.insert(tables.placingConsents).values(
    homeIds.map((homeId) => ({
      authorityCode: tx.principal.authorityCode,
      homeId,
      forAuthorityCode: hold.authority.code,
      holdId: hold.id,
      startsOn: hold.from,
      endsOn: hold.from,
      givenBy,
      note,
    })),
  )
}

/** Ends another authority's hold of beds of this one. A hold that has ended meanwhile violates a constraint. */
export async function releaseHoldOfOther(tx: Tx, holdId: string, reason: string): Promise<void> {
  await tx.client.query('select release_hold_of_other($1, $2)', [holdId, reason])
}
