create or replace function emit_events() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  kind text := tg_table_name;
begin
  case tg_op when 'INSERT' then
    with said as materialized (select authority_code, id, to_jsonb(c) as now from changed c)
    insert into events (authority_code, type, record_type, record_id, data)
    select authority_code, type, kind, id, data from said, lateral events_of(kind, null, now);
  when 'UPDATE' then
    with said as materialized (
      select c.authority_code, c.id, to_jsonb(b) as before, to_jsonb(c) as now from changed c join before b using (id))
    insert into events (authority_code, type, record_type, record_id, data)
    select authority_code, type, kind, id, data from said, lateral events_of(kind, before, now)
     where before - '{version,updated_at}'::text[] <> now - '{version,updated_at}'::text[];
  when 'DELETE' then
    with said as materialized (select authority_code, id, to_jsonb(c) as before from changed c)
    insert into events (authority_code, type, record_type, record_id, data)
    select authority_code, type, kind, id, data from said, lateral events_of(kind, before, null);
  end case;
  return null;
end $$;
comment on function emit_events is 'Writes the events of a statement''s changes, as event_types declares them.';
