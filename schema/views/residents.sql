create or replace view residents as
select p.home_id, p.child_id, p.authority_code as of_authority, lower(p.nights) as from_on,
       coalesce(upper(p.nights), 'infinity') as to_on,
       case when p.started_on is not null and p.ended_on is null then p.planned_to end as awaited_on,
       'infinity'::timestamptz as expires_at
  from placements p
 where p.home_id is not null and not isempty(p.nights)
union all
select b.home_id, k.child_id, k.authority_code, h.from_on, coalesce(h.to_on, 'infinity'), null, h.expires_at
  from hold_beds k
  join holds h on h.id = k.hold_id
  join beds b on b.id = k.bed_id
 where h.ended_at is null;
comment on view residents is
  'Every child, or young adult who stayed, in a home: placed, agreed or held. For the functions and views of the '
  'schema alone.';
