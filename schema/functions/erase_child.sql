-- after: record_versions

-- What is shared with other children loses the child, and goes with the last of them. What removes a record notes it in the
-- history and tells of it: that history goes too, in the end; the events stay, as they have ids alone and tell other systems.
create or replace function erase_child(child uuid, rule text) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  own     text := current_authority();
  ids     uuid[] := records_of_same_child(child);
  refs    text[];
  about   uuid[];
  kept    record;
  counted bigint;
  tally   jsonb := '{}';
  receipt uuid;
begin
  if not exists (select from children where id = child and authority_code = own and merged_into_id is null) then
    perform refuse('erasure_of_own_child', 'there is no such child');
  end if;
  perform pg_advisory_xact_lock(lock_number('retention'), hashtext(own));
  perform 1 from children where id = any(ids) order by id for update;
  if exists (select from legal_holds h where h.authority_code = own and h.lifted_at is null
                                         and (h.child_id is null or h.child_id = any(ids))) then
    perform refuse('nothing_erased_under_hold', 'a legal hold is in force');
  end if;
  perform set_config('app.erasing', own, true);
  refs := array(select reference from children where id = any(ids));
  about := ids_about_child(ids, refs);
  for kept in select * from data_of_child() d where d.erasure <> 'follows' order by d.ordinal loop
    case kept.record_type
      when 'consultations' then
        delete from consultations where child_id = any(ids);
        get diagnostics counted = row_count;
        update consultations set other_child_id = null where other_child_id = any(ids);
      when 'holds' then
        delete from bed_use u
         where u.hold_id = any(about)
           and not exists (select from hold_beds b where (b.hold_id, b.bed_id) = (u.hold_id, u.bed_id));
        delete from holds h
         where h.id = any(about) and not exists (select from hold_beds b where b.hold_id = h.id)
           and not exists (select from placements p where p.hold_id = h.id)
           and not exists (select from panel_decision_links l where l.hold_id = h.id);
        get diagnostics counted = row_count;
      when 'placement_requests' then
        update placement_requests r set child_ids = array(select c from unnest(child_ids) c where c <> all (ids))
         where r.id = any(about) and exists (select from request_children c where c.request_id = r.id);
        delete from placement_requests r
         where r.id = any(about) and not exists (select from request_children c where c.request_id = r.id);
        get diagnostics counted = row_count;
      when 'vacancy_searches' then
        update vacancy_searches s
           set criteria = jsonb_set(criteria, '{children}', (
                 select jsonb_agg(case when c ->> 'childId' = any(ids::text[]) then c - 'childId' else c end order by n)
                   from jsonb_array_elements(criteria -> 'children') with ordinality e (c, n)))
         where s.authority_code = own and exists (
           select from jsonb_array_elements(s.criteria -> 'children') c where c ->> 'childId' = any(ids::text[]));
        get diagnostics counted = row_count;
      when 'sibling_groups' then
        delete from sibling_groups g
         where g.id = any(about) and not exists (select from children c where c.sibling_group_id = g.id);
        get diagnostics counted = row_count;
      when 'access_log' then
        delete from access_log l where l.child_ids && ids and l.child_ids <@ ids;
        get diagnostics counted = row_count;
        update access_log l set child_ids = array(select c from unnest(l.child_ids) c where c <> all (ids))
         where l.child_ids && ids;
      else
        if kept.record_type = 'children' then
          update children set parent_id = null where parent_id = any(ids) and id <> all (ids);
        elsif kept.record_type = 'record_versions' then
          about := array(
            select unnest(about)
            except all (select id from holds where id = any(about) union all
                        select id from placement_requests where id = any(about) union all
                        select id from consultations where id = any(about) union all
                        select id from sibling_groups where id = any(about)));
        end if;
        execute format('delete from %I t where t.authority_code = $4 and (%s)', kept.record_type, kept.condition)
          using ids, refs, about, own;
        get diagnostics counted = row_count;
    end case;
    if counted > 0 then tally := tally || jsonb_build_object(kept.record_type, counted); end if;
  end loop;
  insert into erasures (authority_code, rule, tally) values (own, rule, tally) returning id into receipt;
  return jsonb_build_object('id', receipt, 'tally', tally);
end $$;
comment on function erase_child is
  'Erases all that is kept of a child of the authority, as data_of_child() declares it, and leaves a receipt: its id, and how many rows of each table. Refused while a legal hold is in force.';
revoke execute on function erase_child from public;
grant execute on function erase_child to sufficiency_app;
