-- after: children

create or replace function authorities_with_children() returns setof text
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select a.code from authorities a where exists (select from children c where c.authority_code = a.code) $$;
comment on function authorities_with_children is
  'The authorities that keep records here, for what the service does of its own accord for each of them.';
revoke execute on function authorities_with_children from public;
grant execute on function authorities_with_children to sufficiency_app;
