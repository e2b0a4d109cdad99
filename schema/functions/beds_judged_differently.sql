create or replace function beds_judged_differently() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  -- No bed may be added unjudged meanwhile.
  perform 1 from homes
    where id in (select home_id from changed) or provider_id in (select provider_id from changed)
    order by id for no key update;
  perform refresh_bed_free(beds_judged(array_agg(home_id), array_agg(provider_id))) from changed;
  if tg_op = 'UPDATE' then
    perform refresh_bed_free(beds_judged(array_agg(home_id), array_agg(provider_id))) from before;
  end if;
  return null;
end $$;
comment on function beds_judged_differently is
  'Refreshes the free intervals of beds when a judgement of their home or provider changes.';
