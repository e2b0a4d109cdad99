create or replace function lock_number(purpose text) returns integer
language plpgsql immutable strict parallel safe
as $$
begin
  case purpose
    when 'child' then return 5903;
    when 'home' then return 5905;
    when 'release' then return 5906;
    when 'sandbox' then return 5913;
    when 'retention' then return 5915;
  end case;   -- raises an exception for any other: no lock is taken on null
end $$;
comment on function lock_number is
  'The number of the advisory lock for a purpose, as src/platform/db/locks.ts has it.';
