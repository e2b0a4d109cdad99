-- after: impossible_dates

create or replace function impossible_dates_of_many(children_asked uuid[])
returns table (child_id uuid, record_type text, record_id uuid, day date, rule text)
language sql stable
-- Just after their records were written nobody has counted them, and a loop would look at all for each.
set enable_nestloop = off
as $$ select * from impossible_dates(children_asked) $$;
comment on function impossible_dates_of_many is 'What impossible_dates says, of children by the thousand.';
