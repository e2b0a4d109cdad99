create or replace function keep_as_published() returns trigger
language plpgsql
as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'profile_as_published',
    message = 'a profile stays as it was published';
end $$;
comment on function keep_as_published is 'Refuses to change or remove a matching profile.';
