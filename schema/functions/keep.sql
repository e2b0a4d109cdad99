-- keep('panels') switches row-level security on, under which an authority sees and writes its own rows (own_rows), and
-- gives the table a version that each update counts up (touch_version), a history (keep_version) and events
-- (emit_events). It asks for the columns authority_code, id, version, created_at and updated_at, and for events rows in
-- event_records and event_types, inserted before; keep('panels', emits => false) is a record that nobody is told of.
-- What the application may do with the rows is for its own grants to say.
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
comment on function keep is
  'Gives a new table what every record has: row-level security, versions, history and events. One call, in the '
  'migration that creates the table.';
revoke execute on function keep from public;
