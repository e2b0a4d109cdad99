create or replace function use_bed_for_void() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  insert into bed_use (bed_id, authority_code, used_by, state, void_reason, nights, void_id)
  values (new.bed_id, new.authority_code, new.authority_code, 'void', new.reason,
          nights(new.starts_on, new.ends_on), new.id)
  on conflict (void_id) do update
    set bed_id = excluded.bed_id, void_reason = excluded.void_reason, nights = excluded.nights;
  return null;
end $$;
comment on function use_bed_for_void is 'Keeps the use of a bed by a void as the void has it.';
