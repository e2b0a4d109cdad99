-- A caller sees what its authority sees, and no more. At most a thousand ids of a kind: enough to say where to look.
create or replace function dependents_of(kept regclass, kept_id uuid)
returns table (record_type text, total bigint, ids text[])
language plpgsql stable
as $$
declare
  link record;
begin
  for link in
    select h.relname as holder, column_of.attname as column_name,
           -- Rows that are part of a record are that record.
           coalesce(whole.record_type, h.relname) as record_type, coalesce(whole.id_column, 'id') as id_column
      from pg_constraint c
      join pg_class h on h.oid = c.conrelid
      join lateral unnest(c.conkey, c.confkey) key (own, other) on true
      join pg_attribute id_of on id_of.attrelid = c.confrelid and id_of.attnum = key.other and id_of.attname = 'id'
      join pg_attribute column_of on column_of.attrelid = c.conrelid and column_of.attnum = key.own
      left join (values ('hold_beds', 'holds', 'hold_id'), ('request_children', 'placement_requests', 'request_id'),
                        ('plan_children', 'plans', 'plan_id')) whole (part, record_type, id_column)
        on whole.part = h.relname
     where c.contype = 'f' and c.confrelid = kept and c.confdeltype = any ('{a,r}')
       and has_table_privilege(h.oid, 'select')
     order by h.relname, c.conname
  loop
    return query execute format(
      'select %L::text, count(*), (array_agg(distinct t.%I::text))[:1000] from %I t where t.%I = $1 having count(*) > 0',
      link.record_type, link.id_column, link.holder, link.column_name) using kept_id;
  end loop;
end $$;
comment on function dependents_of is
  'The records that refer to one and would not go with it: how many of each kind, and their ids.';
