create or replace function keep_bed_open_while_used() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (select from bed_use where bed_id = new.id and not new.open_nights @> nights
                and (expires_at is null or expires_at > clock_timestamp())) then
    perform refuse('bed_open_while_used', 'the bed is in use on nights when it would be closed');
  end if;
  return null;
end $$;
comment on function keep_bed_open_while_used is 'Refuses to close a bed on nights when it is in use.';
