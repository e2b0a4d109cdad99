create or replace function hmac_pad(secret bytea, pad integer) returns bytea
language plpgsql immutable strict
as $$
declare
  block bytea := decode(repeat(lpad(to_hex(pad), 2, '0'), 64), 'hex');
begin
  for i in 0 .. length(secret) - 1 loop
    block := set_byte(block, i, get_byte(secret, i) # pad);
  end loop;
  return block;
end $$;
comment on function hmac_pad is
  'A secret of up to 64 bytes, filled up to a block of SHA-256 and combined with a byte, as HMAC (RFC 2104) takes it.';
revoke execute on function hmac_pad from public;
