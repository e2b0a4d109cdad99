import type { Pool } from 'pg'

/**
 * What an authority's returns carry of its children, a line for each record, to be compared with another's.
 * @param lastDay the last day of the returns: that a status ceases after it, or after care, none of them says
 */
export async function contentOfRecords(
  pool: Pool,
  authorityCode: string,
  lastDay: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `with own as (select c.*, (select max(coalesce(p.ended_on, $2)) from care_periods p where p.child_id = c.id) as last_day
                   from children c where c.authority_code = $1
                   and exists (select from care_periods p where p.child_id = c.id))
     select concat_ws(' ', reference, kind, content) as line
       from (select reference, 'child' as kind, to_jsonb(array[date_of_birth::text, sex, ethnicity, upn, uasc::text,
                      case when uasc_ceased_on <= last_day then uasc_ceased_on end::text, home_postcode]) as content from own
             union all
             select reference, 'care', to_jsonb(array[p.started_on::text, p.started_before::text, p.ended_on::text,
                      p.need, p.end_reason, (p.end_to_confirm and p.ended_on::text like '%-04-01')::text])
               from own join care_periods p on p.child_id = own.id
             union all
             select reference, 'status', to_jsonb(array[s.started_on::text, s.ended_on::text, s.status])
               from own join legal_statuses s on s.child_id = own.id
             union all
             select reference, 'placement', to_jsonb(array[p.placement_type, p.place_code,
                      coalesce(p.provider_code, case p.placement_type when 'with-parents' then 'PR0' end),
                      p.started_on::text, p.started_before::text, p.ended_on::text, p.end_reason, p.same_carer::text,
                      p.postcode, coalesce(p.home_postcode, own.home_postcode)])
               from own join placements p on p.child_id = own.id
             union all
             select child_reference, module, to_jsonb(array[collection_year::text, (cells - 'DOB')::text])
               from return_rows
              where authority_code = $1 and module not in ('header', 'episodes', 'uasc')) record
      order by 1`,
    [authorityCode, lastDay],
  )
  return rows.map(({ line }) => line)
}
