create or replace function keep_use_within_open_nights() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if not exists (select from beds where id = new.bed_id and open_nights @> new.nights) then
    perform refuse('use_within_open_nights', 'the bed is not open on every one of those nights');
  end if;
  return null;
end $$;
comment on function keep_use_within_open_nights is
  'Refuses the use of a bed on nights when it is not open.';
