-- after: placing_consents, holds_of_others

create or replace function release_hold_of_other(hold uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  actor text := current_setting('app.actor', true);
begin
  if not exists (select from holds_of_others() h where h.hold_id = hold) then
    perform refuse('hold_still_held', 'the hold has lapsed or ended');
  end if;
  perform 1 from holds where id = hold for update;
  perform lock_placing(array_agg(bed_id), array_agg(child_id)) from hold_beds where hold_id = hold;
  -- The history of the hold is of the other authority, which is told the authority that did it, and not who of its staff.
  perform set_config('app.actor', 'authority ' || current_authority(), true), set_config('app.reason', why, true);
  update holds set ended_at = clock_timestamp(), outcome = 'released',
                   released_by_authority_code = current_authority(), release_reason = why
   where id = hold;
  perform set_config('app.actor', coalesce(actor, ''), true), set_config('app.reason', '', true);
end $$;
comment on function release_hold_of_other is
  'Ends another authority''s hold of beds of this one, which it is told with the reason.';
revoke execute on function release_hold_of_other from public;
grant execute on function release_hold_of_other to sufficiency_app;
