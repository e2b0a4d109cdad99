create or replace function forget_readings() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
begin
  if tg_table_name = 'postcodes' then
    delete from return_readings;
  else
    delete from return_readings r using (select distinct authority_code, child_reference from changed) c
     where (r.authority_code, r.child_reference) = (c.authority_code, c.child_reference);
  end if;
  return null;
end $$;
comment on function forget_readings is
  'After a statement on return_rows: forgets what imports made of the rows of its children. After one on postcodes: of all children.';
