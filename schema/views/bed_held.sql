create or replace view bed_held with (security_barrier) as
select b.id as bed_id, nights(h.from_on, h.to_on) as nights, h.created_at, h.expires_at, h.ended_at
  from holds h
  join hold_beds k on k.hold_id = h.id
  join beds b on b.id = k.bed_id
  join homes o on o.id = b.home_id
 where current_authority() is not null and (b.authority_code = current_authority() or o.shared);
comment on view bed_held is
  'The nights of every hold, running or not, of the beds that the reader sees; never for whom. It runs while '
  'ended_at is null and expires_at is to come.';
grant select on bed_held to sufficiency_app;
