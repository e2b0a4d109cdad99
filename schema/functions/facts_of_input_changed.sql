create or replace function facts_of_input_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  since timestamptz := now();
begin
  if tg_table_name = 'care_facts' or tg_table_name = 'placements' then
    -- What is written of other times than this transaction's changes what was known before it.
    if tg_op = 'UPDATE' then
      if exists (select child_id from before except select child_id from changed) then
        since := '-infinity';
        insert into facts_changed (authority_code, input, child, shared, began_at)
        select distinct authority_code, tg_table_name, child_id, false, since from before;
      end if;
    elsif tg_table_name = 'care_facts' then
      if exists (select from changed where known_from <> now()) then since := '-infinity'; end if;
    end if;
    insert into facts_changed (authority_code, input, child, shared, began_at)
    select distinct authority_code, tg_table_name, child_id, false, since from changed;
  elsif tg_table_name = 'homes' then
    insert into facts_changed (authority_code, input, shared)
    select authority_code, tg_table_name, bool_or(shared) from changed group by authority_code;
    if tg_op = 'UPDATE' then
      insert into facts_changed (authority_code, input, shared)
      select distinct authority_code, tg_table_name, true from before where shared;
    end if;
  elsif tg_table_name = 'providers' or tg_table_name = 'judgements' then
    -- Other authorities see those of a home that they may see.
    insert into facts_changed (authority_code, input, shared)
    select authority_code, tg_table_name,
           exists (select from homes h where h.authority_code = c.authority_code and h.shared)
      from (select distinct authority_code from changed) c;
  elsif tg_table_name = 'hold_beds' then
    -- A bed may be held by another authority than its own.
    insert into facts_changed (authority_code, input, shared)
    select distinct b.authority_code, tg_table_name, false from changed c join beds b on b.id = c.bed_id;
  elsif tg_table_name = 'holds' then
    insert into facts_changed (authority_code, input, shared)
    select distinct b.authority_code, tg_table_name, false
      from changed c join hold_beds k on k.hold_id = c.id join beds b on b.id = k.bed_id;
  else
    insert into facts_changed (authority_code, input, shared)
    select distinct authority_code, tg_table_name, false from changed;
  end if;
  return null;
end $$;
comment on function facts_of_input_changed is
  'Notes which authorities'' facts, and where it is of children of which children, a statement changed.';
