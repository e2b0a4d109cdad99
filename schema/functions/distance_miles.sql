create or replace function distance_miles(e1 integer, n1 integer, e2 integer, n2 integer) returns numeric
language sql immutable strict parallel safe
as $$ select round((sqrt((e1 - e2)::float8 ^ 2 + (n1 - n2)::float8 ^ 2) / 1000 / 1.6093)::numeric, 1) $$;
comment on function distance_miles is
  'DfE''s straight-line distance in miles, one decimal place, from Ordnance Survey grid metres.';
