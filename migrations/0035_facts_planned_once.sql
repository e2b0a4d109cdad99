-- refresh_care_facts asks this as a part of its own plan, which a session keeps. With rights and a path of its own it would
-- be planned again for every row written. Nobody else may run it.
alter function care_facts_of(uuid[]) security invoker;
alter function care_facts_of(uuid[]) reset search_path;
alter function placements_counted(uuid[]) security invoker;
alter function placements_counted(uuid[]) reset search_path;

-- Stability is told from now on: of every child, one at a time, so that the work grows as they do.
do $$
declare
  child uuid;
begin
  for child in select id from children loop
    perform refresh_care_facts(array[child]);
  end loop;
end $$;
