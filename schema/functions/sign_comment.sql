create or replace function sign_comment() returns trigger
language plpgsql
as $$
begin
  new.written_by := coalesce(setting('actor'), session_user);
  return new;
end $$;
comment on function sign_comment is 'Signs a comment for whoever changed it last.';
