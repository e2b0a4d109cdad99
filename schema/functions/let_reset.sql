create or replace function let_reset(kept regclass) returns void
language plpgsql
as $$
begin
  -- Before there were sandboxes.
  if to_regclass('sandboxes') is null then return; end if;
  execute format('create policy reset_rows on %s to sufficiency_sandbox using (authority_code = (select sandbox_authority()))
    with check (authority_code = (select sandbox_authority()))', kept);
  -- Whatever else lets a role see and write rows, this one does so in a sandbox alone.
  execute format('create policy sandbox_alone on %s as restrictive to sufficiency_sandbox
    using (authority_code = (select sandbox_authority()))
    with check (authority_code = (select sandbox_authority()))', kept);
  execute format('grant select, insert, delete on %s to sufficiency_sandbox', kept);
end $$;
comment on function let_reset is
  'Lets the reset of a sandbox remove a table''s rows and bring back those of its seed: of no other authority''s.';
revoke execute on function let_reset from public;
