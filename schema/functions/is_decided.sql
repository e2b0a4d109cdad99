create or replace function is_decided(asked uuid) returns boolean
language sql stable
as $$ select exists (select from panel_decisions where case_id = asked) $$;
comment on function is_decided is 'Whether the case of a panel is decided.';
