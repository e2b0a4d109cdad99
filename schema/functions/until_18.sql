create or replace function until_18(period daterange, born_on date) returns daterange
language sql immutable parallel safe
as $$ select period * daterange(null, birthday(born_on, 18)) $$;
comment on function until_18 is
  'The nights of a period before the 18th birthday, on which care and care orders end whatever is still recorded.';
