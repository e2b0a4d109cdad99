-- after: sandboxes, sandbox_rows

-- As the role sufficiency_sandbox, which can reach no row of another authority, with the triggers off: they would refuse what
-- is never changed, and note as history what is none.
create or replace function empty_and_fill_sandbox() returns bigint
language plpgsql
as $$
declare
  sandbox_code text := sandbox_authority();
  kept         record;
  sample       jsonb;
  columns      text;
  contents     text;
  total        bigint := 0;
  counted      bigint;
begin
  if sandbox_code is null then
    perform refuse('sandbox_alone_is_reset', 'the authority is no sandbox');
  end if;
  for kept in select oid, relname from pg_class
               where relnamespace = 'public'::regnamespace and relkind = 'r'
                 and has_table_privilege(oid, 'delete') loop
    execute format('delete from %I t where t.authority_code = $1 %s', kept.relname,
                   case kept.relname when 'record_versions'
                     then 'and has_table_privilege(to_regclass(t.record_type), ''delete'')' else '' end)
      using sandbox_code;
    select content into sample from sandbox_rows
     where sandbox = sandbox_code and record_type = kept.relname limit 1;
    continue when not found;
    -- Columns that came after the seed get their defaults.
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum),
           string_agg('r.' || quote_ident(a.attname), ', ' order by a.attnum) into columns, contents
      from pg_attribute a
     where a.attrelid = kept.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and sample ? a.attname::text;
    execute format('insert into %I (%s) overriding system value
                    select %s from sandbox_rows s, lateral jsonb_populate_record(null::%I, s.content) r
                     where s.sandbox = $1 and s.record_type = %L', kept.relname, columns, contents, kept.relname, kept.relname)
      using sandbox_code;
    get diagnostics counted = row_count;
    total := total + counted;
  end loop;
  return total;
end $$;
comment on function empty_and_fill_sandbox is
  'Puts the rows of the sandbox in whose name this transaction acts back to its seed; resolves to how many they are.';
revoke execute on function empty_and_fill_sandbox from public;
grant execute on function empty_and_fill_sandbox to sufficiency_sandbox;
