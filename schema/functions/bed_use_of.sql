-- after: bed_use

create or replace function bed_use_of(beds_asked uuid[]) returns setof bed_use
language sql stable security definer set search_path = pg_catalog, public, pg_temp
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
comment on function bed_use_of is
  'The uses of these beds as placements, voids and holds say now; holds that have run out are none.';
revoke execute on function bed_use_of from public;
