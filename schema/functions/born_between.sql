create or replace function born_between(date_of_birth date) returns daterange
language sql immutable strict parallel safe
as $$
  select daterange(make_date(block, 1, 1), make_date(block + 4, 1, 1))
    from (select extract(year from date_of_birth)::integer / 4 * 4 as block) years
$$;
comment on function born_between is
  'The four years, from one that divides by four, in which somebody was born: all that an authority is told of when a child of another was. They are the same for every night, so that no birthday and no year comes out, whatever it asks of ages from day to day.';
