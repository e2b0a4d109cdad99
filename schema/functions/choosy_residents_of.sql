-- after: choosy_residents

create or replace function choosy_residents_of(children_asked uuid[]) returns setof choosy_residents
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select r.child_id, r.of_authority, r.home_id, n.living_with, c.date_of_birth, r.from_on, r.to_on, r.awaited_on,
         r.expires_at
    from residents r
    join child_needs n on n.child_id = r.child_id
    join children c on c.id = r.child_id
   where r.child_id = any(children_asked) and n.living_with in ('solo', 'only-older', 'only-younger')
$$;
comment on function choosy_residents_of is
  'These children, if they may not live with just anyone, where they live or are to, as the records say now.';
revoke execute on function choosy_residents_of from public;
