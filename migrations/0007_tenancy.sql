-- Row-level security: a transaction sees and writes the rows of its own authority, and no other's.

do $$
declare
  owned text;
begin
  foreach owned in array array[
    'providers', 'homes', 'judgements', 'contracts', 'fees', 'beds', 'voids',
    'sibling_groups', 'children', 'care_periods', 'legal_statuses', 'placements',
    'idempotency_keys', 'imports', 'import_rows', 'import_findings'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_rows on %I using (authority_code = current_authority())
      with check (authority_code = current_authority())', owned);
    execute format('grant select, insert, update, delete on %I to sufficiency_app', owned);
  end loop;

  foreach owned in array array[
    'providers', 'homes', 'judgements', 'contracts', 'fees', 'beds', 'voids',
    'sibling_groups', 'children', 'care_periods', 'legal_statuses', 'placements'] loop
    execute format('create trigger touch_version before update on %I
      for each row execute function touch_version()', owned);
  end loop;

  -- Written once and kept.
  foreach owned in array array['access_log', 'vacancy_searches'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_rows on %I using (authority_code = current_authority())
      with check (authority_code = current_authority())', owned);
    execute format('grant select, insert on %I to sufficiency_app', owned);
  end loop;

  -- Written by triggers alone.
  foreach owned in array array['bed_free', 'bed_use', 'care_facts'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_rows on %I for select using (authority_code = current_authority())', owned);
  end loop;
end $$;
grant select on bed_free, care_facts to sufficiency_app;
grant select (bed_id, authority_code, state, void_reason, nights) on bed_use to sufficiency_app;

-- A shared home is seen by every authority: the home, its provider, its beds and the nights they are free.
-- Own rows are said again first, since they are seen without looking the home up.
create policy shared_homes on homes for select using (shared);
create index shared_homes_by_provider on homes (provider_id) where shared;
create policy shared_providers on providers for select using (
  authority_code = current_authority()
  or exists (select from homes h where h.provider_id = providers.id and h.shared));
create policy shared_beds on beds for select using (
  authority_code = current_authority()
  or exists (select from homes h where h.id = home_id and h.shared));
create policy shared_judgements on judgements for select using (
  authority_code = current_authority()
  or exists (select from homes h where (h.id = home_id or h.provider_id = judgements.provider_id) and h.shared));
create policy shared_bed_free on bed_free for select using (shared);
