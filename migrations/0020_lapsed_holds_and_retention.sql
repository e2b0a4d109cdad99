-- That a hold lapsed is nobody's change, so no trigger can tell of it: whoever publishes events tells of it first, once.

alter table event_types
  drop constraint event_types_happens_check,
  add constraint event_types_happens_check check (
    happens in ('created', 'given', 'becomes', 'altered', 'otherwise', 'removed', 'passes'));
comment on column event_types.happens is 'passes: time went by, and nothing changed; told by lapse_holds()';
insert into event_types (type, record_type, happens) values ('uk.sufficiency.hold.lapsed.v1', 'holds', 'passes');

-- Holds of whose end nothing has been told yet. Few: those that run.
create table running_holds (
  hold_id uuid primary key references holds on delete cascade
);
insert into running_holds select id from holds where ended_at is null;

create function note_running_hold() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  insert into running_holds values (new.id);
  return null;
end $$;
create trigger note_running after insert on holds for each row execute function note_running_hold();

-- Tells of the holds that have lapsed, with the instant at which they did. A hold that someone is changing is left for
-- the next time; its row is the lock under which it is extended or ended, so what is told of it stays in order.
create function lapse_holds() returns void
language sql security definer set search_path = public
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
revoke execute on function lapse_holds from public;
grant execute on function lapse_holds to sufficiency_app, sufficiency_sender;

-- Events are kept for so long: those up to this position have been removed.
alter table event_log add column removed_to bigint not null default 0;
