create or replace function events_of(kind text, old_row jsonb, new_row jsonb)
returns table (ordinal smallint, type text, data jsonb)
language sql stable
as $$
  select ordinal, type,
         jsonb_build_object('id', kept -> 'id', 'version', kept -> 'version')
           || (select coalesce(jsonb_object_agg(key, kept -> value), '{}') from jsonb_each_text(links))
    from (
      select t.ordinal, t.type, t.happens, r.links, coalesce(new_row, old_row) as kept,
             happened, bool_or(happened) over () as anything
        from event_types t join event_records r using (record_type),
        lateral (select coalesce(case t.happens
          when 'created' then old_row is null
          when 'removed' then new_row is null
          when 'given'   then new_row ->> t.fact is not null and old_row ->> t.fact is null
          when 'becomes' then new_row ->> t.fact = t.value and old_row ->> t.fact is distinct from t.value
          when 'altered' then new_row ->> t.fact <> old_row ->> t.fact
        end, false)) h (happened)
       where t.record_type = kind
    ) rule
   where happened or happens = 'otherwise' and not anything
   order by ordinal
$$;
comment on function events_of is
  'The events of a change of a record of a kind, in order, as event_types declares them. Of a new record there is no old row, '
  'of one that is removed no new row.';
revoke execute on function events_of from public;
