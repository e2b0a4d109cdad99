-- after: reporting_logins, reader_authority

create or replace function noted_reader(set_name text) returns text
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  reader text;
begin
  select name into reader from reporting_logins where login = session_user;
  -- The server's own log keeps it whatever becomes of the transaction, also where it may not write and on a replica.
  if reader is not null then
    raise log 'reporting: login % (%) reads %', session_user, reader, set_name;
  end if;
  return reader_authority();
end
$$;
comment on function noted_reader is
  'The authority whose rows the reader is given (reader_authority), after the server''s log was told that a login of the reporting schema reads this set. Each view takes its rows through it, once a statement.';
revoke execute on function noted_reader from public;
grant execute on function noted_reader to sufficiency_app, sufficiency_reporting;
