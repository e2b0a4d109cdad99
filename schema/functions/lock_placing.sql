create or replace function lock_placing(bed_ids uuid[], child_ids uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
begin
  perform 1 from homes
    where id in (select home_id from beds where id = any(bed_ids))
      and (shared or authority_code = current_authority())
    order by id for no key update;
  perform 1 from children where id = any(child_ids) and authority_code = current_authority()
    order by id for no key update;
  perform lock_beds(array(
    select b.id from beds b join homes h on h.id = b.home_id
     where b.id = any(bed_ids) and (h.shared or b.authority_code = current_authority())));
end $$;
comment on function lock_placing is
  'Locks homes, children and beds that the authority sees for this transaction, in the order in which everyone '
  'does.';
