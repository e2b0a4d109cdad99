create or replace function refuse_change_of_answer() returns trigger
language plpgsql
as $$
begin
  perform refuse('public_answer_stands', 'an answer to the public is not changed');
end $$;
comment on function refuse_change_of_answer is
  'Refuses every role, the owner''s too, to change what the public was given: later answers are protected with it.';
