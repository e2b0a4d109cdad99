create or replace function refuse_together(home uuid, child uuid, wanted daterange, wanted_stay daterange) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(lock_number('home'), hashtext(home::text));
  if exists (
    select from separations s,
           lateral (select case child when s.child_id then s.other_child_id else s.child_id end as id) other
     where child in (s.child_id, s.other_child_id)
       and (exists (select from placements p
                     where p.child_id = other.id and p.home_id = home
                       and (coalesce(not isempty(s.nights * p.nights * wanted), false)
                            or coalesce(not isempty(s.nights * p.stay * wanted_stay), false)))
            or exists (select from hold_beds k
                         join holds h on h.id = k.hold_id
                         join beds b on b.id = k.bed_id
                        where k.child_id = other.id and b.home_id = home
                          and h.ended_at is null and h.expires_at > clock_timestamp()
                          and not isempty(s.nights * nights(h.from_on, h.to_on) * wanted)))) then
    perform refuse('must_not_live_together', 'someone who must not live with the child is there on those nights');
  end if;
end $$;
comment on function refuse_together is
  'Refuses a child a home in which a child whom it must not live with is placed or held on some of the nights; or '
  'is there still, on nights of a stay. Those who come to one home with someone to be kept from take turns.';
revoke execute on function refuse_together from public;
