create or replace function keep_dates_possible() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  row_now  jsonb := to_jsonb(coalesce(new, old));
  children uuid[] := case tg_table_name
    when 'children' then array[row_now ->> 'id']
    when 'placement_requests' then array(select jsonb_array_elements_text(row_now -> 'child_ids'))
    else array[row_now ->> 'child_id', to_jsonb(old) ->> 'child_id'] end;
  fault    record;
begin
  -- An import looks at all dates of its children at once, with their locks, when it has written them.
  if setting('dates_checked') = pg_current_xact_id()::text then return null; end if;
  -- One writer at a time for a child, so that of two who each could be right the second finds what the first wrote.
  perform pg_advisory_xact_lock(lock_number('child'), turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(children) id where id is not null order by 1) t;
  for fault in select * from impossible_dates(array_remove(children, null)) loop
    if fault.record_id = (row_now ->> 'id')::uuid then
      case fault.record_type || ' ' || fault.rule
        when 'care_periods from_birth' then perform refuse('care_from_birth', 'care starts before the birth');
        when 'care_periods before_death' then perform refuse('care_before_death', 'care after the death');
        when 'legal_statuses from_birth' then perform refuse('legal_status_from_birth', 'a status before the birth');
        when 'legal_statuses before_death' then perform refuse('legal_status_before_death', 'a status after the death');
        when 'legal_statuses in_care' then perform refuse('legal_status_in_care', 'a status out of care');
        when 'placements from_birth' then perform refuse('placement_from_birth', 'a placement before the birth');
        when 'placements before_death' then perform refuse('placement_before_death', 'a placement after the death');
        when 'placements in_care' then perform refuse('placement_in_care', 'a placement starts after care has ended');
        when 'liberty_orders from_birth' then perform refuse('liberty_order_from_birth', 'an order before the birth');
        when 'liberty_orders before_death' then perform refuse('liberty_order_before_death', 'an order after the death');
        when 'placement_requests from_birth' then perform refuse('request_from_birth', 'a request before the birth');
      end case;
    elsif tg_table_name = 'children' and fault.rule = 'from_birth' then
      perform refuse('born_before_records', 'something is dated before this birth');
    elsif tg_table_name = 'care_periods' and fault.rule = 'before_death' and new.end_reason = 'E2' then
      perform refuse('records_before_death', 'something is dated after this death');
    elsif tg_table_name = 'care_periods' and fault.rule = 'in_care' and old.nights @> fault.day then
      perform refuse('care_covers_records', 'something that is dated in this care would no longer be');
    end if;
  end loop;
  return null;
end $$;
comment on function keep_dates_possible is
  'Refuses a change by which something of a child is dated on a day on which it cannot have been.';
