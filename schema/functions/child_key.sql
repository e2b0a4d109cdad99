create or replace function child_key(inner_pad bytea, outer_pad bytea, child uuid) returns text
language sql immutable parallel safe
as $$
  select left(encode(sha256(outer_pad || sha256(inner_pad || uuid_send(child))), 'hex'), 32)
$$;
comment on function child_key is
  'The name of a child in feeds: the first half of HMAC-SHA256 of the id under a secret, given as its two pads. Always the same, and without the secret not to be turned back.';
