create or replace view placement_request_details with (security_invoker) as
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
comment on view placement_request_details is
  'Requests with how far they have come: that of the child who is least far, so nobody''s bed found is open, '
  'everybody''s started is placed; and that of the one who is furthest.';
grant select on placement_request_details to sufficiency_app;
