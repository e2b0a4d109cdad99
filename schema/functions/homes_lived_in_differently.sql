create or replace function homes_lived_in_differently() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  perform refresh_bed_free(array(
    select b.id from beds b join homes h on h.id = b.home_id
     where h.registered_places is not null
       and h.id in (select home_id from changed where bed_id is null and home_id is not null)));
  if tg_op = 'UPDATE' then
    perform refresh_bed_free(array(
      select b.id from beds b join homes h on h.id = b.home_id
       where h.registered_places is not null
         and h.id in (select home_id from before where bed_id is null and home_id is not null)));
  end if;
  return null;
end $$;
comment on function homes_lived_in_differently is
  'Refreshes the free intervals of beds in homes in which someone lives without a bed: places_in_question counts them.';
