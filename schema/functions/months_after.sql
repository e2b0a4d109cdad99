create or replace function months_after(day date, months integer) returns date
language sql immutable strict parallel safe
as $$
  select case when extract(day from d) <> extract(day from day) then d + 1 else d end
  from (select (day + make_interval(months => months))::date as d) later
$$;
comment on function months_after is
  'The day some months later; where that month has no such day, the first of the next (as birthday() has it).';
