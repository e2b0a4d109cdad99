create or replace function refuse_change() returns trigger
language plpgsql
as $$
begin
  -- Set by erase_child() alone has an effect: nobody else may delete such rows.
  if tg_op = 'DELETE' and setting('erasing') is not null then return old; end if;
  perform refuse('decided_stands', 'what was laid before a panel and what it decided is not changed');
end $$;
comment on function refuse_change is
  'Refuses every role, the owner''s too, to change what was laid before a panel and what it decided. It goes with all that is kept of the child, when that is erased.';
