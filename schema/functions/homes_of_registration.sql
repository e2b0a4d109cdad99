create or replace function homes_of_registration(home uuid) returns setof uuid
language sql stable
as $$
  select h.id from homes h
   where h.id = home
  union
  select other.id from homes h
    join homes other on other.provider_id = h.provider_id and other.kind = h.kind and other.ofsted_urn = h.ofsted_urn
   where h.id = home and h.kind in ('childrens-home', 'secure-childrens-home')
$$;
comment on function homes_of_registration is
  'The buildings of the registration that a home belongs to: children''s homes of one provider with the same URN; '
  'for any other home, the home itself.';
