-- after: facts_changed, facts_changed_log, holds, measure_computations, reader_authority, reader_today

create or replace function are_values_current() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select coalesce((
    select computation.today = reader_today()
       and pg_snapshot_xmin(computation.snapshot) > (select removed_to from facts_changed_log)
       and not exists (
         select from facts_changed change
          where (change.authority_code = computation.authority_code or change.shared)
            and not pg_visible_in_snapshot(change.changed_by, computation.snapshot))
       and not exists (
         select from holds hold
          where hold.authority_code = computation.authority_code
            and least(hold.expires_at, hold.ended_at) > computation.computed_at
            and least(hold.expires_at, hold.ended_at) <= now())
      from measure_computations computation
     where computation.authority_code = reader_authority()), false)
$$;
comment on function are_values_current is
  'Whether the values of measures that are kept of the reader''s authority are what would be computed now: nothing that they '
  'are computed from has changed, no hold has ended, and it is the same day.';
revoke execute on function are_values_current from public;
grant execute on function are_values_current to sufficiency_app, sufficiency_reporting;
