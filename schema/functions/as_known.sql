-- after: placement_request_details, hold_details, visible_homes

create or replace function as_known(kind anyelement, at timestamptz, ids uuid[] default null) returns setof anyelement
language plpgsql stable
as $$
begin
  return query execute format(
    'select (jsonb_populate_record(null::%1$s, v.before)).*
       from (select distinct on (record_id) before from record_versions
              where record_type = %2$L and recorded_at > $1 and ($2 is null or record_id = any($2))
              order by record_id, id) v
      where v.before is not null
      union all
     select t.* from %1$s t
      where t.created_at <= $1 and ($2 is null or t.id = any($2)) and not exists (
        select from record_versions v
         where v.record_type = %2$L and v.record_id = t.id and v.recorded_at > $1)',
    pg_typeof(kind), pg_typeof(kind)::text) using at, ids;
end $$;
comment on function as_known(anyelement, timestamptz, uuid[]) is
  'The rows of a table as they were recorded at an instant: as_known(null::homes, ''2024-03-01T12:00Z''), and those '
  'of some ids alone: as_known(null::homes, ''2024-03-01T12:00Z'', array[id]). Planned at each call, with what it '
  'is given.';

create or replace function as_known(kind placement_request_details, at timestamptz, ids uuid[] default null)
returns setof placement_request_details
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
    from as_known(null::placement_requests, at, ids) r,
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
comment on function as_known(placement_request_details, timestamptz, uuid[]) is
  'Requests as they were recorded at an instant, as far as they then were.';

create or replace function as_known(kind hold_details, at timestamptz, ids uuid[] default null) returns setof hold_details
language sql stable
as $$
  select h.*, coalesce(h.outcome, case when h.expires_at > at then 'held' else 'lapsed' end),
         (select jsonb_agg(jsonb_build_object('bedId', k.bed_id, 'childId', k.child_id) order by k.bed_id)
            from hold_beds k where k.hold_id = h.id),
         array(select distinct b.authority_code from hold_beds k join beds b on b.id = k.bed_id
                where k.hold_id = h.id and b.authority_code <> h.authority_code
                  and not has_consent(b.home_id, h.authority_code, h.id, h.from_on, at) order by 1)
    from as_known(null::holds, at, ids) h
$$;
comment on function as_known(hold_details, timestamptz, uuid[]) is
  'Holds as they were recorded at an instant. Their beds are those that they were placed on.';

create or replace function as_known(kind visible_homes, at timestamptz, ids uuid[] default null) returns setof visible_homes
language sql stable
as $$
  select h.*, p.country
    from as_known(null::homes, at, ids) h
    left join postcodes p on p.postcode = h.postcode
  union all
  select * from visible_homes h
   where h.authority_code <> current_authority() and h.created_at <= at and (ids is null or h.id = any(ids))
$$;
comment on function as_known(visible_homes, timestamptz, uuid[]) is
  'The authority''s homes as they were recorded at an instant, and those that others share now: their history is not shared.';
