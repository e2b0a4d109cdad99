-- after: service_keys, service_key_secrets

-- It is asked before the authority of a request is known, so it acts with its owner's rights. Whoever asks must have the
-- whole secret, and is told of that key alone.
create or replace function key_holder(asked_prefix text, asked_hash bytea)
returns table (authority_code text, name text, scopes text[], state text)
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  with found as (
    select s.id, k.authority_code, k.name, k.scopes,
           case when k.revoked_at is not null then 'revoked'
                when s.expires_at <= now() then 'expired'
                else 'live' end as state
      from service_key_secrets s join service_keys k on k.id = s.key_id
     where s.prefix = asked_prefix and s.hash = asked_hash
  ), noted as (
    update service_key_secrets s set last_used_at = date_trunc('hour', now())
      from found f
     where s.id = f.id and f.state = 'live'
       and (s.last_used_at is null or s.last_used_at < date_trunc('hour', now()))
  )
  select found.authority_code, found.name, found.scopes, found.state from found
$$;
comment on function key_holder is
  'The system whose service key has this secret, and whether the key still counts; no row for any other secret. Notes, to the hour, that a live one was used.';
revoke execute on function key_holder from public;
grant execute on function key_holder to sufficiency_app;
