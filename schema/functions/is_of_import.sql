-- after: imports, import_questions, child_merges

-- An import ends in the transaction in which it writes, so that its changes are of the moment of its end. So it is with an
-- answer to one of its questions, and with a merge, which makes a record from the returns of two.
create or replace function is_of_import(moment timestamptz) returns boolean
language sql stable
as $$
  select exists (select from imports
                  where authority_code = current_authority() and status = 'succeeded' and finished_at = moment)
      or exists (select from import_questions
                  where authority_code = current_authority() and answered_at = moment)
      or exists (select from child_merges
                  where authority_code = current_authority() and moment in (merged_at, undone_at))
$$;
comment on function is_of_import is 'Whether what was changed at this moment was changed by an import of returns.';
