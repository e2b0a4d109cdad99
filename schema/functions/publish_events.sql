-- after: events

-- Ids are given before the commit and so become visible out of order; positions are given after it, under a lock: whoever
-- sees one sees every earlier one. Two changes of one record keep the order in which they were made, because the second
-- could not begin before the first had committed.
create or replace function publish_events(most integer default 1000) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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
comment on function publish_events is
  'Gives committed events their place in the feed, and each of the webhooks that asked for them a delivery. Returns '
  'how many it published.';
revoke execute on function publish_events from public;
grant execute on function publish_events to sufficiency_app, sufficiency_sender;
