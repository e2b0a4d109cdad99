-- The ground: the roles that the service acts as, and the reference geography, which is the same for everyone.

create extension if not exists btree_gist;

-- sufficiency_app does what requests ask for, within one authority. sufficiency_sender reads the events of every
-- authority, to publish and deliver them; of the records themselves it can read nothing. Roles belong to the whole
-- server, so another database of it may have made them already.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['sufficiency_app', 'sufficiency_sender'] loop
    begin
      execute format('create role %I nologin', role_name);
    exception when duplicate_object or unique_violation then null;
    end;
    begin
      execute format('grant %I to %I', role_name, current_user);
    exception when others then
      if not pg_has_role(current_user, role_name, 'member') then raise; end if;
    end;
  end loop;
end $$;
grant usage on schema public to sufficiency_app, sufficiency_sender;

create table authorities (
  code        text primary key check (code ~ '^[EWSN]\d{8}$'),
  name        text not null,
  region_code text,
  region_name text,
  old_code    text,
  synthetic   boolean not null default false
);
comment on table authorities is 'Local authorities with children''s services; each keeps its own records here.';

create table lower_tier_authorities (
  code           text primary key,
  name           text not null,
  authority_code text not null references authorities
);
comment on table lower_tier_authorities is 'Districts, each within the authority that looks after its children.';

create table postcodes (
  postcode       text primary key check (postcode = compact_postcode(postcode)),
  authority_code text references authorities,
  country        text not null check (country in ('E', 'W', 'S', 'N', 'L', 'M')),
  easting        integer,
  northing       integer,
  terminated_on  date,
  check ((easting is null) = (northing is null))
);
comment on table postcodes is 'Where each postcode is, and in which authority.';

grant select on authorities, lower_tier_authorities, postcodes to sufficiency_app;
