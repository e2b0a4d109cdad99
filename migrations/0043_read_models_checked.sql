-- Each read model can be asked for as the records would make it now (`…_of`), and brought to that (`refresh_…`), so that what
-- is kept can be checked, and put right, from the outside.

-- The uses of these beds as placements, voids and holds say now; holds that have run out are none.
create function bed_use_of(beds_asked uuid[]) returns setof bed_use
language sql stable security definer set search_path = public
as $$
  select null::bigint, b.id, b.authority_code, p.authority_code,
         case when p.started_on is null then 'committed' else 'occupied' end, null, p.nights, p.stay, p.id,
         null::uuid, null::uuid, null::timestamptz
    from beds b join placements p on p.bed_id = b.id
   where b.id = any(beds_asked) and not isempty(p.nights)
  union all
  select null, b.id, v.authority_code, v.authority_code, 'void', v.reason, nights(v.starts_on, v.ends_on), null, null,
         v.id, null, null
    from beds b join voids v on v.bed_id = b.id
   where b.id = any(beds_asked)
  union all
  select null, b.id, b.authority_code, h.authority_code, 'held', null, nights(h.from_on, h.to_on), null, null, null,
         h.id, h.expires_at
    from beds b join hold_beds k on k.bed_id = b.id join holds h on h.id = k.hold_id
   where b.id = any(beds_asked) and h.ended_at is null and h.expires_at > clock_timestamp()
$$;

create function refresh_bed_use(beds_changed uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
declare
  untrue bigint[];
  missing bed_use[];
begin
  perform lock_beds(beds_changed);
  select array_agg(k.id) filter (where k.id is not null), array_agg(n) filter (where k.id is null)
    into untrue, missing
    from (select * from bed_use where bed_id = any(beds_changed)) k
    full join bed_use_of(beds_changed) n
      on (k.bed_id, k.authority_code, k.used_by, k.state, k.nights) = (n.bed_id, n.authority_code, n.used_by, n.state, n.nights)
     and (k.void_reason, k.stay, k.placement_id, k.void_id, k.hold_id, k.expires_at)
         is not distinct from (n.void_reason, n.stay, n.placement_id, n.void_id, n.hold_id, n.expires_at)
   where k.id is null or n.bed_id is null;
  delete from bed_use where id = any(untrue);
  insert into bed_use (bed_id, authority_code, used_by, state, void_reason, nights, stay, placement_id, void_id, hold_id,
                       expires_at)
  select bed_id, authority_code, used_by, state, void_reason, nights, stay, placement_id, void_id, hold_id, expires_at
    from unnest(missing);
end $$;

create function choosy_residents_of(children_asked uuid[]) returns setof choosy_residents
language sql stable security definer set search_path = public
as $$
  select r.child_id, r.of_authority, r.home_id, n.living_with, c.date_of_birth, r.from_on, r.to_on, r.awaited_on,
         r.expires_at
    from residents r
    join child_needs n on n.child_id = r.child_id
    join children c on c.id = r.child_id
   where r.child_id = any(children_asked) and n.living_with in ('solo', 'only-older', 'only-younger')
$$;

create or replace function refresh_choosy_residents(children_changed uuid[]) returns void
language plpgsql security definer set search_path = public
as $$
declare
  choosy uuid[] := array(
    select child_id from child_needs where child_id = any(children_changed)
       and living_with in ('solo', 'only-older', 'only-younger')
    union
    select child_id from choosy_residents where child_id = any(children_changed));
begin
  if cardinality(choosy) = 0 then return; end if;
  -- One writer at a time for a child, as for care_facts.
  perform pg_advisory_xact_lock(5903, turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(choosy) id order by 1) turns;
  delete from choosy_residents where child_id = any(choosy);
  insert into choosy_residents select * from choosy_residents_of(choosy);
end $$;

revoke execute on function bed_use_of, refresh_bed_use, choosy_residents_of from public;
