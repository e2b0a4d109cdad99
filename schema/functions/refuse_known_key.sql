create or replace function refuse_known_key() returns trigger
language plpgsql
as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'key_stays_forgotten',
    message = 'the key of the demonstration was forgotten for good';
end $$;
comment on function refuse_known_key is
  'Refuses every role, the owner''s too, to give a key to a database that has forgotten it.';
