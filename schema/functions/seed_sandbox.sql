-- after: sandboxes, sandbox_rows

-- As the owner. What it takes is what let_reset() has let the reset bring back, and what triggers keep of that.
create or replace function seed_sandbox(authority text) returns bigint
language plpgsql
as $$
declare
  kept     record;
  total    bigint := 0;
  counted  bigint;
begin
  perform set_config('app.authority', authority, true);
  insert into sandboxes (code) values (authority) on conflict (code) do update set seeded_at = now();
  update homes set shared = false where authority_code = authority and shared;
  delete from sandbox_rows where sandbox = authority;
  for kept in select relname from pg_class
               where relnamespace = 'public'::regnamespace and relkind = 'r'
                 and has_table_privilege('sufficiency_sandbox', oid, 'delete') loop
    execute format('insert into sandbox_rows (sandbox, record_type, content)
                    select $1, %L, to_jsonb(t) from %I t where t.authority_code = $1', kept.relname, kept.relname)
      using authority;
    get diagnostics counted = row_count;
    total := total + counted;
  end loop;
  insert into sandbox_rows (sandbox, record_type, content)
  select authority, 'running_holds', to_jsonb(r)
    from running_holds r join holds h on h.id = r.hold_id where h.authority_code = authority;
  -- The history of what outlives a reset outlives it too.
  delete from sandbox_rows
   where sandbox = authority and record_type = 'record_versions'
     and not has_table_privilege('sufficiency_sandbox', to_regclass(content ->> 'record_type'), 'delete');
  analyze sandbox_rows;
  return total;
end $$;
comment on function seed_sandbox is
  'Makes an authority of made-up records a sandbox, or gives it a new seed: what is on record of it now. Its homes are no longer shared.';
revoke execute on function seed_sandbox from public;
