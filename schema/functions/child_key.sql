-- after: feed_secrets

create or replace function child_key(child uuid) returns text
language sql stable security definer set search_path = public
as $$
  select left(encode(sha256(s.outer_pad || sha256(s.inner_pad || uuid_send(child))), 'hex'), 32)
    from feed_secrets s where s.authority_code = current_authority()
$$;
comment on function child_key is
  'The name of a child in feeds: the first half of HMAC-SHA256 of the id under the secret of the authority. Always the same, and without the secret not to be turned back.';
revoke execute on function child_key from public;
grant execute on function child_key to sufficiency_app;
