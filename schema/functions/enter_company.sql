create or replace function enter_company() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into access_log (authority_code, actor, role, action, request_id, child_ids)
  select p.authority_code, 'authority ' || current_authority(), 'another-authority', new.action, new.request_id,
         array_agg(distinct p.child_id)
    from placements p join homes h on h.id = p.home_id
   where p.home_id = any(new.home_ids) and (p.nights @> new.night or p.stay @> new.night)
     and (h.shared or h.authority_code = current_authority()) and p.authority_code <> current_authority()
   group by p.authority_code;
  return new;
end $$;
comment on function enter_company is
  'Enters in the access log of each child''s authority that another was told who lives in a home, by age and sex.';
