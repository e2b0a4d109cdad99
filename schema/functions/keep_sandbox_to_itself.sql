create or replace function keep_sandbox_to_itself() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (select from sandboxes where code = new.authority_code) then
    perform refuse('sandbox_to_itself', 'a home of a sandbox is not shared');
  end if;
  return new;
end $$;
comment on function keep_sandbox_to_itself is 'Refuses to share a home of a sandbox with other authorities.';
