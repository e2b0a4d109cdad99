create or replace function middle_of_square(metres integer) returns integer
language sql immutable parallel safe
as $$ select metres / 2000 * 2000 + 1000 $$;
comment on function middle_of_square is
  'The middle, along one axis, of the 2 km square of the national grid that a place is in: all that is told of where a secret address is.';
