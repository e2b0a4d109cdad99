-- refresh_care_facts asks this as a part of its own plan, which a session keeps. With rights and a path of its own it would
-- be planned again for every row written. Nobody else may run it.
alter function care_facts_of(uuid[]) security invoker;
alter function care_facts_of(uuid[]) reset search_path;
alter function placements_counted(uuid[]) security invoker;
alter function placements_counted(uuid[]) reset search_path;
