import type { RequestFacts, Urgency } from '../../../domain/lifecycle/request.ts'
import type { ReferralFacts } from '../../../domain/matching/from-referral.ts'
import type { Tx } from '../../../platform/db/tenant.ts'

export interface SearchedRequest extends RequestFacts {
  childIds: string[]
  urgency: Urgency
  neededFrom: string
  neededTo: string | null
  referral: ReferralFacts
}

/** The placement request with its status; undefined where the authority has none with this id. */
export async function readRequest(tx: Tx, id: string): Promise<SearchedRequest | undefined> {
  const { rows } = await tx.client.query<SearchedRequest>(
    `select status, furthest, child_ids as "childIds", urgency, needed_from as "neededFrom",
            needed_to as "neededTo", referral
       from placement_request_details where id = $1`,
    [id],
  )
  return rows[0]
}
