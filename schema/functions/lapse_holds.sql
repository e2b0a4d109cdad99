-- after: events

create or replace function lapse_holds() returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
as $$
  with over as materialized (
    select h.* from running_holds r join holds h on h.id = r.hold_id
     where h.ended_at is not null or h.expires_at <= clock_timestamp()
       for no key update of h skip locked
  ), noted as (
    delete from running_holds r using over where r.hold_id = over.id returning over.*
  )
  insert into events (authority_code, type, record_type, record_id, occurred_at, occurred_on, data)
  select authority_code, 'uk.sufficiency.hold.lapsed.v1', 'holds', id, expires_at,
         (expires_at at time zone 'Europe/London')::date,
         jsonb_build_object('id', id, 'version', version, 'requestId', request_id)
    from noted where ended_at is null
$$;
comment on function lapse_holds is
  'Tells of the holds that have lapsed, with the instant at which they did. A hold that someone is changing is left '
  'for the next time; its row is the lock under which it is extended or ended, so what is told of it stays in '
  'order.';
revoke execute on function lapse_holds from public;
grant execute on function lapse_holds to sufficiency_app, sufficiency_sender;
