-- after: child_merges

create or replace function unmerge_children(survivor uuid, other uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  merge    child_merges;
  link     jsonb;
  requests uuid[];
begin
  perform 1 from children where id in (survivor, other) and authority_code = current_authority() order by id for update;
  select * into merge from child_merges
   where child_id = survivor and merged_id = other and undone_at is null and authority_code = current_authority();
  if merge.id is null then
    perform refuse('merge_in_force', 'it was not merged into this one');
  end if;
  set constraints all deferred;
  update children set merged_into_id = null, sibling_group_id = (merge.moved -> 'siblingGroups' ->> 'other')::uuid
   where id = other;
  update children set merged_from_ids = array_remove(merged_from_ids, other),
                      sibling_group_id = case when merge.moved -> 'siblingGroups' ->> 'survivor' is null
                        and sibling_group_id = (merge.moved -> 'siblingGroups' ->> 'other')::uuid
                        then null else sibling_group_id end
   where id = survivor;
  requests := array(select jsonb_array_elements_text(merge.moved -> 'requests'));
  insert into request_children (authority_code, request_id, child_id)
  select current_authority(), id, other from placement_requests where id = any(requests) on conflict do nothing;
  for link in select jsonb_array_elements(merge.moved -> 'links') loop
    execute format(
      'update %I t set %I = $1 where %I = $2 and $3 @> jsonb_build_array(key_of(%L, to_jsonb(t)))',
      link ->> 'table', link ->> 'column', link ->> 'column', link ->> 'table') using other, survivor, link -> 'rows';
  end loop;
  update placement_requests set child_ids = array_replace(child_ids, survivor, other) where id = any(requests);
  update return_rows r
     set child_reference = o.reference, cells = r.cells || jsonb_build_object('CHILD', o.reference)
    from children s, children o,
         jsonb_to_recordset(merge.moved -> 'returned') m (module text, year smallint, key text)
   where s.id = survivor and o.id = other and r.authority_code = current_authority()
     and (r.child_reference, r.module, r.collection_year, r.key) = (s.reference, m.module, m.year, m.key)
     and not exists (select from return_rows k
                      where (k.authority_code, k.child_reference, k.module, k.collection_year, k.key)
                          = (r.authority_code, o.reference, r.module, r.collection_year, r.key));
  update child_merges set undone_at = now() where id = merge.id;
  perform refresh_choosy_residents(array[survivor, other]);
end $$;
comment on function unmerge_children is
  'Takes a merge of two records of one child back: what was moved, and is there still, is the other''s again; what was '
  'recorded since stays.';
revoke execute on function unmerge_children from public;
grant execute on function unmerge_children to sufficiency_app;
