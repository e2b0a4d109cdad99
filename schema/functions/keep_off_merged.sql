create or replace function keep_off_merged(kept regclass) returns void
language plpgsql
as $$
declare
  link text;
begin
  if to_regclass('children') is null then return; end if;
  for link in select * from links_to_children(kept) loop
    execute format('create or replace trigger off_merged_%s before insert or update of %I on %s
      for each row execute function refuse_merged_child(%L)', link, link, kept, link);
  end loop;
end $$;
comment on function keep_off_merged is
  'Has a table refuse to name a child whose record was merged into another. Every table that names children has it.';
revoke execute on function keep_off_merged from public;
