-- Events: what happened to a record, told to whoever must know. Written here, in the transaction of the change, and
-- nowhere else; so there is no change without its event and no event without its change.

-- Reads the events of every authority, to publish and deliver them; of the records themselves it can read nothing.
do $$
begin
  create role sufficiency_sender nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$
begin
  execute format('grant sufficiency_sender to %I', current_user);
exception when others then
  if not pg_has_role(current_user, 'sufficiency_sender', 'member') then raise; end if;
end $$;
grant usage on schema public to sufficiency_sender;

-- The records that have events, and which other records an event of theirs names: its key and the column of the id.
create table event_records (
  record_type text primary key,
  links       jsonb not null default '{}'
);
insert into event_records (record_type, links) values
  ('providers',          '{}'),
  ('homes',              '{"providerId": "provider_id"}'),
  ('judgements',         '{"homeId": "home_id", "providerId": "provider_id"}'),
  ('contracts',          '{"homeId": "home_id"}'),
  ('fees',               '{"homeId": "home_id"}'),
  ('beds',               '{"homeId": "home_id"}'),
  ('voids',              '{"bedId": "bed_id"}'),
  ('sibling_groups',     '{}'),
  ('children',           '{"siblingGroupId": "sibling_group_id"}'),
  ('care_periods',       '{"childId": "child_id"}'),
  ('legal_statuses',     '{"childId": "child_id"}'),
  ('placement_requests', '{}'),
  ('holds',              '{"requestId": "request_id"}'),
  ('approvals',          '{"placementId": "placement_id"}'),
  ('placements',         '{"childId": "child_id", "bedId": "bed_id", "homeId": "home_id", "requestId": "request_id",
                           "holdId": "hold_id", "movedFromId": "moved_from_id", "movedToId": "moved_to_id"}');

-- Which change of which record is which event:
--   created   the record is new
--   given     the fact was empty and no longer is, in a new record too
--   becomes   the fact has become the value
--   altered   the fact was one thing and is another
--   otherwise a change that is none of the others
--   removed   the record is gone
create table event_types (
  ordinal     smallint generated always as identity,   -- the order of several events of one change
  type        text primary key check (type ~ '^uk\.sufficiency\.[a-z-]+\.[a-z]+\.v[1-9]$'),
  record_type text not null references event_records,
  happens     text not null check (happens in ('created', 'given', 'becomes', 'altered', 'otherwise', 'removed')),
  fact        text,
  value       text,
  check ((fact is not null) = (happens in ('given', 'becomes', 'altered')) and (value is not null) = (happens = 'becomes'))
);
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.provider.recorded.v1',           'providers',          'created',   null, null),
  ('uk.sufficiency.provider.changed.v1',            'providers',          'otherwise', null, null),
  ('uk.sufficiency.provider.removed.v1',            'providers',          'removed',   null, null),
  ('uk.sufficiency.home.opened.v1',                 'homes',              'created',   null, null),
  ('uk.sufficiency.home.closed.v1',                 'homes',              'given',     'closes_on', null),
  ('uk.sufficiency.home.changed.v1',                'homes',              'otherwise', null, null),
  ('uk.sufficiency.home.removed.v1',                'homes',              'removed',   null, null),
  ('uk.sufficiency.judgement.recorded.v1',          'judgements',         'created',   null, null),
  ('uk.sufficiency.judgement.changed.v1',           'judgements',         'otherwise', null, null),
  ('uk.sufficiency.judgement.removed.v1',           'judgements',         'removed',   null, null),
  ('uk.sufficiency.contract.recorded.v1',           'contracts',          'created',   null, null),
  ('uk.sufficiency.contract.changed.v1',            'contracts',          'otherwise', null, null),
  ('uk.sufficiency.contract.removed.v1',            'contracts',          'removed',   null, null),
  ('uk.sufficiency.fee.recorded.v1',                'fees',               'created',   null, null),
  ('uk.sufficiency.fee.changed.v1',                 'fees',               'otherwise', null, null),
  ('uk.sufficiency.fee.removed.v1',                 'fees',               'removed',   null, null),
  ('uk.sufficiency.bed.opened.v1',                  'beds',               'created',   null, null),
  ('uk.sufficiency.bed.closed.v1',                  'beds',               'given',     'closes_on', null),
  ('uk.sufficiency.bed.changed.v1',                 'beds',               'otherwise', null, null),
  ('uk.sufficiency.bed.removed.v1',                 'beds',               'removed',   null, null),
  ('uk.sufficiency.void.opened.v1',                 'voids',              'created',   null, null),
  ('uk.sufficiency.void.closed.v1',                 'voids',              'given',     'ends_on', null),
  ('uk.sufficiency.void.changed.v1',                'voids',              'otherwise', null, null),
  ('uk.sufficiency.void.removed.v1',                'voids',              'removed',   null, null),
  ('uk.sufficiency.sibling-group.recorded.v1',      'sibling_groups',     'created',   null, null),
  ('uk.sufficiency.sibling-group.changed.v1',       'sibling_groups',     'otherwise', null, null),
  ('uk.sufficiency.sibling-group.removed.v1',       'sibling_groups',     'removed',   null, null),
  ('uk.sufficiency.child.recorded.v1',              'children',           'created',   null, null),
  ('uk.sufficiency.child.changed.v1',               'children',           'otherwise', null, null),
  ('uk.sufficiency.child.removed.v1',               'children',           'removed',   null, null),
  ('uk.sufficiency.care-period.started.v1',         'care_periods',       'created',   null, null),
  ('uk.sufficiency.care-period.ended.v1',           'care_periods',       'given',     'ended_on', null),
  ('uk.sufficiency.care-period.changed.v1',         'care_periods',       'otherwise', null, null),
  ('uk.sufficiency.care-period.removed.v1',         'care_periods',       'removed',   null, null),
  ('uk.sufficiency.legal-status.started.v1',        'legal_statuses',     'created',   null, null),
  ('uk.sufficiency.legal-status.ended.v1',          'legal_statuses',     'given',     'ended_on', null),
  ('uk.sufficiency.legal-status.changed.v1',        'legal_statuses',     'otherwise', null, null),
  ('uk.sufficiency.legal-status.removed.v1',        'legal_statuses',     'removed',   null, null),
  ('uk.sufficiency.placement-request.recorded.v1',  'placement_requests', 'created',   null, null),
  ('uk.sufficiency.placement-request.withdrawn.v1', 'placement_requests', 'given',     'withdrawn_on', null),
  ('uk.sufficiency.placement-request.changed.v1',   'placement_requests', 'otherwise', null, null),
  ('uk.sufficiency.placement-request.removed.v1',   'placement_requests', 'removed',   null, null),
  ('uk.sufficiency.hold.placed.v1',                 'holds',              'created',   null, null),
  ('uk.sufficiency.hold.extended.v1',               'holds',              'altered',   'expires_at', null),
  ('uk.sufficiency.hold.released.v1',               'holds',              'becomes',   'outcome', 'released'),
  ('uk.sufficiency.hold.agreed.v1',                 'holds',              'becomes',   'outcome', 'agreed'),
  ('uk.sufficiency.approval.decided.v1',            'approvals',          'created',   null, null),
  ('uk.sufficiency.approval.removed.v1',            'approvals',          'removed',   null, null),
  ('uk.sufficiency.placement.recorded.v1',          'placements',         'created',   null, null),
  ('uk.sufficiency.placement.agreed.v1',            'placements',         'given',     'agreed_at', null),
  ('uk.sufficiency.placement.started.v1',           'placements',         'given',     'started_on', null),
  ('uk.sufficiency.placement.ended.v1',             'placements',         'given',     'ended_on', null),
  ('uk.sufficiency.placement.withdrawn.v1',         'placements',         'given',     'withdrawn_on', null),
  ('uk.sufficiency.placement.moved.v1',             'placements',         'given',     'moved_to_id', null),
  ('uk.sufficiency.placement.changed.v1',           'placements',         'otherwise', null, null),
  ('uk.sufficiency.placement.removed.v1',           'placements',         'removed',   null, null);

create table events (
  id             bigint generated always as identity primary key,
  event_id       uuid not null default gen_random_uuid(),
  position       bigint,   -- in the feed; null until published
  authority_code text not null references authorities,
  type           text not null,
  record_type    text not null,
  record_id      uuid not null,
  occurred_at    timestamptz not null default now(),
  data           jsonb not null
);
create index events_unpublished on events (id) where position is null;
create index events_by_position on events (authority_code, position) where position is not null;

create function emit_events() returns trigger
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

do $$
declare
  kept text;
begin
  foreach kept in array array[
    'providers', 'homes', 'judgements', 'contracts', 'fees', 'beds', 'voids',
    'sibling_groups', 'children', 'care_periods', 'legal_statuses', 'placements'] loop
    execute format('create trigger emit_events after insert or update or delete on %I
      for each row execute function emit_events()', kept);
  end loop;
end $$;

-- Who is told, where. The secrets that sign are kept apart, so that the application's role can write but not read them.
create table webhooks (
  id               uuid primary key default gen_random_uuid(),
  authority_code   text not null references authorities,
  url              text not null check (length(url) between 1 and 2000),
  description      text check (length(description) <= 200),
  types            text[] check (cardinality(types) > 0),   -- null: every type
  state            text not null default 'enabled' check (state in ('enabled', 'paused')),
  secret_issued_at timestamptz,   -- nothing is sent before there is a secret to sign with
  version          integer not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  unique (authority_code, id),
  constraint webhook_url_once unique (authority_code, url)
);
create trigger touch_version before update on webhooks for each row execute function touch_version();
create trigger keep_version after insert or update or delete on webhooks
  for each row execute function keep_version();

create table webhook_secrets (
  id             bigint generated always as identity primary key,
  authority_code text not null references authorities,
  webhook_id     uuid not null,
  secret         bytea not null check (length(secret) between 24 and 64),
  retires_at     timestamptz,   -- it signs beside its successor until then
  created_at     timestamptz not null default now(),
  constraint secret_of_own_webhook foreign key (authority_code, webhook_id)
    references webhooks (authority_code, id) on delete cascade
);
create unique index one_secret_in_force on webhook_secrets (webhook_id) where retires_at is null;

-- One event on its way to one webhook. It can be claimed from `due_at` on; claiming puts that off by the lease, so
-- that what a killed sender had claimed falls due again by itself.
create table webhook_deliveries (
  authority_code text not null references authorities,
  webhook_id     uuid not null,
  event_id       bigint not null references events,
  position       bigint not null,
  record_id      uuid not null,
  state          text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  attempts       integer not null default 0,
  due_at         timestamptz not null default now(),
  lease          uuid,
  attempted_at   timestamptz,
  delivered_at   timestamptz,
  status         smallint,
  fault          text,
  primary key (webhook_id, position),
  constraint delivery_of_own_webhook foreign key (authority_code, webhook_id)
    references webhooks (authority_code, id) on delete cascade
);
create index deliveries_due on webhook_deliveries (webhook_id, due_at) where state = 'pending';
create index deliveries_by_record on webhook_deliveries (webhook_id, record_id, position) where state = 'pending';

-- The last position given. Its row is the lock that makes publishing one at a time.
create table event_log (
  only_one      boolean primary key default true check (only_one),
  last_position bigint not null
);
insert into event_log (last_position) values (0);

-- Gives committed events their place in the feed, and each of the webhooks that asked for them a delivery. Ids are
-- given before the commit and so become visible out of order; positions are given after it, under a lock: whoever
-- sees one sees every earlier one. Two changes of one record keep the order in which they were made, because the
-- second could not begin before the first had committed. Returns how many it published.
create function publish_events(most integer default 1000) returns integer
language plpgsql security definer set search_path = public
as $$
declare
  last_given  bigint;
  published   integer;
  authorities text[];
begin
  if not exists (select from events where position is null) then return 0; end if;
  select last_position into last_given from event_log for update;
  with batch as (
    select id, row_number() over (order by id) as n
      from (select id from events where position is null order by id limit most) committed
  ), placed as (
    update events e set position = last_given + b.n
      from batch b where e.id = b.id and e.position is null
    returning e.*
  ), addressed as (
    insert into webhook_deliveries (authority_code, webhook_id, event_id, position, record_id)
    select p.authority_code, w.id, p.id, p.position, p.record_id
      from placed p
      join webhooks w on w.authority_code = p.authority_code and (w.types is null or p.type = any(w.types))
  )
  select count(*), array_agg(distinct authority_code) into published, authorities from placed;
  update event_log set last_position = last_given + published;
  perform pg_notify('sufficiency_events', code) from unnest(authorities) code;
  return published;
end $$;
revoke execute on function publish_events from public;
grant execute on function publish_events to sufficiency_app, sufficiency_sender;

do $$
declare
  owned text;
begin
  foreach owned in array array['events', 'webhooks', 'webhook_secrets', 'webhook_deliveries'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_rows on %I using (authority_code = current_authority())
      with check (authority_code = current_authority())', owned);
    execute format('create policy sent_rows on %I to sufficiency_sender using (true)', owned);
  end loop;
end $$;
grant select on event_records, event_types, event_log, events to sufficiency_app;
grant select, insert, update, delete on webhooks to sufficiency_app;
grant select (id, authority_code, webhook_id, retires_at, created_at), insert, update (retires_at), delete
  on webhook_secrets to sufficiency_app;
grant select, insert, update on webhook_deliveries to sufficiency_app;
grant select on events, webhooks, webhook_secrets to sufficiency_sender;
grant select, update on webhook_deliveries to sufficiency_sender;
