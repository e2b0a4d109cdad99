create or replace function release_in_order() returns trigger
language plpgsql
as $$
begin
  perform pg_advisory_xact_lock(lock_number('release'), hashtext(new.authority_code));
  if exists (select from releases where authority_code = new.authority_code and year_ends > new.year_ends) then
    perform refuse('releases_in_order', 'a later year is released already');
  end if;
  return new;
end $$;
comment on function release_in_order is
  'Refuses a release of a year before one already released: each is protected in the knowledge of those before it.';
