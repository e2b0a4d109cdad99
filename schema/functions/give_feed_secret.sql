-- after: feed_secrets

create or replace function give_feed_secret() returns void
language sql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
  insert into feed_secrets (authority_code) select a.code from authorities a where a.code = current_authority()
  on conflict do nothing
$$;
comment on function give_feed_secret is
  'Gives the authority a secret by which its feeds name children, if it has none. Returns nothing of it.';
revoke execute on function give_feed_secret from public;
grant execute on function give_feed_secret to sufficiency_app;
