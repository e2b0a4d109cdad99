create or replace function take_turn_of_case() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from panel_cases where id = new.case_id and authority_code = new.authority_code for no key update;
  if tg_table_name = 'panel_options' and new.authority_code = coalesce(current_authority(), new.authority_code)
      and is_decided(new.case_id) then
    perform refuse('decided_case_stands', 'the case is decided');
  end if;
  return new;
end $$;
comment on function take_turn_of_case is
  'Locks the case, so that those who decide it and those who lay options before it take turns; refuses options '
  'after a decision.';
