-- One expression and not strict, so that PostgreSQL makes it a part of the question that asks it.
create or replace function birthday(born_on date, age integer) returns date
language sql immutable parallel safe
as $$
  select (born_on + make_interval(years => age))::date
    + (extract(day from born_on + make_interval(years => age)) <> extract(day from born_on))::integer
$$;
comment on function birthday is
  'The nth birthday. Someone born on 29 February reaches an age on 1 March of a common year.';
