create or replace function refuse_change() returns trigger
language plpgsql
as $$
begin
  perform refuse('decided_stands', 'what was laid before a panel and what it decided is not changed');
end $$;
comment on function refuse_change is
  'Refuses every role, the owner''s too, to change what was laid before a panel and what it decided.';
