create or replace function enter_sandbox() returns void
language plpgsql
as $$
begin
  if sandbox_authority() is not null
     and not pg_try_advisory_xact_lock_shared(lock_number('sandbox'), hashtext(current_authority())) then
    perform refuse('sandbox_not_in_reset', 'the sandbox is being reset');
  end if;
end $$;
comment on function enter_sandbox is
  'Keeps off the reset of a sandbox while this transaction writes in it; refused while it is being reset. Of no effect for other authorities.';
