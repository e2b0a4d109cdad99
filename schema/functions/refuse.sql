create or replace function refuse(constraint_name text, message text) returns void
language plpgsql
as $$
begin
  raise exception using errcode = 'check_violation', constraint = constraint_name, message = message;
end $$;
comment on function refuse is
  'Refuses a write as a check constraint of that name would, so that whoever explains constraints explains this '
  'one.';
