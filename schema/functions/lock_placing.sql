create or replace function lock_placing(bed_ids uuid[], child_ids uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform lock_homes_and_children(array(select distinct home_id from beds where id = any(bed_ids)), child_ids);
  perform lock_beds(array(
    select b.id from beds b join homes h on h.id = b.home_id
     where b.id = any(bed_ids) and (h.shared or b.authority_code = current_authority())));
end $$;
comment on function lock_placing is
  'Locks the homes of beds, children and the beds that the authority sees for this transaction, in the order in which '
  'everyone does.';
