-- after: sending

-- With its owner's rights: the logins of the service may not look into the table.
create or replace function is_sending() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  return (
    select s.paused_at is null
           and s.server = (select system_identifier from pg_control_system())
           and s.database = (select oid from pg_database where datname = current_database())
      from sending s);
end $$;
comment on function is_sending is
  'Whether this database sends: it is no restored copy of another, or was told to all the same, and is not paused.';
revoke execute on function is_sending from public;
grant execute on function is_sending to sufficiency_app, sufficiency_sender;
