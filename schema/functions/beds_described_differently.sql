create or replace function beds_described_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'homes' then
    perform refresh_bed_free(array(select b.id from changed c join beds b on b.home_id = c.id));
  elsif tg_op = 'UPDATE' then
    -- Beds that are open on other nights decide whether the other beds of the home are more than its places.
    perform refresh_bed_free(array(
      select id from changed
      union
      select b.id from changed c join before o using (id) join beds b on b.home_id in (c.home_id, o.home_id)
       where (c.home_id, c.open_nights) is distinct from (o.home_id, o.open_nights)));
  else
    -- Whoever changes the home cannot see the bed yet.
    perform 1 from homes where id in (select home_id from changed) order by id for share;
    perform refresh_bed_free(array(select id from beds where home_id in (select home_id from changed)));
  end if;
  return null;
end $$;
comment on function beds_described_differently is
  'Refreshes the free intervals of beds when they, their home, or the other beds of their home change.';
