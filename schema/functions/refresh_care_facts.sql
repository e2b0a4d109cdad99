-- The plans are made while the tables of a first large import are still small, and kept. They must be good ones for
-- tables that have grown since, so rows go by where they were found, and tables by their indexes.
create or replace function refresh_care_facts(children_changed uuid[], since date default '-infinity') returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
as $$
declare
  never_known tid[];
  known_until_now tid[];
  fresh care_facts[];
begin
  if children_changed is null or since is null then return; end if;
  -- One writer at a time for a child, so that the facts are made from everything committed.
  perform pg_advisory_xact_lock(lock_number('child'), turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(children_changed) id order by 1) turns;
  if setting('facts_at_end') = pg_current_xact_id()::text then
    insert into care_facts_due (child_ids, since) values (children_changed, since);
    return;
  end if;
  -- What was not known before this transaction was never known.
  with kept as materialized (
    select k.ctid, k as fact from care_facts k where k.child_id = any(children_changed) and k.known_to = 'infinity'
  ), made as (
    select n as fact from unnest(children_changed) child, lateral care_facts_of(array[child]) n where n.to_on >= since
  )
  select array_agg(k.ctid) filter (where (k.fact).known_from = now()),
         array_agg(k.ctid) filter (where (k.fact).known_from <> now()),
         array_agg(m.fact) filter (where (m.fact).child_id is not null)
    into never_known, known_until_now, fresh
    from (select * from kept where (fact).to_on >= since) k
    full join made m on (m.fact).child_id = (k.fact).child_id and (m.fact).from_on = (k.fact).from_on
   where same_care(k.fact, m.fact) is not true;
  delete from care_facts where ctid = any(never_known);
  update care_facts set known_to = now() where ctid = any(known_until_now);
  insert into care_facts select n.* from unnest(fresh) n;
end $$;
comment on function refresh_care_facts is
  'Brings the facts of these children, of the nights from a day on, to what the records say now; what was known '
  'before is closed, not overwritten. Whatever ended before that day stays as it is; what ended on it may turn out '
  'to go on. Nothing happens when there is no such day. In a transaction that has set app.facts_at_end to its number, all '
  'of it is done once, at its end.';
revoke execute on function refresh_care_facts from public;
