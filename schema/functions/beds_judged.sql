create or replace function beds_judged(of_homes uuid[], of_providers uuid[]) returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select array(
    select id from beds where home_id = any(of_homes)
    union
    select b.id from homes h join beds b on b.home_id = h.id where h.provider_id = any(of_providers))
$$;
comment on function beds_judged is
  'The beds whose Ofsted grade a judgement of these homes or providers can change.';
revoke execute on function beds_judged from public;
