-- after: visible_bed_free

create or replace function bed_free_supposed(beds_asked uuid[], from_days date[], until_days date[]) returns setof visible_bed_free
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select f.bed_id, f.free_from, f.free_to, f.awaiting_departure, f.home_id, f.authority_code, f.shared, f.placement_type,
         f.home_kind, f.bed_kind, f.age_from, f.age_to, f.accepts, f.capabilities, f.takes_siblings, f.takes_emergencies,
         f.confidential, f.ofsted_grade, f.located_authority_code, v.easting, v.northing, f.hectad, f.registered, f.places
    from unnest(beds_asked, from_days, until_days) asked (bed_id, free_from, until)
    join beds b on b.id = asked.bed_id
    join homes h on h.id = b.home_id
    join visible_homes v on v.id = h.id
    left join bed_free next on next.bed_id = b.id and next.free_from = asked.until,
    latest_grade(h.id, h.provider_id) grade,
    bed_free_row(b, h, varied_registration(h.id), null, grade, asked.free_from,
                 coalesce(next.free_to, asked.until, 'infinity'), null) f
$$;
comment on function bed_free_supposed is
  'Rows of visible_bed_free for beds that the reader sees, as if each were free from a day until another as well, from which the record applies again. A free interval that begins then is joined on; null: for good.';
