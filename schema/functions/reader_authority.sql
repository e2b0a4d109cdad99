-- after: reporting_logins

create or replace function reader_authority() returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce(
    (select authority_code from reporting_logins where login = session_user and dropped_at is null),
    case when pg_has_role(session_user, 'sufficiency_app', 'member') then current_authority() end)
$$;
comment on function reader_authority is
  'The authority whose rows the sets of feeds give: that of a login of the reporting schema, whatever it sets, or the one in whose name the service reads. Null for anyone else, which matches no row.';
revoke execute on function reader_authority from public;
grant execute on function reader_authority to sufficiency_app, sufficiency_reporting;
