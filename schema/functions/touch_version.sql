create or replace function touch_version() returns trigger
language plpgsql
as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;
comment on function touch_version is 'Counts the version of a record up, and notes when it was changed.';
