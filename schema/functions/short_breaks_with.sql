-- after: visible_homes

create or replace function short_breaks_with(child uuid, besides uuid, from_on date, to_on date, provider uuid)
returns jsonb
language sql stable
as $$
  with own as (select from_on, coalesce(to_on, from_on + 1) as to_on),
  other as (
    select coalesce(p.started_on, p.planned_from) as from_on,
           coalesce(p.ended_on, p.planned_to, coalesce(p.started_on, p.planned_from) + 1) as to_on, h.provider_id
      from placements p left join lateral (select provider_id from visible_homes where id = p.home_id offset 0) h on true
     where p.child_id = child and p.placement_type = 'short-break' and p.withdrawn_on is null
       and p.id is distinct from besides),
  near as (
    select o.* from other o, own
     where o.to_on > own.from_on - interval '12 months' and o.from_on < own.to_on + interval '12 months'),
  stay as (select from_on, to_on from near union all select from_on, to_on from own),
  -- Twelve months are fullest when they end with a break.
  year as (
    select e.to_on - interval '12 months' as from_on, e.to_on from stay e, own
     where e.to_on >= own.to_on and e.to_on - interval '12 months' < own.to_on)
  select jsonb_build_object(
    'nights', (select own.to_on - own.from_on from own),
    'inYear', (select max(in_year) from (
       select y.to_on, sum(least(s.to_on, y.to_on) - greatest(s.from_on, y.from_on::date)) as in_year
         from year y join stay s on s.to_on > y.from_on and s.from_on < y.to_on group by y.to_on) y),
    'otherProviders', (select count(distinct n.provider_id) from near n where n.provider_id <> provider))
$$;
comment on function short_breaks_with is
  'A short break of a child with the others on record: its nights, the nights of all in the fullest 12 months that it is '
  'part of, and how many other providers there were within 12 months. A break without an end counts one night.';
