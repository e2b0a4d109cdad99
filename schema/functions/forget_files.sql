create or replace function forget_files() returns trigger
language plpgsql
as $$
begin
  delete from import_files where import_id = new.id;
  return null;
end $$;
comment on function forget_files is 'Forgets the files of an import that has ended.';
