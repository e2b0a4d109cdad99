create or replace function birthday(born_on date, age integer) returns date
language sql immutable strict parallel safe
as $$
  select case when extract(day from d) <> extract(day from born_on) then d + 1 else d end
  from (select (born_on + make_interval(years => age))::date as d) anniversary
$$;
comment on function birthday is
  'The nth birthday. Someone born on 29 February reaches an age on 1 March of a common year.';
