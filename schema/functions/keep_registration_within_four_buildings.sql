create or replace function keep_registration_within_four_buildings() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if new.ofsted_urn is null or new.kind not in ('childrens-home', 'secure-childrens-home') then return null; end if;
  -- One building at a time joins a provider's registrations.
  perform pg_advisory_xact_lock(lock_number('home'), hashtext(new.provider_id::text));
  if exists (
      select from homes_of_registration(new.id) opening join homes o on o.id = opening
       where 4 < (select count(*) from homes_of_registration(new.id) there join homes b on b.id = there
                   where nights(b.opens_on, b.closes_on) @> o.opens_on)) then
    perform refuse('registration_within_four_buildings', 'a registration is of four buildings at most');
  end if;
  return null;
end $$;
comment on function keep_registration_within_four_buildings is
  'Refuses a fifth building, open at one time, of one registration of a children''s home.';
