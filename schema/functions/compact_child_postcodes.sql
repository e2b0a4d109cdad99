create or replace function compact_child_postcodes() returns trigger
language plpgsql
as $$
begin
  new.home_postcode := compact_postcode(new.home_postcode);
  new.school_postcode := compact_postcode(new.school_postcode);
  return new;
end $$;
comment on function compact_child_postcodes is
  'Writes a child''s postcodes without spaces and in capitals.';
