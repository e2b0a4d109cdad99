-- after: distinct_children

create or replace function suspected_duplicates()
returns table (child_id uuid, other_child_id uuid, because text[])
language sql stable
-- Every join is of all children with all children, and just after a large import nobody has counted them: so no loops, and
-- care is joined to the few pairs of one birthday, in the order in which it is written.
set enable_nestloop = off set join_collapse_limit = 1
as $$
  with child as (
    select id, reference, upn, date_of_birth, sex, sibling_group_id, left(home_postcode, -3) as district,
           upper(substring(reference from '^[A-Za-z]*')) as initials
      from children where authority_code = current_authority() and merged_into_id is null
  ), alike as (
    select a.id, b.id as other_id, 'same-upn' as because
      from child a join child b on b.upn = a.upn and b.id > a.id
     where a.upn !~ '^UN'
    union all
    -- A spreadsheet takes the zeros before a number away.
    select a.id, b.id, 'same-number'
      from child a join child b on ltrim(b.reference, '0') = ltrim(a.reference, '0') and b.id > a.id
     where a.reference ~ '^\d+$' and b.reference ~ '^\d+$'
    union all
    select a.id, b.id, 'same-birth-area-and-initials'
      from child a
      join child b on b.date_of_birth = a.date_of_birth and b.district = a.district and b.initials = a.initials
                  and b.id > a.id
     where b.sibling_group_id is distinct from a.sibling_group_id or a.sibling_group_id is null
    union all
    -- A child whose identifier in the return was changed comes with the same history under the new one, or with care that
    -- went on before, while that of the old one is taken to have ended where its last return did.
    select a.id, b.id, 'same-birth-and-care'
      from child a
      join child b on b.date_of_birth = a.date_of_birth and b.sex = a.sex and b.id > a.id
                  and (b.sibling_group_id is distinct from a.sibling_group_id or a.sibling_group_id is null)
      join care_periods p on p.child_id = a.id
      join care_periods q on q.child_id = b.id
     where q.started_on = p.started_on
        or p.end_to_confirm and q.started_before and q.started_on between p.ended_on and p.ended_on + 366
        or q.end_to_confirm and p.started_before and p.started_on between q.ended_on and q.ended_on + 366
  )
  select id, other_id, array_agg(distinct because order by because)
    from alike
   where not exists (select from distinct_children d
                      where least(d.child_id, d.other_child_id) = least(alike.id, alike.other_id)
                        and greatest(d.child_id, d.other_child_id) = greatest(alike.id, alike.other_id))
   group by id, other_id
$$;
comment on function suspected_duplicates is
  'Pairs of records of the authority that look like one child''s and of which nobody has said that they are not. '
  'Brothers and sisters of one sibling group do so only with the same UPN.';
