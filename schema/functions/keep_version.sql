create or replace function keep_version() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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
comment on function keep_version is
  'Writes a version row for every change of a record, with what it said before.';
