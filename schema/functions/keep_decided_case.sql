create or replace function keep_decided_case() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  if is_decided(old.id) then
    perform refuse('decided_case_stands', 'the case is decided');
  end if;
  return new;
end $$;
comment on function keep_decided_case is 'Refuses to change a case that is decided.';
