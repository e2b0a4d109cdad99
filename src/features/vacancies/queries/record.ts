import type { z } from 'zod'
import type { MustId } from '../../../domain/matching/criteria.ts'
import type { CureKind } from '../../../domain/matching/near-miss.ts'
import type { BedsRuledOut } from '../../../engines/matching/queries/counts.ts'
import type { Entry } from '../../../platform/db/journal.ts'
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

/** The entry that keeps a search, of the id that its answer gives, and what it came to. */
export function searchEntry({ principal }: Tx, id: string, search: NewSearch): Entry {
  return {
    table: 'vacancy_searches',
    row: {
      id,
      authority_code: principal.authorityCode,
      searched_by: principal.subject,
      criteria: search.criteria,
      found: search.found,
      excluded: search.excluded,
      request_id: search.requestId,
      first_rule: search.firstRule,
      nearest_miss: search.nearestMiss,
      home_ids: search.homeIds,
    },
  }
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
