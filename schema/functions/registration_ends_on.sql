create or replace function registration_ends_on(home uuid, day date) returns date
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select upper(varied_registration(h.id))
    from homes h
   where h.id = home and (h.shared or h.authority_code = current_authority()) and varied_registration(h.id) @> day
$$;
comment on function registration_ends_on is
  'The day on which the registration that covers a home on a day ends; null where no end is recorded, or none covers it.';
