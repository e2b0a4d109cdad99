-- after: placing_consents

create or replace function holds_of_others() returns table (
  hold_id uuid, held_by text, beds jsonb, home_id uuid, from_on date, to_on date, placed_at timestamptz,
  expires_at timestamptz, awaits_consent boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select h.id, h.authority_code, jsonb_agg(jsonb_build_object('bedId', b.id, 'homeId', b.home_id) order by b.id),
         case when count(distinct b.home_id) = 1 then min(b.home_id::text)::uuid end, h.from_on, h.to_on, h.created_at,
         h.expires_at, not bool_and(has_consent(b.home_id, h.authority_code, h.id, h.from_on))
    from beds b
    join bed_use u on u.bed_id = b.id and u.hold_id is not null and u.expires_at > now()
    join holds h on h.id = u.hold_id and h.ended_at is null and h.expires_at > now()
   where b.authority_code = current_authority() and h.authority_code <> current_authority()
   group by h.id
$$;
comment on function holds_of_others is
  'The running holds of the authority''s own beds by others: who holds which, and whether consent is awaited, but not for which child.';
revoke execute on function holds_of_others from public;
grant execute on function holds_of_others to sufficiency_app;
