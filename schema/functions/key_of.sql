create or replace function key_of(holder regclass, held jsonb) returns jsonb
language sql stable
as $$
  select jsonb_object_agg(a.attname, held -> a.attname::text)
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
   where i.indrelid = holder and i.indisprimary
$$;
comment on function key_of is 'The columns of a row''s primary key, with their values: {"id": ...}.';
