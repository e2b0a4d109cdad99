create or replace function bed_free_but_for_voids(wanted daterange)
returns table (bed_id uuid, free_from date, free_to date, awaiting_departure date, home_id uuid, authority_code text,
               shared boolean, placement_type text, home_kind text, bed_kind text, age_from smallint, age_to smallint,
               accepts text, capabilities text[], takes_siblings boolean, takes_emergencies boolean,
               confidential boolean, ofsted_grade text, located_authority_code text, easting integer,
               northing integer, hectad integer, voids jsonb)
language sql stable security definer set search_path = public
as $$
  with void as materialized (
    select u.bed_id, range_agg(u.nights) as nights,
           jsonb_agg(jsonb_build_object('id', v.id, 'reason', v.reason, 'startsOn', v.starts_on, 'endsOn', v.ends_on)
             order by v.starts_on) as voids
      from bed_use u join voids v on v.id = u.void_id
     where u.authority_code = current_authority() and u.state = 'void' and u.nights && wanted
     group by u.bed_id
  )
  select b.id, coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'),
         (select max(p.planned_to) from placements p
           where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
             and p.planned_to <= lower(free)),
         h.id, b.authority_code, h.shared, h.placement_type, h.kind, b.kind, h.age_from, h.age_to, h.accepts,
         h.capabilities, h.takes_siblings, h.takes_emergencies, h.confidential,
         coalesce((select j.grade from judgements j where j.home_id = h.id order by j.judged_on desc limit 1),
                  (select j.grade from judgements j where j.provider_id = h.provider_id
                    order by j.judged_on desc limit 1)),
         h.located_authority_code, h.easting, h.northing, h.easting / 10000 * 1000 + h.northing / 10000, void.voids
    from void
    join beds b on b.id = void.bed_id
    join homes h on h.id = b.home_id,
    lateral unnest(datemultirange(b.open_nights) - (
      coalesce((select range_agg(u.nights) from bed_use u where u.bed_id = b.id and u.state <> 'held'), '{}')
      - void.nights)) free
   where free @> wanted
$$;
comment on function bed_free_but_for_voids is
  'The authority''s beds that are void on some of the nights, and would be free on all of them were they not, as '
  'bed_free would have them. Of other authorities'' beds only that they are not free may be known, never why.';
