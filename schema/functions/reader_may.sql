-- after: reporting_logins

create or replace function reader_may(scope text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce(
    (select scope = any(scopes) from reporting_logins where login = session_user and dropped_at is null),
    pg_has_role(session_user, 'sufficiency_app', 'member'))
$$;
comment on function reader_may is
  'Whether the reader of a set sees what needs this scope: a login of the reporting schema as it was made; the service always, as it leaves such columns out by itself.';
revoke execute on function reader_may from public;
grant execute on function reader_may to sufficiency_app, sufficiency_reporting;
