create or replace function about_same_child() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  named jsonb := to_jsonb(new);
begin
  if named ->> 'request_id' is not null and not exists (
      select from request_children
       where request_id = (named ->> 'request_id')::uuid and child_id = new.child_id
         and authority_code = new.authority_code) then
    perform refuse('about_request_of_child', 'there is no such request for the child');
  end if;
  if named ->> 'placement_id' is not null and not exists (
      select from placements
       where id = (named ->> 'placement_id')::uuid and child_id = new.child_id
         and authority_code = new.authority_code) then
    perform refuse('about_placement_of_child', 'there is no such placement of the child');
  end if;
  if named ->> 'home_id' is not null and not exists (
      select from homes
       where id = (named ->> 'home_id')::uuid and (shared or authority_code = new.authority_code)) then
    perform refuse('about_home_seen', 'there is no such home');
  end if;
  return new;
end $$;
comment on function about_same_child is
  'Refuses a record about a child that names a request or a placement of another child, or a home that the authority '
  'does not see.';
