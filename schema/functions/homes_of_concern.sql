create or replace function homes_of_concern(wanted daterange) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select b.home_id
    from voids v
    join beds b on b.id = v.bed_id
    join homes h on h.id = b.home_id
   where v.reason in ('restriction', 'suspension', 'allegation', 'resignation', 'closing')
     and nights(v.starts_on, v.ends_on) && wanted
     and (h.shared or h.authority_code = current_authority())
$$;
comment on function homes_of_concern is
  'The homes in which a bed is void on some of the nights for a reason that concerns the registration or the home''s '
  'end: nobody makes an option of them. Of another authority''s home, never which it is.';
