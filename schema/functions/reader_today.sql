-- after: reporting_logins

create or replace function reader_today() returns date
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce(
    case when pg_has_role(session_user, 'sufficiency_app', 'member') then setting('today')::date end,
    (now() at time zone 'Europe/London')::date)
$$;
comment on function reader_today is
  'The day up to which the sets of feeds go: what the service says, else the day in the United Kingdom.';
revoke execute on function reader_today from public;
grant execute on function reader_today to sufficiency_app, sufficiency_reporting;
