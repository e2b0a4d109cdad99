-- A category added to, or taken off, a provider's registration after it began; ends of registrations told.

insert into event_records (record_type, links) values ('category_variations', '{"providerId": "provider_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.provider.deregistered.v1',       'providers',           'given',     'supported_registration_ended_on', null),
  ('uk.sufficiency.home.deregistered.v1',           'homes',               'given',     'registration_ended_on', null),
  ('uk.sufficiency.category-variation.recorded.v1', 'category_variations', 'created',   null, null),
  ('uk.sufficiency.category-variation.changed.v1',  'category_variations', 'otherwise', null, null),
  ('uk.sufficiency.category-variation.removed.v1',  'category_variations', 'removed',   null, null);

create table category_variations (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  provider_id    uuid not null,
  category       text not null check (category in (
                   'single-occupancy', 'shared-or-group', 'residential-setting', 'private-host')),
  added_on       date,
  removed_on     date,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint variation_of_own_provider foreign key (authority_code, provider_id)
    references providers (authority_code, id) on delete cascade,
  constraint variation_says_when check (num_nonnulls(added_on, removed_on) > 0),
  constraint variation_dates_in_order check (removed_on > added_on),
  constraint one_variation_of_a_category unique (provider_id, category)
);
comment on table category_variations is
  'Ofsted''s variations of a provider''s registration: a category of supported accommodation added or taken off on a day.';
select keep('category_variations');
grant select, insert, update, delete on category_variations to sufficiency_app;
create policy shared_variations on category_variations for select using (
  authority_code = current_authority()
  or exists (select from homes h where h.provider_id = category_variations.provider_id and h.shared));

create trigger registration_varied after insert or update or delete on category_variations
  for each row execute function registration_varied();

-- The places of a registration of several buildings are those that they all say.
drop trigger bed_free_after_update on homes;
create trigger bed_free_after_insert after insert on homes
  referencing new table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_update after update on homes
  referencing new table as changed old table as before for each statement
  execute function beds_described_differently();
create trigger bed_free_after_delete after delete on homes
  referencing old table as before for each statement execute function beds_described_differently();
