-- after: page_sessions

-- It is asked before the authority of a request is known, so it acts with its owner's rights. Whoever asks must have the
-- whole secret of the cookie, and is told of that session alone.
create or replace function session_holder(asked_hash bytea)
returns table (id uuid, authority_code text, subject text, role text, state text, seconds_left float8)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select s.id, s.authority_code, s.subject, s.role,
         case when s.ended_at is not null then 'ended' when s.expires_at <= now() then 'expired' else 'live' end,
         extract(epoch from s.expires_at - now())::float8
    from page_sessions s
   where s.hash = asked_hash
$$;
comment on function session_holder is
  'Whose session of the pages has this hash, and whether it still counts; no row for any other.';
revoke execute on function session_holder from public;
grant execute on function session_holder to sufficiency_app;
