create or replace function emit_events() returns trigger
language plpgsql security definer set search_path = public
as $$
declare
  old_row jsonb := to_jsonb(old);
  new_row jsonb := to_jsonb(new);
  kept    jsonb := coalesce(new_row, old_row);
begin
  if tg_op = 'UPDATE' and new_row - '{version,updated_at}'::text[] = old_row - '{version,updated_at}'::text[] then
    return null;
  end if;
  insert into events (authority_code, type, record_type, record_id, data)
  select kept ->> 'authority_code', type, record_type, (kept ->> 'id')::uuid,
         jsonb_build_object('id', kept -> 'id', 'version', kept -> 'version') || named
    from (
      select t.ordinal, t.type, t.record_type, t.happens, happened, bool_or(happened) over () as anything,
             (select coalesce(jsonb_object_agg(key, kept -> value), '{}') from jsonb_each_text(r.links)) as named
        from event_types t join event_records r using (record_type),
        lateral (select coalesce(case t.happens
          when 'created' then old_row is null
          when 'removed' then new_row is null
          when 'given'   then new_row ->> t.fact is not null and old_row ->> t.fact is null
          when 'becomes' then new_row ->> t.fact = t.value and old_row ->> t.fact is distinct from t.value
          when 'altered' then new_row ->> t.fact <> old_row ->> t.fact
        end, false)) h (happened)
       where t.record_type = tg_table_name
    ) rule
   where happened or happens = 'otherwise' and not anything
   order by ordinal;
  return null;
end $$;
comment on function emit_events is 'Writes the events of a change, as event_types declares them.';
