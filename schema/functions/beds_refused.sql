create or replace function beds_refused(bed_ids uuid[], wanted daterange) returns table (bed_id uuid, fault text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform lock_placing(bed_ids, '{}');
  return query
    select w.id,
           case when (h.shared or b.authority_code = current_authority()) is not true then 'unknown'
                when not b.open_nights @> wanted then 'not-open'
                else 'in-use' end
      from unnest(bed_ids) w (id)
      left join beds b on b.id = w.id
      left join homes h on h.id = b.home_id
     where (h.shared or b.authority_code = current_authority()) is not true
        or not b.open_nights @> wanted
        or exists (select from bed_use u where u.bed_id = w.id and u.nights && wanted);
end $$;
comment on function beds_refused is
  'Locks the beds, and says of those that cannot be had on all of the nights why not; never by whom they are used.';
