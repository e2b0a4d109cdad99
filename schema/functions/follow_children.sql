create or replace function follow_children() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  delete from request_children where request_id = new.id and child_id <> all (new.child_ids);
  insert into request_children (authority_code, request_id, child_id)
  select new.authority_code, new.id, unnest(new.child_ids) on conflict do nothing;
  return null;
end $$;
comment on function follow_children is 'Keeps request_children as the request has its children.';
