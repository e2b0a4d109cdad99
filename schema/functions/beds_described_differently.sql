create or replace function beds_described_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_table_name = 'beds' then
    if tg_op = 'INSERT' then   -- whoever changes the home cannot see the bed yet
      perform 1 from homes where id in (select home_id from changed) order by id for share;
    end if;
    perform refresh_bed_free(array(select id from changed));
  else
    perform refresh_bed_free(array(select b.id from changed c join beds b on b.home_id = c.id));
  end if;
  return null;
end $$;
comment on function beds_described_differently is
  'Refreshes the free intervals of beds when they, or their home, change.';
