-- after: bed_free

create or replace function bed_free_of(beds_asked uuid[]) returns setof bed_free
language plpgsql stable security definer set search_path = public set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
as $$
begin
  return query
    select b.id, coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'),
           (select max(p.planned_to) from placements p
             where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
               and p.planned_to <= lower(free)),
           h.id, b.authority_code, h.shared, h.placement_type, h.kind, b.kind, h.age_from, h.age_to, h.accepts,
           h.capabilities, h.takes_siblings, h.takes_emergencies, h.confidential,
           coalesce((select j.grade from judgements j where j.home_id = h.id order by j.judged_on desc limit 1),
                    (select j.grade from judgements j where j.provider_id = h.provider_id
                      order by j.judged_on desc limit 1)),
           h.located_authority_code, h.easting, h.northing, h.easting / 10000 * 1000 + h.northing / 10000
      from beds b
      join homes h on h.id = b.home_id,
      lateral unnest(datemultirange(b.open_nights)
        - coalesce((select range_agg(u.nights) from bed_use u
                     where u.bed_id = b.id and u.state <> 'held'), '{}')) free
     where b.id = any(beds_asked);
end $$;
comment on function bed_free_of is 'The free intervals of these beds as the records say now.';
revoke execute on function bed_free_of from public;
