-- after: imports

-- An import ends in the transaction in which it writes, so that its changes are of the moment of its end.
create or replace function is_of_import(moment timestamptz) returns boolean
language sql stable
as $$
  select exists (select from imports
                  where authority_code = current_authority() and status = 'succeeded' and finished_at = moment)
$$;
comment on function is_of_import is 'Whether what was changed at this moment was changed by an import of returns.';
