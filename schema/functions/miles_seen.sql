create or replace function miles_seen(e1 integer, n1 integer, e2 integer, n2 integer, about boolean) returns numeric
language sql immutable parallel safe
as $$
  select case when about then round((sqrt((e1 - e2)::float8 ^ 2 + (n1 - n2)::float8 ^ 2) / 1609.3)::numeric)
              else distance_miles(e1, n1, e2, n2) end
$$;
comment on function miles_seen is
  'Miles between two points of `point_seen`, in Ordnance Survey grid metres: to one decimal place, in whole miles where one of them is only about there.';
