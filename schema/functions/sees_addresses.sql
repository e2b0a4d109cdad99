create or replace function sees_addresses() returns boolean
language sql stable parallel safe
as $$ select coalesce(current_setting('app.addresses', true) = 'seen', false) $$;
comment on function sees_addresses is
  'Whether whoever this transaction reads for may see the confidential addresses of the authority (scope addresses:read).';
