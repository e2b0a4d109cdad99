-- The facts of a child are kept as before, but only of the nights that a change can touch, and only by changes that are
-- something to the facts; and with plans that a session keeps, for planning was most of what keeping them cost.

-- After a change to the nights of these children from a day on; null when there is none. Whatever ended before that day
-- stays as it is; what ended on it may turn out to go on.
drop function refresh_care_facts;
create function refresh_care_facts(children_changed uuid[], since date default '-infinity') returns void
language plpgsql security definer set search_path = public set plan_cache_mode = force_generic_plan
as $$
declare
  stale care_facts[];
  fresh care_facts[];
begin
  if children_changed is null or since is null then return; end if;
  -- One writer at a time for a child, so that the facts are made from everything committed.
  perform pg_advisory_xact_lock(5903, turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(children_changed) id order by 1) turns;
  select array_agg(kept) filter (where f.child_id is not null), array_agg(made) filter (where n.child_id is not null)
    into stale, fresh
    from (select k.child_id, k.from_on, k as kept from care_facts k
           where k.child_id = any(children_changed) and k.known_to = 'infinity' and k.to_on >= since) f
    full join (select n.child_id, n.from_on, n as made
                 from unnest(children_changed) child, lateral care_facts_of(array[child]) n
                where n.to_on >= since) n
      on n.child_id = f.child_id and n.from_on = f.from_on
   where same_care(kept, made) is not true;
  -- What was not known before this transaction was never known.
  delete from care_facts f using unnest(stale) s
   where f.child_id = s.child_id and f.from_on = s.from_on and f.known_from = s.known_from and s.known_from = now();
  update care_facts f set known_to = now() from unnest(stale) s
   where f.child_id = s.child_id and f.from_on = s.from_on and f.known_from = s.known_from;
  insert into care_facts select n.* from unnest(fresh) n;
end $$;

-- A placement speaks of the nights stayed; one that is only planned is nothing to the facts.
create or replace function care_changed() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'placements' then
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(stay)))
      from changed where not isempty(stay);
  else
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(nights))) from changed;
  end if;
  return null;
end $$;

create or replace function care_moved_between() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'placements' then
    perform refresh_care_facts(array_agg(distinct said.child_id), min(lower(said.stay)))
      from changed c join before b using (id),
      lateral (values (c.child_id, c.stay), (b.child_id, b.stay)) said (child_id, stay)
     where (c.child_id, c.stay, c.placement_type, c.provider_code, c.home_id, c.location, c.distance_miles,
            c.place_code, c.same_carer)
           is distinct from
           (b.child_id, b.stay, b.placement_type, b.provider_code, b.home_id, b.location, b.distance_miles,
            b.place_code, b.same_carer);
  else
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(nights)))
      from (select child_id, nights from changed union all select child_id, nights from before) said;
  end if;
  return null;
end $$;

create function care_described_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'children' then
    perform refresh_care_facts(array_agg(id))
      from changed c join before b using (id)
     where (c.authority_code, c.date_of_birth, c.sex, c.ethnicity, c.uasc, c.uasc_ceased_on, c.disabled)
           is distinct from
           (b.authority_code, b.date_of_birth, b.sex, b.ethnicity, b.uasc, b.uasc_ceased_on, b.disabled);
  else
    perform refresh_care_facts(array_agg(distinct p.child_id))
      from changed c join before b using (id) join placements p on p.home_id = c.id
     where c.kind <> b.kind;
  end if;
  return null;
end $$;
drop trigger care_facts_after_update on children;
create trigger care_facts_after_update after update on children
  referencing new table as changed old table as before
  for each statement execute function care_described_differently();
drop trigger care_facts_after_update on homes;
create trigger care_facts_after_update after update on homes
  referencing new table as changed old table as before
  for each statement execute function care_described_differently();

revoke execute on function refresh_care_facts from public;
