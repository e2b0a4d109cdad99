create or replace function age_on(night date, born date) returns integer
language sql immutable strict parallel safe
as $$ select greatest(extract(year from age(night, born))::integer, 0) $$;
comment on function age_on is 'The age in whole years on a night of somebody born on a day; 0 before it.';
