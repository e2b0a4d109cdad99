create or replace function forget_work() returns trigger
language plpgsql
as $$
begin
  new.work := null;
  return new;
end $$;
comment on function forget_work is 'Forgets what a job was to do, once it has ended.';
