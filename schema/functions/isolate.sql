create or replace function isolate(kept regclass) returns void
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', kept);
  execute format('create policy own_rows on %s using (authority_code = current_authority())
    with check (authority_code = current_authority())', kept);
  perform keep_off_merged(kept);
end $$;
comment on function isolate is
  'Switches row-level security on for a new table, under which an authority sees and writes its own rows alone.';
revoke execute on function isolate from public;
