create or replace function beds_described_differently() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_table_name = 'homes' then
    if tg_op <> 'DELETE' then
      perform refresh_bed_free(array(
        select b.id from changed c, homes_of_registration(c.id) building join beds b on b.home_id = building));
    end if;
    -- A building that has left its registration, or is no more, was one of those that say how many places it has.
    if tg_op <> 'INSERT' then
      perform refresh_bed_free(array(
        select b.id from before o
          join homes h on h.provider_id = o.provider_id and h.ofsted_urn = o.ofsted_urn and h.kind = o.kind
          join beds b on b.home_id = h.id
         where o.kind in ('childrens-home', 'secure-childrens-home')));
    end if;
  elsif tg_op = 'UPDATE' then
    -- Beds that are open on other nights decide whether the other beds of the registration are more than its places.
    perform refresh_bed_free(array(
      select id from changed
      union
      select b.id from changed c join before o using (id),
        lateral (select homes_of_registration(c.home_id) union select homes_of_registration(o.home_id)) there (home_id)
        join beds b on b.home_id = there.home_id
       where (c.home_id, c.open_nights) is distinct from (o.home_id, o.open_nights)));
  else
    -- Whoever changes the home cannot see the bed yet.
    perform 1 from homes where id in (select home_id from changed) order by id for share;
    perform refresh_bed_free(array(
      select b.id from (select distinct home_id from changed) c, homes_of_registration(c.home_id) building
        join beds b on b.home_id = building));
  end if;
  return null;
end $$;
comment on function beds_described_differently is
  'Refreshes the free intervals of beds when they, their home, or the other beds of their home or its registration change.';
