create or replace function note_running_hold() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into running_holds values (new.id);
  return null;
end $$;
comment on function note_running_hold is 'Notes a new hold as one of whose end nothing has been told yet.';
