-- Versions and events of a statement's rows are written at once. The functions are here as well, so that migrations which follow
-- this one in the same upgrade find them; their files have what they are now.

create or replace function keep_version() returns trigger
language plpgsql security definer set search_path = public
as $$
declare
  doer text := coalesce(setting('actor'), session_user);
begin
  if tg_op = 'UPDATE' then
    with said as materialized (
      select c.authority_code, c.id, to_jsonb(b) as before, to_jsonb(c) as now from changed c join before b using (id))
    insert into record_versions (
      authority_code, record_type, record_id, change, before, actor, request_id, reason, occurred_on)
    select authority_code, tg_table_name, id, 'changed', before, doer, setting('request'), setting('reason'),
           setting('occurred_on')::date
      from said
     where before - '{version,updated_at}'::text[] <> now - '{version,updated_at}'::text[];
  else
    insert into record_versions (
      authority_code, record_type, record_id, change, before, actor, request_id, reason, occurred_on)
    select c.authority_code, tg_table_name, c.id, case tg_op when 'INSERT' then 'created' else 'removed' end,
           case tg_op when 'DELETE' then to_jsonb(c) end, doer, setting('request'), setting('reason'),
           setting('occurred_on')::date
      from changed c;
  end if;
  return null;
end $$;

create or replace function emit_events() returns trigger
language plpgsql security definer set search_path = public
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

create or replace function keep(kept regclass, emits boolean default true) returns void
language plpgsql
as $$
begin
  if emits and not exists (
      select from event_types join pg_class on relname = record_type where pg_class.oid = kept) then
    raise exception 'no events are declared for %', kept
      using hint = 'insert its rows into event_records and event_types first, or say emits => false';
  end if;
  perform isolate(kept);
  execute format('create trigger touch_version before update on %s
    for each row execute function touch_version()', kept);
  perform follow_statements(kept, 'keep_version');
  if emits then perform follow_statements(kept, 'emit_events'); end if;
end $$;

do $$
declare
  kept record;
begin
  for kept in
    select c.oid::regclass as name, t.tgname as follower
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where t.tgfoid in ('keep_version'::regproc, 'emit_events'::regproc) and t.tgname in ('keep_version', 'emit_events')
  loop
    execute format('drop trigger %I on %s', kept.follower, kept.name);
    perform follow_statements(kept.name, kept.follower);
  end loop;
end $$;

create index event_types_of_record on event_types (record_type);
