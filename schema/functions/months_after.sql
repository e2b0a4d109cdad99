-- One expression and not strict, so that PostgreSQL makes it a part of the question that asks it.
create or replace function months_after(day date, months integer) returns date
language sql immutable parallel safe
as $$
  select case when extract(day from day + make_interval(months => months)) <> extract(day from day)
              then (day + make_interval(months => months))::date + 1
              else (day + make_interval(months => months))::date end
$$;
comment on function months_after is
  'The day some months later; where that month has no such day, the first of the next (as birthday() has it).';
