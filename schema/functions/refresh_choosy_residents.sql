create or replace function refresh_choosy_residents(children_changed uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  choosy uuid[] := array(
    select child_id from child_needs where child_id = any(children_changed)
       and living_with in ('solo', 'only-older', 'only-younger')
    union
    select child_id from choosy_residents where child_id = any(children_changed));
begin
  if cardinality(choosy) = 0 then return; end if;
  -- One writer at a time for a child, as for care_facts.
  perform pg_advisory_xact_lock(lock_number('child'), turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(choosy) id order by 1) turns;
  delete from choosy_residents where child_id = any(choosy);
  insert into choosy_residents select * from choosy_residents_of(choosy);
end $$;
comment on function refresh_choosy_residents is
  'Brings what is kept of these children, if they may not live with just anyone, to what the records say now.';
revoke execute on function refresh_choosy_residents from public;
