-- Left out: what triggers make of the records, the merges themselves, and plans, which stay as they were made. So do the
-- identifiers of other systems: they lead to the other record, and are the child's again when the merge is undone.
create or replace function links_to_children(holder regclass) returns setof text
language sql stable
as $$
  select a.attname::text
    from pg_constraint c
    join lateral unnest(c.conkey, c.confkey) key (own, other) on true
    join pg_attribute id_of on id_of.attrelid = c.confrelid and id_of.attnum = key.other and id_of.attname = 'id'
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = key.own
   where c.contype = 'f' and c.confrelid = to_regclass('children') and c.conrelid = holder
     and holder::text <> all ('{child_merges,care_facts,choosy_residents,plan_children,external_ids}')
     and a.attname <> 'merged_into_id'
   order by 1
$$;
comment on function links_to_children is 'The columns of a table that name a child, by its foreign keys.';
