create or replace function linked_records(kept regclass, ids uuid[], besides text[]) returns setof uuid
language plpgsql stable
as $$
declare
  link record;
begin
  for link in
    select h.relname as holder, column_of.attname as column_name
      from pg_constraint c
      join pg_class h on h.oid = c.conrelid
      join lateral unnest(c.conkey, c.confkey) key (own, other) on true
      join pg_attribute id_of on id_of.attrelid = c.confrelid and id_of.attnum = key.other and id_of.attname = 'id'
      join pg_attribute column_of on column_of.attrelid = c.conrelid and column_of.attnum = key.own
     where c.contype = 'f' and c.confrelid = kept
       -- What triggers make of the records is nobody's, and another system's identifier says nothing of a record.
       and h.relname <> all ('{bed_use,care_facts,choosy_residents,external_ids}' || besides)
  loop
    return query execute format('select t.%I from %I t where t.%I = any($1)',
                                link.column_name, link.holder, link.column_name) using ids;
  end loop;
end $$;
comment on function linked_records is
  'Which of these records others refer to, whether they would go with them or not; those of the tables in besides '
  'are passed over.';
