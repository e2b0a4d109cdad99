import { sql, type SQL } from 'drizzle-orm'
import type { ModuleName } from '../../../../domain/ssda903/modules.ts'

/**
 * A `from` item: the rows of a module of the returns with the child whom each is about: `authority_code`, `child_id`,
 * `date_of_birth`, `sex`, `ethnicity`, `year` (the collection year) and `cells`. Of a child whose record was merged into
 * another, the rows are the other's; where both have one of a year, the other's own counts.
 */
export const returnedRows = (module: ModuleName): SQL => sql`(
  select distinct on (child.id, returned.collection_year, returned.key)
         child.authority_code, child.id as child_id, child.date_of_birth, child.sex, child.ethnicity,
         returned.collection_year as year, returned.cells
    from return_rows returned
    join children named on named.reference = returned.child_reference and named.authority_code = returned.authority_code
    join children child on child.id = coalesce(named.merged_into_id, named.id)
   where returned.module = ${module}
   order by child.id, returned.collection_year, returned.key, named.merged_into_id nulls first)`
