create or replace function lock_homes_and_children(home_ids uuid[], child_ids uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from homes
    where id in (select building from unnest(home_ids) home, homes_of_registration(home) building)
      and (shared or authority_code = current_authority())
    order by id for no key update;
  perform 1 from children where id = any(child_ids) and authority_code = current_authority()
    order by id for no key update;
end $$;
comment on function lock_homes_and_children is
  'Locks homes with the other buildings of their registration, against changes of their record and restrictions and '
  'against others who place there, since who lives there decides who may come; and children against changes of theirs: '
  'in the order in which every writer takes them.';
