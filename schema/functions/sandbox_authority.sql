-- With its owner's rights: policies ask it of every role, and it tells a caller of its own authority alone.
create or replace function sandbox_authority() returns text
language plpgsql stable parallel safe security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  return (select code from sandboxes where code = current_authority());
end $$;
comment on function sandbox_authority is
  'The authority in whose name this transaction reads and writes, if it is a sandbox; else null, which matches no row.';
