-- Placing as it was known: what a request and a hold said at an instant, and when what is recorded happened.

-- The children of a request are part of its record, so that every version of it says them. request_children follows,
-- for what refers to a child of a request. Versions from before this have no children.
alter table placement_requests
  add column child_ids uuid[] not null default '{}',
  disable trigger user;
update placement_requests r
   set child_ids = array(select child_id from request_children c where c.request_id = r.id order by child_id);
alter table placement_requests
  alter column child_ids drop default,
  enable trigger user;

create function follow_children() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  delete from request_children where request_id = new.id and child_id <> all (new.child_ids);
  insert into request_children (authority_code, request_id, child_id)
  select new.authority_code, new.id, unnest(new.child_ids) on conflict do nothing;
  return null;
end $$;
create trigger follow_children after insert or update of child_ids on placement_requests
  for each row execute function follow_children();
revoke insert, update, delete on request_children from sufficiency_app;

-- A child for whom a home is asked is not removed from under the request.
alter table request_children
  drop constraint request_for_own_child,
  add constraint request_for_own_child foreign key (authority_code, child_id)
    references children (authority_code, id);

drop view placement_request_details;
create view placement_request_details with (security_invoker) as
select r.*,
       case when r.withdrawn_on is not null then 'withdrawn'
            else (array['open', 'held', 'agreed', 'placed'])[1 + least_far] end as status,
       (array['open', 'held', 'agreed', 'placed'])[1 + furthest] as furthest
  from placement_requests r,
  lateral (
    select min(step) as least_far, max(step) as furthest
      from unnest(r.child_ids) c (child_id)
      left join lateral (
        select bool_or(started_on is not null) as started from placements
         where request_id = r.id and child_id = c.child_id and withdrawn_on is null) p on true,
      lateral (
        select case when p.started then 3 when p.started is not null then 2
                    when exists (select from hold_beds k join holds h on h.id = k.hold_id
                                  where k.request_id = r.id and k.child_id = c.child_id
                                    and h.ended_at is null and h.expires_at > now()) then 1
                    else 0 end as step) s
  ) progress;
grant select on placement_request_details to sufficiency_app;

-- Requests as they were recorded at an instant, as far as they then were.
create function as_known(kind placement_request_details, at timestamptz) returns setof placement_request_details
language sql stable
as $$
  with placement as materialized (
    select request_id, child_id, started_on, withdrawn_on
      from placements p
     where request_id is not null and created_at <= at and not exists (
       select from record_versions v where v.record_type = 'placements' and v.record_id = p.id and v.recorded_at > at)
    union all
    select p.request_id, p.child_id, p.started_on, p.withdrawn_on
      from (select distinct on (record_id) before from record_versions
             where record_type = 'placements' and recorded_at > at order by record_id, id) v,
           jsonb_populate_record(null::placements, v.before) p
     where p.request_id is not null
  )
  select r.*,
         case when r.withdrawn_on is not null then 'withdrawn'
              else (array['open', 'held', 'agreed', 'placed'])[1 + least_far] end,
         (array['open', 'held', 'agreed', 'placed'])[1 + furthest]
    from as_known(null::placement_requests, at) r,
    lateral (
      select min(step) as least_far, max(step) as furthest
        from unnest(r.child_ids) c (child_id)
        left join lateral (
          select bool_or(started_on is not null) as started from placement
           where request_id = r.id and child_id = c.child_id and withdrawn_on is null) p on true,
        lateral (
          select case when p.started then 3 when p.started is not null then 2
                      when exists (select from hold_beds k join holds h on h.id = k.hold_id
                                    where k.request_id = r.id and k.child_id = c.child_id and h.created_at <= at
                                      and h.expires_at > at and coalesce(h.ended_at > at, true)) then 1
                      else 0 end as step) s
    ) progress
$$;

-- Holds as they were recorded at an instant. Their beds are those that they were placed on.
create function as_known(kind hold_details, at timestamptz) returns setof hold_details
language sql stable
as $$
  select h.*, coalesce(h.outcome, case when h.expires_at > at then 'held' else 'lapsed' end),
         (select jsonb_agg(jsonb_build_object('bedId', k.bed_id, 'childId', k.child_id) order by k.bed_id)
            from hold_beds k where k.hold_id = h.id)
    from as_known(null::holds, at) h
$$;

-- When what an event tells of happened, where the change said so; recorded_at of a version is its occurred_at.
alter table events add column occurred_on date default setting('occurred_on')::date;
