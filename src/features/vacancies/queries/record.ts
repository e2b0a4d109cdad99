import type { z } from 'zod'
import type { MustId } from '../../../domain/matching/criteria.ts'
import type { CureKind } from '../../../domain/matching/near-miss.ts'
import type { BedsRuledOut } from '../../../engines/matching/queries/counts.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { kept } from '../schema.ts'

/** What was asked, in codes: no postcode, no date of birth. */
export type Criteria = z.output<typeof kept>['criteria']

export interface NewSearch {
  requestId: string | null
  criteria: Criteria
  found: number
  excluded: BedsRuledOut[]
  /** Where nothing was found, the rule first in the way. */
  firstRule: MustId | null
  /** What would cure the nearest miss, else the rule that it breaks. */
  nearestMiss: CureKind | MustId | null
  /** Of the options on the first page, best first. */
  homeIds: string[]
}

export interface KeptSearch extends NewSearch {
  id: string
  searchedAt: string
}

/** Keeps a search and what it came to. Returns its id. */
export async function recordSearch(tx: Tx, search: NewSearch): Promise<string> {
  const { criteria, found, excluded, requestId, firstRule, nearestMiss, homeIds } = search
  const { rows } = await tx.client.query<{ id: string }>(
    `insert into vacancy_searches (authority_code, searched_by, criteria, found, excluded, request_id, first_rule,
                                   nearest_miss, home_ids)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id`,
    [
      tx.principal.authorityCode,
      tx.principal.subject,
      JSON.stringify(criteria),
      found,
      JSON.stringify(excluded),
      requestId,
      firstRule,
      nearestMiss,
      homeIds,
    ],
  )
  return rows[0]?.id ?? ''
}

/** The search as it was kept; undefined where the authority has none of this id. */
export async function readSearch(tx: Tx, id: string): Promise<KeptSearch | undefined> {
  const { rows } = await tx.client.query<KeptSearch>(
    `select id, to_json(searched_at) #>> '{}' as "searchedAt", request_id as "requestId", criteria, found, excluded,
            first_rule as "firstRule", nearest_miss as "nearestMiss", home_ids as "homeIds"
       from vacancy_searches where id = $1`,
    [id],
  )
  return rows[0]
}
