-- History: every change of a record leaves a version row, written here and nowhere else. What a record said at an
-- instant is the `before` of the first change after it, or the record itself when there has been none; so records
-- that were loaded in bulk have a history too, from their loading on.

create table record_versions (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  record_type    text not null,
  record_id      uuid not null,
  change         text not null check (change in ('created', 'changed', 'removed')),
  before         jsonb check ((before is null) = (change = 'created')),
  actor          text not null,
  request_id     text,
  reason         text,
  occurred_on    date,
  recorded_at    timestamptz not null default now()
);
create index record_versions_by_record on record_versions (record_type, record_id, recorded_at);
create index record_versions_by_authority on record_versions (authority_code, record_type, recorded_at);

create function setting(name text) returns text
language sql stable
as $$ select nullif(current_setting('app.' || name, true), '') $$;

create function keep_version() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - '{version,updated_at}'::text[] = to_jsonb(old) - '{version,updated_at}'::text[] then
    return null;
  end if;
  insert into record_versions (authority_code, record_type, record_id, change, before, actor, request_id, reason, occurred_on)
  values (
    coalesce(new.authority_code, old.authority_code), tg_table_name, coalesce(new.id, old.id),
    case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'removed' end,
    to_jsonb(old), coalesce(setting('actor'), session_user), setting('request'), setting('reason'),
    setting('occurred_on')::date);
  return null;
end $$;

-- The rows of a table as they were recorded at an instant: as_known(null::homes, '2024-03-01T12:00Z').
create function as_known(kind anyelement, at timestamptz) returns setof anyelement
language plpgsql stable
as $$
begin
  return query execute format(
    'select (jsonb_populate_record(null::%1$s, v.before)).*
       from (select distinct on (record_id) before from record_versions
              where record_type = %2$L and recorded_at > $1 order by record_id, id) v
      where v.before is not null
      union all
     select t.* from %1$s t
      where t.created_at <= $1 and not exists (
        select from record_versions v
         where v.record_type = %2$L and v.record_id = t.id and v.recorded_at > $1)',
    pg_typeof(kind), pg_typeof(kind)::text) using at;
end $$;

do $$
declare
  kept text;
begin
  foreach kept in array array[
    'providers', 'homes', 'judgements', 'contracts', 'fees', 'beds', 'voids',
    'sibling_groups', 'children', 'care_periods', 'legal_statuses', 'placements'] loop
    execute format('create trigger keep_version after insert or update or delete on %I
      for each row execute function keep_version()', kept);
  end loop;
end $$;

alter table record_versions enable row level security;
create policy own_rows on record_versions for select using (authority_code = current_authority());
grant select on record_versions to sufficiency_app;
