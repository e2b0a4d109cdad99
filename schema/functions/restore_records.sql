-- after: record_versions, children, care_periods, legal_statuses, placements

-- Removals first, so that nothing overlaps what comes back; a child before what belongs to it.
create or replace function restore_records(child_ids uuid[], moment timestamptz) returns void
language plpgsql
as $$
declare
  kind        text;
  columns     text;
  child       text;
  old_records text := '(select distinct on (record_id) record_id, before from record_versions
    where authority_code = current_authority() and record_type = %1$L and recorded_at = $2 order by record_id, id) v';
begin
  foreach kind in array '{placements,legal_statuses,care_periods,children}'::text[] loop
    child := case kind when 'children' then 'id' else 'child_id' end;
    execute format('delete from %1$I t using ' || old_records || '
                     where t.id = v.record_id and v.before is null and t.%2$I = any($1)', kind, child)
      using child_ids, moment;
  end loop;
  foreach kind in array '{children,care_periods,legal_statuses,placements}'::text[] loop
    child := case kind when 'children' then 'id' else 'child_id' end;
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns
      from pg_attribute
     where attrelid = kind::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, v.before))
                      from ' || old_records || '
                     where t.id = v.record_id and v.before is not null and t.%3$I = any($1)', kind, columns, child)
      using child_ids, moment;
    execute format('insert into %1$I (%2$s)
                    select %2$s from ' || old_records || ', lateral jsonb_populate_record(null::%1$I, v.before) r
                     where r.%3$I = any($1) and not exists (select from %1$I t where t.id = v.record_id)',
                   kind, columns, child)
      using child_ids, moment;
  end loop;
end $$;
comment on function restore_records is
  'Brings the records of these children back to what they were before what was changed at one moment.';
