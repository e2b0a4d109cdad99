create or replace function nights(from_on date, to_on date) returns daterange
language sql immutable parallel safe
as $$ select case when to_on is null or to_on >= from_on then daterange(from_on, to_on) end $$;
comment on function nights is
  'Half-open nights [from, to); null while the dates are the wrong way round, so that the table''s own check, which '
  'names the fault, is the one to speak.';
