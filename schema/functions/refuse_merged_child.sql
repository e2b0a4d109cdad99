create or replace function refuse_merged_child() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  child    uuid := to_jsonb(new) ->> tg_argv[0];
  survivor uuid;
begin
  if child is null then return new; end if;
  -- Waits for a merge of the child, and then sees it.
  select merged_into_id into survivor from children
   where id = child and authority_code = new.authority_code for key share;
  if survivor is not null then
    perform refuse('child_not_merged', 'the record of the child was merged into another');
  end if;
  return new;
end $$;
comment on function refuse_merged_child is 'Refuses a row that names a child whose record was merged into another.';
