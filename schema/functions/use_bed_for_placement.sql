create or replace function use_bed_for_placement() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_op = 'DELETE' then return null; end if;
  if new.bed_id is null or isempty(new.nights) then
    delete from bed_use where placement_id = new.id;
    return null;
  end if;
  insert into bed_use (bed_id, authority_code, used_by, state, nights, stay, placement_id)
  select new.bed_id, b.authority_code, new.authority_code,
         case when new.started_on is null then 'committed' else 'occupied' end, new.nights, new.stay, new.id
    from beds b where b.id = new.bed_id
  on conflict (placement_id) do update
    set bed_id = excluded.bed_id, authority_code = excluded.authority_code, state = excluded.state,
        nights = excluded.nights, stay = excluded.stay
    where (bed_use.bed_id, bed_use.authority_code, bed_use.state, bed_use.nights, bed_use.stay)
          is distinct from
          (excluded.bed_id, excluded.authority_code, excluded.state, excluded.nights, excluded.stay);
  return null;
end $$;
comment on function use_bed_for_placement is
  'Keeps the use of a bed by a placement as the placement has it; one that changes in ways that are nothing to its '
  'bed leaves it as it is.';
