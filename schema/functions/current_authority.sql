create or replace function current_authority() returns text
language sql stable parallel safe
as $$ select nullif(current_setting('app.authority', true), '') $$;
comment on function current_authority is
  'The authority in whose name this transaction reads and writes; null outside one, which matches no row.';
