-- after: bed_free

create or replace function bed_free_of(beds_asked uuid[]) returns setof bed_free
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off
as $$
begin
  return query
    select r.*
      from beds b
      join homes h on h.id = b.home_id,
      lateral unnest(datemultirange(b.open_nights)
        - coalesce((select range_agg(u.nights) from bed_use u
                     where u.bed_id = b.id and u.state <> 'held'), '{}')) free,
      lateral (select (select max(p.planned_to) from placements p
                        where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
                          and p.planned_to <= lower(free))) awaiting (departure),
      latest_grade(h.id, h.provider_id) grade,
      bed_free_row(b, h, varied_registration(h.id), places_in_question(h.id, free), grade,
                   coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'), departure) r
     where b.id = any(beds_asked);
end $$;
comment on function bed_free_of is 'The free intervals of these beds as the records say now.';
revoke execute on function bed_free_of from public;
