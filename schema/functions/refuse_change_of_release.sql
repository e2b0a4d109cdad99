create or replace function refuse_change_of_release() returns trigger
language plpgsql
as $$
begin
  perform refuse('release_stands', 'a release is not changed');
end $$;
comment on function refuse_change_of_release is
  'Refuses every role, the owner''s too, to change a release: two answers about one year could be subtracted from '
  'each other.';
