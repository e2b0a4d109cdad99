import type { z } from 'zod'
import type { MustId } from '../../../domain/matching/criteria.ts'
import type { CureKind } from '../../../domain/matching/near-miss.ts'
import type { BedsRuledOut } from '../../../engines/matching/queries/counts.ts'
import type { Entry } from '../../../platform/db/journal.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import type { searchView } from '../schema.ts'

/** The stored question of a search, without postcodes or dates of birth. */
export type Criteria = z.output<typeof searchView>['criteria']

export interface NewSearch {
  requestId: string | null
  criteria: Criteria
  found: number
  excluded: BedsRuledOut[]
  /** Where nothing was found, the rule most responsible; else null. */
  firstRule: MustId | null
  /** The kind of cure of the nearest miss, or the rule that it breaks where no cure is known. */
  nearestMiss: CureKind | MustId | null
  /** The homes of the options on the first page, best first. */
  homeIds: string[]
}

export interface StoredSearch extends NewSearch {
  id: string
  searchedAt: string
}

/** The journal entry that stores a search and its result under the id given in its answer. */
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

/** The stored search; undefined where the authority has none with this id. */
export async function readSearch(tx: Tx, id: string): Promise<StoredSearch | undefined> {
  const { rows } = await tx.client.query<StoredSearch>(
    `select id, to_json(searched_at) #>> '{}' as "searchedAt", request_id as "requestId", criteria, found, excluded,
            first_rule as "firstRule", nearest_miss as "nearestMiss", home_ids as "homeIds"
       from vacancy_searches where id = $1`,
    [id],
  )
  return rows[0]
}
