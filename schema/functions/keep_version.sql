create or replace function keep_version() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - '{version,updated_at}'::text[]
                        = to_jsonb(old) - '{version,updated_at}'::text[] then
    return null;
  end if;
  insert into record_versions (
    authority_code, record_type, record_id, change, before, actor, request_id, reason, occurred_on)
  values (
    coalesce(new.authority_code, old.authority_code), tg_table_name, coalesce(new.id, old.id),
    case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'removed' end,
    to_jsonb(old), coalesce(setting('actor'), session_user), setting('request'), setting('reason'),
    setting('occurred_on')::date);
  return null;
end $$;
comment on function keep_version is
  'Writes a version row for every change of a record, with what it said before.';
