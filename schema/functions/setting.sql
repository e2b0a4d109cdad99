create or replace function setting(name text) returns text
language sql stable
as $$ select nullif(current_setting('app.' || name, true), '') $$;
comment on function setting is
  'What the application has said of this transaction (who acts, in which request, why and when it happened); null '
  'when it has not.';
