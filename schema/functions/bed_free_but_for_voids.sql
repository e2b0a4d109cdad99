-- after: bed_free

create or replace function bed_free_but_for_voids(wanted daterange) returns table (free bed_free, voids jsonb)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with void as materialized (
    select u.bed_id, range_agg(u.nights) as nights,
           jsonb_agg(jsonb_build_object('id', v.id, 'reason', v.reason, 'startsOn', v.starts_on, 'endsOn', v.ends_on)
             order by v.starts_on) as voids
      from bed_use u join voids v on v.id = u.void_id
     where u.authority_code = current_authority() and u.state = 'void' and u.nights && wanted
     group by u.bed_id
  )
  select r, void.voids
    from void
    join beds b on b.id = void.bed_id
    join homes h on h.id = b.home_id,
    lateral unnest(datemultirange(b.open_nights) - (
      coalesce((select range_agg(u.nights) from bed_use u where u.bed_id = b.id and u.state <> 'held'), '{}')
      - void.nights)) free,
    lateral (select (select max(p.planned_to) from placements p
                      where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
                        and p.planned_to <= lower(free))) awaiting (departure),
    latest_grade(h.id, h.provider_id) grade,
    bed_free_row(b, h, varied_registration(h.id), places_in_question(h.id, free), grade,
                   coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'), departure) r
   where free @> wanted
$$;
comment on function bed_free_but_for_voids is
  'The authority''s beds that are void on some of the nights, and would be free on all of them were they not, as '
  'bed_free would have them. Of other authorities'' beds only that they are not free may be known, never why.';
