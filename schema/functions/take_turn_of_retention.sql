create or replace function take_turn_of_retention() returns trigger
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(lock_number('retention'), hashtext(new.authority_code));
  return new;
end $$;
comment on function take_turn_of_retention is
  'Has legal holds and erasures of an authority take turns, so that none is erased while a hold on it is being placed.';
