-- The schema as a database has it once everything is applied, read back from its catalogue. Written by
-- `npm run schema`; made by the files of migrations/, schema/functions/, schema/views/ and
-- schema/reporting/.

create extension btree_gist;

-- Foundation ----------------------------------------------------------------------------------------------

create table authorities (
  code text not null,
  name text not null,
  region_code text,
  region_name text,
  old_code text,
  synthetic boolean not null default false,
  constraint authorities_pkey primary key (code),
  constraint authority_is_synthetic unique (code, synthetic),
  constraint authorities_code_check check ((code ~ '^[EWSN]\d{8}$'::text))
);
comment on table authorities is 'Local authorities with children''s services; each keeps its own records here.';
create trigger give_panels after insert on authorities referencing new table as added for each statement execute function give_panels();
grant select on authorities to sufficiency_app;

create table lower_tier_authorities (
  code text not null,
  name text not null,
  authority_code text not null,
  constraint lower_tier_authorities_pkey primary key (code),
  constraint lower_tier_authorities_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table lower_tier_authorities is 'Districts, each within the authority that looks after its children.';
grant select on lower_tier_authorities to sufficiency_app;

create table postcodes (
  postcode text not null,
  authority_code text,
  country text not null,
  easting integer,
  northing integer,
  terminated_on date,
  constraint postcodes_pkey primary key (postcode),
  constraint postcodes_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint postcodes_check check (((easting is null) = (northing is null))),
  constraint postcodes_country_check check ((country = any (array['E'::text, 'W'::text, 'S'::text, 'N'::text, 'L'::text, 'M'::text]))),
  constraint postcodes_postcode_check check ((postcode = compact_postcode(postcode)))
);
comment on table postcodes is 'Where each postcode is, and in which authority.';
create trigger forget_readings_after_load after insert or delete or update or truncate on postcodes for each statement execute function forget_readings();
grant select on postcodes to sufficiency_app;

-- History and events --------------------------------------------------------------------------------------

create table record_versions (
  id bigint not null generated always as identity,
  authority_code text not null,
  record_type text not null,
  record_id uuid not null,
  change text not null,
  before jsonb,
  actor text not null,
  request_id text,
  reason text,
  occurred_on date,
  recorded_at timestamp with time zone not null default now(),
  constraint record_versions_pkey primary key (id),
  constraint record_versions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint record_versions_change_check check ((change = any (array['created'::text, 'changed'::text, 'removed'::text]))),
  constraint record_versions_check check (((before is null) = (change = 'created'::text)))
);
comment on table record_versions is 'A row for every change of a record: who changed it, when and why, and what it said before.';
create index record_versions_by_authority on record_versions using btree (authority_code, record_type, recorded_at);
create index record_versions_by_record on record_versions using btree (record_type, record_id, recorded_at);
create trigger keep_under_hold after delete on record_versions referencing old table as gone for each statement execute function keep_under_hold();
alter table record_versions enable row level security;
create policy own_rows on record_versions for select using ((authority_code = current_authority()));
create policy reset_rows on record_versions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on record_versions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant select on record_versions to sufficiency_app;
grant delete, insert, select on record_versions to sufficiency_sandbox;

create table event_records (
  record_type text not null,
  links jsonb not null default '{}'::jsonb,
  constraint event_records_pkey primary key (record_type)
);
comment on table event_records is 'The records that have events.';
comment on column event_records.links is 'Which other records an event names: its key, and the column of the id.';
grant select on event_records to sufficiency_app;

create table event_types (
  ordinal smallint not null generated always as identity,
  type text not null,
  record_type text not null,
  happens text not null,
  fact text,
  value text,
  constraint event_types_pkey primary key (type),
  constraint event_types_record_type_fkey foreign key (record_type) references event_records(record_type),
  constraint event_types_check check ((((fact is not null) = (happens = any (array['given'::text, 'becomes'::text, 'altered'::text]))) and ((value is not null) = (happens = 'becomes'::text)))),
  constraint event_types_happens_check check ((happens = any (array['created'::text, 'given'::text, 'becomes'::text, 'altered'::text, 'otherwise'::text, 'removed'::text, 'passes'::text]))),
  constraint event_types_type_check check ((type ~ '^uk\.sufficiency\.[a-z-]+\.[a-z]+\.v[1-9]$'::text))
);
comment on table event_types is 'Which change of which record is which event.';
comment on column event_types.ordinal is 'The order of several events of one change.';
comment on column event_types.happens is 'created: the record is new; given: the fact was empty and no longer is, in a new record too; becomes: the fact has become the value; altered: the fact was one thing and is another; otherwise: a change that is none of the others; removed: the record is gone; passes: time went by, and nothing changed; told by lapse_holds()';
create index event_types_of_record on event_types using btree (record_type);
grant select on event_types to sufficiency_app;

create table events (
  id bigint not null generated always as identity,
  event_id uuid not null default gen_random_uuid(),
  "position" bigint,
  authority_code text not null,
  type text not null,
  record_type text not null,
  record_id uuid not null,
  occurred_at timestamp with time zone not null default now(),
  occurred_on date default (setting('occurred_on'::text))::date,
  data jsonb not null,
  constraint events_pkey primary key (id),
  constraint events_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table events is 'What happened to records, told to whoever must know.';
create index events_by_position on events using btree (authority_code, "position") where ("position" is not null);
create index events_unpublished on events using btree (id) where ("position" is null);
alter table events enable row level security;
create policy own_rows on events using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy sent_rows on events to sufficiency_sender using (true);
grant select on events to sufficiency_app;
grant select on events to sufficiency_sender;

create table event_log (
  only_one boolean not null default true,
  last_position bigint not null,
  removed_to bigint not null default 0,
  constraint event_log_pkey primary key (only_one),
  constraint event_log_only_one_check check (only_one)
);
comment on table event_log is 'The last position given in the feed; its row is the lock that makes publishing one at a time.';
grant select on event_log to sufficiency_app;

create table webhooks (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  url text not null,
  description text,
  types text[],
  state text not null default 'enabled'::text,
  secret_issued_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint webhooks_pkey primary key (id),
  constraint webhook_url_once unique (authority_code, url),
  constraint webhooks_authority_code_id_key unique (authority_code, id),
  constraint webhooks_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint webhooks_description_check check ((length(description) <= 200)),
  constraint webhooks_state_check check ((state = any (array['enabled'::text, 'paused'::text]))),
  constraint webhooks_types_check check ((cardinality(types) > 0)),
  constraint webhooks_url_check check (((length(url) >= 1) and (length(url) <= 2000)))
);
comment on table webhooks is 'Who is told of events, and where.';
create trigger keep_version_after_delete after delete on webhooks referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on webhooks referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on webhooks referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on webhooks for each row execute function touch_version();
alter table webhooks enable row level security;
create policy own_rows on webhooks using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy sent_rows on webhooks to sufficiency_sender using (true);
grant delete, insert, select, update on webhooks to sufficiency_app;
grant select on webhooks to sufficiency_sender;

create table webhook_secrets (
  id bigint not null generated always as identity,
  authority_code text not null,
  webhook_id uuid not null,
  secret bytea not null,
  retires_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint webhook_secrets_pkey primary key (id),
  constraint secret_of_own_webhook foreign key (authority_code, webhook_id) references webhooks(authority_code, id) on delete cascade,
  constraint webhook_secrets_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint webhook_secrets_secret_check check (((length(secret) >= 24) and (length(secret) <= 64)))
);
comment on table webhook_secrets is 'The secrets that sign, apart from their webhooks so that the application''s role can write but not read them.';
create unique index one_secret_in_force on webhook_secrets using btree (webhook_id) where (retires_at is null);
alter table webhook_secrets enable row level security;
create policy own_rows on webhook_secrets using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy sent_rows on webhook_secrets to sufficiency_sender using (true);
grant delete, insert on webhook_secrets to sufficiency_app;
grant select on webhook_secrets to sufficiency_sender;
grant select (id, authority_code, webhook_id, retires_at, created_at) on webhook_secrets to sufficiency_app;
grant update (retires_at) on webhook_secrets to sufficiency_app;

create table webhook_deliveries (
  authority_code text not null,
  webhook_id uuid not null,
  event_id bigint not null,
  "position" bigint not null,
  record_id uuid not null,
  state text not null default 'pending'::text,
  attempts integer not null default 0,
  due_at timestamp with time zone not null default now(),
  lease uuid,
  attempted_at timestamp with time zone,
  delivered_at timestamp with time zone,
  status smallint,
  fault text,
  constraint webhook_deliveries_pkey primary key (webhook_id, "position"),
  constraint delivery_of_own_webhook foreign key (authority_code, webhook_id) references webhooks(authority_code, id) on delete cascade,
  constraint webhook_deliveries_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint webhook_deliveries_event_id_fkey foreign key (event_id) references events(id),
  constraint webhook_deliveries_state_check check ((state = any (array['pending'::text, 'delivered'::text, 'dead'::text])))
);
comment on table webhook_deliveries is 'One event on its way to one webhook.';
create index deliveries_by_record on webhook_deliveries using btree (webhook_id, record_id, "position") where (state = 'pending'::text);
create index deliveries_due on webhook_deliveries using btree (webhook_id, due_at) where (state = 'pending'::text);
alter table webhook_deliveries enable row level security;
create policy own_rows on webhook_deliveries using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy sent_rows on webhook_deliveries to sufficiency_sender using (true);
grant insert, select, update on webhook_deliveries to sufficiency_app;
grant select, update on webhook_deliveries to sufficiency_sender;

-- Supply --------------------------------------------------------------------------------------------------

create table providers (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  name text not null,
  sector text not null,
  ofsted_urn text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  supported_registered_on date,
  supported_registration_ended_on date,
  supported_categories text[] not null default '{}'::text[],
  constraint providers_pkey primary key (id),
  constraint provider_name_once unique (authority_code, name),
  constraint providers_authority_code_id_key unique (authority_code, id),
  constraint providers_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint provider_registration_in_order check (((supported_registration_ended_on is null) or ((supported_registered_on is not null) and (supported_registration_ended_on > supported_registered_on)))),
  constraint providers_name_check check (((length(name) >= 1) and (length(name) <= 200))),
  constraint providers_ofsted_urn_check check ((ofsted_urn ~ '^[A-Z0-9]{5,10}$'::text)),
  constraint providers_sector_check check ((sector = any (array['own'::text, 'other-authority'::text, 'other-public'::text, 'private'::text, 'voluntary'::text]))),
  constraint supported_categories_known check ((supported_categories <@ array['single-occupancy'::text, 'shared-or-group'::text, 'residential-setting'::text, 'private-host'::text]))
);
comment on table providers is 'Who runs homes: an authority of its own, or an agency.';
create trigger bed_free_after_update after update of supported_registered_on, supported_registration_ended_on, supported_categories on providers for each row execute function provider_registered_differently();
create trigger care_facts_after_update after update on providers referencing old table as before new table as changed for each statement execute function care_described_differently();
create trigger emit_events_after_delete after delete on providers referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on providers referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on providers referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on providers referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on providers referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on providers referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger follow_provider_sector after update of sector on providers for each row when ((old.sector is distinct from new.sector)) execute function follow_provider_sector();
create trigger keep_version_after_delete after delete on providers referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on providers referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on providers referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on providers for each row execute function touch_version();
alter table providers enable row level security;
create policy own_rows on providers using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on providers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on providers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy shared_providers on providers for select using (((authority_code = current_authority()) or (exists ( select
   from visible_homes h
  where ((h.provider_id = providers.id) and h.shared)))));
grant delete, insert, select, update on providers to sufficiency_app;
grant delete, insert, select on providers to sufficiency_sandbox;

create table homes (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  provider_id uuid not null,
  name text not null,
  kind text not null,
  placement_type text not null,
  ofsted_urn text,
  postcode text,
  easting integer,
  northing integer,
  located_authority_code text,
  confidential boolean not null default false,
  shared boolean not null default false,
  registered_places smallint,
  age_from smallint not null default 0,
  age_to smallint not null default 17,
  accepts text not null default 'any'::text,
  capabilities text[] not null default '{}'::text[],
  takes_siblings boolean not null default true,
  takes_emergencies boolean not null default false,
  faiths text[],
  languages text[],
  cultures text[],
  long_term boolean,
  opens_on date not null,
  closes_on date,
  mockingbird_hub_id uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  registered_on date,
  registration_ended_on date,
  accommodation_category text,
  address text,
  takes_parent_and_child boolean not null default false,
  constraint homes_pkey primary key (id),
  constraint home_name_once unique (provider_id, name, authority_code),
  constraint homes_authority_code_id_key unique (authority_code, id),
  constraint homes_authority_code_id_kind_key unique (authority_code, id, kind),
  constraint home_of_own_constellation foreign key (authority_code, mockingbird_hub_id) references homes(authority_code, id),
  constraint home_of_own_provider foreign key (authority_code, provider_id) references providers(authority_code, id),
  constraint homes_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint homes_located_authority_code_fkey foreign key (located_authority_code) references authorities(code),
  constraint home_ages_in_order check ((age_to >= age_from)),
  constraint home_dates_in_order check (((closes_on is null) or (closes_on >= opens_on))),
  constraint home_registration_in_order check (((registration_ended_on is null) or ((registered_on is not null) and (registration_ended_on > registered_on)))),
  constraint homes_accepts_check check ((accepts = any (array['any'::text, 'female'::text, 'male'::text]))),
  constraint homes_accommodation_category_check check ((accommodation_category = any (array['single-occupancy'::text, 'shared-or-group'::text, 'residential-setting'::text, 'private-host'::text]))),
  constraint homes_address_check check (((length(address) >= 1) and (length(address) <= 300))),
  constraint homes_age_from_check check (((age_from >= 0) and (age_from <= 25))),
  constraint homes_age_to_check check (((age_to >= 0) and (age_to <= 25))),
  constraint homes_kind_check check ((kind = any (array['fostering-household'::text, 'connected-carer-household'::text, 'childrens-home'::text, 'secure-childrens-home'::text, 'residential-school'::text, 'family-centre'::text, 'care-home'::text, 'nhs-setting'::text, 'young-offender-institution'::text, 'supported-accommodation'::text, 'supported-lodgings'::text, 'independent-living'::text, 'unregistered'::text]))),
  constraint homes_name_check check (((length(name) >= 1) and (length(name) <= 200))),
  constraint homes_ofsted_urn_check check ((ofsted_urn ~ '^[A-Z0-9]{5,10}$'::text)),
  constraint homes_postcode_check check ((postcode = compact_postcode(postcode))),
  constraint homes_registered_places_check check (((registered_places >= 1) and (registered_places <= 200))),
  constraint household_is_confidential check (((kind <> all (array['fostering-household'::text, 'connected-carer-household'::text])) or confidential)),
  constraint supported_from_16 check (((kind <> all (array['supported-accommodation'::text, 'supported-lodgings'::text, 'independent-living'::text])) or (age_from >= 16)))
);
comment on table homes is 'Where children live: a household, a children''s home, supported accommodation.';
create index homes_by_postcode on homes using btree (postcode);
create index homes_by_urn on homes using btree (ofsted_urn) where (ofsted_urn is not null);
create index shared_homes_by_provider on homes using btree (provider_id) where shared;
create trigger bed_free_after_delete after delete on homes referencing old table as before for each statement execute function beds_described_differently();
create trigger bed_free_after_insert after insert on homes referencing new table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_update after update on homes referencing old table as before new table as changed for each statement execute function beds_described_differently();
create trigger care_facts_after_update after update on homes referencing old table as before new table as changed for each statement execute function care_described_differently();
create trigger emit_events_after_delete after delete on homes referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on homes referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on homes referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on homes referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on homes referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on homes referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger follow_home after update of postcode, confidential on homes for each row when (((old.postcode is distinct from new.postcode) or (old.confidential is distinct from new.confidential))) execute function follow_home();
create trigger keep_registration_within_four_buildings after insert or update of provider_id, kind, ofsted_urn, opens_on, closes_on on homes for each row execute function keep_registration_within_four_buildings();
create trigger keep_sandbox_to_itself before insert or update of shared on homes for each row when (new.shared) execute function keep_sandbox_to_itself();
create trigger keep_version_after_delete after delete on homes referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on homes referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on homes referencing old table as before new table as changed for each statement execute function keep_version();
create trigger place_home before insert or update on homes for each row execute function place_home();
create trigger touch_version before update on homes for each row execute function touch_version();
alter table homes enable row level security;
create policy of_somebody on homes for select to sufficiency_app using ((( select current_authority() as current_authority) is not null));
create policy own_rows on homes using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on homes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on homes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on homes to sufficiency_app;
grant delete, insert, select on homes to sufficiency_sandbox;

create table judgements (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid,
  provider_id uuid,
  judged_on date not null,
  grade text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint judgements_pkey primary key (id),
  constraint home_judged_once_a_day unique (home_id, judged_on, authority_code),
  constraint judgements_authority_code_id_key unique (authority_code, id),
  constraint provider_judged_once_a_day unique (provider_id, judged_on, authority_code),
  constraint judgement_of_own_home foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint judgement_of_own_provider foreign key (authority_code, provider_id) references providers(authority_code, id) on delete cascade,
  constraint judgements_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint judgement_of_home_or_provider check ((num_nonnulls(home_id, provider_id) = 1)),
  constraint judgements_grade_check check ((grade = any (array['outstanding'::text, 'good'::text, 'requires-improvement'::text, 'inadequate'::text, 'not-yet-inspected'::text, 'consistently-strong'::text, 'inconsistent'::text, 'serious-or-widespread-weaknesses'::text]))),
  constraint outcome_is_of_provider check (((provider_id is not null) or (grade <> all (array['consistently-strong'::text, 'inconsistent'::text, 'serious-or-widespread-weaknesses'::text])))),
  constraint outcome_since_september_2024 check (((judged_on >= '2024-09-01'::date) or (grade <> all (array['consistently-strong'::text, 'inconsistent'::text, 'serious-or-widespread-weaknesses'::text]))))
);
comment on table judgements is 'What Ofsted judged a home, or the agency that a foster household belongs to.';
create trigger bed_free_after_delete after delete on judgements referencing old table as changed for each statement execute function beds_judged_differently();
create trigger bed_free_after_insert after insert on judgements referencing new table as changed for each statement execute function beds_judged_differently();
create trigger bed_free_after_update after update on judgements referencing old table as before new table as changed for each statement execute function beds_judged_differently();
create trigger emit_events_after_delete after delete on judgements referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on judgements referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on judgements referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on judgements referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on judgements referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on judgements referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on judgements referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on judgements referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on judgements referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on judgements for each row execute function touch_version();
alter table judgements enable row level security;
create policy own_rows on judgements using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on judgements to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on judgements to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy shared_judgements on judgements for select using (((authority_code = current_authority()) or (exists ( select
   from visible_homes h
  where (((h.id = judgements.home_id) or (h.provider_id = judgements.provider_id)) and h.shared)))));
grant delete, insert, select, update on judgements to sufficiency_app;
grant delete, insert, select on judgements to sufficiency_sandbox;

create table contracts (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  kind text not null,
  beds_bought smallint,
  starts_on date not null,
  ends_on date,
  term daterange generated always as (nights(starts_on, ends_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint contracts_pkey primary key (id),
  constraint contracts_authority_code_id_key unique (authority_code, id),
  constraint contract_of_own_home foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint contracts_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint block_contract_says_beds check (((kind <> 'block'::text) or (beds_bought is not null))),
  constraint contract_dates_in_order check (((ends_on is null) or (ends_on > starts_on))),
  constraint contracts_beds_bought_check check (((beds_bought >= 1) and (beds_bought <= 200))),
  constraint contracts_kind_check check ((kind = any (array['block'::text, 'framework'::text, 'spot'::text]))),
  constraint one_contract_at_a_time exclude using gist (home_id with =, authority_code with =, term with &&)
);
comment on table contracts is 'How an authority buys a home''s beds over some time.';
create trigger emit_events_after_delete after delete on contracts referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on contracts referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on contracts referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on contracts referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on contracts referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on contracts referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on contracts referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on contracts referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on contracts referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on contracts for each row execute function touch_version();
alter table contracts enable row level security;
create policy own_rows on contracts using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on contracts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on contracts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on contracts to sufficiency_app;
grant delete, insert, select on contracts to sufficiency_sandbox;

create table fees (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  weekly_fee numeric(10,2) not null,
  starts_on date not null,
  ends_on date,
  term daterange generated always as (nights(starts_on, ends_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint fees_pkey primary key (id),
  constraint fees_authority_code_id_key unique (authority_code, id),
  constraint fee_of_own_home foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint fees_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint fee_dates_in_order check (((ends_on is null) or (ends_on > starts_on))),
  constraint fees_weekly_fee_check check ((weekly_fee >= (0)::numeric)),
  constraint one_fee_at_a_time exclude using gist (home_id with =, authority_code with =, term with &&)
);
comment on table fees is 'What a home costs a week over some time.';
create index fees_by_home on fees using btree (authority_code, home_id);
create trigger emit_events_after_delete after delete on fees referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on fees referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on fees referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on fees referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on fees referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on fees referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on fees referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on fees referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on fees referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on fees for each row execute function touch_version();
alter table fees enable row level security;
create policy own_rows on fees using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on fees to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on fees to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on fees to sufficiency_app;
grant delete, insert, select on fees to sufficiency_sandbox;

create table beds (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  label text not null,
  kind text not null default 'standard'::text,
  opens_on date not null,
  closes_on date,
  open_nights daterange generated always as (nights(opens_on, closes_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint beds_pkey primary key (id),
  constraint bed_label_once unique (home_id, label, authority_code),
  constraint beds_authority_code_id_key unique (authority_code, id),
  constraint bed_of_own_home foreign key (authority_code, home_id) references homes(authority_code, id),
  constraint beds_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint bed_dates_in_order check (((closes_on is null) or (closes_on >= opens_on))),
  constraint beds_kind_check check ((kind = any (array['standard'::text, 'emergency'::text, 'short-break'::text]))),
  constraint beds_label_check check (((length(label) >= 1) and (length(label) <= 60)))
);
comment on table beds is 'What Ofsted calls a place. It exists over its open nights, whatever the home is registered for.';
create trigger bed_free_after_delete after delete on beds referencing old table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_insert after insert on beds referencing new table as changed for each statement execute function beds_described_differently();
create trigger bed_free_after_update after update on beds referencing old table as before new table as changed for each statement execute function beds_described_differently();
create trigger emit_events_after_delete after delete on beds referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on beds referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on beds referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on beds referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on beds referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on beds referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_bed_open_while_used after update of opens_on, closes_on on beds for each row execute function keep_bed_open_while_used();
create trigger keep_version_after_delete after delete on beds referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on beds referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on beds referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on beds for each row execute function touch_version();
alter table beds enable row level security;
create policy own_rows on beds using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on beds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on beds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy shared_beds on beds for select using (((authority_code = current_authority()) or (exists ( select
   from visible_homes h
  where ((h.id = beds.home_id) and h.shared)))));
grant delete, insert, select, update on beds to sufficiency_app;
grant delete, insert, select on beds to sufficiency_sandbox;

create table voids (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  bed_id uuid not null,
  reason text not null,
  detail text,
  starts_on date not null,
  ends_on date,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  placement_id uuid,
  constraint voids_pkey primary key (id),
  constraint voids_authority_code_id_key unique (authority_code, id),
  constraint void_for_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id) on delete cascade,
  constraint void_of_own_bed foreign key (authority_code, bed_id) references beds(authority_code, id),
  constraint voids_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint other_void_says_why check (((reason <> 'other'::text) or (length(trim(both from coalesce(detail, ''::text))) > 0))),
  constraint void_dates_in_order check (((ends_on is null) or (ends_on > starts_on))),
  constraint void_for_child_alone check (((placement_id is null) or (reason = 'solo-occupancy'::text))),
  constraint voids_detail_check check ((length(detail) <= 1000)),
  constraint voids_reason_check check ((reason = any (array['repair'::text, 'refurbishment'::text, 'staff-vacancy'::text, 'staff-training'::text, 'carer-ill-health'::text, 'carer-holiday'::text, 'carer-break'::text, 'household-circumstances'::text, 'solo-occupancy'::text, 'reduced-occupancy'::text, 'restriction'::text, 'suspension'::text, 'allegation'::text, 'resignation'::text, 'closing'::text, 'other'::text])))
);
comment on table voids is 'Nights on which a bed can''t be used, and why.';
create index voids_by_bed on voids using btree (bed_id);
create index voids_by_placement on voids using btree (placement_id) where (placement_id is not null);
create index voids_of_concern on voids using gist (nights(starts_on, ends_on)) where (reason = any (array['restriction'::text, 'suspension'::text, 'allegation'::text, 'resignation'::text, 'closing'::text]));
create trigger emit_events_after_delete after delete on voids referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on voids referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on voids referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on voids referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on voids referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on voids referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on voids referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on voids referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on voids referencing old table as before new table as changed for each statement execute function keep_version();
create trigger keep_void_with_placement before insert or update on voids for each row when ((new.placement_id is not null)) execute function keep_void_with_placement();
create trigger prepare_void before insert or update on voids for each row execute function prepare_void();
create trigger touch_version before update on voids for each row execute function touch_version();
create trigger use_bed after insert or update on voids for each row execute function use_bed_for_void();
alter table voids enable row level security;
create policy own_rows on voids using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on voids to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on voids to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on voids to sufficiency_app;
grant delete, insert, select on voids to sufficiency_sandbox;

create table home_restrictions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  kind text not null,
  starts_on date not null,
  ends_on date,
  nights daterange generated always as (nights(starts_on, ends_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint home_restrictions_pkey primary key (id),
  constraint home_restrictions_authority_code_id_key unique (authority_code, id),
  constraint home_restrictions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint restriction_of_own_home foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint home_restrictions_kind_check check ((kind = any (array['suspension'::text, 'restriction'::text, 'do-not-place'::text]))),
  constraint restriction_dates_in_order check (((ends_on is null) or (ends_on > starts_on)))
);
comment on table home_restrictions is 'When a home may not be placed in, or not by everyone: Ofsted''s decisions, and an authority''s own.';
create index home_restrictions_by_home on home_restrictions using btree (home_id);
create trigger emit_events_after_delete after delete on home_restrictions referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on home_restrictions referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on home_restrictions referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on home_restrictions referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on home_restrictions referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on home_restrictions referencing old table as before new table as changed for each statement execute function keep_version();
create trigger take_turn before insert or delete or update on home_restrictions for each row execute function take_turn_of_home();
create trigger touch_version before update on home_restrictions for each row execute function touch_version();
alter table home_restrictions enable row level security;
create policy own_rows on home_restrictions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on home_restrictions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on home_restrictions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy shared_restrictions on home_restrictions for select using (((authority_code = current_authority()) or ((kind <> 'do-not-place'::text) and (exists ( select
   from visible_homes h
  where ((h.id = home_restrictions.home_id) and h.shared))))));
grant delete, insert, select, update on home_restrictions to sufficiency_app;
grant delete, insert, select on home_restrictions to sufficiency_sandbox;

create table carer_journeys (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  reference text not null,
  carer_type text not null,
  transferred_from text,
  district text,
  enquired_on date,
  applied_on date,
  assessment_started_on date,
  panel_on date,
  approved_on date,
  closed_on date,
  outcome text,
  places smallint,
  home_id uuid,
  home_kind text not null generated always as (
  case carer_type
      when 'mainstream'::text then 'fostering-household'::text
      else 'connected-carer-household'::text
  end) stored,
  under_way daterange generated always as (nights(coalesce(enquired_on, applied_on, assessment_started_on, panel_on, approved_on), closed_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint carer_journeys_pkey primary key (id),
  constraint carer_journeys_authority_code_id_key unique (authority_code, id),
  constraint carer_journeys_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint journey_of_own_household foreign key (authority_code, home_id, home_kind) references homes(authority_code, id, kind),
  constraint application_before_assessment check (((enquired_on is null) or (applied_on is not null) or (num_nonnulls(assessment_started_on, panel_on, approved_on) = 0))),
  constraint approval_stands check (((outcome <> all (array['withdrawn'::text, 'not-approved'::text])) or (approved_on is null))),
  constraint approved_for_places check (((approved_on is null) or (places is not null))),
  constraint assessment_before_panel check (((num_nonnulls(enquired_on, applied_on) = 0) or (assessment_started_on is not null) or (num_nonnulls(panel_on, approved_on) = 0))),
  constraint carer_journeys_carer_type_check check ((carer_type = any (array['mainstream'::text, 'family-and-friends'::text]))),
  constraint carer_journeys_district_check check ((district ~ '^[A-Z]{1,2}\d[A-Z\d]?$'::text)),
  constraint carer_journeys_outcome_check check ((outcome = any (array['withdrawn'::text, 'not-approved'::text, 'resigned'::text, 'deregistered'::text, 'transferred'::text, 'ended-otherwise'::text]))),
  constraint carer_journeys_places_check check (((places >= 1) and (places <= 20))),
  constraint carer_journeys_reference_check check ((reference ~ '^[A-Za-z0-9_./-]{1,40}$'::text)),
  constraint carer_journeys_transferred_from_check check ((transferred_from = any (array['agency'::text, 'other-authority'::text]))),
  constraint journey_begins check ((num_nonnulls(enquired_on, applied_on, assessment_started_on, panel_on, approved_on) > 0)),
  constraint journey_closes_last check ((closed_on >= coalesce(approved_on, panel_on, assessment_started_on, applied_on, enquired_on))),
  constraint journey_closure_says_how check (((closed_on is null) = (outcome is null))),
  constraint journey_dates_in_order check (((applied_on >= enquired_on) and (assessment_started_on >= applied_on) and (panel_on >= assessment_started_on) and (approved_on >= panel_on))),
  constraint leaving_follows_approval check (((outcome = any (array['withdrawn'::text, 'not-approved'::text])) or (outcome is null) or (approved_on is not null))),
  constraint panel_before_approval check (((num_nonnulls(enquired_on, applied_on, assessment_started_on) = 0) or (panel_on is not null) or (approved_on is null))),
  constraint refusal_follows_application check (((outcome <> 'not-approved'::text) or (num_nonnulls(applied_on, assessment_started_on, panel_on) > 0))),
  constraint household_on_one_journey exclude using gist (home_id with =, authority_code with =, under_way with &&),
  constraint one_journey_at_a_time exclude using gist (authority_code with =, reference with =, under_way with &&)
);
comment on table carer_journeys is 'Fostering households from an enquiry to approval, and from approval until they leave, as Ofsted''s fostering return counts them. One row a journey; who comes back makes another.';
create trigger emit_events_after_delete after delete on carer_journeys referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on carer_journeys referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on carer_journeys referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on carer_journeys referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on carer_journeys referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on carer_journeys referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on carer_journeys referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on carer_journeys referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on carer_journeys referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on carer_journeys for each row execute function touch_version();
alter table carer_journeys enable row level security;
create policy own_rows on carer_journeys using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on carer_journeys to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on carer_journeys to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on carer_journeys to sufficiency_app;
grant delete, insert, select on carer_journeys to sufficiency_sandbox;

-- Children ------------------------------------------------------------------------------------------------

create table sibling_groups (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  reference text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint sibling_groups_pkey primary key (id),
  constraint sibling_group_reference_once unique (authority_code, reference),
  constraint sibling_groups_authority_code_id_key unique (authority_code, id),
  constraint sibling_groups_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint sibling_groups_reference_check check ((reference ~ '^[A-Za-z0-9_./-]{1,40}$'::text))
);
comment on table sibling_groups is 'Brothers and sisters, who should live together where they can.';
create trigger emit_events_after_delete after delete on sibling_groups referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on sibling_groups referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on sibling_groups referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on sibling_groups referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on sibling_groups referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on sibling_groups referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on sibling_groups for each row execute function touch_version();
alter table sibling_groups enable row level security;
create policy own_rows on sibling_groups using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on sibling_groups to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on sibling_groups to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on sibling_groups to sufficiency_app;
grant delete, insert, select on sibling_groups to sufficiency_sandbox;

create table children (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  reference text not null,
  upn text,
  date_of_birth date not null,
  sex text not null,
  ethnicity text not null default 'NOBT'::text,
  uasc boolean not null default false,
  uasc_ceased_on date,
  disabled boolean,
  home_postcode text,
  school_postcode text,
  sibling_group_id uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  parent_id uuid,
  merged_into_id uuid,
  merged_from_ids uuid[] not null default '{}'::uuid[],
  constraint children_pkey primary key (id),
  constraint child_reference_once unique (authority_code, reference),
  constraint children_authority_code_id_key unique (authority_code, id),
  constraint child_of_own_parent foreign key (authority_code, parent_id) references children(authority_code, id),
  constraint child_of_own_sibling_group foreign key (authority_code, sibling_group_id) references sibling_groups(authority_code, id),
  constraint children_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint merged_into_own_child foreign key (authority_code, merged_into_id) references children(authority_code, id),
  constraint child_of_another check ((parent_id <> id)),
  constraint children_date_of_birth_check check ((date_of_birth > '1900-01-01'::date)),
  constraint children_ethnicity_check check ((ethnicity ~ '^[A-Z]{4}$'::text)),
  constraint children_home_postcode_check check ((home_postcode = compact_postcode(home_postcode))),
  constraint children_reference_check check ((reference ~ '^[A-Za-z0-9_./-]{1,40}$'::text)),
  constraint children_school_postcode_check check ((school_postcode = compact_postcode(school_postcode))),
  constraint children_sex_check check ((sex = any (array['female'::text, 'male'::text, 'unknown'::text]))),
  constraint children_upn_check check ((upn ~ '^([A-Z]\d{11}[A-Z0-9]|UN[1-5])$'::text)),
  constraint merged_into_another check ((merged_into_id <> id)),
  constraint uasc_ceased_from_birth check ((uasc_ceased_on >= date_of_birth)) not valid,
  constraint uasc_ceased_was_uasc check (((uasc_ceased_on is null) or uasc))
);
comment on table children is 'Children in care, by an identifier of the authority''s own and never by name.';
create index children_by_birth on children using btree (authority_code, date_of_birth);
create index children_by_parent on children using btree (parent_id) where (parent_id is not null);
create index children_by_sibling_group on children using btree (sibling_group_id) where (sibling_group_id is not null);
create index children_by_upn on children using btree (authority_code, upn) where (upn !~ '^UN'::text);
create index children_merged on children using btree (merged_into_id) where (merged_into_id is not null);
create trigger care_facts_after_update after update on children referencing old table as before new table as changed for each statement execute function care_described_differently();
create trigger choosy_after_update after update on children referencing new table as changed for each statement execute function residents_changed();
create trigger compact_child_postcodes before insert or update on children for each row execute function compact_child_postcodes();
create trigger emit_events_after_delete after delete on children referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on children referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on children referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on children referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on children referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on children referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger follow_child after update of home_postcode on children for each row when ((old.home_postcode is distinct from new.home_postcode)) execute function follow_child();
create constraint trigger keep_dates_possible after update of date_of_birth on children deferrable initially immediate for each row execute function keep_dates_possible();
create trigger keep_under_hold after delete on children referencing old table as gone for each statement execute function keep_under_hold();
create trigger keep_version_after_delete after delete on children referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on children referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on children referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_parent_id before insert or update of parent_id on children for each row execute function refuse_merged_child('parent_id');
create trigger touch_version before update on children for each row execute function touch_version();
alter table children enable row level security;
create policy own_rows on children using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on children to sufficiency_app;
grant delete, insert, select on children to sufficiency_sandbox;

create table care_periods (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  started_on date not null,
  ended_on date,
  nights daterange generated always as (nights(started_on, ended_on)) stored,
  need text,
  end_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  started_before boolean not null default false,
  end_to_confirm boolean not null default false,
  constraint care_periods_pkey primary key (id),
  constraint care_periods_authority_code_id_key unique (authority_code, id),
  constraint care_period_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint care_periods_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint care_period_dates_in_order check (((ended_on is null) or (ended_on >= started_on))),
  constraint care_period_end_has_reason check (((ended_on is null) = (end_reason is null))),
  constraint care_period_end_to_confirm_is_there check (((not end_to_confirm) or (ended_on is not null))),
  constraint care_periods_end_reason_check check ((end_reason ~ '^E\d{1,2}[AB]?$'::text)),
  constraint care_periods_need_check check ((need ~ '^N[1-8]$'::text)),
  constraint one_care_period_at_a_time exclude using gist (child_id with =, authority_code with =, nights with &&)
);
comment on table care_periods is 'From when until when a child is looked after.';
comment on column care_periods.started_before is 'Care began before started_on, the first day that is known of: nobody knows when.';
comment on column care_periods.end_to_confirm is 'Care has ended, and ended_on is the earliest day on which it can have: the day is to be confirmed.';
create trigger care_facts_after_delete after delete on care_periods referencing old table as changed for each statement execute function care_changed();
create trigger care_facts_after_insert after insert on care_periods referencing new table as changed for each statement execute function care_changed();
create trigger care_facts_after_update after update on care_periods referencing old table as before new table as changed for each statement execute function care_moved_between();
create trigger emit_events_after_delete after delete on care_periods referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on care_periods referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on care_periods referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on care_periods referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on care_periods referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on care_periods referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create constraint trigger keep_dates_possible after insert or delete or update of child_id, started_on, ended_on, end_reason on care_periods deferrable initially immediate for each row execute function keep_dates_possible();
create trigger keep_version_after_delete after delete on care_periods referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on care_periods referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on care_periods referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on care_periods for each row execute function refuse_merged_child('child_id');
create trigger take_turn before insert on care_periods for each row execute function take_turn_of_child();
create trigger touch_version before update on care_periods for each row execute function touch_version();
alter table care_periods enable row level security;
create policy own_rows on care_periods using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on care_periods to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on care_periods to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on care_periods to sufficiency_app;
grant delete, insert, select on care_periods to sufficiency_sandbox;

create table legal_statuses (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  status text not null,
  started_on date not null,
  ended_on date,
  nights daterange generated always as (nights(started_on, ended_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint legal_statuses_pkey primary key (id),
  constraint legal_statuses_authority_code_id_key unique (authority_code, id),
  constraint legal_status_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint legal_statuses_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint legal_status_dates_in_order check (((ended_on is null) or (ended_on >= started_on))),
  constraint legal_statuses_status_check check ((status = any (array['C1'::text, 'C2'::text, 'D1'::text, 'E1'::text, 'V2'::text, 'V3'::text, 'V4'::text, 'L1'::text, 'L2'::text, 'L3'::text, 'J1'::text, 'J2'::text, 'J3'::text]))),
  constraint one_legal_status_at_a_time exclude using gist (child_id with =, authority_code with =, nights with &&)
);
comment on table legal_statuses is 'Under which law a child is looked after, over time.';
create trigger care_facts_after_delete after delete on legal_statuses referencing old table as changed for each statement execute function care_changed();
create trigger care_facts_after_insert after insert on legal_statuses referencing new table as changed for each statement execute function care_changed();
create trigger care_facts_after_update after update on legal_statuses referencing old table as before new table as changed for each statement execute function care_moved_between();
create trigger emit_events_after_delete after delete on legal_statuses referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on legal_statuses referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on legal_statuses referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on legal_statuses referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on legal_statuses referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on legal_statuses referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create constraint trigger keep_dates_possible after insert or update of child_id, started_on, ended_on on legal_statuses deferrable initially immediate for each row execute function keep_dates_possible();
create trigger keep_version_after_delete after delete on legal_statuses referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on legal_statuses referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on legal_statuses referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on legal_statuses for each row execute function refuse_merged_child('child_id');
create trigger take_turn before insert on legal_statuses for each row execute function take_turn_of_child();
create trigger touch_version before update on legal_statuses for each row execute function touch_version();
alter table legal_statuses enable row level security;
create policy own_rows on legal_statuses using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on legal_statuses to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on legal_statuses to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on legal_statuses to sufficiency_app;
grant delete, insert, select on legal_statuses to sufficiency_sandbox;

create table child_needs (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  living_with text,
  capabilities text[] not null default '{}'::text[],
  preferred_capabilities text[] not null default '{}'::text[],
  fostering text,
  residential text,
  supported text,
  places_to_avoid jsonb not null default '[]'::jsonb,
  places_that_matter text[] not null default '{}'::text[],
  faith text,
  languages text[] not null default '{}'::text[],
  culture text,
  long_term boolean,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  with_parent boolean,
  constraint child_needs_pkey primary key (id),
  constraint child_needs_authority_code_id_key unique (authority_code, id),
  constraint needs_of_child_once unique (child_id, authority_code),
  constraint child_needs_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint needs_of_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint child_needs_culture_check check ((culture ~ '^[A-Z]{4}$'::text)),
  constraint child_needs_faith_check check ((faith = any (array['none'::text, 'christian'::text, 'buddhist'::text, 'hindu'::text, 'jewish'::text, 'muslim'::text, 'sikh'::text, 'other'::text]))),
  constraint child_needs_fostering_check check ((fostering = any (array['preferred'::text, 'suitable'::text, 'unsuitable'::text]))),
  constraint child_needs_living_with_check check ((living_with = any (array['solo'::text, 'with-others'::text, 'only-older'::text, 'only-younger'::text, 'no-preference'::text]))),
  constraint child_needs_places_to_avoid_check check ((jsonb_typeof(places_to_avoid) = 'array'::text)),
  constraint child_needs_residential_check check ((residential = any (array['preferred'::text, 'suitable'::text, 'unsuitable'::text]))),
  constraint child_needs_supported_check check ((supported = any (array['preferred'::text, 'suitable'::text, 'unsuitable'::text])))
);
comment on table child_needs is 'What is known of a child that decides which home fits; null and empty are not known.';
create trigger choosy_after_delete after delete on child_needs referencing old table as changed for each statement execute function residents_changed();
create trigger choosy_after_insert after insert on child_needs referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_update after update on child_needs referencing new table as changed for each statement execute function residents_changed();
create trigger emit_events_after_delete after delete on child_needs referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on child_needs referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on child_needs referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on child_needs referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on child_needs referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on child_needs referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on child_needs for each row execute function refuse_merged_child('child_id');
create trigger take_turn before insert or update on child_needs for each row execute function take_turn_of_child();
create trigger touch_version before update on child_needs for each row execute function touch_version();
alter table child_needs enable row level security;
create policy own_rows on child_needs using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on child_needs to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on child_needs to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on child_needs to sufficiency_app;
grant delete, insert, select on child_needs to sufficiency_sandbox;

create table separations (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  other_child_id uuid not null,
  category text not null,
  from_on date not null,
  to_on date,
  nights daterange generated always as (nights(from_on, to_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint separations_pkey primary key (id),
  constraint separations_authority_code_id_key unique (authority_code, id),
  constraint separation_from_own_child foreign key (authority_code, other_child_id) references children(authority_code, id),
  constraint separation_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint separations_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint separation_dates_in_order check (((to_on is null) or (to_on > from_on))),
  constraint separation_of_two check ((child_id <> other_child_id)),
  constraint separations_category_check check ((category = any (array['harm'::text, 'exploitation'::text, 'court-order'::text, 'investigation'::text, 'assessment'::text]))),
  constraint one_separation_at_a_time exclude using gist (least(child_id, other_child_id) with =, greatest(child_id, other_child_id) with =, authority_code with =, nights with &&)
);
comment on table separations is 'Two children who must not live in one home, either way round.';
create index separations_by_child on separations using btree (child_id);
create index separations_by_other_child on separations using btree (other_child_id);
create trigger emit_events_after_delete after delete on separations referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on separations referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on separations referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on separations referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on separations referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on separations referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on separations referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on separations referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on separations referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on separations for each row execute function refuse_merged_child('child_id');
create trigger off_merged_other_child_id before insert or update of other_child_id on separations for each row execute function refuse_merged_child('other_child_id');
create trigger take_turn before insert or update on separations for each row execute function take_turn_of_both();
create trigger touch_version before update on separations for each row execute function touch_version();
alter table separations enable row level security;
create policy own_rows on separations using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on separations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on separations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on separations to sufficiency_app;
grant delete, insert, select on separations to sufficiency_sandbox;

create table connections (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  home_id uuid not null,
  relation text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint connections_pkey primary key (id),
  constraint connection_once unique (child_id, home_id, authority_code),
  constraint connections_authority_code_id_key unique (authority_code, id),
  constraint connection_of_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint connection_with_own_home foreign key (authority_code, home_id) references homes(authority_code, id),
  constraint connections_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint connections_relation_check check ((relation = any (array['grandparent'::text, 'aunt-or-uncle'::text, 'brother-or-sister'::text, 'other-relative'::text, 'friend'::text, 'other'::text])))
);
comment on table connections is 'Relatives and friends of a child who have a home.';
create trigger emit_events_after_delete after delete on connections referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on connections referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on connections referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on connections referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on connections referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on connections referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on connections for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on connections for each row execute function touch_version();
alter table connections enable row level security;
create policy own_rows on connections using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on connections to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on connections to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on connections to sufficiency_app;
grant delete, insert, select on connections to sufficiency_sandbox;

-- Placing -------------------------------------------------------------------------------------------------

create table placement_requests (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_ids uuid[] not null,
  urgency text not null,
  received_on date not null,
  needed_from date not null,
  latest_start date,
  needed_to date,
  referral jsonb not null default '{}'::jsonb,
  withdrawn_on date,
  withdrawn_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint placement_requests_pkey primary key (id),
  constraint placement_requests_authority_code_id_key unique (authority_code, id),
  constraint placement_requests_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint placement_requests_referral_check check ((jsonb_typeof(referral) = 'object'::text)),
  constraint placement_requests_urgency_check check ((urgency = any (array['planned'::text, 'emergency'::text]))),
  constraint placement_requests_withdrawn_reason_check check (((length(withdrawn_reason) >= 1) and (length(withdrawn_reason) <= 500))),
  constraint request_dates_in_order check (((needed_to is null) or (needed_to > needed_from))),
  constraint request_starts_in_order check (((latest_start is null) or (latest_start >= needed_from))),
  constraint request_withdrawal_says_why check (((withdrawn_on is null) = (withdrawn_reason is null)))
);
comment on table placement_requests is 'A home asked for one or more children.';
create trigger emit_events_after_delete after delete on placement_requests referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on placement_requests referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on placement_requests referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on placement_requests referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on placement_requests referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on placement_requests referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger follow_children after insert or update of child_ids on placement_requests for each row execute function follow_children();
create constraint trigger keep_dates_possible after insert or update of child_ids, needed_from on placement_requests deferrable initially immediate for each row execute function keep_dates_possible();
create trigger keep_version_after_delete after delete on placement_requests referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on placement_requests referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on placement_requests referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on placement_requests for each row execute function touch_version();
alter table placement_requests enable row level security;
create policy own_rows on placement_requests using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on placement_requests to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on placement_requests to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on placement_requests to sufficiency_app;
grant delete, insert, select on placement_requests to sufficiency_sandbox;

create table request_children (
  authority_code text not null,
  request_id uuid not null,
  child_id uuid not null,
  constraint request_children_pkey primary key (authority_code, request_id, child_id),
  constraint child_of_own_request foreign key (authority_code, request_id) references placement_requests(authority_code, id) on delete cascade,
  constraint request_children_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint request_for_own_child foreign key (authority_code, child_id) references children(authority_code, id)
);
comment on table request_children is 'The children of a request one by one, for what refers to a child of a request. Written by a trigger alone.';
create index request_children_by_child on request_children using btree (child_id);
create index request_children_by_request on request_children using btree (request_id);
create trigger off_merged_child_id before insert or update of child_id on request_children for each row execute function refuse_merged_child('child_id');
alter table request_children enable row level security;
create policy own_rows on request_children using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on request_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on request_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant select on request_children to sufficiency_app;
grant delete, insert, select on request_children to sufficiency_sandbox;

create table holds (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  request_id uuid,
  from_on date not null,
  to_on date,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  released_by_authority_code text,
  release_reason text,
  constraint holds_pkey primary key (id),
  constraint holds_authority_code_id_key unique (authority_code, id),
  constraint hold_of_own_request foreign key (authority_code, request_id) references placement_requests(authority_code, id),
  constraint holds_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint holds_released_by_authority_code_fkey foreign key (released_by_authority_code) references authorities(code),
  constraint hold_dates_in_order check (((to_on is null) or (to_on > from_on))),
  constraint hold_end_has_outcome check (((ended_at is null) = (outcome is null))),
  constraint hold_taken_back_says_why check ((((released_by_authority_code is null) = (release_reason is null)) and ((released_by_authority_code is null) or coalesce((outcome = 'released'::text), false)))),
  constraint hold_within_four_weeks check ((extract(epoch from (expires_at - created_at)) <= ((672 * 3600))::numeric)) not valid,
  constraint holds_outcome_check check ((outcome = any (array['released'::text, 'agreed'::text]))),
  constraint holds_release_reason_check check (((length(release_reason) >= 1) and (length(release_reason) <= 500)))
);
comment on table holds is 'Beds kept for named children until an instant, all or none. It ends by itself: nothing has to happen.';
create index holds_by_request on holds using btree (request_id) where (request_id is not null);
create index holds_running on holds using btree (expires_at) where (ended_at is null);
create trigger choosy_after_update after update on holds referencing new table as changed for each statement execute function residents_changed();
create trigger emit_events_after_delete after delete on holds referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on holds referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on holds referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on holds referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on holds referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on holds referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_hold before update of expires_at, ended_at on holds for each row execute function keep_hold();
create trigger keep_version_after_delete after delete on holds referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on holds referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on holds referencing old table as before new table as changed for each statement execute function keep_version();
create trigger note_running after insert on holds for each row execute function note_running_hold();
create trigger touch_version before update on holds for each row execute function touch_version();
alter table holds enable row level security;
create policy own_rows on holds using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on holds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on holds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on holds to sufficiency_app;
grant delete, insert, select on holds to sufficiency_sandbox;
grant update (expires_at, ended_at, outcome) on holds to sufficiency_app;

create table hold_beds (
  authority_code text not null,
  hold_id uuid not null,
  bed_id uuid not null,
  child_id uuid not null,
  request_id uuid,
  constraint hold_beds_pkey primary key (hold_id, bed_id),
  constraint held_for_child_once unique (hold_id, child_id, authority_code),
  constraint bed_of_own_hold foreign key (authority_code, hold_id) references holds(authority_code, id),
  constraint held_for_child_of_request foreign key (authority_code, request_id, child_id) references request_children(authority_code, request_id, child_id),
  constraint held_for_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint hold_beds_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint hold_beds_bed_id_fkey foreign key (bed_id) references beds(id)
);
comment on table hold_beds is 'Which bed a hold keeps for which child.';
create index hold_beds_by_bed on hold_beds using btree (bed_id);
create index hold_beds_by_child on hold_beds using btree (child_id);
create trigger choosy_after_insert after insert on hold_beds referencing new table as changed for each statement execute function residents_changed();
create trigger facts_after_delete after delete on hold_beds referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on hold_beds referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on hold_beds referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_apart after insert on hold_beds for each row execute function keep_held_apart();
create trigger off_merged_child_id before insert or update of child_id on hold_beds for each row execute function refuse_merged_child('child_id');
create trigger use_bed after insert on hold_beds for each row execute function use_bed_for_hold();
alter table hold_beds enable row level security;
create policy own_rows on hold_beds using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on hold_beds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on hold_beds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on hold_beds to sufficiency_app;
grant delete, insert, select on hold_beds to sufficiency_sandbox;

create table running_holds (
  hold_id uuid not null,
  constraint running_holds_pkey primary key (hold_id),
  constraint running_holds_hold_id_fkey foreign key (hold_id) references holds(id) on delete cascade
);
comment on table running_holds is 'Holds of whose end nothing has been told yet. Few: those that run.';

create table placements (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  bed_id uuid,
  home_id uuid,
  placement_type text not null,
  place_code text,
  provider_code text,
  layer text not null generated always as (
  case
      when (placement_type = any (array['short-break'::text, 'temporary'::text])) then 'temporary'::text
      else 'usual'::text
  end) stored,
  planned_from date,
  planned_to date,
  started_on date,
  ended_on date,
  withdrawn_on date,
  nights daterange generated always as (
  case
      when (withdrawn_on is null) then nights(coalesce(started_on, planned_from), coalesce(ended_on, planned_to))
      else 'empty'::daterange
  end) stored,
  stay daterange generated always as (
  case
      when ((withdrawn_on is null) and (started_on is not null)) then nights(started_on, ended_on)
      else null::daterange
  end) stored,
  end_reason text,
  end_planned boolean,
  same_carer boolean not null default false,
  postcode text,
  home_postcode text,
  weekly_cost numeric(10,2),
  distance_miles numeric(5,1),
  location text not null default 'unknown'::text,
  agreed_at timestamp with time zone,
  emergency boolean not null default false,
  request_id uuid,
  hold_id uuid,
  moved_from_id uuid,
  moved_to_id uuid,
  absence_from_id uuid,
  withdrawal_kind text,
  withdrawal_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  stated_area text,
  keeps_school boolean,
  recorded_as_happened text,
  started_before boolean not null default false,
  located_in text,
  distance_shown numeric(5,1),
  constraint placements_pkey primary key (id),
  constraint moved_from_once unique (moved_from_id, authority_code),
  constraint placements_authority_code_id_key unique (authority_code, id),
  constraint absence_from_own_placement foreign key (authority_code, absence_from_id) references placements(authority_code, id) on delete cascade,
  constraint moved_from_own_placement foreign key (authority_code, moved_from_id) references placements(authority_code, id) on delete set null (moved_from_id),
  constraint moved_to_own_placement foreign key (authority_code, moved_to_id) references placements(authority_code, id) on delete set null (moved_to_id) deferrable initially deferred,
  constraint placement_for_child_of_request foreign key (authority_code, request_id, child_id) references request_children(authority_code, request_id, child_id),
  constraint placement_from_own_hold foreign key (authority_code, hold_id) references holds(authority_code, id),
  constraint placement_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint placements_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint placements_bed_id_fkey foreign key (bed_id) references beds(id),
  constraint placements_home_id_fkey foreign key (home_id) references homes(id),
  constraint placement_dates_in_order check (((ended_on is null) or (ended_on >= started_on))),
  constraint placement_ends_after_it_starts check (((ended_on is null) or (started_on is not null))),
  constraint placement_has_start check (((planned_from is not null) or (started_on is not null))),
  constraint placement_planned_dates_in_order check (((planned_to is null) or (planned_from is null) or (planned_to >= planned_from))),
  constraint placement_planned_end_after_start check (((planned_to is null) or (started_on is null) or (ended_on is not null) or (planned_to > started_on))),
  constraint placements_end_reason_check check ((end_reason = any (array['CARPL'::text, 'CLOSE'::text, 'ALLEG'::text, 'STAND'::text, 'APPRR'::text, 'CUSTOD'::text, 'CREQB'::text, 'CREQO'::text, 'CHILD'::text, 'LAREQ'::text, 'PLACE'::text, 'OTHER'::text]))),
  constraint placements_home_postcode_check check ((home_postcode = compact_postcode(home_postcode))),
  constraint placements_located_in_check check (((located_in ~ '^E\d{8}$'::text) or (located_in = 'outside-england'::text))),
  constraint placements_location_check check ((location = any (array['in'::text, 'out'::text, 'unknown'::text]))),
  constraint placements_place_code_check check ((place_code ~ '^[A-Z]\d{1,2}$'::text)),
  constraint placements_placement_type_check check ((placement_type = any (array['internal-foster'::text, 'ifa'::text, 'other-authority-foster'::text, 'connected-carer'::text, 'residential'::text, 'secure'::text, 'residential-school'::text, 'family-centre'::text, 'care-home'::text, 'nhs'::text, 'young-offender-institution'::text, 'supported-accommodation'::text, 'supported-lodgings'::text, 'independent-living'::text, 'staying-put'::text, 'staying-close'::text, 'with-parents'::text, 'placed-for-adoption'::text, 'short-break'::text, 'temporary'::text, 'other'::text]))),
  constraint placements_postcode_check check ((postcode = compact_postcode(postcode))),
  constraint placements_provider_code_check check ((provider_code ~ '^PR[0-5]$'::text)),
  constraint placements_recorded_as_happened_check check (((length(recorded_as_happened) >= 1) and (length(recorded_as_happened) <= 500))),
  constraint placements_stated_area_check check (((stated_area ~ '^E\d{8}$'::text) or (stated_area = 'outside-england'::text))),
  constraint placements_weekly_cost_check check ((weekly_cost >= (0)::numeric)),
  constraint placements_withdrawal_kind_check check ((withdrawal_kind = any (array['withdrawn'::text, 'did-not-start'::text]))),
  constraint placements_withdrawal_reason_check check (((length(withdrawal_reason) >= 1) and (length(withdrawal_reason) <= 500))),
  constraint withdrawal_kind_of_withdrawal check (((withdrawal_kind is null) or (withdrawn_on is not null))),
  constraint withdrawn_before_start check (((withdrawn_on is null) or (started_on is null))),
  constraint child_in_one_place exclude using gist (child_id with =, layer with =, authority_code with =, stay with &&),
  constraint child_in_one_placement exclude using gist (child_id with =, layer with =, authority_code with =, nights with &&)
);
comment on table placements is 'Where a child is to live, lives or lived, from its agreement to its end.';
comment on column placements.started_before is 'The placement, or one before it with the same carer, began before started_on: nobody knows when.';
comment on column placements.distance_shown is 'distance_miles as told to those who may not see addresses: in whole miles where people live.';
create index placements_by_absence on placements using btree (absence_from_id) where (absence_from_id is not null);
create index placements_by_bed on placements using btree (bed_id) where (bed_id is not null);
create index placements_by_home on placements using btree (home_id) where (home_id is not null);
create index placements_by_request on placements using btree (request_id) where (request_id is not null);
create trigger bed_free_after_delete after delete on placements referencing old table as changed for each statement execute function homes_lived_in_differently();
create trigger bed_free_after_insert after insert on placements referencing new table as changed for each statement execute function homes_lived_in_differently();
create trigger bed_free_after_update after update on placements referencing old table as before new table as changed for each statement execute function homes_lived_in_differently();
create trigger care_facts_after_delete after delete on placements referencing old table as changed for each statement execute function care_changed();
create trigger care_facts_after_insert after insert on placements referencing new table as changed for each statement execute function care_changed();
create trigger care_facts_after_update after update on placements referencing old table as before new table as changed for each statement execute function care_moved_between();
create trigger choosy_after_delete after delete on placements referencing old table as changed for each statement execute function residents_changed();
create trigger choosy_after_insert after insert on placements referencing new table as changed for each statement execute function residents_changed();
create trigger choosy_after_update after update on placements referencing new table as changed for each statement execute function residents_changed();
create trigger emit_events_after_delete after delete on placements referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on placements referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on placements referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on placements referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on placements referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on placements referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger follow_child_alone after update on placements for each row when (((old.nights is distinct from new.nights) or (old.home_id is distinct from new.home_id) or (old.bed_id is distinct from new.bed_id))) execute function follow_child_alone();
create trigger keep_apart after insert or update on placements for each row execute function keep_placed_apart();
create constraint trigger keep_dates_possible after insert or update of child_id, planned_from, started_on, ended_on, placement_type on placements deferrable initially immediate for each row execute function keep_dates_possible();
create trigger keep_version_after_delete after delete on placements referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on placements referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on placements referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on placements for each row execute function refuse_merged_child('child_id');
create trigger prepare_placement before insert or update on placements for each row execute function prepare_placement();
create trigger touch_version before update on placements for each row execute function touch_version();
create trigger use_bed_when_moved after update on placements for each row when (((new.bed_id is not null) or (old.bed_id is not null))) execute function use_bed_for_placement();
create trigger use_bed_when_placed after insert on placements for each row when ((new.bed_id is not null)) execute function use_bed_for_placement();
alter table placements enable row level security;
create policy own_rows on placements using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on placements to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on placements to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on placements to sufficiency_app;
grant delete, insert, select on placements to sufficiency_sandbox;

create table approvals (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  placement_id uuid not null,
  gate text not null,
  decision text not null,
  decided_by text not null,
  decided_on date not null,
  note text,
  version integer not null default 1,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default now(),
  office text not null,
  confirmed text[] not null default '{}'::text[],
  constraint approvals_pkey primary key (id),
  constraint approval_of_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id) on delete cascade,
  constraint approvals_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint approvals_decision_check check ((decision = any (array['approved'::text, 'refused'::text]))),
  constraint approvals_gate_check check ((gate = any (array['with-parents'::text, 'at-a-distance'::text, 'out-of-area'::text, 'key-stage-4-move'::text, 'emergency-bed'::text, 'own-distance-rule'::text]))),
  constraint approvals_note_check check ((length(note) <= 1000))
);
comment on table approvals is 'Decisions of those who must approve a placement; the last of a kind counts.';
create index approvals_by_placement on approvals using btree (placement_id, gate, created_at);
create trigger emit_events_after_delete after delete on approvals referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on approvals referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on approvals referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on approvals referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on approvals referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on approvals referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on approvals for each row execute function touch_version();
alter table approvals enable row level security;
create policy own_rows on approvals using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on approvals to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on approvals to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on approvals to sufficiency_app;
grant delete, insert, select on approvals to sufficiency_sandbox;

create table authority_settings (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  distant_over_miles numeric(5,1),
  emergency_approval_working_days smallint not null,
  warning_days smallint not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  longest_hold_hours smallint not null default 168,
  purpose_required_for text[] not null default '{}'::text[],
  shares_forecast_spreads boolean not null default false,
  constraint authority_settings_pkey primary key (id),
  constraint authority_settings_authority_code_key unique (authority_code),
  constraint authority_settings_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint authority_settings_distant_over_miles_check check ((distant_over_miles > (0)::numeric)),
  constraint authority_settings_emergency_approval_working_days_check check (((emergency_approval_working_days >= 0) and (emergency_approval_working_days <= 30))),
  constraint authority_settings_longest_hold_hours_check check (((longest_hold_hours >= 1) and (longest_hold_hours <= 672))),
  constraint authority_settings_warning_days_check check (((warning_days >= 0) and (warning_days <= 90)))
);
comment on table authority_settings is 'What an authority decides for itself; one without a row goes by the defaults of src/domain/lifecycle/settings.ts.';
comment on column authority_settings.purpose_required_for is 'Scopes whose operations tell nothing of a child without a purpose (Access-Purpose).';
comment on column authority_settings.shares_forecast_spreads is 'Whether how wide its forecasts had to be is pooled with that of four others and more, for all who share it.';
create trigger keep_version_after_delete after delete on authority_settings referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on authority_settings referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on authority_settings referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on authority_settings for each row execute function touch_version();
alter table authority_settings enable row level security;
create policy own_rows on authority_settings using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on authority_settings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on authority_settings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select, update on authority_settings to sufficiency_app;
grant delete, insert, select on authority_settings to sufficiency_sandbox;

create table bed_use (
  id bigint not null generated always as identity,
  bed_id uuid not null,
  authority_code text not null,
  used_by text not null,
  state text not null,
  void_reason text,
  nights daterange not null,
  stay daterange,
  placement_id uuid,
  void_id uuid,
  hold_id uuid,
  expires_at timestamp with time zone,
  constraint bed_use_pkey primary key (id),
  constraint bed_use_hold_id_bed_id_key unique (hold_id, bed_id),
  constraint bed_use_placement_id_key unique (placement_id),
  constraint bed_use_void_id_key unique (void_id),
  constraint bed_use_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint bed_use_bed_id_fkey foreign key (bed_id) references beds(id),
  constraint bed_use_hold_id_fkey foreign key (hold_id) references holds(id),
  constraint bed_use_placement_id_fkey foreign key (placement_id) references placements(id) on delete cascade,
  constraint bed_use_used_by_fkey foreign key (used_by) references authorities(code),
  constraint bed_use_void_id_fkey foreign key (void_id) references voids(id) on delete cascade,
  constraint bed_use_check check ((num_nonnulls(placement_id, void_id, hold_id) = 1)),
  constraint bed_use_check1 check ((((state = 'held'::text) = (hold_id is not null)) and ((hold_id is null) = (expires_at is null)))),
  constraint bed_use_nights_check check ((not isempty(nights))),
  constraint bed_use_state_check check ((state = any (array['void'::text, 'committed'::text, 'occupied'::text, 'held'::text]))),
  constraint bed_in_one_stay exclude using gist (bed_id with =, stay with &&),
  constraint bed_in_one_use exclude using gist (bed_id with =, nights with &&)
);
comment on table bed_use is 'Every use of a bed (placement, void or hold), so that one constraint speaks of all of them. Written by triggers alone.';
create index bed_use_by_authority on bed_use using btree (authority_code, lower(nights), upper(nights));
create index bed_use_held on bed_use using btree (bed_id) where (hold_id is not null);
create index bed_use_void on bed_use using btree (authority_code) where (state = 'void'::text);
create trigger bed_free_after_delete after delete on bed_use referencing old table as changed for each statement execute function beds_used_differently();
create trigger bed_free_after_insert after insert on bed_use referencing new table as changed for each statement execute function beds_used_differently();
create trigger bed_free_after_update after update on bed_use referencing old table as before new table as changed for each statement execute function beds_moved_between();
create trigger facts_after_delete after delete on bed_use referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on bed_use referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on bed_use referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_use_within_open_nights after insert or update on bed_use for each row execute function keep_use_within_open_nights();
alter table bed_use enable row level security;
create policy own_rows on bed_use for select using ((authority_code = current_authority()));
create policy reset_rows on bed_use to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on bed_use to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select on bed_use to sufficiency_sandbox;
grant select (bed_id, authority_code, state, void_reason, nights) on bed_use to sufficiency_app;

-- Read models ---------------------------------------------------------------------------------------------

create table bed_free (
  bed_id uuid not null,
  free_from date not null,
  free_to date not null default 'infinity'::date,
  awaiting_departure date,
  home_id uuid not null,
  authority_code text not null,
  shared boolean not null,
  placement_type text not null,
  home_kind text not null,
  bed_kind text not null,
  age_from smallint not null,
  age_to smallint not null,
  accepts text not null,
  capabilities text[] not null,
  takes_siblings boolean not null,
  takes_emergencies boolean not null,
  confidential boolean not null,
  ofsted_grade text,
  located_authority_code text,
  easting integer,
  northing integer,
  hectad integer generated always as ((((easting / 10000) * 1000) + (northing / 10000))) stored,
  registered daterange not null default 'empty'::daterange,
  places smallint,
  constraint bed_free_pkey primary key (bed_id, free_from),
  constraint bed_free_bed_id_fkey foreign key (bed_id) references beds(id) on delete cascade
);
comment on table bed_free is 'One row for each interval in which a bed is free of placements and voids, with what a search asks of it beside it.';
create index bed_free_by_area on bed_free using btree (located_authority_code, free_to);
create index bed_free_by_authority on bed_free using btree (authority_code, free_from, free_to);
create index bed_free_by_end on bed_free using btree (free_to, free_from);
create index bed_free_by_hectad on bed_free using btree (hectad, free_to) include (free_from, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from, age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade, located_authority_code, easting, northing, registered, places) where (hectad is not null);
create index bed_free_without_end on bed_free using btree (free_from) include (free_to, bed_id, home_id, awaiting_departure, authority_code, shared, placement_type, bed_kind, age_from, age_to, accepts, capabilities, takes_siblings, takes_emergencies, confidential, ofsted_grade, located_authority_code, easting, northing, hectad, registered, places) where (free_to = 'infinity'::date);
create trigger facts_after_delete after delete on bed_free referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on bed_free referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on bed_free referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
alter table bed_free enable row level security;
create policy of_somebody on bed_free for select to sufficiency_app using ((( select current_authority() as current_authority) is not null));
create policy own_rows on bed_free for select using ((authority_code = current_authority()));
create policy reset_rows on bed_free to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on bed_free to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant select on bed_free to sufficiency_app;
grant delete, insert, select on bed_free to sufficiency_sandbox;

create table care_facts (
  authority_code text not null,
  child_id uuid not null,
  from_on date not null,
  to_on date not null,
  age smallint not null,
  sex text not null,
  ethnicity text not null,
  uasc boolean not null,
  disabled boolean,
  need text,
  legal_status text,
  placement_id uuid,
  placement_type text,
  provider_code text,
  home_id uuid,
  home_kind text,
  location text not null,
  distance_miles numeric(5,1),
  placements_in_year smallint,
  placements_in_year_temporary smallint,
  long_looked_after boolean,
  long_placed boolean,
  known_from timestamp with time zone not null default now(),
  known_to timestamp with time zone not null default 'infinity'::timestamp with time zone,
  unregistered boolean,
  place_code text,
  located_in text,
  care_started_on date,
  care_started_before boolean,
  placement_started_on date,
  placement_started_before boolean,
  year_known boolean,
  placements_in_two_years smallint,
  looked_after_year_before boolean,
  constraint care_facts_pkey primary key (child_id, from_on, known_from),
  constraint care_facts_child_id_fkey foreign key (child_id) references children(id) on delete cascade
);
comment on table care_facts is 'One row for each child and run of nights in care over which nothing that a measure asks about changes.';
create index care_facts_by_day on care_facts using btree (authority_code, to_on, from_on) where (known_to = 'infinity'::timestamp with time zone);
create index care_facts_long on care_facts using btree (authority_code, from_on) where ((known_to = 'infinity'::timestamp with time zone) and ((to_on > (from_on + 366)) is true));
create index care_facts_once_known on care_facts using btree (authority_code, known_to) where (known_to < 'infinity'::timestamp with time zone);
create statistics care_facts_long on (to_on > (from_on + 366)) from care_facts;
create trigger facts_after_delete after delete on care_facts referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on care_facts referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on care_facts referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
alter table care_facts enable row level security;
create policy own_rows on care_facts for select using ((authority_code = current_authority()));
create policy reset_rows on care_facts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on care_facts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant select on care_facts to sufficiency_app;
grant delete, insert, select on care_facts to sufficiency_sandbox;

create table choosy_residents (
  child_id uuid not null,
  of_authority text not null,
  home_id uuid not null,
  living_with text not null,
  born_on date not null,
  from_on date not null,
  to_on date not null,
  awaited_on date,
  expires_at timestamp with time zone not null,
  constraint choosy_residents_child_id_fkey foreign key (child_id) references children(id) on delete cascade,
  constraint choosy_residents_home_id_fkey foreign key (home_id) references homes(id) on delete cascade
);
comment on table choosy_residents is 'Children who may not live with just anyone, where they live or are to. Written by triggers alone.';
create index choosy_residents_by_child on choosy_residents using btree (child_id);
create index choosy_residents_by_home on choosy_residents using btree (home_id);

-- Service -------------------------------------------------------------------------------------------------

create table idempotency_keys (
  authority_code text not null,
  actor text not null,
  key text not null,
  request_hash text not null,
  status smallint not null,
  headers jsonb not null,
  body jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey primary key (authority_code, actor, key),
  constraint idempotency_keys_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint idempotency_keys_key_check check (((length(key) >= 1) and (length(key) <= 255)))
);
comment on table idempotency_keys is 'What was answered to a request, so that the same request is answered the same when it is sent again.';
alter table idempotency_keys enable row level security;
create policy own_rows on idempotency_keys using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on idempotency_keys to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on idempotency_keys to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on idempotency_keys to sufficiency_app;
grant delete, insert, select on idempotency_keys to sufficiency_sandbox;

create table access_log (
  id bigint not null generated always as identity,
  authority_code text not null,
  at timestamp with time zone not null default now(),
  actor text not null,
  role text not null,
  action text not null,
  purpose text,
  request_id text not null,
  child_ids uuid[] not null,
  break_glass_id uuid,
  constraint access_log_pkey primary key (id),
  constraint access_log_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table access_log is 'Who read which children''s records, when and what for. Written once and kept.';
comment on column access_log.break_glass_id is 'The breaking of glass by which more was seen than the role allows; null else.';
create index access_log_by_child on access_log using gin (child_ids);
create index access_log_by_time on access_log using btree (authority_code, at);
create trigger keep_under_hold after delete on access_log referencing old table as gone for each statement execute function keep_under_hold();
alter table access_log enable row level security;
create policy own_rows on access_log using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant insert, select on access_log to sufficiency_app;

create table imports (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  kind text not null,
  accept_partial boolean not null default false,
  status text not null default 'queued'::text,
  requested_by text not null,
  files jsonb not null,
  counts jsonb not null default '{}'::jsonb,
  progress jsonb,
  detail text,
  heartbeat_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  dry_run boolean not null default false,
  undoes_id uuid,
  keeps_changes boolean not null default true,
  attempt smallint not null default 1,
  work jsonb,
  constraint imports_pkey primary key (id),
  constraint imports_authority_code_id_key unique (authority_code, id),
  constraint imports_of_authority unique (authority_code, id),
  constraint imports_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint imports_undoes_id_fkey foreign key (undoes_id) references imports(id),
  constraint imports_attempt_check check ((attempt >= 0)),
  constraint imports_kind_check check ((kind = any (array['ssda903'::text, 'undo'::text]))),
  constraint imports_status_check check ((status = any (array['queued'::text, 'running'::text, 'succeeded'::text, 'rejected'::text, 'failed'::text]))),
  constraint undo_of_an_import check (((kind = 'undo'::text) = (undoes_id is not null)))
);
comment on table imports is 'Files that an authority handed in, and what became of them.';
comment on column imports.dry_run is 'Whether it only tells what it would do, and applies nothing.';
comment on column imports.undoes_id is 'The import that this one undoes.';
comment on column imports.keeps_changes is 'Whether import_changes says what it changed, so that it can be undone.';
comment on column imports.attempt is '1 with the first process that works on it, and one more with each that takes it over from a dead one.';
comment on column imports.work is 'What another process needs to begin it anew; null once it has ended, and where it is not taken over.';
create index imports_by_time on imports using btree (authority_code, created_at, id);
create unique index one_import_at_a_time on imports using btree (authority_code) where (status = any (array['queued'::text, 'running'::text]));
create unique index one_undo_of_an_import on imports using btree (undoes_id) where (status = any (array['queued'::text, 'running'::text, 'succeeded'::text]));
create trigger forget_files after update on imports for each row when (((old.finished_at is null) and (new.finished_at is not null))) execute function forget_files();
create trigger forget_work before update on imports for each row when ((new.finished_at is not null)) execute function forget_work();
alter table imports enable row level security;
create policy own_rows on imports using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on imports to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on imports to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on imports to sufficiency_app;
grant delete, insert, select on imports to sufficiency_sandbox;
grant update (attempt, work) on imports to sufficiency_app;

create table import_rows (
  authority_code text not null,
  import_id uuid not null,
  file text not null,
  module text not null,
  row_number integer not null,
  received jsonb not null,
  outcome text not null,
  constraint import_rows_pkey primary key (import_id, file, module, row_number),
  constraint import_rows_authority_code_import_id_fkey foreign key (authority_code, import_id) references imports(authority_code, id) on delete cascade,
  constraint import_rows_outcome_check check ((outcome = any (array['new'::text, 'changed'::text, 'unchanged'::text, 'rejected'::text])))
);
comment on table import_rows is 'The rows of an import as they were received, and what became of each. Of children whose rows an earlier import has kept just so, those that the report is about.';
alter table import_rows enable row level security;
create policy own_rows on import_rows using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on import_rows to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on import_rows to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on import_rows to sufficiency_app;
grant delete, insert, select on import_rows to sufficiency_sandbox;

create table import_findings (
  id bigint not null generated always as identity,
  authority_code text not null,
  import_id uuid not null,
  kind text not null,
  file text not null,
  module text,
  row_number integer,
  column_name text,
  value text,
  rule text,
  reason text not null,
  constraint import_findings_pkey primary key (id),
  constraint import_findings_authority_code_import_id_fkey foreign key (authority_code, import_id) references imports(authority_code, id) on delete cascade,
  constraint import_findings_kind_check check ((kind = any (array['rejected'::text, 'repaired'::text, 'noted'::text, 'read'::text])))
);
comment on table import_findings is 'What was rejected, repaired or noted of an import, with the rule and the reason, and how its files were read.';
create index import_findings_by_import on import_findings using btree (import_id, id);
alter table import_findings enable row level security;
create policy own_rows on import_findings using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on import_findings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on import_findings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on import_findings to sufficiency_app;
grant delete, insert, select on import_findings to sufficiency_sandbox;

create table return_rows (
  authority_code text not null,
  child_reference text not null,
  module text not null,
  collection_year smallint not null,
  key text not null,
  cells jsonb not null,
  import_id uuid not null,
  constraint return_rows_pkey primary key (authority_code, child_reference, module, collection_year, key),
  constraint return_rows_authority_code_import_id_fkey foreign key (authority_code, import_id) references imports(authority_code, id)
);
comment on table return_rows is 'What an authority''s SSDA903 returns say now.';
create index return_rows_by_module on return_rows using btree (authority_code, module, collection_year) where (module <> 'episodes'::text);
create index return_rows_by_year on return_rows using btree (authority_code, collection_year) where (module = 'episodes'::text);
create trigger facts_after_delete after delete on return_rows referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on return_rows referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on return_rows referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger forget_readings_after_delete after delete on return_rows referencing old table as changed for each statement execute function forget_readings();
create trigger forget_readings_after_insert after insert on return_rows referencing new table as changed for each statement execute function forget_readings();
create trigger forget_readings_after_update after update on return_rows referencing old table as before new table as changed for each statement execute function forget_readings();
alter table return_rows enable row level security;
create policy own_rows on return_rows using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on return_rows to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on return_rows to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on return_rows to sufficiency_app;
grant delete, insert, select on return_rows to sufficiency_sandbox;

create table vacancy_searches (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  searched_at timestamp with time zone not null default now(),
  searched_by text not null,
  request_id uuid,
  criteria jsonb not null,
  found integer not null,
  excluded jsonb not null,
  home_ids uuid[] not null default '{}'::uuid[],
  first_rule text,
  nearest_miss text,
  constraint vacancy_searches_pkey primary key (id),
  constraint search_of_own_request foreign key (authority_code, request_id) references placement_requests(authority_code, id) on delete set null (request_id),
  constraint vacancy_searches_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table vacancy_searches is 'What was searched for and what came of it. Written once and kept.';
create index vacancy_searches_by_day on vacancy_searches using btree (authority_code, searched_at);
create index vacancy_searches_by_request on vacancy_searches using btree (request_id, searched_at) where (request_id is not null);
create trigger facts_after_delete after delete on vacancy_searches referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on vacancy_searches referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on vacancy_searches referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
alter table vacancy_searches enable row level security;
create policy own_rows on vacancy_searches using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on vacancy_searches to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on vacancy_searches to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on vacancy_searches to sufficiency_app;
grant delete, insert, select on vacancy_searches to sufficiency_sandbox;

create table matching_profiles (
  authority_code text not null,
  name text not null,
  version integer not null,
  weights jsonb not null,
  gateway_grade text,
  in_force_from date not null,
  by_default boolean not null,
  published_by text not null,
  published_at timestamp with time zone not null default now(),
  constraint matching_profiles_pkey primary key (authority_code, name, version),
  constraint matching_profiles_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint matching_profiles_gateway_grade_check check ((gateway_grade = any (array['outstanding'::text, 'good'::text, 'requires-improvement'::text]))),
  constraint matching_profiles_name_check check (((name ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text) and (name <> 'standard'::text))),
  constraint matching_profiles_version_check check ((version > 0)),
  constraint matching_profiles_weights_check check ((jsonb_typeof(weights) = 'object'::text))
);
comment on table matching_profiles is 'Weights of the preferences by which options are ranked, published once and never changed.';
create trigger keep_as_published before delete or update on matching_profiles for each row execute function keep_as_published();
alter table matching_profiles enable row level security;
create policy own_rows on matching_profiles using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on matching_profiles to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on matching_profiles to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on matching_profiles to sufficiency_app;
grant delete, insert, select on matching_profiles to sufficiency_sandbox;

create table demonstration_key (
  only_one boolean not null default true,
  secret bytea,
  constraint demonstration_key_pkey primary key (only_one),
  constraint demonstration_key_only_one_check check (only_one),
  constraint demonstration_key_secret_check check ((length(secret) >= 32))
);
comment on table demonstration_key is 'The key of the demonstration''s token signer: one, made when first needed, for the owner alone; null for good once an identity provider has signed people in.';
create trigger stays_forgotten before delete or update on demonstration_key for each row when ((old.secret is null)) execute function refuse_known_key();

-- Panels and plans ----------------------------------------------------------------------------------------

create table panels (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  reference text not null,
  title text not null,
  purpose text not null,
  meets text not null,
  chair_role text not null,
  roles text[] not null default '{}'::text[],
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint panels_pkey primary key (id),
  constraint panel_reference_once unique (authority_code, reference),
  constraint panels_authority_code_id_key unique (authority_code, id),
  constraint panels_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint panels_chair_role_check check (((length(chair_role) >= 1) and (length(chair_role) <= 100))),
  constraint panels_meets_check check ((meets = any (array['weekly'::text, 'fortnightly'::text, 'monthly'::text, 'quarterly'::text, 'as-needed'::text]))),
  constraint panels_purpose_check check (((length(purpose) >= 1) and (length(purpose) <= 500))),
  constraint panels_reference_check check ((reference ~ '^[a-z0-9-]{2,40}$'::text)),
  constraint panels_title_check check (((length(title) >= 1) and (length(title) <= 120)))
);
comment on table panels is 'Who meets for what; every authority is given its own copy of the panels that authorities have, to change.';
create trigger keep_version_after_delete after delete on panels referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on panels referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on panels referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on panels for each row execute function touch_version();
alter table panels enable row level security;
create policy own_rows on panels using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on panels to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on panels to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on panels to sufficiency_app;
grant delete, insert, select on panels to sufficiency_sandbox;

create table panel_meetings (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  panel_id uuid not null,
  held_on date not null,
  start_time text,
  attendees jsonb not null default '[]'::jsonb,
  cancelled_on date,
  cancelled_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint panel_meetings_pkey primary key (id),
  constraint panel_meetings_authority_code_id_key unique (authority_code, id),
  constraint meeting_of_own_panel foreign key (authority_code, panel_id) references panels(authority_code, id),
  constraint panel_meetings_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint meeting_cancellation_says_why check (((cancelled_on is null) = (cancelled_reason is null))),
  constraint panel_meetings_attendees_check check ((jsonb_typeof(attendees) = 'array'::text)),
  constraint panel_meetings_cancelled_reason_check check (((length(cancelled_reason) >= 1) and (length(cancelled_reason) <= 500))),
  constraint panel_meetings_start_time_check check ((start_time ~ '^([01]\d|2[0-3]):[0-5]\d$'::text))
);
comment on table panel_meetings is 'When a panel meets, and who attends.';
create index panel_meetings_by_panel on panel_meetings using btree (panel_id, held_on);
create trigger emit_events_after_delete after delete on panel_meetings referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on panel_meetings referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on panel_meetings referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on panel_meetings referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on panel_meetings referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on panel_meetings referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on panel_meetings for each row execute function touch_version();
alter table panel_meetings enable row level security;
create policy own_rows on panel_meetings using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on panel_meetings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on panel_meetings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on panel_meetings to sufficiency_app;
grant delete, insert, select on panel_meetings to sufficiency_sandbox;

create table panel_cases (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  meeting_id uuid not null,
  child_id uuid not null,
  request_id uuid,
  "position" smallint not null default 1,
  purpose text not null,
  question text not null,
  referred_by text not null,
  options_laid_at timestamp with time zone,
  withdrawn_on date,
  withdrawn_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint panel_cases_pkey primary key (id),
  constraint child_heard_once unique (meeting_id, child_id, authority_code),
  constraint panel_cases_authority_code_id_key unique (authority_code, id),
  constraint case_for_child_of_request foreign key (authority_code, request_id, child_id) references request_children(authority_code, request_id, child_id),
  constraint case_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint case_of_own_meeting foreign key (authority_code, meeting_id) references panel_meetings(authority_code, id),
  constraint panel_cases_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint case_withdrawal_says_why check (((withdrawn_on is null) = (withdrawn_reason is null))),
  constraint panel_cases_position_check check ((("position" >= 1) and ("position" <= 200))),
  constraint panel_cases_purpose_check check ((purpose = any (array['entry'::text, 'step-up'::text, 'step-down'::text, 'stability'::text, 'adulthood'::text, 'review'::text, 'permanence'::text, 'other'::text]))),
  constraint panel_cases_question_check check (((length(question) >= 1) and (length(question) <= 1000))),
  constraint panel_cases_referred_by_check check (((length(referred_by) >= 1) and (length(referred_by) <= 100))),
  constraint panel_cases_withdrawn_reason_check check (((length(withdrawn_reason) >= 1) and (length(withdrawn_reason) <= 500)))
);
comment on table panel_cases is 'A child''s case on the agenda of a meeting.';
create index panel_cases_by_child on panel_cases using btree (child_id);
create trigger emit_events_after_delete after delete on panel_cases referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on panel_cases referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on panel_cases referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_decided_case after update on panel_cases for each row execute function keep_decided_case();
create trigger keep_version_after_delete after delete on panel_cases referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on panel_cases referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on panel_cases referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on panel_cases for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on panel_cases for each row execute function touch_version();
alter table panel_cases enable row level security;
create policy own_rows on panel_cases using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on panel_cases to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on panel_cases to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on panel_cases to sufficiency_app;
grant delete, insert, select on panel_cases to sufficiency_sandbox;

create table panel_options (
  id bigint not null generated always as identity,
  authority_code text not null,
  case_id uuid not null,
  laid_at timestamp with time zone not null default now(),
  laid_by text not null,
  options jsonb not null,
  constraint panel_options_pkey primary key (id),
  constraint options_of_own_case foreign key (authority_code, case_id) references panel_cases(authority_code, id),
  constraint panel_options_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table panel_options is 'What was laid before the panel, word for word; the last of a case counts. Never changed, and none after a decision.';
create index panel_options_by_case on panel_options using btree (case_id, id);
create trigger refuse_change before delete or update on panel_options for each row execute function refuse_change();
create trigger take_turn before insert on panel_options for each row execute function take_turn_of_case();
alter table panel_options enable row level security;
create policy own_rows on panel_options using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on panel_options to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on panel_options to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on panel_options to sufficiency_app;
grant delete, insert, select on panel_options to sufficiency_sandbox;

create table panel_decisions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  case_id uuid not null,
  supersedes_id uuid,
  outcome text not null,
  reasons text not null,
  conditions text,
  dissent jsonb not null default '[]'::jsonb,
  bed_id uuid,
  chair_role text not null,
  present_roles text[] not null,
  decided_on date not null,
  decided_by text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint panel_decisions_pkey primary key (id),
  constraint decision_superseded_once unique (supersedes_id, authority_code),
  constraint panel_decisions_authority_code_case_id_id_key unique (authority_code, case_id, id),
  constraint panel_decisions_authority_code_id_key unique (authority_code, id),
  constraint decision_of_own_case foreign key (authority_code, case_id) references panel_cases(authority_code, id),
  constraint decision_supersedes_of_same_case foreign key (authority_code, case_id, supersedes_id) references panel_decisions(authority_code, case_id, id),
  constraint panel_decisions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint panel_decisions_bed_id_fkey foreign key (bed_id) references beds(id),
  constraint conditions_of_conditional check (((outcome = 'agreed-with-conditions'::text) = (conditions is not null))),
  constraint panel_decisions_chair_role_check check (((length(chair_role) >= 1) and (length(chair_role) <= 100))),
  constraint panel_decisions_conditions_check check (((length(conditions) >= 1) and (length(conditions) <= 2000))),
  constraint panel_decisions_dissent_check check ((jsonb_typeof(dissent) = 'array'::text)),
  constraint panel_decisions_outcome_check check ((outcome = any (array['agreed'::text, 'agreed-with-conditions'::text, 'not-agreed'::text, 'deferred'::text]))),
  constraint panel_decisions_reasons_check check (((length(reasons) >= 1) and (length(reasons) <= 4000)))
);
comment on table panel_decisions is 'What a panel decided of a case and why. Never changed: another supersedes it, and both stay.';
create unique index case_first_decided_once on panel_decisions using btree (case_id, authority_code) where (supersedes_id is null);
create trigger emit_events_after_delete after delete on panel_decisions referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on panel_decisions referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on panel_decisions referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on panel_decisions referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on panel_decisions referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on panel_decisions referencing old table as before new table as changed for each statement execute function keep_version();
create trigger refuse_change before delete or update on panel_decisions for each row execute function refuse_change();
create trigger take_turn before insert on panel_decisions for each row execute function take_turn_of_case();
create trigger touch_version before update on panel_decisions for each row execute function touch_version();
alter table panel_decisions enable row level security;
create policy own_rows on panel_decisions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on panel_decisions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on panel_decisions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on panel_decisions to sufficiency_app;
grant delete, insert, select on panel_decisions to sufficiency_sandbox;

create table panel_decision_links (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  decision_id uuid not null,
  request_id uuid,
  hold_id uuid,
  placement_id uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint panel_decision_links_pkey primary key (id),
  constraint hold_linked_once unique (decision_id, hold_id, authority_code),
  constraint placement_linked_once unique (decision_id, placement_id, authority_code),
  constraint request_linked_once unique (decision_id, request_id, authority_code),
  constraint link_of_own_decision foreign key (authority_code, decision_id) references panel_decisions(authority_code, id),
  constraint link_to_own_hold foreign key (authority_code, hold_id) references holds(authority_code, id),
  constraint link_to_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id),
  constraint link_to_own_request foreign key (authority_code, request_id) references placement_requests(authority_code, id),
  constraint panel_decision_links_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint panel_decision_links_check check ((num_nonnulls(request_id, hold_id, placement_id) = 1))
);
comment on table panel_decision_links is 'What a decision led to.';
create trigger emit_events_after_delete after delete on panel_decision_links referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on panel_decision_links referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on panel_decision_links referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on panel_decision_links referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on panel_decision_links referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on panel_decision_links referencing old table as before new table as changed for each statement execute function keep_version();
create trigger link_same_child before insert on panel_decision_links for each row execute function link_same_child();
create trigger refuse_change before delete or update on panel_decision_links for each row execute function refuse_change();
create trigger touch_version before update on panel_decision_links for each row execute function touch_version();
alter table panel_decision_links enable row level security;
create policy own_rows on panel_decision_links using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on panel_decision_links to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on panel_decision_links to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on panel_decision_links to sufficiency_app;
grant delete, insert, select on panel_decision_links to sufficiency_sandbox;

create table panel_actions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  case_id uuid not null,
  what text not null,
  owner_role text not null,
  due_on date not null,
  done_on date,
  done_note text,
  dropped_on date,
  dropped_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint panel_actions_pkey primary key (id),
  constraint action_of_own_case foreign key (authority_code, case_id) references panel_cases(authority_code, id),
  constraint panel_actions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint action_done_or_dropped check (((done_on is null) or (dropped_on is null))),
  constraint dropped_action_says_why check (((dropped_on is null) = (dropped_reason is null))),
  constraint note_of_done_action check (((done_note is null) or (done_on is not null))),
  constraint panel_actions_done_note_check check (((length(done_note) >= 1) and (length(done_note) <= 1000))),
  constraint panel_actions_dropped_reason_check check (((length(dropped_reason) >= 1) and (length(dropped_reason) <= 500))),
  constraint panel_actions_owner_role_check check (((length(owner_role) >= 1) and (length(owner_role) <= 100))),
  constraint panel_actions_what_check check (((length(what) >= 1) and (length(what) <= 1000)))
);
comment on table panel_actions is 'What a panel wants done about a case, by whom and by when.';
create index panel_actions_by_case on panel_actions using btree (case_id);
create index panel_actions_open on panel_actions using btree (authority_code, due_on, id) where ((done_on is null) and (dropped_on is null));
create trigger emit_events_after_delete after delete on panel_actions referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on panel_actions referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on panel_actions referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on panel_actions referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on panel_actions referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on panel_actions referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on panel_actions for each row execute function touch_version();
alter table panel_actions enable row level security;
create policy own_rows on panel_actions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on panel_actions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on panel_actions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on panel_actions to sufficiency_app;
grant delete, insert, select on panel_actions to sufficiency_sandbox;

create table plans (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  title text,
  status text not null default 'queued'::text,
  requested_by text not null,
  asked jsonb not null,
  inputs jsonb,
  result jsonb,
  progress jsonb,
  detail text,
  heartbeat_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  attempt smallint not null default 1,
  work jsonb,
  constraint plans_pkey primary key (id),
  constraint plans_authority_code_id_key unique (authority_code, id),
  constraint plans_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint plans_attempt_check check ((attempt >= 0)),
  constraint plans_check check (((finished_at is not null) = (status = any (array['done'::text, 'failed'::text, 'cancelled'::text])))),
  constraint plans_check1 check (((result is not null) = (status = 'done'::text))),
  constraint plans_status_check check ((status = any (array['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  constraint plans_title_check check (((length(title) >= 1) and (length(title) <= 120)))
);
comment on table plans is 'A proposal of where many children could live, and how the work on it goes.';
comment on column plans.attempt is '1 with the first process that works on it, and one more with each that takes it over from a dead one.';
comment on column plans.work is 'What another process needs to begin it anew; null once it has ended, and where it is not taken over.';
create index plans_at_work on plans using btree (heartbeat_at) where (status = any (array['queued'::text, 'running'::text]));
create index plans_latest on plans using btree (authority_code, created_at desc, id desc);
create trigger emit_events_after_delete after delete on plans referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on plans referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on plans referencing old table as before new table as changed for each statement execute function emit_events();
create trigger forget_work before update on plans for each row when ((new.finished_at is not null)) execute function forget_work();
create trigger touch_version before update on plans for each row when ((old.status is distinct from new.status)) execute function touch_version();
alter table plans enable row level security;
create policy own_rows on plans using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on plans to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on plans to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on plans to sufficiency_app;
grant delete, insert, select on plans to sufficiency_sandbox;
grant update (status, inputs, result, progress, detail, heartbeat_at, started_at, finished_at, attempt, work) on plans to sufficiency_app;

create table plan_children (
  authority_code text not null,
  plan_id uuid not null,
  child_id uuid not null,
  request_id uuid,
  constraint plan_children_pkey primary key (plan_id, child_id),
  constraint child_of_own_plan foreign key (authority_code, plan_id) references plans(authority_code, id) on delete cascade,
  constraint plan_children_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint plan_for_child_of_request foreign key (authority_code, request_id, child_id) references request_children(authority_code, request_id, child_id) on delete set null (request_id),
  constraint plan_for_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade
);
comment on table plan_children is 'The children of a plan, each with the request that it answers.';
create index plan_children_by_child on plan_children using btree (child_id);
create index plan_children_by_request on plan_children using btree (request_id) where (request_id is not null);
alter table plan_children enable row level security;
create policy own_rows on plan_children using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on plan_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on plan_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on plan_children to sufficiency_app;
grant delete, insert, select on plan_children to sufficiency_sandbox;

-- Figures -------------------------------------------------------------------------------------------------

create table populations (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  as_at date not null,
  people integer not null,
  source text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint populations_pkey primary key (id),
  constraint one_population_a_day unique (authority_code, as_at),
  constraint populations_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint populations_people_check check ((people > 0)),
  constraint populations_source_check check (((length(source) >= 1) and (length(source) <= 200)))
);
comment on table populations is 'How many children aged 0 to 17 live in an authority, by estimates that each stand from their day until the next.';
create trigger facts_after_delete after delete on populations referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on populations referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on populations referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on populations referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on populations referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on populations referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on populations for each row execute function touch_version();
alter table populations enable row level security;
create policy own_rows on populations using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on populations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on populations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on populations to sufficiency_app;
grant delete, insert, select on populations to sufficiency_sandbox;

create table comparator_imports (
  id uuid not null default gen_random_uuid(),
  file text not null,
  sha256 text not null,
  kind text not null,
  counts jsonb not null,
  loaded_at timestamp with time zone not null default now(),
  constraint comparator_imports_pkey primary key (id),
  constraint comparator_file_once unique (sha256),
  constraint comparator_imports_file_check check (((length(file) >= 1) and (length(file) <= 200)))
);
comment on table comparator_imports is 'The files of published figures that were loaded.';
grant select on comparator_imports to sufficiency_app;

create table comparator_values (
  series text not null,
  year smallint not null,
  area_code text not null,
  level text not null,
  value numeric,
  symbol text,
  count numeric,
  count_symbol text,
  import_id uuid not null,
  row_number integer not null,
  constraint comparator_values_pkey primary key (series, year, area_code),
  constraint comparator_values_import_id_fkey foreign key (import_id) references comparator_imports(id),
  constraint comparator_count_or_symbol check ((num_nonnulls(count, count_symbol) <= 1)),
  constraint comparator_is_value_or_symbol check ((num_nonnulls(value, symbol) = 1)),
  constraint comparator_values_count_symbol_check check (((length(count_symbol) >= 1) and (length(count_symbol) <= 8))),
  constraint comparator_values_level_check check ((level = any (array['national'::text, 'region'::text, 'authority'::text]))),
  constraint comparator_values_symbol_check check (((length(symbol) >= 1) and (length(symbol) <= 8))),
  constraint comparator_values_year_check check (((year >= 1990) and (year <= 2199)))
);
comment on table comparator_values is 'A published figure, or the symbol that stands in its place: never both, never neither.';
grant select on comparator_values to sufficiency_app;

create table statistical_neighbours (
  model smallint not null,
  area_code text not null,
  rank smallint not null,
  neighbour_code text not null,
  closeness text not null,
  import_id uuid not null,
  constraint statistical_neighbours_pkey primary key (model, area_code, rank),
  constraint neighbour_once unique (model, area_code, neighbour_code),
  constraint statistical_neighbours_area_code_fkey foreign key (area_code) references authorities(code),
  constraint statistical_neighbours_import_id_fkey foreign key (import_id) references comparator_imports(id),
  constraint statistical_neighbours_neighbour_code_fkey foreign key (neighbour_code) references authorities(code),
  constraint neighbour_is_another check ((neighbour_code <> area_code)),
  constraint statistical_neighbours_model_check check (((model >= 1990) and (model <= 2199))),
  constraint statistical_neighbours_rank_check check (((rank >= 1) and (rank <= 10)))
);
comment on table statistical_neighbours is 'The authorities most like an authority, by the model of a year.';
grant select on statistical_neighbours to sufficiency_app;

create table rag_rules (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  name text not null,
  amber_within numeric(10,4) not null,
  basis text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint rag_rules_pkey primary key (id),
  constraint rag_rule_name_once unique (authority_code, name),
  constraint rag_rules_authority_code_id_key unique (authority_code, id),
  constraint rag_rules_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint rag_rules_amber_within_check check ((amber_within >= (0)::numeric)),
  constraint rag_rules_basis_check check ((basis = any (array['percent-of-target'::text, 'points'::text]))),
  constraint rag_rules_name_check check (((length(name) >= 1) and (length(name) <= 100)))
);
comment on table rag_rules is 'How far from a target is amber. An authority without a rule of its own goes by the standard one of src/domain/scorecards/rag.ts.';
create trigger keep_version_after_delete after delete on rag_rules referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on rag_rules referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on rag_rules referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on rag_rules for each row execute function touch_version();
alter table rag_rules enable row level security;
create policy own_rows on rag_rules using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on rag_rules to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on rag_rules to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on rag_rules to sufficiency_app;
grant delete, insert, select on rag_rules to sufficiency_sandbox;

create table observation_series (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  key text not null,
  title text not null,
  definition text,
  source text not null,
  unit text not null,
  polarity text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint observation_series_pkey primary key (id),
  constraint observation_series_key_once unique (authority_code, key),
  constraint observation_series_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint observation_series_definition_check check ((length(definition) <= 2000)),
  constraint observation_series_key_check check (((key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) and (length(key) <= 100))),
  constraint observation_series_polarity_check check ((polarity = any (array['high'::text, 'low'::text, 'none'::text]))),
  constraint observation_series_source_check check (((length(source) >= 1) and (length(source) <= 200))),
  constraint observation_series_title_check check (((length(title) >= 1) and (length(title) <= 200))),
  constraint observation_series_unit_check check ((unit = any (array['children'::text, 'young-people'::text, 'households'::text, 'beds'::text, 'count'::text, 'percent'::text, 'per-10000'::text, 'miles'::text, 'days'::text, 'moves'::text, 'groups'::text, 'placements'::text, 'notices'::text, 'nights'::text, 'incidents'::text, 'incidents-per-child'::text, 'pounds-a-night'::text, 'pounds-a-week'::text, 'pounds'::text, 'score'::text])))
);
comment on table observation_series is 'A measure of another system, whose figures are recorded here.';
create trigger keep_version_after_delete after delete on observation_series referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on observation_series referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on observation_series referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on observation_series for each row execute function touch_version();
alter table observation_series enable row level security;
create policy own_rows on observation_series using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on observation_series to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on observation_series to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on observation_series to sufficiency_app;
grant delete, insert, select on observation_series to sufficiency_sandbox;

create table observations (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  series text not null,
  as_at date not null,
  period_from date,
  value numeric(16,4) not null,
  numerator numeric(16,4),
  denominator numeric(16,4),
  source text,
  note text,
  recorded_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint observations_pkey primary key (id),
  constraint observed_once_a_day unique (authority_code, series, as_at),
  constraint observation_of_own_series foreign key (authority_code, series) references observation_series(authority_code, key),
  constraint observations_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint observation_dates_in_order check (((period_from is null) or (period_from <= as_at))),
  constraint observations_note_check check ((length(note) <= 1000)),
  constraint observations_source_check check (((length(source) >= 1) and (length(source) <= 200)))
);
comment on table observations is 'What another system measured.';
create trigger emit_events_after_delete after delete on observations referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on observations referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on observations referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on observations referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on observations referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on observations referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on observations for each row execute function touch_version();
alter table observations enable row level security;
create policy own_rows on observations using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on observations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on observations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on observations to sufficiency_app;
grant delete, insert, select on observations to sufficiency_sandbox;

create table targets (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  measure text,
  filter jsonb not null default '{}'::jsonb,
  series text,
  value numeric(16,4),
  low numeric(16,4),
  high numeric(16,4),
  starts_on date not null,
  ends_on date,
  due_on date,
  owner_role text,
  note text,
  rag_rule_id uuid,
  subject text generated always as (coalesce((measure || (filter)::text), ('series:'::text || series))) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  in_force daterange generated always as (nights(starts_on, ends_on)) stored,
  constraint targets_pkey primary key (id),
  constraint target_by_own_rule foreign key (authority_code, rag_rule_id) references rag_rules(authority_code, id),
  constraint target_of_own_series foreign key (authority_code, series) references observation_series(authority_code, key),
  constraint targets_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint target_dates_in_order check (((ends_on is null) or (ends_on > starts_on))),
  constraint target_filter_of_measure check (((series is null) or (filter = '{}'::jsonb))),
  constraint target_is_number_or_range check ((((value is not null) and (low is null) and (high is null)) or ((value is null) and (low is not null) and (high is not null)))),
  constraint target_of_one_thing check ((num_nonnulls(measure, series) = 1)),
  constraint target_range_in_order check ((low <= high)),
  constraint targets_filter_check check ((jsonb_typeof(filter) = 'object'::text)),
  constraint targets_measure_check check ((length(measure) <= 100)),
  constraint targets_note_check check ((length(note) <= 1000)),
  constraint targets_owner_role_check check (((length(owner_role) >= 1) and (length(owner_role) <= 100))),
  constraint one_target_at_a_time exclude using gist (authority_code with =, subject with =, in_force with &&)
);
comment on table targets is 'What a figure ought to be over some days: a number or a range, of a measure or of a series of observations.';
create trigger emit_events_after_delete after delete on targets referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on targets referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on targets referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on targets referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on targets referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on targets referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on targets for each row execute function touch_version();
alter table targets enable row level security;
create policy own_rows on targets using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on targets to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on targets to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on targets to sufficiency_app;
grant delete, insert, select on targets to sufficiency_sandbox;

create table scorecards (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  title text not null,
  description text,
  rows jsonb not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint scorecards_pkey primary key (id),
  constraint scorecard_title_once unique (authority_code, title),
  constraint scorecards_authority_code_id_key unique (authority_code, id),
  constraint scorecards_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint scorecards_description_check check ((length(description) <= 2000)),
  constraint scorecards_rows_check check ((jsonb_typeof(rows) = 'array'::text)),
  constraint scorecards_title_check check (((length(title) >= 1) and (length(title) <= 200)))
);
comment on table scorecards is 'A committee''s table, laid out: its rows in order.';
create trigger keep_scorecard_series after insert or update of rows on scorecards for each row execute function keep_scorecard_series();
create trigger keep_version_after_delete after delete on scorecards referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on scorecards referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on scorecards referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on scorecards for each row execute function touch_version();
alter table scorecards enable row level security;
create policy own_rows on scorecards using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on scorecards to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on scorecards to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on scorecards to sufficiency_app;
grant delete, insert, select on scorecards to sufficiency_sandbox;

create table scorecard_series (
  authority_code text not null,
  scorecard_id uuid not null,
  series text not null,
  constraint scorecard_series_pkey primary key (scorecard_id, series),
  constraint row_of_own_series foreign key (authority_code, series) references observation_series(authority_code, key),
  constraint scorecard_series_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint series_of_own_scorecard foreign key (authority_code, scorecard_id) references scorecards(authority_code, id) on delete cascade
);
comment on table scorecard_series is 'The series of observations that the rows of a scorecard show, so that none can go while one does.';
create index scorecard_series_by_series on scorecard_series using btree (authority_code, series);
alter table scorecard_series enable row level security;
create policy own_rows on scorecard_series using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on scorecard_series to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on scorecard_series to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant select on scorecard_series to sufficiency_app;
grant delete, insert, select on scorecard_series to sufficiency_sandbox;

create table scorecard_comments (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  scorecard text not null,
  scorecard_id uuid generated always as (
  case
      when (scorecard ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'::text) then (scorecard)::uuid
      else null::uuid
  end) stored,
  row_ref text not null,
  period text not null,
  comment text not null,
  written_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint scorecard_comments_pkey primary key (id),
  constraint one_comment_a_row_and_period unique (authority_code, scorecard, row_ref, period),
  constraint comment_on_own_scorecard foreign key (authority_code, scorecard_id) references scorecards(authority_code, id) on delete cascade,
  constraint scorecard_comments_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint scorecard_comments_comment_check check (((length(comment) >= 1) and (length(comment) <= 2000))),
  constraint scorecard_comments_period_check check ((period ~ '^\d{4}-Q[1-4]$'::text)),
  constraint scorecard_comments_row_ref_check check (((length(row_ref) >= 1) and (length(row_ref) <= 20))),
  constraint scorecard_comments_scorecard_check check ((scorecard ~ '^([0-9a-f-]{36}|[a-z]+(-[a-z]+)*)$'::text))
);
comment on table scorecard_comments is 'What is said of a row of a scorecard in a period: one text, with its history.';
create trigger keep_version_after_delete after delete on scorecard_comments referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on scorecard_comments referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on scorecard_comments referencing old table as before new table as changed for each statement execute function keep_version();
create trigger sign_comment before update of comment on scorecard_comments for each row execute function sign_comment();
create trigger touch_version before update on scorecard_comments for each row execute function touch_version();
alter table scorecard_comments enable row level security;
create policy own_rows on scorecard_comments using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on scorecard_comments to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on scorecard_comments to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on scorecard_comments to sufficiency_app;
grant delete, insert, select on scorecard_comments to sufficiency_sandbox;

create table strategy_actions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  ref text not null,
  strategy text,
  priority text,
  what text not null,
  owner_role text not null,
  starts_on date not null,
  due_on date not null,
  completed_on date,
  measures jsonb not null default '[]'::jsonb,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint strategy_actions_pkey primary key (id),
  constraint action_ref_once unique (authority_code, ref),
  constraint strategy_actions_authority_code_id_key unique (authority_code, id),
  constraint strategy_actions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint action_completed_after_start check (((completed_on is null) or (completed_on >= starts_on))),
  constraint action_dates_in_order check ((due_on >= starts_on)),
  constraint strategy_actions_measures_check check ((jsonb_typeof(measures) = 'array'::text)),
  constraint strategy_actions_owner_role_check check (((length(owner_role) >= 1) and (length(owner_role) <= 100))),
  constraint strategy_actions_priority_check check (((length(priority) >= 1) and (length(priority) <= 100))),
  constraint strategy_actions_ref_check check (((length(ref) >= 1) and (length(ref) <= 20))),
  constraint strategy_actions_strategy_check check (((length(strategy) >= 1) and (length(strategy) <= 200))),
  constraint strategy_actions_what_check check (((length(what) >= 1) and (length(what) <= 1000)))
);
comment on table strategy_actions is 'What a strategy says will be done, by whom and by when, and the measures that it is meant to move.';
create trigger emit_events_after_delete after delete on strategy_actions referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on strategy_actions referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on strategy_actions referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on strategy_actions referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on strategy_actions referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on strategy_actions referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on strategy_actions for each row execute function touch_version();
alter table strategy_actions enable row level security;
create policy own_rows on strategy_actions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on strategy_actions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on strategy_actions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on strategy_actions to sufficiency_app;
grant delete, insert, select on strategy_actions to sufficiency_sandbox;

create table action_updates (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  action_id uuid not null,
  as_at date not null,
  status text not null,
  words text not null,
  recorded_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  version integer not null default 1,
  created_at timestamp with time zone not null default clock_timestamp(),
  updated_at timestamp with time zone not null default now(),
  constraint action_updates_pkey primary key (id),
  constraint action_updates_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint update_of_own_action foreign key (authority_code, action_id) references strategy_actions(authority_code, id),
  constraint action_updates_status_check check ((status = any (array['on-track'::text, 'at-risk'::text, 'off-track'::text]))),
  constraint action_updates_words_check check (((length(words) >= 1) and (length(words) <= 2000)))
);
comment on table action_updates is 'How it goes with an action of a strategy.';
create index action_updates_by_action on action_updates using btree (action_id, as_at);
create trigger emit_events_after_delete after delete on action_updates referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on action_updates referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on action_updates referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on action_updates referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on action_updates referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on action_updates referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on action_updates for each row execute function touch_version();
alter table action_updates enable row level security;
create policy own_rows on action_updates using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on action_updates to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on action_updates to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on action_updates to sufficiency_app;
grant delete, insert, select on action_updates to sufficiency_sandbox;

create table releases (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  year_ends date not null,
  tables jsonb not null,
  tally jsonb not null,
  made_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint releases_pkey primary key (id),
  constraint releases_authority_code_id_key unique (authority_code, id),
  constraint year_released_once unique (authority_code, year_ends),
  constraint releases_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint release_of_financial_year check (((extract(month from year_ends) = (3)::numeric) and (extract(day from year_ends) = (31)::numeric))),
  constraint release_of_year_over check ((year_ends < (created_at at time zone 'Europe/London'::text))),
  constraint releases_tables_check check ((jsonb_typeof(tables) = 'array'::text)),
  constraint releases_tally_check check ((jsonb_typeof(tally) = 'object'::text))
);
comment on table releases is 'The tables of a financial year as they are published, protected before they are kept and never changed.';
create trigger emit_events_after_delete after delete on releases referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on releases referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on releases referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on releases referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on releases referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on releases referencing old table as before new table as changed for each statement execute function keep_version();
create trigger refuse_change before delete or update on releases for each row execute function refuse_change_of_release();
create trigger refuse_truncate before truncate on releases for each statement execute function refuse_change_of_release();
create trigger release_in_order before insert on releases for each row execute function release_in_order();
create trigger touch_version before update on releases for each row execute function touch_version();
alter table releases enable row level security;
create policy own_rows on releases using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on releases to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on releases to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on releases to sufficiency_app;
grant delete, insert, select on releases to sufficiency_sandbox;

-- Gates ---------------------------------------------------------------------------------------------------

create table adjoining_authorities (
  authority_code text not null,
  adjoining_code text not null,
  constraint adjoining_authorities_pkey primary key (authority_code, adjoining_code),
  constraint adjoining_authorities_adjoining_code_fkey foreign key (adjoining_code) references authorities(code),
  constraint adjoining_authorities_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint adjoining_authorities_check check ((authority_code <> adjoining_code))
);
comment on table adjoining_authorities is 'Which authorities of England share a boundary, both ways round (CPPCR 2010 reg. 11(5)). Reference data.';
grant select on adjoining_authorities to sufficiency_app;

create table officers (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  subject text not null,
  office text not null,
  from_on date not null,
  to_on date,
  term daterange generated always as (nights(from_on, to_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint officers_pkey primary key (id),
  constraint officers_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint officer_dates_in_order check (((to_on is null) or (to_on > from_on))),
  constraint officers_office_check check ((office = any (array['nominated-officer'::text, 'dcs'::text, 'head-of-service'::text, 'fostering-service'::text]))),
  constraint officers_subject_check check (((length(subject) >= 1) and (length(subject) <= 200))),
  constraint one_term_of_office_at_a_time exclude using gist (authority_code with =, subject with =, office with =, term with &&)
);
comment on table officers is 'Which users of an authority hold which office, and so may decide what.';
create trigger keep_version_after_delete after delete on officers referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on officers referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on officers referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on officers for each row execute function touch_version();
alter table officers enable row level security;
create policy own_rows on officers using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on officers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on officers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on officers to sufficiency_app;
grant delete, insert, select on officers to sufficiency_sandbox;

create table carer_approvals (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  kind text not null,
  child_id uuid,
  from_on date not null,
  until_on date,
  term daterange generated always as (nights(from_on, until_on)) stored,
  assessed boolean not null default false,
  pending_review boolean not null default false,
  office text not null,
  decided_by text not null,
  note text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint carer_approvals_pkey primary key (id),
  constraint approval_for_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint approval_of_own_household foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint carer_approvals_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint assessed_before_approval check (assessed),
  constraint carer_approval_dates_in_order check (((until_on is null) or (until_on > from_on))),
  constraint carer_approvals_kind_check check ((kind = any (array['temporary'::text, 'extension'::text, 'full'::text, 'early-permanence'::text]))),
  constraint carer_approvals_note_check check ((length(note) <= 1000)),
  constraint early_permanence_names_child check (((kind = 'early-permanence'::text) = (child_id is not null))),
  constraint extension_within_8_weeks check (((kind <> 'extension'::text) or pending_review or ((until_on <= (from_on + (8 * 7))) and (until_on is not null)))),
  constraint only_extension_awaits_review check (((kind = 'extension'::text) or (not pending_review))),
  constraint temporary_approval_within_16_weeks check (((kind <> all (array['temporary'::text, 'early-permanence'::text])) or ((until_on <= (from_on + (16 * 7))) and (until_on is not null)))),
  constraint extended_once exclude using btree (home_id with =, authority_code with =) where ((kind = 'extension'::text)),
  constraint one_carer_approval_at_a_time exclude using gist (home_id with =, coalesce(child_id, '00000000-0000-0000-0000-000000000000'::uuid) with =, authority_code with =, term with &&)
);
comment on table carer_approvals is 'Approval of a connected carer''s household, temporary or full (CPPCR 2010 regs. 24 to 25A).';
create index carer_approvals_by_home on carer_approvals using btree (home_id);
create trigger emit_events_after_delete after delete on carer_approvals referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on carer_approvals referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on carer_approvals referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on carer_approvals referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on carer_approvals referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on carer_approvals referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on carer_approvals referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on carer_approvals referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on carer_approvals referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on carer_approvals for each row execute function refuse_merged_child('child_id');
create trigger take_turn before insert or delete or update on carer_approvals for each row execute function take_turn_of_home();
create trigger touch_version before update on carer_approvals for each row execute function touch_version();
alter table carer_approvals enable row level security;
create policy own_rows on carer_approvals using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on carer_approvals to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on carer_approvals to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on carer_approvals to sufficiency_app;
grant delete, insert, select on carer_approvals to sufficiency_sandbox;

create table terms_exemptions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  child_id uuid not null,
  from_on date not null,
  to_on date not null,
  term daterange generated always as (nights(from_on, to_on)) stored,
  reason text not null,
  decided_by text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint terms_exemptions_pkey primary key (id),
  constraint exemption_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint terms_exemptions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint terms_exemptions_home_id_fkey foreign key (home_id) references homes(id) on delete cascade,
  constraint exemption_dates_in_order check ((to_on > from_on)),
  constraint terms_exemptions_reason_check check (((length(reason) >= 1) and (length(reason) <= 500))),
  constraint one_exemption_at_a_time exclude using gist (home_id with =, child_id with =, authority_code with =, term with &&)
);
comment on table terms_exemptions is 'Children whom a carer may look after outside the terms of approval, each by name and until a day (CPPCR 2010 regs. 22 and 23; Children Act 1989 Sch. 7).';
create index terms_exemptions_by_child on terms_exemptions using btree (child_id);
create trigger emit_events_after_delete after delete on terms_exemptions referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on terms_exemptions referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on terms_exemptions referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on terms_exemptions referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on terms_exemptions referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on terms_exemptions referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on terms_exemptions for each row execute function refuse_merged_child('child_id');
create trigger take_turn before insert or delete or update on terms_exemptions for each row execute function take_turn_of_home();
create trigger touch_version before update on terms_exemptions for each row execute function touch_version();
alter table terms_exemptions enable row level security;
create policy own_rows on terms_exemptions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on terms_exemptions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on terms_exemptions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on terms_exemptions to sufficiency_app;
grant delete, insert, select on terms_exemptions to sufficiency_sandbox;

create table liberty_orders (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  kind text not null,
  from_on date not null,
  until_on date not null,
  term daterange generated always as (nights(from_on, until_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint liberty_orders_pkey primary key (id),
  constraint liberty_orders_authority_code_id_key unique (authority_code, id),
  constraint liberty_orders_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint order_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint liberty_orders_kind_check check ((kind = any (array['secure'::text, 'secretary-of-state'::text, 'deprivation-of-liberty'::text]))),
  constraint order_dates_in_order check ((until_on > from_on)),
  constraint secure_order_within_6_months check (((kind <> 'secure'::text) or (until_on <= (from_on + 'P6M'::interval)))),
  constraint one_order_of_a_kind_at_a_time exclude using gist (child_id with =, kind with =, authority_code with =, term with &&)
);
comment on table liberty_orders is 'What allows a child''s liberty to be restricted: secure orders and the Secretary of State''s approval (Children Act 1989 s25), deprivation of liberty orders of the High Court.';
create index liberty_orders_by_child on liberty_orders using btree (child_id);
create trigger emit_events_after_delete after delete on liberty_orders referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on liberty_orders referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on liberty_orders referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on liberty_orders referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on liberty_orders referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on liberty_orders referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create constraint trigger keep_dates_possible after insert or update of child_id, from_on on liberty_orders deferrable initially immediate for each row execute function keep_dates_possible();
create trigger keep_first_order_short after insert or update of kind, from_on, until_on on liberty_orders for each row when ((new.kind = 'secure'::text)) execute function keep_first_order_short();
create trigger keep_version_after_delete after delete on liberty_orders referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on liberty_orders referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on liberty_orders referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on liberty_orders for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on liberty_orders for each row execute function touch_version();
alter table liberty_orders enable row level security;
create policy own_rows on liberty_orders using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on liberty_orders to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on liberty_orders to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on liberty_orders to sufficiency_app;
grant delete, insert, select on liberty_orders to sufficiency_sandbox;

create table overrides (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  home_id uuid not null,
  must text not null,
  office text not null,
  decided_by text not null,
  decided_on date not null,
  until_on date not null,
  term daterange generated always as (nights(decided_on, until_on)) stored,
  reason text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint overrides_pkey primary key (id),
  constraint override_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint overrides_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint overrides_home_id_fkey foreign key (home_id) references homes(id) on delete cascade,
  constraint override_dates_in_order check ((until_on > decided_on)),
  constraint overrides_must_check check ((must = any (array['type-not-ruled-out'::text, 'solo-where-required'::text, 'company-suits'::text, 'capabilities-met'::text, 'place-not-to-avoid'::text, 'ofsted-gateway'::text]))),
  constraint overrides_reason_check check (((length(reason) >= 1) and (length(reason) <= 1000))),
  constraint one_override_at_a_time exclude using gist (child_id with =, home_id with =, must with =, authority_code with =, term with &&)
);
comment on table overrides is 'Musts of a child that may be broken in one home until a day, by a recorded decision.';
create index overrides_by_home on overrides using btree (home_id);
create trigger emit_events_after_delete after delete on overrides referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on overrides referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on overrides referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on overrides referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on overrides referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on overrides referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on overrides for each row execute function refuse_merged_child('child_id');
create trigger take_turn before insert or delete or update on overrides for each row execute function take_turn_of_home();
create trigger touch_version before update on overrides for each row execute function touch_version();
alter table overrides enable row level security;
create policy own_rows on overrides using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on overrides to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on overrides to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on overrides to sufficiency_app;
grant delete, insert, select on overrides to sufficiency_sandbox;

-- Attention -----------------------------------------------------------------------------------------------

create table notices (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  placement_id uuid not null,
  given_by text not null,
  given_on date not null,
  ends_on date not null,
  planned_to_before date,
  withdrawn_on date,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint notices_pkey primary key (id),
  constraint notice_of_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id) on delete cascade,
  constraint notices_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint notice_ends_after_it_is_given check ((ends_on >= given_on)),
  constraint notice_withdrawn_after_it_is_given check ((withdrawn_on >= given_on)),
  constraint notices_given_by_check check ((given_by = any (array['provider'::text, 'authority'::text, 'carer'::text])))
);
comment on table notices is 'That a placement is to end, by whom notice was given, and on which day it ends.';
create unique index one_notice_in_force on notices using btree (placement_id, authority_code) where (withdrawn_on is null);
create trigger emit_events_after_delete after delete on notices referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on notices referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on notices referencing old table as before new table as changed for each statement execute function emit_events();
create trigger facts_after_delete after delete on notices referencing old table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_insert after insert on notices referencing new table as changed for each statement execute function facts_of_input_changed();
create trigger facts_after_update after update on notices referencing old table as before new table as changed for each statement execute function facts_of_input_changed();
create trigger keep_version_after_delete after delete on notices referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on notices referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on notices referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on notices for each row execute function touch_version();
alter table notices enable row level security;
create policy own_rows on notices using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on notices to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on notices to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select, update on notices to sufficiency_app;
grant delete, insert, select on notices to sufficiency_sandbox;

create table checklist_items (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  placement_id uuid not null,
  item text not null,
  done_on date not null,
  note text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint checklist_items_pkey primary key (id),
  constraint item_done_once_a_day unique (placement_id, item, done_on, authority_code),
  constraint checklist_items_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint item_of_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id) on delete cascade,
  constraint checklist_items_item_check check ((item = any (array['placement-notice'::text, 'first-visit'::text, 'visit'::text, 'review'::text, 'ending-review'::text, 'ending-notice'::text]))),
  constraint checklist_items_note_check check (((length(note) >= 1) and (length(note) <= 500)))
);
comment on table checklist_items is 'What the regulations want done of a placement (notices, visits, reviews), each day on which it was.';
create trigger emit_events_after_delete after delete on checklist_items referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on checklist_items referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on checklist_items referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on checklist_items referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on checklist_items referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on checklist_items referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on checklist_items for each row execute function touch_version();
alter table checklist_items enable row level security;
create policy own_rows on checklist_items using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on checklist_items to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on checklist_items to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select on checklist_items to sufficiency_app;
grant delete, insert, select on checklist_items to sufficiency_sandbox;

create table attention_rows (
  id uuid not null,
  authority_code text not null,
  kind text not null,
  about_id uuid not null,
  version integer not null default 1,
  raised_at timestamp with time zone not null default now(),
  constraint attention_rows_pkey primary key (authority_code, id),
  constraint attention_rows_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint attention_rows_kind_check check (((length(kind) >= 1) and (length(kind) <= 60)))
);
comment on table attention_rows is 'The rows of the attention list of which an event has told. The list itself is computed when it is asked for.';
create trigger emit_events_after_delete after delete on attention_rows referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on attention_rows referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on attention_rows referencing old table as before new table as changed for each statement execute function emit_events();
alter table attention_rows enable row level security;
create policy own_rows on attention_rows using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on attention_rows to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on attention_rows to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select on attention_rows to sufficiency_app;
grant delete, insert, select on attention_rows to sufficiency_sandbox;

-- Consultation --------------------------------------------------------------------------------------------

create table home_contacts (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  "position" smallint not null default 1,
  office text not null,
  purpose text not null,
  phone text,
  email text,
  hours jsonb not null default '[]'::jsonb,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint home_contacts_pkey primary key (id),
  constraint home_contacts_authority_code_id_key unique (authority_code, id),
  constraint contact_of_own_home foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint home_contacts_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint contact_can_be_reached check ((num_nonnulls(phone, email) > 0)),
  constraint home_contacts_email_check check ((length(email) <= 254)),
  constraint home_contacts_hours_check check ((jsonb_typeof(hours) = 'array'::text)),
  constraint home_contacts_office_check check (((length(office) >= 1) and (length(office) <= 100))),
  constraint home_contacts_phone_check check ((phone ~ '^[+0-9][0-9 ()-]{4,24}$'::text)),
  constraint home_contacts_position_check check ((("position" >= 1) and ("position" <= 99))),
  constraint home_contacts_purpose_check check (((length(purpose) >= 1) and (length(purpose) <= 200)))
);
comment on table home_contacts is 'Whom to ring or write to at a home, by office, for what and in which hours.';
create index home_contacts_by_home on home_contacts using btree (home_id);
create trigger emit_events_after_delete after delete on home_contacts referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on home_contacts referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on home_contacts referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on home_contacts referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on home_contacts referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on home_contacts referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on home_contacts for each row execute function touch_version();
alter table home_contacts enable row level security;
create policy own_rows on home_contacts using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on home_contacts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on home_contacts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy shared_contacts on home_contacts for select using (((authority_code = current_authority()) or (exists ( select
   from visible_homes h
  where ((h.id = home_contacts.home_id) and h.shared and (not h.confidential))))));
grant delete, insert, select, update on home_contacts to sufficiency_app;
grant delete, insert, select on home_contacts to sufficiency_sandbox;

create table care_plans (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  plan text not null,
  parallel_plan text,
  agreed_on date not null,
  agreed_by text not null,
  achieve_by date,
  ended_on date,
  term daterange generated always as (nights(agreed_on, ended_on)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint care_plans_pkey primary key (id),
  constraint care_plans_authority_code_id_key unique (authority_code, id),
  constraint care_plans_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint plan_of_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint care_plan_achieved_after_agreed check (((achieve_by is null) or (achieve_by >= agreed_on))),
  constraint care_plan_dates_in_order check (((ended_on is null) or (ended_on > agreed_on))),
  constraint care_plans_agreed_by_check check (((length(agreed_by) >= 1) and (length(agreed_by) <= 100))),
  constraint care_plans_parallel_plan_check check ((parallel_plan = any (array['return-home'::text, 'connected-person'::text, 'special-guardianship'::text, 'child-arrangements'::text, 'adoption'::text, 'long-term-fostering'::text, 'residential'::text, 'independence'::text]))),
  constraint care_plans_plan_check check ((plan = any (array['return-home'::text, 'connected-person'::text, 'special-guardianship'::text, 'child-arrangements'::text, 'adoption'::text, 'long-term-fostering'::text, 'residential'::text, 'independence'::text]))),
  constraint parallel_plan_is_another check ((parallel_plan <> plan)),
  constraint one_care_plan_at_a_time exclude using gist (child_id with =, authority_code with =, term with &&)
);
comment on table care_plans is 'What is to become of a child: the plan for permanence of the care plan (CPPCR 2010 reg. 5), over time.';
create trigger emit_events_after_delete after delete on care_plans referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on care_plans referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on care_plans referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on care_plans referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on care_plans referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on care_plans referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on care_plans for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on care_plans for each row execute function touch_version();
alter table care_plans enable row level security;
create policy own_rows on care_plans using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on care_plans to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on care_plans to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on care_plans to sufficiency_app;
grant delete, insert, select on care_plans to sufficiency_sandbox;

create table consultations (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  request_id uuid,
  placement_id uuid,
  home_id uuid,
  party text not null,
  other_child_id uuid,
  consulted_on date not null,
  consulted_by text not null,
  view text not null,
  said text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint consultations_pkey primary key (id),
  constraint consultations_authority_code_id_key unique (authority_code, id),
  constraint consultation_about_home foreign key (home_id) references homes(id),
  constraint consultation_about_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint consultation_about_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id),
  constraint consultation_about_own_request foreign key (authority_code, request_id) references placement_requests(authority_code, id),
  constraint consultation_for_other_own_child foreign key (authority_code, other_child_id) references children(authority_code, id),
  constraint consultations_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint consultation_about_a_match check ((num_nonnulls(request_id, placement_id) > 0)),
  constraint consultations_consulted_by_check check (((length(consulted_by) >= 1) and (length(consulted_by) <= 100))),
  constraint consultations_party_check check ((party = any (array['carers'::text, 'supervising-social-worker'::text, 'other-childs-social-worker'::text, 'home-manager'::text, 'parents'::text, 'independent-reviewing-officer'::text, 'virtual-school'::text, 'area-authority'::text, 'other'::text]))),
  constraint consultations_said_check check (((length(said) >= 1) and (length(said) <= 2000))),
  constraint consultations_view_check check ((view = any (array['supports'::text, 'supports-with-conditions'::text, 'does-not-support'::text, 'no-view'::text]))),
  constraint other_child_of_a_social_worker check (((other_child_id is null) or ((party = 'other-childs-social-worker'::text) and (other_child_id <> child_id))))
);
comment on table consultations is 'Who was consulted before a child was matched with a home, by office: when, and what they said.';
create index consultations_by_child on consultations using btree (child_id);
create index consultations_by_placement on consultations using btree (placement_id);
create index consultations_by_request on consultations using btree (request_id);
create trigger about_same_child before insert or update of request_id, placement_id, home_id on consultations for each row execute function about_same_child();
create trigger emit_events_after_delete after delete on consultations referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on consultations referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on consultations referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on consultations referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on consultations referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on consultations referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on consultations for each row execute function refuse_merged_child('child_id');
create trigger off_merged_other_child_id before insert or update of other_child_id on consultations for each row execute function refuse_merged_child('other_child_id');
create trigger touch_version before update on consultations for each row execute function touch_version();
alter table consultations enable row level security;
create policy own_rows on consultations using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on consultations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on consultations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on consultations to sufficiency_app;
grant delete, insert, select on consultations to sufficiency_sandbox;

create table introductions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  home_id uuid not null,
  placement_id uuid,
  kind text not null,
  visit_on date not null,
  outcome text,
  note text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint introductions_pkey primary key (id),
  constraint introductions_authority_code_id_key unique (authority_code, id),
  constraint introduction_before_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id),
  constraint introduction_of_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint introduction_to_home foreign key (home_id) references homes(id),
  constraint introductions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint introductions_kind_check check ((kind = any (array['home-comes-to-child'::text, 'child-visits-home'::text, 'overnight-stay'::text, 'by-video'::text]))),
  constraint introductions_note_check check (((length(note) >= 1) and (length(note) <= 1000))),
  constraint introductions_outcome_check check ((outcome = any (array['went-well'::text, 'mixed'::text, 'went-badly'::text, 'did-not-happen'::text])))
);
comment on table introductions is 'Visits by which a child and a home come to know each other before a placement.';
create index introductions_by_child on introductions using btree (child_id);
create index introductions_by_placement on introductions using btree (placement_id);
create trigger about_same_child before insert or update of placement_id, home_id on introductions for each row execute function about_same_child();
create trigger emit_events_after_delete after delete on introductions referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on introductions referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on introductions referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on introductions referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on introductions referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on introductions referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on introductions for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on introductions for each row execute function touch_version();
alter table introductions enable row level security;
create policy own_rows on introductions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on introductions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on introductions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on introductions to sufficiency_app;
grant delete, insert, select on introductions to sufficiency_sandbox;

create table wishes (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  request_id uuid,
  placement_id uuid,
  subject text not null,
  heard_on date not null,
  heard_by text not null,
  wish text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint wishes_pkey primary key (id),
  constraint wishes_authority_code_id_key unique (authority_code, id),
  constraint wish_about_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id),
  constraint wish_about_own_request foreign key (authority_code, request_id) references placement_requests(authority_code, id),
  constraint wish_of_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint wishes_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint wishes_heard_by_check check (((length(heard_by) >= 1) and (length(heard_by) <= 100))),
  constraint wishes_subject_check check ((subject = any (array['where-to-live'::text, 'whom-to-live-with'::text, 'family-time'::text, 'school'::text, 'everyday-life'::text, 'other'::text]))),
  constraint wishes_wish_check check (((length(wish) >= 1) and (length(wish) <= 2000)))
);
comment on table wishes is 'What a child wishes and feels, when it was said and in what office it was heard (Children Act 1989 s22(4)).';
create index wishes_by_child on wishes using btree (child_id);
create index wishes_by_placement on wishes using btree (placement_id);
create trigger about_same_child before insert or update of request_id, placement_id on wishes for each row execute function about_same_child();
create trigger emit_events_after_delete after delete on wishes referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on wishes referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on wishes referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on wishes referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on wishes referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on wishes referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on wishes for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on wishes for each row execute function touch_version();
alter table wishes enable row level security;
create policy own_rows on wishes using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on wishes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on wishes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on wishes to sufficiency_app;
grant delete, insert, select on wishes to sufficiency_sandbox;

create table disruption_meetings (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  placement_id uuid not null,
  child_id uuid not null,
  held_on date not null,
  attendees jsonb not null default '[]'::jsonb,
  lessons text not null,
  actions jsonb not null default '[]'::jsonb,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint disruption_meetings_pkey primary key (id),
  constraint disruption_meetings_authority_code_id_key unique (authority_code, id),
  constraint disruption_meetings_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint meeting_about_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint meeting_after_own_placement foreign key (authority_code, placement_id) references placements(authority_code, id),
  constraint disruption_meetings_actions_check check ((jsonb_typeof(actions) = 'array'::text)),
  constraint disruption_meetings_attendees_check check ((jsonb_typeof(attendees) = 'array'::text)),
  constraint disruption_meetings_lessons_check check (((length(lessons) >= 1) and (length(lessons) <= 4000)))
);
comment on table disruption_meetings is 'Meetings after a placement ended unplanned: what is learned from it, and what is to be done.';
create index disruption_meetings_by_child on disruption_meetings using btree (child_id);
create index disruption_meetings_by_placement on disruption_meetings using btree (placement_id);
create trigger emit_events_after_delete after delete on disruption_meetings referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on disruption_meetings referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on disruption_meetings referencing old table as before new table as changed for each statement execute function emit_events();
create trigger follow_ended_placement before insert or update of placement_id, held_on on disruption_meetings for each row execute function follow_ended_placement();
create trigger keep_version_after_delete after delete on disruption_meetings referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on disruption_meetings referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on disruption_meetings referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on disruption_meetings for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on disruption_meetings for each row execute function touch_version();
alter table disruption_meetings enable row level security;
create policy own_rows on disruption_meetings using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on disruption_meetings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on disruption_meetings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on disruption_meetings to sufficiency_app;
grant delete, insert, select on disruption_meetings to sufficiency_sandbox;

-- One record of a child -----------------------------------------------------------------------------------

create table child_merges (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  merged_id uuid not null,
  moved jsonb not null,
  merged_at timestamp with time zone not null default now(),
  undone_at timestamp with time zone,
  constraint child_merges_pkey primary key (id),
  constraint child_merges_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint merge_into_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint merge_of_own_child foreign key (authority_code, merged_id) references children(authority_code, id)
);
comment on table child_merges is 'Which records moved with a merge of two records of one child. Written by its functions alone.';
create unique index merged_once on child_merges using btree (merged_id, authority_code) where (undone_at is null);
alter table child_merges enable row level security;
create policy own_rows on child_merges using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on child_merges to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on child_merges to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant select on child_merges to sufficiency_app;
grant delete, insert, select on child_merges to sufficiency_sandbox;

create table distinct_children (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid not null,
  other_child_id uuid not null,
  reason text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint distinct_children_pkey primary key (id),
  constraint distinct_children_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint distinct_from_own_child foreign key (authority_code, other_child_id) references children(authority_code, id) on delete cascade,
  constraint distinct_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint distinct_children_reason_check check (((length(reason) >= 1) and (length(reason) <= 500))),
  constraint distinction_of_two check ((child_id <> other_child_id))
);
comment on table distinct_children is 'Two records that look like one child''s, and are not.';
create unique index distinct_once on distinct_children using btree (least(child_id, other_child_id), greatest(child_id, other_child_id), authority_code);
create trigger emit_events_after_delete after delete on distinct_children referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on distinct_children referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on distinct_children referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on distinct_children referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on distinct_children referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on distinct_children referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on distinct_children for each row execute function refuse_merged_child('child_id');
create trigger off_merged_other_child_id before insert or update of other_child_id on distinct_children for each row execute function refuse_merged_child('other_child_id');
create trigger touch_version before update on distinct_children for each row execute function touch_version();
alter table distinct_children enable row level security;
create policy own_rows on distinct_children using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on distinct_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on distinct_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on distinct_children to sufficiency_app;
grant delete, insert, select on distinct_children to sufficiency_sandbox;

-- Registration varied -------------------------------------------------------------------------------------

create table category_variations (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  provider_id uuid not null,
  category text not null,
  added_on date,
  removed_on date,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint category_variations_pkey primary key (id),
  constraint category_variations_authority_code_id_key unique (authority_code, id),
  constraint one_variation_of_a_category unique (provider_id, category, authority_code),
  constraint category_variations_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint variation_of_own_provider foreign key (authority_code, provider_id) references providers(authority_code, id) on delete cascade,
  constraint category_variations_category_check check ((category = any (array['single-occupancy'::text, 'shared-or-group'::text, 'residential-setting'::text, 'private-host'::text]))),
  constraint variation_dates_in_order check ((removed_on > added_on)),
  constraint variation_says_when check ((num_nonnulls(added_on, removed_on) > 0))
);
comment on table category_variations is 'Ofsted''s variations of a provider''s registration: a category of supported accommodation added or taken off on a day.';
create trigger emit_events_after_delete after delete on category_variations referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on category_variations referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on category_variations referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on category_variations referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on category_variations referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on category_variations referencing old table as before new table as changed for each statement execute function keep_version();
create trigger registration_varied after insert or delete or update on category_variations for each row execute function registration_varied();
create trigger touch_version before update on category_variations for each row execute function touch_version();
alter table category_variations enable row level security;
create policy own_rows on category_variations using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on category_variations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on category_variations to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy shared_variations on category_variations for select using (((authority_code = current_authority()) or (exists ( select
   from visible_homes h
  where ((h.provider_id = category_variations.provider_id) and h.shared)))));
grant delete, insert, select, update on category_variations to sufficiency_app;
grant delete, insert, select on category_variations to sufficiency_sandbox;

-- Changes of facts ----------------------------------------------------------------------------------------

create table facts_changed (
  authority_code text not null,
  input text not null,
  child uuid,
  shared boolean not null,
  changed_by xid8 not null default pg_current_xact_id(),
  began_at timestamp with time zone not null default now(),
  constraint facts_changed_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table facts_changed is 'Which tables that figures are computed from each transaction changed, and of which children. Rows are removed once every reader must have seen them.';
create index facts_changed_of_authority on facts_changed using btree (authority_code, changed_by);
create index facts_changed_of_others on facts_changed using btree (changed_by) where shared;
alter table facts_changed enable row level security;
create policy of_somebody on facts_changed for select to sufficiency_app using ((( select current_authority() as current_authority) is not null));
create policy own_rows on facts_changed using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy shared_changes on facts_changed for select using (shared);
grant select on facts_changed to sufficiency_app;

create table facts_changed_log (
  only_row boolean not null default true,
  removed_to xid8 not null default '0'::xid8,
  constraint facts_changed_log_pkey primary key (only_row),
  constraint facts_changed_log_only_row_check check (only_row)
);
comment on table facts_changed_log is 'The last transaction whose rows facts_changed has no longer. What was read before it was over is read again whole.';
grant select on facts_changed_log to sufficiency_app;

-- Public answers ------------------------------------------------------------------------------------------

create table public_answers (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  number bigint not null generated always as identity,
  question jsonb not null,
  tables jsonb not null,
  made_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  created_at timestamp with time zone not null default now(),
  constraint public_answers_pkey primary key (id),
  constraint public_answers_authority_code_id_key unique (authority_code, id),
  constraint public_question_answered_once unique (authority_code, question),
  constraint public_answers_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint public_answers_question_check check ((jsonb_typeof(question) = 'object'::text)),
  constraint public_answers_tables_check check ((jsonb_typeof(tables) = 'array'::text))
);
comment on table public_answers is 'Answers given to the public, as they are shown: protected before they are kept, and never changed.';
create trigger refuse_change before delete or update on public_answers for each row execute function refuse_change_of_answer();
create trigger refuse_truncate before truncate on public_answers for each statement execute function refuse_change_of_answer();
alter table public_answers enable row level security;
create policy own_rows on public_answers using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on public_answers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on public_answers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on public_answers to sufficiency_app;
grant delete, insert, select on public_answers to sufficiency_sandbox;

-- Imports tried -------------------------------------------------------------------------------------------

create table import_children (
  authority_code text not null,
  import_id uuid not null,
  child_reference text not null,
  change text not null,
  records jsonb not null,
  constraint import_children_pkey primary key (import_id, child_reference),
  constraint import_children_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint import_children_import_id_fkey foreign key (import_id) references imports(id) on delete cascade,
  constraint import_children_change_check check ((change = any (array['new'::text, 'changed'::text, 'removed'::text])))
);
comment on table import_children is 'The children whose records an import changes, and how many of each kind are new, changed or removed.';
alter table import_children enable row level security;
create policy own_rows on import_children using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on import_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on import_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on import_children to sufficiency_app;
grant delete, insert, select on import_children to sufficiency_sandbox;

-- Imports undone ------------------------------------------------------------------------------------------

create table import_changes (
  authority_code text not null,
  import_id uuid not null,
  child_reference text not null,
  module text not null,
  collection_year smallint not null,
  key text not null,
  before jsonb,
  after jsonb,
  constraint import_changes_pkey primary key (import_id, child_reference, module, collection_year, key),
  constraint import_changes_authority_code_import_id_fkey foreign key (authority_code, import_id) references imports(authority_code, id) on delete cascade
);
comment on table import_changes is 'What an import changed of return_rows: the cells of a row before and after it; null where there was none.';
alter table import_changes enable row level security;
create policy own_rows on import_changes using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on import_changes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on import_changes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select, update on import_changes to sufficiency_app;
grant delete, insert, select on import_changes to sufficiency_sandbox;

-- Questions of imports ------------------------------------------------------------------------------------

create table import_questions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  import_id uuid not null,
  child_id uuid not null,
  recorded jsonb not null,
  returned jsonb not null,
  statements jsonb not null,
  status text not null default 'open'::text,
  answer text,
  reason text,
  answered_at timestamp with time zone,
  answered_by text,
  notes text[] not null default '{}'::text[],
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint import_questions_pkey primary key (id),
  constraint import_questions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint question_of_own_child foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint question_of_own_import foreign key (authority_code, import_id) references imports(authority_code, id),
  constraint import_questions_answer_check check ((answer = any (array['return'::text, 'record'::text]))),
  constraint import_questions_reason_check check (((length(reason) >= 1) and (length(reason) <= 500))),
  constraint import_questions_status_check check ((status = any (array['open'::text, 'answered'::text, 'superseded'::text]))),
  constraint question_answered_wholly check ((((status = 'answered'::text) = (num_nonnulls(answer, answered_at, answered_by) = 3)) and (num_nonnulls(answer, answered_at, answered_by) = any (array[0, 3]))))
);
comment on table import_questions is 'Which is right of a child, where what was recorded live contradicts a return: both versions, and the answer.';
create index import_questions_by_child on import_questions using btree (child_id, answered_at);
create index import_questions_by_import on import_questions using btree (import_id, id);
create unique index one_open_question on import_questions using btree (child_id) where (status = 'open'::text);
create trigger emit_events_after_delete after delete on import_questions referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on import_questions referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on import_questions referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on import_questions referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on import_questions referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on import_questions referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on import_questions for each row execute function refuse_merged_child('child_id');
create trigger touch_version before update on import_questions for each row execute function touch_version();
alter table import_questions enable row level security;
create policy own_rows on import_questions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on import_questions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on import_questions to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on import_questions to sufficiency_app;
grant delete, insert, select on import_questions to sufficiency_sandbox;

-- Service keys --------------------------------------------------------------------------------------------

create table service_keys (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  name text not null,
  purpose text not null,
  scopes text[] not null,
  secret_issued_at timestamp with time zone,
  revoked_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint service_keys_pkey primary key (id),
  constraint one_key_of_a_name unique (authority_code, name),
  constraint service_keys_authority_code_id_key unique (authority_code, id),
  constraint service_keys_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint service_keys_name_check check ((name ~ '^[a-z0-9][a-z0-9-]{1,39}$'::text)),
  constraint service_keys_purpose_check check (((length(purpose) >= 1) and (length(purpose) <= 200))),
  constraint service_keys_scopes_check check ((cardinality(scopes) > 0))
);
comment on table service_keys is 'Systems that call the service by themselves, and what each may do.';
create trigger keep_version_after_delete after delete on service_keys referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on service_keys referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on service_keys referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on service_keys for each row execute function touch_version();
alter table service_keys enable row level security;
create policy own_rows on service_keys using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant delete, insert, select, update on service_keys to sufficiency_app;

create table service_key_secrets (
  id bigint not null generated always as identity,
  authority_code text not null,
  key_id uuid not null,
  prefix text not null,
  hash bytea not null,
  issued_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint service_key_secrets_pkey primary key (id),
  constraint service_key_secrets_prefix_key unique (prefix),
  constraint secret_of_own_key foreign key (authority_code, key_id) references service_keys(authority_code, id) on delete cascade,
  constraint service_key_secrets_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint secret_expires_within_400_days check ((expires_at <= (issued_at + 'PT9600H'::interval))),
  constraint service_key_secrets_hash_check check ((length(hash) = 32)),
  constraint service_key_secrets_prefix_check check ((prefix ~ '^[0-9a-f]{12}$'::text))
);
comment on table service_key_secrets is 'SHA-256 of the secrets of service keys, apart from the keys so that neither their history nor a request can read it.';
create index service_key_secrets_by_key on service_key_secrets using btree (key_id);
alter table service_key_secrets enable row level security;
create policy own_rows on service_key_secrets using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant insert on service_key_secrets to sufficiency_app;
grant select (id, authority_code, key_id, prefix, issued_at, expires_at, last_used_at) on service_key_secrets to sufficiency_app;
grant update (expires_at) on service_key_secrets to sufficiency_app;

-- Feeds ---------------------------------------------------------------------------------------------------

create table feed_secrets (
  authority_code text not null,
  secret bytea not null default sha256((uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))),
  inner_pad bytea not null generated always as (hmac_pad(secret, 54)) stored,
  outer_pad bytea not null generated always as (hmac_pad(secret, 92)) stored,
  constraint feed_secrets_pkey primary key (authority_code),
  constraint feed_secrets_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint feed_secrets_secret_check check ((length(secret) = 32))
);
comment on table feed_secrets is 'The secret of each authority by which feeds name its children; the views of `reporting` alone read it.';
alter table feed_secrets enable row level security;
create policy own_rows on feed_secrets using ((authority_code = current_authority())) with check ((authority_code = current_authority()));

create table bulk_reads (
  id bigint not null generated always as identity,
  authority_code text not null,
  started_at timestamp with time zone not null default now(),
  actor text not null,
  role text not null,
  feed_set text not null,
  asked jsonb not null,
  column_names text[] not null,
  purpose text,
  request_id uuid not null,
  row_count bigint,
  is_whole boolean,
  finished_at timestamp with time zone,
  constraint bulk_reads_pkey primary key (id),
  constraint bulk_reads_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint bulk_reads_check check ((num_nonnulls(row_count, is_whole, finished_at) = any (array[0, 3]))),
  constraint bulk_reads_purpose_check check ((length(purpose) <= 200)),
  constraint bulk_reads_row_count_check check ((row_count >= 0))
);
comment on table bulk_reads is 'Who pulled which set of a feed, with which columns, how many rows, when and what for. Written before the first row is sent.';
create index bulk_reads_by_time on bulk_reads using btree (authority_code, id);
alter table bulk_reads enable row level security;
create policy own_rows on bulk_reads using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant insert, select on bulk_reads to sufficiency_app;
grant update (row_count, is_whole, finished_at) on bulk_reads to sufficiency_app;

-- Reporting -----------------------------------------------------------------------------------------------

create table reporting_logins (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  name text not null,
  purpose text not null,
  login text not null default ('reporting_'::text || substr(md5((gen_random_uuid())::text), 1, 12)),
  scopes text[] not null default '{}'::text[],
  rotated_at timestamp with time zone not null default now(),
  dropped_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint reporting_logins_pkey primary key (id),
  constraint one_authority_of_a_login unique (login),
  constraint one_login_of_a_name unique (authority_code, name),
  constraint reporting_logins_authority_code_id_key unique (authority_code, id),
  constraint reporting_logins_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint reporting_logins_login_check check ((login ~ '^reporting_[0-9a-f]{12}$'::text)),
  constraint reporting_logins_name_check check ((name ~ '^[a-z0-9][a-z0-9-]{1,39}$'::text)),
  constraint reporting_logins_purpose_check check (((length(purpose) >= 1) and (length(purpose) <= 200)))
);
comment on table reporting_logins is 'Logins of the server that read the schema `reporting`, each for one authority. The server itself keeps the passwords.';
create trigger keep_version_after_delete after delete on reporting_logins referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on reporting_logins referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on reporting_logins referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on reporting_logins for each row execute function touch_version();
alter table reporting_logins enable row level security;
create policy own_rows on reporting_logins using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant select on reporting_logins to sufficiency_app;

-- Facts once at the end -----------------------------------------------------------------------------------

create table care_facts_due (
  child_ids uuid[] not null,
  since date not null,
  due_in xid8 not null default pg_current_xact_id()
);
comment on table care_facts_due is 'Children whose facts a transaction leaves to its end, when they are made and the rows removed. Written by triggers alone.';
create constraint trigger refresh_due after insert on care_facts_due deferrable initially deferred for each row execute function refresh_due_care_facts();

-- Identifiers of case systems -----------------------------------------------------------------------------

create table case_systems (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  name text not null,
  description text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint case_systems_pkey primary key (id),
  constraint case_systems_authority_code_id_key unique (authority_code, id),
  constraint one_case_system_of_a_name unique (authority_code, name),
  constraint case_systems_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint case_systems_description_check check (((length(description) >= 1) and (length(description) <= 200))),
  constraint case_systems_name_check check ((name ~ '^[a-z0-9][a-z0-9-]{1,39}$'::text))
);
comment on table case_systems is 'Systems of an authority that have identifiers of their own for its records.';
create trigger keep_version_after_delete after delete on case_systems referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on case_systems referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on case_systems referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on case_systems for each row execute function touch_version();
alter table case_systems enable row level security;
create policy own_rows on case_systems using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on case_systems to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on case_systems to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on case_systems to sufficiency_app;
grant delete, insert, select on case_systems to sufficiency_sandbox;

create table external_ids (
  authority_code text not null,
  system text not null,
  external_id text not null,
  sibling_group_id uuid,
  child_id uuid,
  provider_id uuid,
  category_variation_id uuid,
  home_id uuid,
  home_contact_id uuid,
  judgement_id uuid,
  home_restriction_id uuid,
  contract_id uuid,
  fee_id uuid,
  bed_id uuid,
  carer_journey_id uuid,
  care_period_id uuid,
  legal_status_id uuid,
  child_needs_id uuid,
  separation_id uuid,
  connection_id uuid,
  liberty_order_id uuid,
  placement_request_id uuid,
  placement_id uuid,
  void_id uuid,
  care_plan_id uuid,
  wish_id uuid,
  consultation_id uuid,
  introduction_id uuid,
  disruption_meeting_id uuid,
  record_id uuid not null generated always as (coalesce(sibling_group_id, child_id, provider_id, category_variation_id, home_id, home_contact_id, judgement_id, home_restriction_id, contract_id, fee_id, bed_id, carer_journey_id, care_period_id, legal_status_id, child_needs_id, separation_id, connection_id, liberty_order_id, placement_request_id, placement_id, void_id, care_plan_id, wish_id, consultation_id, introduction_id, disruption_meeting_id)) stored,
  kind text not null generated always as (
  case
      when (sibling_group_id is not null) then 'sibling-groups'::text
      when (child_id is not null) then 'children'::text
      when (provider_id is not null) then 'providers'::text
      when (category_variation_id is not null) then 'category-variations'::text
      when (home_id is not null) then 'homes'::text
      when (home_contact_id is not null) then 'home-contacts'::text
      when (judgement_id is not null) then 'judgements'::text
      when (home_restriction_id is not null) then 'home-restrictions'::text
      when (contract_id is not null) then 'contracts'::text
      when (fee_id is not null) then 'fees'::text
      when (bed_id is not null) then 'beds'::text
      when (carer_journey_id is not null) then 'carer-journeys'::text
      when (care_period_id is not null) then 'care-periods'::text
      when (legal_status_id is not null) then 'legal-statuses'::text
      when (child_needs_id is not null) then 'child-needs'::text
      when (separation_id is not null) then 'separations'::text
      when (connection_id is not null) then 'connections'::text
      when (liberty_order_id is not null) then 'liberty-orders'::text
      when (placement_request_id is not null) then 'placement-requests'::text
      when (placement_id is not null) then 'placements'::text
      when (void_id is not null) then 'voids'::text
      when (care_plan_id is not null) then 'care-plans'::text
      when (wish_id is not null) then 'wishes'::text
      when (consultation_id is not null) then 'consultations'::text
      when (introduction_id is not null) then 'introductions'::text
      when (disruption_meeting_id is not null) then 'disruption-meetings'::text
      else null::text
  end) stored,
  constraint external_id_once unique (authority_code, system, kind, external_id),
  constraint one_external_id_of_a_record unique (authority_code, system, record_id),
  constraint external_id_of_own_system foreign key (authority_code, system) references case_systems(authority_code, name),
  constraint external_ids_authority_code_bed_id_fkey foreign key (authority_code, bed_id) references beds(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_care_period_id_fkey foreign key (authority_code, care_period_id) references care_periods(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_care_plan_id_fkey foreign key (authority_code, care_plan_id) references care_plans(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_carer_journey_id_fkey foreign key (authority_code, carer_journey_id) references carer_journeys(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_category_variation_id_fkey foreign key (authority_code, category_variation_id) references category_variations(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_child_id_fkey foreign key (authority_code, child_id) references children(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_child_needs_id_fkey foreign key (authority_code, child_needs_id) references child_needs(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_connection_id_fkey foreign key (authority_code, connection_id) references connections(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_consultation_id_fkey foreign key (authority_code, consultation_id) references consultations(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_contract_id_fkey foreign key (authority_code, contract_id) references contracts(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_disruption_meeting_id_fkey foreign key (authority_code, disruption_meeting_id) references disruption_meetings(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_fee_id_fkey foreign key (authority_code, fee_id) references fees(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint external_ids_authority_code_home_contact_id_fkey foreign key (authority_code, home_contact_id) references home_contacts(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_home_id_fkey foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_home_restriction_id_fkey foreign key (authority_code, home_restriction_id) references home_restrictions(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_introduction_id_fkey foreign key (authority_code, introduction_id) references introductions(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_judgement_id_fkey foreign key (authority_code, judgement_id) references judgements(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_legal_status_id_fkey foreign key (authority_code, legal_status_id) references legal_statuses(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_liberty_order_id_fkey foreign key (authority_code, liberty_order_id) references liberty_orders(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_placement_id_fkey foreign key (authority_code, placement_id) references placements(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_placement_request_id_fkey foreign key (authority_code, placement_request_id) references placement_requests(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_provider_id_fkey foreign key (authority_code, provider_id) references providers(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_separation_id_fkey foreign key (authority_code, separation_id) references separations(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_sibling_group_id_fkey foreign key (authority_code, sibling_group_id) references sibling_groups(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_void_id_fkey foreign key (authority_code, void_id) references voids(authority_code, id) on delete cascade,
  constraint external_ids_authority_code_wish_id_fkey foreign key (authority_code, wish_id) references wishes(authority_code, id) on delete cascade,
  constraint external_id_of_one_record check ((num_nonnulls(sibling_group_id, child_id, provider_id, category_variation_id, home_id, home_contact_id, judgement_id, home_restriction_id, contract_id, fee_id, bed_id, carer_journey_id, care_period_id, legal_status_id, child_needs_id, separation_id, connection_id, liberty_order_id, placement_request_id, placement_id, void_id, care_plan_id, wish_id, consultation_id, introduction_id, disruption_meeting_id) = 1)),
  constraint external_ids_external_id_check check ((((length(external_id) >= 1) and (length(external_id) <= 100)) and (external_id !~ '[[:cntrl:]]'::text)))
);
comment on table external_ids is 'Which record an identifier of a case system is of. A merged child''s stays with the record that it named, and leads to the other.';
create index external_ids_authority_code_bed_id_idx on external_ids using btree (authority_code, bed_id) where (bed_id is not null);
create index external_ids_authority_code_care_period_id_idx on external_ids using btree (authority_code, care_period_id) where (care_period_id is not null);
create index external_ids_authority_code_care_plan_id_idx on external_ids using btree (authority_code, care_plan_id) where (care_plan_id is not null);
create index external_ids_authority_code_carer_journey_id_idx on external_ids using btree (authority_code, carer_journey_id) where (carer_journey_id is not null);
create index external_ids_authority_code_category_variation_id_idx on external_ids using btree (authority_code, category_variation_id) where (category_variation_id is not null);
create index external_ids_authority_code_child_id_idx on external_ids using btree (authority_code, child_id) where (child_id is not null);
create index external_ids_authority_code_child_needs_id_idx on external_ids using btree (authority_code, child_needs_id) where (child_needs_id is not null);
create index external_ids_authority_code_connection_id_idx on external_ids using btree (authority_code, connection_id) where (connection_id is not null);
create index external_ids_authority_code_consultation_id_idx on external_ids using btree (authority_code, consultation_id) where (consultation_id is not null);
create index external_ids_authority_code_contract_id_idx on external_ids using btree (authority_code, contract_id) where (contract_id is not null);
create index external_ids_authority_code_disruption_meeting_id_idx on external_ids using btree (authority_code, disruption_meeting_id) where (disruption_meeting_id is not null);
create index external_ids_authority_code_fee_id_idx on external_ids using btree (authority_code, fee_id) where (fee_id is not null);
create index external_ids_authority_code_home_contact_id_idx on external_ids using btree (authority_code, home_contact_id) where (home_contact_id is not null);
create index external_ids_authority_code_home_id_idx on external_ids using btree (authority_code, home_id) where (home_id is not null);
create index external_ids_authority_code_home_restriction_id_idx on external_ids using btree (authority_code, home_restriction_id) where (home_restriction_id is not null);
create index external_ids_authority_code_introduction_id_idx on external_ids using btree (authority_code, introduction_id) where (introduction_id is not null);
create index external_ids_authority_code_judgement_id_idx on external_ids using btree (authority_code, judgement_id) where (judgement_id is not null);
create index external_ids_authority_code_legal_status_id_idx on external_ids using btree (authority_code, legal_status_id) where (legal_status_id is not null);
create index external_ids_authority_code_liberty_order_id_idx on external_ids using btree (authority_code, liberty_order_id) where (liberty_order_id is not null);
create index external_ids_authority_code_placement_id_idx on external_ids using btree (authority_code, placement_id) where (placement_id is not null);
create index external_ids_authority_code_placement_request_id_idx on external_ids using btree (authority_code, placement_request_id) where (placement_request_id is not null);
create index external_ids_authority_code_provider_id_idx on external_ids using btree (authority_code, provider_id) where (provider_id is not null);
create index external_ids_authority_code_separation_id_idx on external_ids using btree (authority_code, separation_id) where (separation_id is not null);
create index external_ids_authority_code_sibling_group_id_idx on external_ids using btree (authority_code, sibling_group_id) where (sibling_group_id is not null);
create index external_ids_authority_code_void_id_idx on external_ids using btree (authority_code, void_id) where (void_id is not null);
create index external_ids_authority_code_wish_id_idx on external_ids using btree (authority_code, wish_id) where (wish_id is not null);
alter table external_ids enable row level security;
create policy own_rows on external_ids using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on external_ids to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on external_ids to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select on external_ids to sufficiency_app;
grant delete, insert, select on external_ids to sufficiency_sandbox;

-- Daily pushes --------------------------------------------------------------------------------------------

create table daily_receivers (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  kind text not null,
  paused boolean not null default true,
  switched_by text,
  switched_at timestamp with time zone,
  failures integer not null default 0,
  next_at timestamp with time zone,
  succeeded_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint daily_receivers_pkey primary key (id),
  constraint daily_receivers_authority_code_id_key unique (authority_code, id),
  constraint daily_receivers_authority_code_kind_key unique (authority_code, kind),
  constraint daily_receivers_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint daily_receivers_failures_check check ((failures >= 0)),
  constraint daily_receivers_kind_check check ((kind = any (array['test'::text, 'live'::text])))
);
comment on table daily_receivers is 'Services of the daily collection to which an authority''s children are sent.';
alter table daily_receivers enable row level security;
create policy own_rows on daily_receivers using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on daily_receivers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on daily_receivers to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select, update on daily_receivers to sufficiency_app;
grant delete, insert, select on daily_receivers to sufficiency_sandbox;

create table daily_pushes (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  receiver_id uuid not null,
  status text not null default 'queued'::text,
  requested_by text not null,
  tally jsonb,
  progress jsonb,
  detail text,
  heartbeat_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  attempt smallint not null default 1,
  work jsonb,
  constraint daily_pushes_pkey primary key (id),
  constraint daily_pushes_authority_code_id_key unique (authority_code, id),
  constraint daily_pushes_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint daily_pushes_authority_code_receiver_id_fkey foreign key (authority_code, receiver_id) references daily_receivers(authority_code, id),
  constraint daily_pushes_attempt_check check ((attempt >= 0)),
  constraint daily_pushes_check check (((finished_at is not null) = (status = any (array['succeeded'::text, 'partly'::text, 'failed'::text])))),
  constraint daily_pushes_status_check check ((status = any (array['queued'::text, 'running'::text, 'succeeded'::text, 'partly'::text, 'failed'::text])))
);
comment on table daily_pushes is 'Pushes to the daily collection, and how the work on each goes.';
comment on column daily_pushes.attempt is '1 with the first process that works on it, and one more with each that takes it over from a dead one.';
comment on column daily_pushes.work is 'What another process needs to begin it anew; null once it has ended, and where it is not taken over.';
create index daily_pushes_latest on daily_pushes using btree (authority_code, created_at desc, id desc);
create unique index one_push_at_a_time on daily_pushes using btree (authority_code, receiver_id) where (status = any (array['queued'::text, 'running'::text]));
create trigger forget_work before update on daily_pushes for each row when ((new.finished_at is not null)) execute function forget_work();
alter table daily_pushes enable row level security;
create policy own_rows on daily_pushes using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on daily_pushes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on daily_pushes to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select, update on daily_pushes to sufficiency_app;
grant delete, insert, select on daily_pushes to sufficiency_sandbox;
grant update (attempt, work) on daily_pushes to sufficiency_app;

create table daily_children (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  receiver_id uuid not null,
  la_child_id text not null,
  hash text,
  episodes jsonb not null default '{}'::jsonb,
  accepted_at timestamp with time zone,
  unanswered_at timestamp with time zone,
  unanswered_hash text,
  refused_hash text,
  refused_at timestamp with time zone,
  faults jsonb,
  constraint daily_children_pkey primary key (id),
  constraint daily_children_authority_code_id_key unique (authority_code, id),
  constraint daily_children_authority_code_receiver_id_la_child_id_key unique (authority_code, receiver_id, la_child_id),
  constraint daily_children_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint daily_children_authority_code_receiver_id_fkey foreign key (authority_code, receiver_id) references daily_receivers(authority_code, id),
  constraint daily_children_check check (((hash is null) = (accepted_at is null))),
  constraint daily_children_check1 check (((unanswered_hash is null) or (unanswered_at is not null))),
  constraint daily_children_check2 check ((num_nonnulls(refused_hash, refused_at, faults) = any (array[0, 3]))),
  constraint daily_children_la_child_id_check check ((la_child_id <> ''::text))
);
comment on table daily_children is 'What each receiver of the daily collection has of a child, may have, or refused.';
create index daily_children_refused on daily_children using btree (receiver_id) where (refused_hash is not null);
alter table daily_children enable row level security;
create policy own_rows on daily_children using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on daily_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on daily_children to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on daily_children to sufficiency_app;
grant delete, insert, select on daily_children to sufficiency_sandbox;

create table daily_sendings (
  id bigint not null generated always as identity,
  authority_code text not null,
  push_id uuid not null,
  la_child_id text not null,
  request integer not null,
  reason text not null,
  record jsonb not null,
  outcome text not null default 'sent'::text,
  sent_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  attempts integer not null default 1,
  http_status integer,
  receipt text,
  faults jsonb,
  answer text,
  constraint daily_sendings_pkey primary key (id),
  constraint daily_sendings_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint daily_sendings_authority_code_push_id_fkey foreign key (authority_code, push_id) references daily_pushes(authority_code, id),
  constraint daily_sendings_attempts_check check ((attempts > 0)),
  constraint daily_sendings_outcome_check check ((outcome = any (array['sent'::text, 'accepted'::text, 'refused'::text, 'not-taken'::text, 'unanswered'::text]))),
  constraint daily_sendings_reason_check check ((reason = any (array['new'::text, 'amended'::text, 'deleted'::text, 'repeated'::text]))),
  constraint daily_sendings_request_check check ((request > 0))
);
comment on table daily_sendings is 'What was sent of each child, when, and with what answer. Written before it is sent: `sent` has no answer.';
create index daily_sendings_by_child on daily_sendings using btree (authority_code, la_child_id, id);
create index daily_sendings_by_push on daily_sendings using btree (push_id, id);
alter table daily_sendings enable row level security;
create policy own_rows on daily_sendings using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on daily_sendings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on daily_sendings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select, update on daily_sendings to sufficiency_app;
grant delete, insert, select on daily_sendings to sufficiency_sandbox;

-- Sandboxes -----------------------------------------------------------------------------------------------

create table sandboxes (
  code text not null,
  synthetic boolean not null default true,
  seeded_at timestamp with time zone not null default now(),
  reset_at timestamp with time zone,
  reset_by text,
  constraint sandboxes_pkey primary key (code),
  constraint sandbox_of_synthetic_authority foreign key (code, synthetic) references authorities(code, synthetic),
  constraint sandboxes_synthetic_check check (synthetic)
);
comment on table sandboxes is 'Authorities that are put back to their seed when somebody asks for it.';
grant select on sandboxes to sufficiency_app;
grant select on sandboxes to sufficiency_sandbox;

create table sandbox_rows (
  id bigint not null generated always as identity,
  sandbox text not null,
  record_type text not null,
  content jsonb not null,
  constraint sandbox_rows_pkey primary key (id),
  constraint sandbox_rows_sandbox_fkey foreign key (sandbox) references sandboxes(code) on delete cascade
);
comment on table sandbox_rows is 'The seed of each sandbox: every row that its reset brings back.';
create index sandbox_rows_of_table on sandbox_rows using btree (sandbox, record_type);
alter table sandbox_rows enable row level security;
create policy own_seed on sandbox_rows for select to sufficiency_sandbox using ((sandbox = ( select sandbox_authority() as sandbox_authority)));
grant select on sandbox_rows to sufficiency_sandbox;

-- Readings of returns -------------------------------------------------------------------------------------

create table return_readings (
  authority_code text not null,
  child_reference text not null,
  digest text not null,
  findings jsonb not null,
  records jsonb not null,
  constraint return_readings_pkey primary key (authority_code, child_reference),
  constraint return_readings_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table return_readings is 'What an import made of all rows of a child: its findings, and how many records of each kind. It goes when anything else changes what the returns say of the child.';
alter table return_readings enable row level security;
create policy own_rows on return_readings using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on return_readings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on return_readings to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on return_readings to sufficiency_app;
grant delete, insert, select on return_readings to sufficiency_sandbox;

-- Measure values ------------------------------------------------------------------------------------------

create table measure_values (
  authority_code text not null,
  month date not null,
  measure text not null,
  period text not null,
  dimension text not null,
  code text not null,
  from_on date not null,
  as_at date not null,
  numerator double precision,
  denominator double precision,
  value double precision,
  unknown integer not null,
  unit text not null,
  definition_version smallint not null,
  constraint measure_values_pkey primary key (authority_code, month, measure, period, dimension, code),
  constraint measure_values_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint measure_values_check check ((from_on <= as_at)),
  constraint measure_values_definition_version_check check ((definition_version >= 1)),
  constraint measure_values_month_check check ((month = (date_trunc('month'::text, (month)::timestamp without time zone))::date)),
  constraint measure_values_period_check check ((period = any (array['day'::text, 'month'::text, 'year-to-date'::text, 'rolling-year'::text]))),
  constraint measure_values_unknown_check check ((unknown >= 0))
);
comment on table measure_values is 'The value of each measure by month, whole and by single dimensions, as the engine last computed it.';
alter table measure_values enable row level security;
create policy own_rows on measure_values using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant delete, insert, select, update on measure_values to sufficiency_app;

create table measure_computations (
  authority_code text not null,
  computed_at timestamp with time zone not null,
  today date not null,
  snapshot pg_snapshot not null,
  changed_at timestamp with time zone not null,
  constraint measure_computations_pkey primary key (authority_code),
  constraint measure_computations_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table measure_computations is 'When the values of each authority were last computed, and which transactions these show; when that last changed any.';
alter table measure_computations enable row level security;
create policy own_rows on measure_computations using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant delete, insert, select, update on measure_computations to sufficiency_app;

-- Forecasts -----------------------------------------------------------------------------------------------

create table forecasts (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  title text,
  status text not null default 'queued'::text,
  requested_by text not null,
  as_at date not null,
  asked jsonb not null,
  result jsonb,
  progress jsonb,
  detail text,
  heartbeat_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  attempt smallint not null default 1,
  work jsonb,
  constraint forecasts_pkey primary key (id),
  constraint forecasts_authority_code_id_key unique (authority_code, id),
  constraint forecasts_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint forecasts_attempt_check check ((attempt >= 0)),
  constraint forecasts_check check (((finished_at is not null) = (status = any (array['done'::text, 'refused'::text, 'failed'::text, 'cancelled'::text])))),
  constraint forecasts_check1 check (((result is not null) = (status = any (array['done'::text, 'refused'::text])))),
  constraint forecasts_status_check check ((status = any (array['queued'::text, 'running'::text, 'done'::text, 'refused'::text, 'failed'::text, 'cancelled'::text]))),
  constraint forecasts_title_check check (((length(title) >= 1) and (length(title) <= 120)))
);
comment on table forecasts is 'What was forecast of children in care, from what day, and how the work on it goes. Kept for good.';
comment on column forecasts.attempt is '1 with the first process that works on it, and one more with each that takes it over from a dead one.';
comment on column forecasts.work is 'What another process needs to begin it anew; null once it has ended, and where it is not taken over.';
create index forecasts_at_work on forecasts using btree (heartbeat_at) where (status = any (array['queued'::text, 'running'::text]));
create index forecasts_latest on forecasts using btree (authority_code, created_at desc, id desc);
create trigger emit_events_after_delete after delete on forecasts referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on forecasts referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on forecasts referencing old table as before new table as changed for each statement execute function emit_events();
create trigger forget_work before update on forecasts for each row when ((new.finished_at is not null)) execute function forget_work();
create trigger touch_version before update on forecasts for each row when ((old.status is distinct from new.status)) execute function touch_version();
alter table forecasts enable row level security;
create policy own_rows on forecasts using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy unfinished_alone on forecasts for update to sufficiency_app using ((status = any (array['queued'::text, 'running'::text]))) with check (true);
grant insert, select on forecasts to sufficiency_app;
grant update (status, result, progress, detail, heartbeat_at, started_at, finished_at, attempt, work) on forecasts to sufficiency_app;

-- Restored copies -----------------------------------------------------------------------------------------

create table sending (
  only_one boolean not null default true,
  server bigint not null,
  database oid not null,
  paused_at timestamp with time zone,
  constraint sending_pkey primary key (only_one),
  constraint sending_only_one_check check (only_one)
);
comment on table sending is 'The database that sends: webhooks are delivered and children sent to the daily collection from this one alone, unless paused by command.';

-- Consent to place ----------------------------------------------------------------------------------------

create table placing_consents (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  home_id uuid not null,
  for_authority_code text not null,
  hold_id uuid,
  starts_on date not null,
  ends_on date,
  term daterange not null generated always as (
  case
      when (ends_on < starts_on) then 'empty'::daterange
      else daterange(starts_on, ends_on, '[]'::text)
  end) stored,
  given_by text not null,
  note text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint placing_consents_pkey primary key (id),
  constraint consent_for_known_authority foreign key (for_authority_code) references authorities(code),
  constraint consent_of_own_home foreign key (authority_code, home_id) references homes(authority_code, id) on delete cascade,
  constraint placing_consents_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint placing_consents_hold_id_fkey foreign key (hold_id) references holds(id) on delete cascade,
  constraint consent_dates_in_order check ((ends_on >= starts_on)),
  constraint consent_for_another check ((for_authority_code <> authority_code)),
  constraint placing_consents_given_by_check check (((length(given_by) >= 1) and (length(given_by) <= 100))),
  constraint placing_consents_note_check check (((length(note) >= 1) and (length(note) <= 500)))
);
comment on table placing_consents is 'That an authority agrees to placements by another in one of its homes: of a term, or of one hold.';
create index placing_consents_by_hold on placing_consents using btree (hold_id) where (hold_id is not null);
create index placing_consents_by_home on placing_consents using btree (home_id, for_authority_code);
create trigger emit_events_after_delete after delete on placing_consents referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on placing_consents referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on placing_consents referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_version_after_delete after delete on placing_consents referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on placing_consents referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on placing_consents referencing old table as before new table as changed for each statement execute function keep_version();
create trigger touch_version before update on placing_consents for each row execute function touch_version();
alter table placing_consents enable row level security;
create policy given_to_us on placing_consents for select using ((for_authority_code = current_authority()));
create policy own_rows on placing_consents using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on placing_consents to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on placing_consents to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on placing_consents to sufficiency_app;
grant delete, insert, select on placing_consents to sufficiency_sandbox;

-- Sessions of pages ---------------------------------------------------------------------------------------

create table page_sessions (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  subject text not null,
  role text not null,
  hash bytea not null,
  began_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  last_until timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint page_sessions_pkey primary key (id),
  constraint page_sessions_hash_key unique (hash),
  constraint page_sessions_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint page_sessions_hash_check check ((length(hash) = 32)),
  constraint session_within_a_day check (((last_until <= (began_at + 'PT24H'::interval)) and (expires_at <= last_until)))
);
comment on table page_sessions is 'Who has signed in to the pages, by which browser, and until when that counts.';
create index page_sessions_of_subject on page_sessions using btree (authority_code, subject) where (ended_at is null);
alter table page_sessions enable row level security;
create policy own_rows on page_sessions using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
grant insert on page_sessions to sufficiency_app;
grant select (id, authority_code, subject, role, began_at, expires_at, last_until, ended_at) on page_sessions to sufficiency_app;
grant update (expires_at, ended_at) on page_sessions to sufficiency_app;

create table page_drafts (
  authority_code text not null,
  subject text not null,
  page text not null,
  fields jsonb not null,
  written_at timestamp with time zone not null default now(),
  constraint page_drafts_pkey primary key (authority_code, subject, page),
  constraint page_drafts_authority_code_fkey foreign key (authority_code) references authorities(code)
);
comment on table page_drafts is 'What a person had filled in on a page and not sent, for a day.';
alter table page_drafts enable row level security;
create policy own_rows on page_drafts using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on page_drafts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on page_drafts to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select, update on page_drafts to sufficiency_app;
grant delete, insert, select on page_drafts to sufficiency_sandbox;

-- Retention and legal holds -------------------------------------------------------------------------------

create table legal_holds (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  child_id uuid,
  reason text not null,
  placed_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  lifted_at timestamp with time zone,
  lifted_by text,
  lift_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint legal_holds_pkey primary key (id),
  constraint legal_holds_authority_code_id_key unique (authority_code, id),
  constraint legal_hold_of_own_child foreign key (authority_code, child_id) references children(authority_code, id),
  constraint legal_holds_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint legal_hold_lifted_wholly check ((num_nonnulls(lifted_at, lifted_by, lift_reason) = any ('{0,3}'::integer[]))),
  constraint legal_holds_lift_reason_check check (((length(lift_reason) >= 1) and (length(lift_reason) <= 500))),
  constraint legal_holds_reason_check check (((length(reason) >= 1) and (length(reason) <= 500)))
);
comment on table legal_holds is 'That nothing of a child, or of all children, is erased: placed and lifted with a reason.';
create index legal_holds_in_force on legal_holds using btree (authority_code, child_id) where (lifted_at is null);
create trigger emit_events_after_delete after delete on legal_holds referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on legal_holds referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on legal_holds referencing old table as before new table as changed for each statement execute function emit_events();
create trigger keep_hold_in_force before delete on legal_holds for each row execute function keep_hold_in_force();
create trigger keep_version_after_delete after delete on legal_holds referencing old table as changed for each statement execute function keep_version();
create trigger keep_version_after_insert after insert on legal_holds referencing new table as changed for each statement execute function keep_version();
create trigger keep_version_after_update after update on legal_holds referencing old table as before new table as changed for each statement execute function keep_version();
create trigger off_merged_child_id before insert or update of child_id on legal_holds for each row execute function refuse_merged_child('child_id');
create trigger take_turn before insert on legal_holds for each row execute function take_turn_of_retention();
create trigger touch_version before update on legal_holds for each row execute function touch_version();
alter table legal_holds enable row level security;
create policy in_force_alone on legal_holds for update to sufficiency_app using ((lifted_at is null)) with check (true);
create policy own_rows on legal_holds using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on legal_holds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on legal_holds to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on legal_holds to sufficiency_app;
grant delete, insert, select on legal_holds to sufficiency_sandbox;
grant update (lifted_at, lifted_by, lift_reason) on legal_holds to sufficiency_app;

create table erasures (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  rule text not null,
  erased_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  erased_at timestamp with time zone not null default now(),
  tally jsonb not null,
  constraint erasures_pkey primary key (id),
  constraint erasures_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint erasures_rule_check check (((length(rule) >= 1) and (length(rule) <= 60))),
  constraint erasures_tally_check check ((jsonb_typeof(tally) = 'object'::text))
);
comment on table erasures is 'Receipts of erasures: by which rule, by whom, when, and how many rows of each table. Nothing in them says of whom.';
create index erasures_by_time on erasures using btree (authority_code, erased_at, id);
alter table erasures enable row level security;
create policy own_rows on erasures using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on erasures to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on erasures to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant select on erasures to sufficiency_app;
grant delete, insert, select on erasures to sufficiency_sandbox;

-- Jobs of dead processes ----------------------------------------------------------------------------------

create table import_files (
  authority_code text not null,
  import_id uuid not null,
  file smallint not null,
  piece integer not null,
  content bytea not null,
  constraint import_files_pkey primary key (import_id, file, piece),
  constraint file_of_own_import foreign key (authority_code, import_id) references imports(authority_code, id) on delete cascade,
  constraint import_files_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint import_files_file_check check ((file >= 0)),
  constraint import_files_piece_check check ((piece >= 0))
);
comment on table import_files is 'The files of imports at work, in pieces, so that another process can begin one anew; gone once it has ended.';
alter table import_files enable row level security;
create policy own_rows on import_files using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on import_files to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on import_files to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant delete, insert, select on import_files to sufficiency_app;
grant delete, insert, select on import_files to sufficiency_sandbox;

-- Who looked at whom --------------------------------------------------------------------------------------

create table break_glass (
  id uuid not null default gen_random_uuid(),
  authority_code text not null,
  subject text not null,
  role text not null,
  reason text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  constraint break_glass_pkey primary key (id),
  constraint break_glass_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint break_glass_reason_check check (((length(reason) >= 1) and (length(reason) <= 500))),
  constraint glass_for_two_hours check (((expires_at > created_at) and (expires_at <= (created_at + 'PT2H'::interval))))
);
comment on table break_glass is 'That somebody opened what the role does not show, for a time and with a reason. Written once and kept.';
create index break_glass_by_time on break_glass using btree (authority_code, created_at);
create trigger emit_events_after_delete after delete on break_glass referencing old table as changed for each statement execute function emit_events();
create trigger emit_events_after_insert after insert on break_glass referencing new table as changed for each statement execute function emit_events();
create trigger emit_events_after_update after update on break_glass referencing old table as before new table as changed for each statement execute function emit_events();
alter table break_glass enable row level security;
create policy own_rows on break_glass using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on break_glass to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on break_glass to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on break_glass to sufficiency_app;
grant delete, insert, select on break_glass to sufficiency_sandbox;

create table access_reviews (
  authority_code text not null,
  id uuid not null,
  rule text not null,
  finding text not null,
  note text not null,
  reviewed_by text not null default coalesce(setting('actor'::text), (session_user)::text),
  reviewed_at timestamp with time zone not null default now(),
  constraint access_reviews_pkey primary key (authority_code, id),
  constraint access_reviews_authority_code_fkey foreign key (authority_code) references authorities(code),
  constraint access_reviews_finding_check check ((finding = any (array['explained'::text, 'to-investigate'::text, 'misuse'::text]))),
  constraint access_reviews_note_check check (((length(note) >= 1) and (length(note) <= 500))),
  constraint access_reviews_rule_check check (((length(rule) >= 1) and (length(rule) <= 60)))
);
comment on table access_reviews is 'What somebody who looked into an unusual access found. Written once and kept; the access is known by its id.';
alter table access_reviews enable row level security;
create policy own_rows on access_reviews using ((authority_code = current_authority())) with check ((authority_code = current_authority()));
create policy reset_rows on access_reviews to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
create policy sandbox_alone on access_reviews to sufficiency_sandbox using ((authority_code = ( select sandbox_authority() as sandbox_authority))) with check ((authority_code = ( select sandbox_authority() as sandbox_authority)));
grant insert, select on access_reviews to sufficiency_app;
grant delete, insert, select on access_reviews to sufficiency_sandbox;

-- Views ---------------------------------------------------------------------------------------------------

create view bed_held with (security_barrier=true) as
 select b.id as bed_id,
    nights(h.from_on, h.to_on) as nights,
    h.created_at,
    h.expires_at,
    h.ended_at
   from holds h
     join hold_beds k on k.hold_id = h.id
     join beds b on b.id = k.bed_id
     join homes o on o.id = b.home_id
  where current_authority() is not null and (b.authority_code = current_authority() or o.shared);
comment on view bed_held is 'The nights of every hold, running or not, of the beds that the reader sees; never for whom. It runs while ended_at is null and expires_at is to come.';
grant select on bed_held to sufficiency_app;

create view choosy_there with (security_barrier=true) as
 select r.home_id,
        case
            when r.of_authority = current_authority() then r.child_id
            else null::uuid
        end as own_child_id,
        case
            when r.of_authority = current_authority() then daterange(r.born_on, r.born_on, '[]'::text)
            else born_between(r.born_on)
        end as born,
    r.living_with,
    r.from_on,
    r.to_on,
    r.awaited_on,
    r.expires_at
   from choosy_residents r
     join homes o on o.id = r.home_id
  where current_authority() is not null and (o.authority_code = current_authority() or o.shared);
comment on view choosy_there is 'The choosy residents of the homes that the reader sees; which child it is and when exactly it was born, of the reader''s own authority alone.';
grant select on choosy_there to sufficiency_app;

create view company_shown as
 select null::text as authority_code,
    null::text as action,
    null::text as request_id,
    null::uuid[] as home_ids,
    null::date as night
  where false;
comment on view company_shown is 'Where it is written that who lives in some homes on a night was shown: as entries of the access logs of the children''s authorities, if it is another that was shown them. It has no rows.';
grant insert on company_shown to sufficiency_app;

create view hold_details with (security_invoker=true) as
 select h.id,
    h.authority_code,
    h.request_id,
    h.from_on,
    h.to_on,
    h.expires_at,
    h.ended_at,
    h.outcome,
    h.version,
    h.created_at,
    h.updated_at,
    h.released_by_authority_code,
    h.release_reason,
    coalesce(h.outcome,
        case
            when h.expires_at > now() then 'held'::text
            else 'lapsed'::text
        end) as status,
    ( select jsonb_agg(jsonb_build_object('bedId', k.bed_id, 'childId', k.child_id) order by k.bed_id) as jsonb_agg
           from hold_beds k
          where k.hold_id = h.id) as beds,
    array( select distinct b.authority_code
           from hold_beds k
             join beds b on b.id = k.bed_id
          where k.hold_id = h.id and b.authority_code <> h.authority_code and not has_consent(b.home_id, h.authority_code, h.id, h.from_on)
          order by b.authority_code) as awaits_consent_of
   from holds h;
comment on view hold_details is 'Holds with their beds, whether they still run, and whose consent they wait for.';
grant select on hold_details to sufficiency_app;

create view living_there with (security_barrier=true) as
 select r.home_id,
        case
            when r.of_authority = current_authority() then r.child_id
            else null::uuid
        end as own_child_id,
        case
            when r.of_authority = current_authority() then daterange(c.date_of_birth, c.date_of_birth, '[]'::text)
            else born_between(c.date_of_birth)
        end as born,
    n.living_with,
    r.from_on,
    r.to_on,
    r.awaited_on,
    r.expires_at
   from residents r
     join homes o on o.id = r.home_id
     join children c on c.id = r.child_id
     left join child_needs n on n.child_id = r.child_id
  where current_authority() is not null and (o.authority_code = current_authority() or o.shared);
comment on view living_there is 'Who lives, or is to live, in the homes that the reader sees, told by age and by whom they may live with; which child it is and when exactly it was born, of the reader''s own authority alone.';
grant select on living_there to sufficiency_app;

create view panel_case_details with (security_invoker=true) as
 select c.id,
    c.authority_code,
    c.meeting_id,
    c.child_id,
    c.request_id,
    c."position",
    c.purpose,
    c.question,
    c.referred_by,
    c.options_laid_at,
    c.withdrawn_on,
    c.withdrawn_reason,
    c.version,
    c.created_at,
    c.updated_at,
    m.panel_id,
    m.held_on,
    m.cancelled_on is not null as meeting_cancelled,
    d.outcome,
    d.decided_on,
    ( select count(*)::integer as count
           from panel_actions a
          where a.case_id = c.id and a.done_on is null and a.dropped_on is null) as open_actions
   from panel_cases c
     join panel_meetings m on m.id = c.meeting_id
     left join panel_decisions d on d.case_id = c.id and not (exists ( select
           from panel_decisions later
          where later.supersedes_id = d.id));
comment on view panel_case_details is 'Cases with their meeting, the decision that no other supersedes, and how many actions are open.';
grant select on panel_case_details to sufficiency_app;

create view panel_meeting_details with (security_invoker=true) as
 select m.id,
    m.authority_code,
    m.panel_id,
    m.held_on,
    m.start_time,
    m.attendees,
    m.cancelled_on,
    m.cancelled_reason,
    m.version,
    m.created_at,
    m.updated_at,
    coalesce(agenda.cases, 0) as cases,
    coalesce(agenda.decided, 0) as decided,
    coalesce(agenda.open_actions, 0) as open_actions
   from panel_meetings m
     left join lateral ( select count(*) filter (where c.withdrawn_on is null)::integer as cases,
            count(*) filter (where c.outcome is not null)::integer as decided,
            sum(c.open_actions)::integer as open_actions
           from panel_case_details c
          where c.meeting_id = m.id) agenda on true;
comment on view panel_meeting_details is 'Meetings with how many cases they hear, how many are decided, and how many actions are open.';
grant select on panel_meeting_details to sufficiency_app;

create view placement_request_details with (security_invoker=true) as
 select r.id,
    r.authority_code,
    r.child_ids,
    r.urgency,
    r.received_on,
    r.needed_from,
    r.latest_start,
    r.needed_to,
    r.referral,
    r.withdrawn_on,
    r.withdrawn_reason,
    r.version,
    r.created_at,
    r.updated_at,
        case
            when r.withdrawn_on is not null then 'withdrawn'::text
            else (array['open'::text, 'held'::text, 'agreed'::text, 'placed'::text])[1 + progress.least_far]
        end as status,
    (array['open'::text, 'held'::text, 'agreed'::text, 'placed'::text])[1 + progress.furthest] as furthest
   from placement_requests r,
    lateral ( select min(s.step) as least_far,
            max(s.step) as furthest
           from unnest(r.child_ids) c(child_id)
             left join lateral ( select bool_or(placements.started_on is not null) as started
                   from placements
                  where placements.request_id = r.id and placements.child_id = c.child_id and placements.withdrawn_on is null) p on true,
            lateral ( select
                        case
                            when p.started then 3
                            when p.started is not null then 2
                            when (exists ( select
                               from hold_beds k
                                 join holds h on h.id = k.hold_id
                              where k.request_id = r.id and k.child_id = c.child_id and h.ended_at is null and h.expires_at > now())) then 1
                            else 0
                        end as step) s) progress;
comment on view placement_request_details is 'Requests with how far they have come: that of the child who is least far, so nobody''s bed found is open, everybody''s started is placed; and that of the one who is furthest.';
grant select on placement_request_details to sufficiency_app;

create view reporting.adoptions with (security_barrier=true) as
 select period.id as care_period_id,
    child_key(secret.inner_pad, secret.outer_pad, period.child_id) as child_key,
    date_trunc('month'::text, adopted.day::timestamp without time zone)::date as adopted_month,
    adoptive.day - entered.day as days_to_placement,
    coalesce(moving.day, adoptive.day) - entered.day as days_to_moving_in,
        case
            when adoptive.day is not null and matched.day > ordered.day then matched.day - ordered.day
            when adoptive.day is not null and matched.day <= ordered.day then 0
            else null::integer
        end as days_to_match,
    care.age::integer as age,
    care.sex,
    care.ethnicity,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.location
   from care_periods period
     join children child on child.id = period.child_id
     join feed_secrets secret on secret.authority_code = period.authority_code
     cross join lateral ( select least(period.ended_on, birthday(child.date_of_birth, 18)) as day) adopted
     cross join lateral ( select
                case
                    when not period.started_before then period.started_on
                    else null::date
                end as day) entered
     join care_facts care on care.child_id = period.child_id and care.known_to = 'infinity'::timestamp with time zone and care.from_on <= (adopted.day - 1) and care.to_on > (adopted.day - 1) and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text]))
     left join lateral ( select max(placed.day) as day
           from ( select distinct on ((returned.cells ->> 'DATE_PLACED'::text)) (returned.cells ->> 'DATE_PLACED'::text)::date as day,
                    returned.cells ? 'DATE_PLACED_CEASED'::text as has_ceased
                   from returned_rows returned
                  where returned.module = 'placedAdoption'::text and returned.child_id = period.child_id
                  order by (returned.cells ->> 'DATE_PLACED'::text), returned.collection_year desc) placed
          where not placed.has_ceased and placed.day >= period.started_on and placed.day <= adopted.day) said on true
     left join lateral ( select min(stay.started_on) as day
           from placements stay
          where stay.child_id = period.child_id and stay.placement_type = 'placed-for-adoption'::text and stay.withdrawn_on is null and stay.started_on >= period.started_on and stay.started_on < adopted.day and not (exists ( select
                   from placements later
                  where later.child_id = period.child_id and later.layer = 'usual'::text and later.withdrawn_on is null and later.placement_type <> 'placed-for-adoption'::text and later.started_on >= stay.started_on and later.started_on < adopted.day))) recorded on true
     left join lateral ( with recursive stay as (
                 select first.id,
                    first.started_on,
                    first.same_carer or (first.place_code = any (array['A3'::text, 'A5'::text])) as goes_on
                   from placements first
                  where first.child_id = period.child_id and first.placement_type = 'placed-for-adoption'::text and first.withdrawn_on is null and first.started_on = recorded.day
                union
                 select earlier.id,
                    earlier.started_on,
                    earlier.same_carer
                   from stay stay_1
                     join placements earlier on earlier.child_id = period.child_id and earlier.layer = 'usual'::text and earlier.withdrawn_on is null and earlier.ended_on = stay_1.started_on and earlier.started_on < earlier.ended_on
                  where stay_1.goes_on and earlier.started_on >= period.started_on
                )
         select min(stay.started_on) as day
           from stay
         having bool_or(stay.goes_on)) moving on true
     cross join lateral ( select coalesce(said.day, recorded.day) as day) adoptive
     left join lateral ( select min(status.started_on) as day
           from legal_statuses status
          where status.child_id = period.child_id and status.status ~ '^[DE]1$'::text and status.started_on >= period.started_on and status.started_on < adopted.day) ordered on true
     left join lateral ( select max((latest.cells ->> 'DATE_MATCH'::text)::date) as day
           from ( select returned.cells
                   from returned_rows returned
                  where returned.module = 'ad1'::text and returned.child_id = period.child_id
                  order by returned.collection_year desc
                 limit 1) latest) matched on true
  where period.authority_code = (( select noted_reader('adoptions'::text) as noted_reader)) and period.end_reason ~ '^E1[12]$'::text and period.started_on < adopted.day and adopted.day <= (( select reader_today() as reader_today));
comment on view reporting.adoptions is 'Adoptions. A child who was adopted from care. What it says held on the last night in care.';
grant select on reporting.adoptions to sufficiency_app;
grant select on reporting.adoptions to sufficiency_reporting;

create view reporting.authorities with (security_barrier=true) as
 select authority.code as authority_code,
    authority.name,
    authority.region_code,
    authority.region_name
   from authorities authority
union all
 select 'outside-england'::text as authority_code,
    'Outside England'::text as name,
    null::text as region_code,
    null::text as region_name;
comment on view reporting.authorities is 'Authorities. An upper-tier authority of England, and `outside-england` for all beyond.';
grant select on reporting.authorities to sufficiency_app;
grant select on reporting.authorities to sufficiency_reporting;

create view reporting.bed_months with (security_barrier=true) as
 with held as (
         select bed_1.id as bed_id,
            range_agg(nights(hold.from_on, hold.to_on) * daterange(null::date,
                case
                    when least(hold.expires_at, hold.ended_at) <= now() then (least(hold.expires_at, hold.ended_at) at time zone 'Europe/London'::text)::date
                    else null::date
                end)) as nights
           from beds bed_1
             join hold_beds held on held.bed_id = bed_1.id
             join holds hold on hold.id = held.hold_id
          where bed_1.authority_code = (( select reader_authority() as reader_authority)) and hold.created_at <= now()
          group by bed_1.id
        )
 select month.starts_on as month,
    bed.id as bed_id,
    bed.home_id,
    sum(part.nights)::integer as open_nights,
    coalesce(sum(part.nights) filter (where night.state = 'void'::text), 0::bigint)::integer as void_nights,
    coalesce(sum(part.nights) filter (where night.state = 'occupied'::text), 0::bigint)::integer as occupied_nights,
    coalesce(sum(part.nights) filter (where night.state = 'committed'::text), 0::bigint)::integer as committed_nights,
    coalesce(sum(part.nights) filter (where night.state = 'vacant'::text), 0::bigint)::integer as vacant_nights
   from ( select day.day::date as starts_on,
            (day.day + 'P1M'::interval)::date as next_on
           from generate_series(date_trunc('month'::text, (( select min(beds.opens_on) as min
                   from beds
                  where beds.authority_code = (( select noted_reader('bed_months'::text) as noted_reader))))::timestamp without time zone), (( select reader_today() as reader_today))::timestamp without time zone, 'P1M'::interval) day(day)) month
     cross join lateral ( select used.bed_id,
            lower(used.nights) as from_on,
            coalesce(upper(used.nights), 'infinity'::date) as to_on,
            used.state
           from bed_use used
          where used.authority_code = (( select reader_authority() as reader_authority)) and used.state <> 'held'::text and used.nights && daterange(month.starts_on, month.next_on)
        union all
         select free.bed_id,
            coalesce(lower(part_1.nights), '-infinity'::date) as "coalesce",
            coalesce(upper(part_1.nights), 'infinity'::date) as "coalesce",
                case
                    when free.awaiting_departure <= (( select reader_today() as reader_today)) then 'occupied'::text
                    else part_1.state
                end as state
           from bed_free free
             left join held on held.bed_id = free.bed_id
             cross join lateral parts_of(datemultirange(daterange(free.free_from, free.free_to)), held.nights) part_1(nights, state)
          where free.authority_code = (( select reader_authority() as reader_authority)) and free.free_from < month.next_on and free.free_to > month.starts_on) night
     join beds bed on bed.id = night.bed_id
     cross join lateral ( select least(night.to_on, month.next_on, (( select reader_today() as reader_today)) + 1) - greatest(night.from_on, month.starts_on) as nights) part
  where part.nights > 0
  group by month.starts_on, bed.id;
comment on view reporting.bed_months is 'Beds, by month. A bed that was open on a night of a month: its nights, each in one state. `openNights` is the sum of the other four. The present month goes up to today.';
grant select on reporting.bed_months to sufficiency_app;
grant select on reporting.bed_months to sufficiency_reporting;

create view reporting.bed_states with (security_barrier=true) as
 with held as (
         select bed_1.id as bed_id,
            range_agg(nights(hold.from_on, hold.to_on) * daterange(null::date,
                case
                    when least(hold.expires_at, hold.ended_at) <= now() then (least(hold.expires_at, hold.ended_at) at time zone 'Europe/London'::text)::date
                    else null::date
                end)) as nights
           from beds bed_1
             join hold_beds held on held.bed_id = bed_1.id
             join holds hold on hold.id = held.hold_id
          where bed_1.authority_code = (( select reader_authority() as reader_authority)) and hold.created_at <= now()
          group by bed_1.id
        )
 select night.bed_id,
    bed.home_id,
    night.from_on,
        case
            when night.to_on <= (( select reader_today() as reader_today)) then night.to_on
            else null::date
        end as to_on,
    night.state,
    night.void_reason
   from ( select used.bed_id,
            lower(used.nights) as from_on,
            coalesce(upper(used.nights), 'infinity'::date) as to_on,
            used.state,
            coalesce(used.void_reason, 'not-void'::text) as void_reason
           from bed_use used
          where used.authority_code = (( select noted_reader('bed_states'::text) as noted_reader)) and used.state <> 'held'::text
        union all
         select free.bed_id,
            coalesce(lower(part.nights), '-infinity'::date) as "coalesce",
            coalesce(upper(part.nights), 'infinity'::date) as "coalesce",
                case
                    when free.awaiting_departure <= (( select reader_today() as reader_today)) then 'occupied'::text
                    else part.state
                end as state,
            'not-void'::text
           from bed_free free
             left join held on held.bed_id = free.bed_id
             cross join lateral parts_of(datemultirange(daterange(free.free_from, free.free_to)), held.nights) part(nights, state)
          where free.authority_code = (( select reader_authority() as reader_authority))) night
     join beds bed on bed.id = night.bed_id
  where night.from_on <= (( select reader_today() as reader_today));
comment on view reporting.bed_states is 'States of beds. Nights of a bed, one after another, in one state: every night on which it was open, up to today. An occupied bed whose child has stayed past the planned end is occupied still.';
grant select on reporting.bed_states to sufficiency_app;
grant select on reporting.bed_states to sufficiency_reporting;

create view reporting.beds with (security_barrier=true) as
 select bed.id as bed_id,
    bed.home_id,
    bed.kind,
    bed.opens_on,
    bed.closes_on
   from beds bed
  where bed.authority_code = (( select noted_reader('beds'::text) as noted_reader));
comment on view reporting.beds is 'Beds. A bed of a home, open or not.';
grant select on reporting.beds to sufficiency_app;
grant select on reporting.beds to sufficiency_reporting;

create view reporting.care_leavers with (security_barrier=true) as
 select leaver.collection_year::integer as collection_year,
    child_key(secret.inner_pad, secret.outer_pad, leaver.child_id) as child_key,
    date_trunc('month'::text, leaver.on_day::timestamp without time zone)::date as birthday_month,
    leaver.age,
    leaver.sex,
    leaver.ethnicity,
        case leaver.in_touch
            when 'YES'::text then 'yes'::text
            when 'NO'::text then 'no'::text
            when 'REFU'::text then 'refused'::text
            when 'NREQ'::text then 'not-required'::text
            when 'RHOM'::text then 'returned-home'::text
            when 'DIED'::text then 'died'::text
            else null::text
        end as in_touch,
        case
            when leaver.activity = any (array['F1'::text, 'P1'::text]) then 'higher-education'::text
            when leaver.activity = any (array['F2'::text, 'P2'::text]) then 'other-education'::text
            when leaver.activity = any (array['F4'::text, 'P4'::text]) then 'apprenticeship'::text
            when leaver.activity = any (array['F3'::text, 'P3'::text, 'F5'::text, 'P5'::text]) then 'training-or-employment'::text
            when leaver.activity = 'G4'::text then 'not-for-health'::text
            when leaver.activity = 'G6'::text then 'not-for-parenting'::text
            when leaver.activity = 'G5'::text then 'not-otherwise'::text
            else null::text
        end as activity,
        case
            when leaver.in_touch ~ '^(DIED|RHOM)$'::text or leaver.accommodation ~ '^[GH]'::text then 'gone'::text
            when leaver.accommodation ~ '^([SX].|[^R]2)$'::text then 'unsuitable'::text
            when leaver.accommodation ~ '^[^R]1$'::text then 'suitable'::text
            when leaver.in_touch ~ '^(NO|REFU|NREQ)$'::text then 'not-in-touch'::text
            else null::text
        end as accommodation,
        case
            when leaver.accommodation ~ '^[^R][12]$'::text then "left"(leaver.accommodation, 1)
            else null::text
        end as accommodation_kind
   from ( select returned.collection_year,
            returned.child_id,
            returned.sex,
            returned.ethnicity,
            birth.on_day,
            (extract(year from birth.on_day) - extract(year from returned.date_of_birth))::integer as age,
            returned.cells ->> 'IN_TOUCH'::text as in_touch,
            returned.cells ->> 'ACTIV'::text as activity,
            returned.cells ->> 'ACCOM'::text as accommodation
           from returned_rows returned
             cross join lateral ( select birthday(returned.date_of_birth, returned.collection_year - 1 - extract(year from returned.date_of_birth)::integer) as earlier,
                    birthday(returned.date_of_birth, returned.collection_year - extract(year from returned.date_of_birth)::integer) as later) falls
             cross join lateral ( select
                        case
                            when falls.earlier >= make_date(returned.collection_year - 1, 4, 1) then falls.earlier
                            else falls.later
                        end as on_day) birth
          where returned.module = 'oc3'::text) leaver
     join feed_secrets secret on secret.authority_code = (( select reader_authority() as reader_authority))
  where leaver.on_day <= (( select reader_today() as reader_today)) and (( select noted_reader('care_leavers'::text) as noted_reader)) is not null;
comment on view reporting.care_leavers is 'Care leavers, by the return. What the return (OC3) says of a care leaver at the birthday in its collection year.';
grant select on reporting.care_leavers to sufficiency_app;
grant select on reporting.care_leavers to sufficiency_reporting;

create view reporting.care_periods with (security_barrier=true) as
 select period.id as care_period_id,
    child_key(secret.inner_pad, secret.outer_pad, period.child_id) as child_key,
    period.started_on,
    period.started_before,
    period.ended_on,
    date_trunc('month'::text, ceased.day::timestamp without time zone)::date as ceased_month,
    period.need,
    period.end_reason,
    first.legal_status as first_legal_status,
    last.legal_status as last_legal_status
   from care_periods period
     join feed_secrets secret on secret.authority_code = period.authority_code
     left join care_facts first on first.child_id = period.child_id and first.known_to = 'infinity'::timestamp with time zone and first.from_on = period.started_on
     left join lateral ( select care.to_on as day,
            care.legal_status
           from care_facts care
          where care.child_id = period.child_id and care.known_to = 'infinity'::timestamp with time zone and care.from_on >= period.started_on and care.to_on <= coalesce(period.ended_on, 'infinity'::date)
          order by care.to_on desc
         limit 1) last on true
     cross join lateral ( select
                case
                    when last.day <= (( select reader_today() as reader_today)) then last.day
                    else null::date
                end as day) ceased
  where period.authority_code = (( select noted_reader('care_periods'::text) as noted_reader));
comment on view reporting.care_periods is 'Periods of care. A period for which a child was looked after, or had short breaks.';
grant select on reporting.care_periods to sufficiency_app;
grant select on reporting.care_periods to sufficiency_reporting;

create view reporting.carer_journeys with (security_barrier=true) as
 select journey.id as journey_id,
    journey.home_id,
    journey.carer_type,
    coalesce(journey.transferred_from, 'none'::text) as transferred_from,
    journey.enquired_on,
    journey.applied_on,
    journey.assessment_started_on,
    journey.panel_on,
    journey.approved_on,
    journey.closed_on,
    journey.outcome,
    journey.places::integer as places
   from carer_journeys journey
  where journey.authority_code = (( select noted_reader('carer_journeys'::text) as noted_reader));
comment on view reporting.carer_journeys is 'Carers'' journeys. The way of a fostering household from enquiry to approval, and until it leaves. No name or reference.';
grant select on reporting.carer_journeys to sufficiency_app;
grant select on reporting.carer_journeys to sufficiency_reporting;

create view reporting.child_months with (security_barrier=true) as
 select month.starts_on as month,
    child_key(secret.inner_pad, secret.outer_pad, night.child_id) as child_key,
    night.last_on as as_at,
    night.to_on > night.last_on and not night.short_break as looked_after_at_end,
    date_trunc('month'::text, child.date_of_birth::timestamp without time zone)::date as birth_month,
    night.age::integer as age,
    night.sex,
    night.ethnicity,
        case night.uasc
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as uasc,
        case night.disabled
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as disability,
    night.need,
    night.legal_status,
    night.placement_type,
    sector_of(night.provider_code) as provider_sector,
    night.place_code,
    night.home_id,
    night.location,
    night.located_in as receiving_authority,
        case
            when ( select blurs_distances() as blurs_distances) then ( select stay.distance_shown
               from placements stay
              where stay.id = night.placement_id)
            else night.distance_miles
        end::double precision as distance_miles,
        case night.unregistered
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as unregistered,
        case
            when night.year_known is not false or night.placements_in_year >= 3 then night.placements_in_year::integer
            else null::integer
        end as placements_in_year,
    night.nights,
    night.short_break_nights,
    night.unregistered_nights,
    night.fostering_nights,
    night.residential_nights,
    night.supported_nights,
    night.family_nights,
    night.adoption_nights,
    night.other_nights,
    night.placement_id,
    night.home_kind,
    night.placements_in_two_years::integer as placements_in_two_years,
        case night.looked_after_year_before
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as looked_after_year_before,
        case night.long_looked_after
            when true then '2.5-years+'::text
            when false then 'under-2.5-years'::text
            else null::text
        end as time_in_care,
        case night.long_placed
            when true then '2-years+'::text
            when false then 'under-2-years'::text
            else null::text
        end as time_in_placement,
        case
            when not night.care_started_before then night.last_on - night.care_started_on
            else null::integer
        end as days_in_care,
        case
            when not night.placement_started_before then night.last_on - night.placement_started_on
            else null::integer
        end as days_in_placement,
    night.year_known is not false as whole_year_known
   from ( select generate_series(date_trunc('month'::text, (( select min(care_periods.started_on) as min
                   from care_periods
                  where care_periods.authority_code = (( select reader_authority() as reader_authority))))::timestamp without time zone), (( select reader_today() as reader_today))::timestamp without time zone, 'P1M'::interval)::date as starts_on) month
     cross join lateral ( select distinct on (run.child_id) run.authority_code,
            run.child_id,
            run.from_on,
            run.to_on,
            run.age,
            run.sex,
            run.ethnicity,
            run.uasc,
            run.disabled,
            run.need,
            run.legal_status,
            run.placement_id,
            run.placement_type,
            run.provider_code,
            run.home_id,
            run.home_kind,
            run.location,
            run.distance_miles,
            run.placements_in_year,
            run.placements_in_year_temporary,
            run.long_looked_after,
            run.long_placed,
            run.known_from,
            run.known_to,
            run.unregistered,
            run.place_code,
            run.located_in,
            run.care_started_on,
            run.care_started_before,
            run.placement_started_on,
            run.placement_started_before,
            run.year_known,
            run.placements_in_two_years,
            run.looked_after_year_before,
            run.last_on,
            run.length,
            run.short_break,
            coalesce(sum(run.length) filter (where not run.short_break) over child, 0::bigint)::integer as nights,
            coalesce(sum(run.length) filter (where run.short_break) over child, 0::bigint)::integer as short_break_nights,
            coalesce(sum(run.length) filter (where not run.short_break and run.unregistered) over child, 0::bigint)::integer as unregistered_nights,
            coalesce(sum(run.length) filter (where not run.short_break and (run.placement_type = any (array['internal-foster'::text, 'ifa'::text, 'other-authority-foster'::text, 'connected-carer'::text, 'staying-put'::text]))) over child, 0::bigint)::integer as fostering_nights,
            coalesce(sum(run.length) filter (where not run.short_break and (run.placement_type = any (array['residential'::text, 'secure'::text, 'residential-school'::text, 'family-centre'::text, 'care-home'::text]))) over child, 0::bigint)::integer as residential_nights,
            coalesce(sum(run.length) filter (where not run.short_break and (run.placement_type = any (array['supported-accommodation'::text, 'supported-lodgings'::text, 'independent-living'::text, 'staying-close'::text]))) over child, 0::bigint)::integer as supported_nights,
            coalesce(sum(run.length) filter (where not run.short_break and run.placement_type = 'with-parents'::text) over child, 0::bigint)::integer as family_nights,
            coalesce(sum(run.length) filter (where not run.short_break and run.placement_type = 'placed-for-adoption'::text) over child, 0::bigint)::integer as adoption_nights,
            coalesce(sum(run.length) filter (where not run.short_break and (run.placement_type = any (array['nhs'::text, 'young-offender-institution'::text, 'short-break'::text, 'temporary'::text, 'other'::text]))) over child, 0::bigint)::integer as other_nights
           from ( select care.authority_code,
                    care.child_id,
                    care.from_on,
                    care.to_on,
                    care.age,
                    care.sex,
                    care.ethnicity,
                    care.uasc,
                    care.disabled,
                    care.need,
                    care.legal_status,
                    care.placement_id,
                    care.placement_type,
                    care.provider_code,
                    care.home_id,
                    care.home_kind,
                    care.location,
                    care.distance_miles,
                    care.placements_in_year,
                    care.placements_in_year_temporary,
                    care.long_looked_after,
                    care.long_placed,
                    care.known_from,
                    care.known_to,
                    care.unregistered,
                    care.place_code,
                    care.located_in,
                    care.care_started_on,
                    care.care_started_before,
                    care.placement_started_on,
                    care.placement_started_before,
                    care.year_known,
                    care.placements_in_two_years,
                    care.looked_after_year_before,
                    last.last_on,
                    least(care.to_on, last.last_on + 1) - greatest(care.from_on, month.starts_on) as length,
                    coalesce(care.legal_status = any (array['V3'::text, 'V4'::text]), false) as short_break
                   from ( select least((month.starts_on + 'P1M'::interval)::date - 1, ( select reader_today() as reader_today)) as last_on) last
                     cross join lateral ( select care_facts.authority_code,
                            care_facts.child_id,
                            care_facts.from_on,
                            care_facts.to_on,
                            care_facts.age,
                            care_facts.sex,
                            care_facts.ethnicity,
                            care_facts.uasc,
                            care_facts.disabled,
                            care_facts.need,
                            care_facts.legal_status,
                            care_facts.placement_id,
                            care_facts.placement_type,
                            care_facts.provider_code,
                            care_facts.home_id,
                            care_facts.home_kind,
                            care_facts.location,
                            care_facts.distance_miles,
                            care_facts.placements_in_year,
                            care_facts.placements_in_year_temporary,
                            care_facts.long_looked_after,
                            care_facts.long_placed,
                            care_facts.known_from,
                            care_facts.known_to,
                            care_facts.unregistered,
                            care_facts.place_code,
                            care_facts.located_in,
                            care_facts.care_started_on,
                            care_facts.care_started_before,
                            care_facts.placement_started_on,
                            care_facts.placement_started_before,
                            care_facts.year_known,
                            care_facts.placements_in_two_years,
                            care_facts.looked_after_year_before
                           from care_facts
                          where care_facts.authority_code = (( select reader_authority() as reader_authority)) and care_facts.known_to = 'infinity'::timestamp with time zone and care_facts.from_on <= last.last_on and care_facts.to_on > month.starts_on and care_facts.to_on <= (last.last_on + 366)
                        union all
                         select care_facts.authority_code,
                            care_facts.child_id,
                            care_facts.from_on,
                            care_facts.to_on,
                            care_facts.age,
                            care_facts.sex,
                            care_facts.ethnicity,
                            care_facts.uasc,
                            care_facts.disabled,
                            care_facts.need,
                            care_facts.legal_status,
                            care_facts.placement_id,
                            care_facts.placement_type,
                            care_facts.provider_code,
                            care_facts.home_id,
                            care_facts.home_kind,
                            care_facts.location,
                            care_facts.distance_miles,
                            care_facts.placements_in_year,
                            care_facts.placements_in_year_temporary,
                            care_facts.long_looked_after,
                            care_facts.long_placed,
                            care_facts.known_from,
                            care_facts.known_to,
                            care_facts.unregistered,
                            care_facts.place_code,
                            care_facts.located_in,
                            care_facts.care_started_on,
                            care_facts.care_started_before,
                            care_facts.placement_started_on,
                            care_facts.placement_started_before,
                            care_facts.year_known,
                            care_facts.placements_in_two_years,
                            care_facts.looked_after_year_before
                           from care_facts
                          where care_facts.authority_code = (( select reader_authority() as reader_authority)) and care_facts.known_to = 'infinity'::timestamp with time zone and care_facts.from_on <= last.last_on and care_facts.to_on > (last.last_on + 366) and (care_facts.to_on > (care_facts.from_on + 366)) is true) care) run
          window child as (partition by run.child_id)
          order by run.child_id, run.from_on desc) night
     join children child on child.id = night.child_id
     join feed_secrets secret on secret.authority_code = (( select noted_reader('child_months'::text) as noted_reader));
comment on view reporting.child_months is 'Children in care, by month. A child with a night in care in a month: what held on the last of these nights, and the nights of the month. The present month goes up to today.';
grant select on reporting.child_months to sufficiency_app;
grant select on reporting.child_months to sufficiency_reporting;

create view reporting.children with (security_barrier=true) as
 select child_key(secret.inner_pad, secret.outer_pad, child.id) as child_key,
    date_trunc('month'::text, child.date_of_birth::timestamp without time zone)::date as birth_month,
    child.sex,
    child.ethnicity,
        case
            when child.uasc then 'yes'::text
            else 'no'::text
        end as uasc,
        case child.disabled
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as disability
   from children child
     join feed_secrets secret on secret.authority_code = child.authority_code
  where child.authority_code = (( select noted_reader('children'::text) as noted_reader));
comment on view reporting.children is 'Children. A child of whom there is a record, in care or not, with what does not change by the month.';
grant select on reporting.children to sufficiency_app;
grant select on reporting.children to sufficiency_reporting;

create view reporting.codes with (security_barrier=true) as
 select declared.list,
    declared.code,
    declared.label,
    declared."position"
   from ( values ('accommodation'::text,'suitable'::text,'Suitable'::text,0), ('accommodation'::text,'unsuitable'::text,'Unsuitable'::text,1), ('accommodation'::text,'not-in-touch'::text,'Not in touch, or no longer needs the service'::text,2), ('accommodation'::text,'gone'::text,'Died, returned home for six months or more, gone abroad or deported'::text,3), ('accommodation'::text,'unknown'::text,'Unknown'::text,4), ('accommodationCategory'::text,'single-occupancy'::text,'Single occupancy'::text,0), ('accommodationCategory'::text,'shared-or-group'::text,'Shared or group living'::text,1), ('accommodationCategory'::text,'residential-setting'::text,'In a residential setting'::text,2), ('accommodationCategory'::text,'private-host'::text,'In the home of a private host'::text,3), ('accommodationCategory'::text,'none'::text,'No supported accommodation'::text,4), ('accommodationCategory'::text,'unknown'::text,'Unknown'::text,5), ('accommodationKind'::text,'B'::text,'With parents or relatives'::text,0), ('accommodationKind'::text,'C'::text,'Residential care'::text,1), ('accommodationKind'::text,'D'::text,'Semi-independent, transitional'::text,2), ('accommodationKind'::text,'E'::text,'Supported lodgings'::text,3), ('accommodationKind'::text,'G'::text,'Gone abroad'::text,4), ('accommodationKind'::text,'H'::text,'Deported'::text,5), ('accommodationKind'::text,'K'::text,'Ordinary lodgings'::text,6), ('accommodationKind'::text,'S'::text,'No fixed abode'::text,7), ('accommodationKind'::text,'T'::text,'Foyer or similar'::text,8), ('accommodationKind'::text,'U'::text,'Independent living'::text,9), ('accommodationKind'::text,'V'::text,'Emergency accommodation'::text,10), ('accommodationKind'::text,'W'::text,'Bed and breakfast'::text,11), ('accommodationKind'::text,'X'::text,'In custody'::text,12), ('accommodationKind'::text,'Y'::text,'Other'::text,13), ('accommodationKind'::text,'Z'::text,'With former foster carers'::text,14), ('accommodationKind'::text,'unknown'::text,'Unknown'::text,15), ('activity'::text,'higher-education'::text,'Higher education'::text,0), ('activity'::text,'other-education'::text,'Other education'::text,1), ('activity'::text,'apprenticeship'::text,'Apprenticeship, from 2021/22'::text,2), ('activity'::text,'training-or-employment'::text,'Training or employment; up to 2020/21 apprenticeships as well'::text,3), ('activity'::text,'not-for-health'::text,'None of these: illness or disability'::text,4), ('activity'::text,'not-for-parenting'::text,'None of these: pregnancy or parenting'::text,5), ('activity'::text,'not-otherwise'::text,'None of these: other reasons'::text,6), ('activity'::text,'unknown'::text,'Unknown'::text,7), ('ageBand'::text,'0-4'::text,'0 to 4'::text,0), ('ageBand'::text,'5-10'::text,'5 to 10'::text,1), ('ageBand'::text,'11-15'::text,'11 to 15'::text,2), ('ageBand'::text,'16+'::text,'16 and over'::text,3), ('ageBand'::text,'unknown'::text,'Unknown'::text,4), ('apartReason'::text,'harm'::text,'One may harm the other'::text,0), ('apartReason'::text,'exploitation'::text,'One may draw the other into exploitation'::text,1), ('apartReason'::text,'court-order'::text,'Ordered by a court'::text,2), ('apartReason'::text,'investigation'::text,'While the police or children’s services investigate'::text,3), ('apartReason'::text,'assessment'::text,'Advised by an assessment'::text,4), ('apartReason'::text,'several'::text,'Several reasons'::text,5), ('apartReason'::text,'not-apart'::text,'Not apart'::text,6), ('apartReason'::text,'unknown'::text,'Unknown'::text,7), ('bedKind'::text,'standard'::text,'Standard'::text,0), ('bedKind'::text,'emergency'::text,'Emergency'::text,1), ('bedKind'::text,'short-break'::text,'Short break'::text,2), ('bedKind'::text,'unknown'::text,'Unknown'::text,3), ('bedState'::text,'void'::text,'Void'::text,0), ('bedState'::text,'occupied'::text,'Occupied'::text,1), ('bedState'::text,'committed'::text,'Committed'::text,2), ('bedState'::text,'vacant'::text,'Vacant'::text,3), ('bedState'::text,'unknown'::text,'Unknown'::text,4), ('careEndReason'::text,'E11'::text,'Adopted, application unopposed'::text,0), ('careEndReason'::text,'E12'::text,'Adopted, consent dispensed with'::text,1), ('careEndReason'::text,'E2'::text,'Died'::text,2), ('careEndReason'::text,'E3'::text,'Care taken over by another authority'::text,3), ('careEndReason'::text,'E4A'::text,'Returned home, planned'::text,4), ('careEndReason'::text,'E4B'::text,'Returned home, unplanned'::text,5), ('careEndReason'::text,'E13'::text,'Left care to live with parents or another person with no parental responsibility'::text,6), ('careEndReason'::text,'E41'::text,'Child arrangements order'::text,7), ('careEndReason'::text,'E43'::text,'Special guardianship order: former foster carers'::text,8), ('careEndReason'::text,'E44'::text,'Special guardianship order: others'::text,9), ('careEndReason'::text,'E45'::text,'Special guardianship order: relative or friend who fostered the child'::text,10), ('careEndReason'::text,'E46'::text,'Special guardianship order: other former foster carer'::text,11), ('careEndReason'::text,'E47'::text,'Special guardianship order: relative or friend who did not foster the child'::text,12), ('careEndReason'::text,'E48'::text,'Special guardianship order: another person'::text,13), ('careEndReason'::text,'E5'::text,'Independent living with formal support'::text,14), ('careEndReason'::text,'E6'::text,'Independent living without formal support'::text,15), ('careEndReason'::text,'E7'::text,'Residential care funded by adult social services'::text,16), ('careEndReason'::text,'E8'::text,'Any other reason'::text,17), ('careEndReason'::text,'E9'::text,'Sentenced to custody'::text,18), ('careEndReason'::text,'E14'::text,'Accommodation on remand ended'::text,19), ('careEndReason'::text,'E15'::text,'Age assessed as 18 or over'::text,20), ('careEndReason'::text,'E16'::text,'Moved abroad'::text,21), ('careEndReason'::text,'E17'::text,'Aged 18, stays with current carers'::text,22), ('careEndReason'::text,'unknown'::text,'Unknown'::text,23), ('careFamily'::text,'fostering'::text,'Fostering'::text,0), ('careFamily'::text,'residential'::text,'Residential'::text,1), ('careFamily'::text,'supported'::text,'Supported'::text,2), ('careFamily'::text,'family'::text,'Family'::text,3), ('careFamily'::text,'adoption'::text,'Adoption'::text,4), ('careFamily'::text,'other'::text,'Other'::text,5), ('careFamily'::text,'unknown'::text,'Unknown'::text,6), ('carerEvent'::text,'enquiry'::text,'Enquiry'::text,0), ('carerEvent'::text,'application'::text,'Application'::text,1), ('carerEvent'::text,'assessment'::text,'Assessment'::text,2), ('carerEvent'::text,'panel'::text,'Panel'::text,3), ('carerEvent'::text,'approval'::text,'Approval'::text,4), ('carerEvent'::text,'withdrawn'::text,'Withdrawn, or not taken forward'::text,5), ('carerEvent'::text,'not-approved'::text,'Not approved'::text,6), ('carerEvent'::text,'resigned'::text,'Resigned or retired'::text,7), ('carerEvent'::text,'deregistered'::text,'Approval ended by the service'::text,8), ('carerEvent'::text,'transferred'::text,'Went on to foster for another service'::text,9), ('carerEvent'::text,'ended-otherwise'::text,'Ended otherwise'::text,10), ('carerEvent'::text,'unknown'::text,'Unknown'::text,11), ('carerType'::text,'mainstream'::text,'Mainstream'::text,0), ('carerType'::text,'family-and-friends'::text,'Family and friends'::text,1), ('carerType'::text,'unknown'::text,'Unknown'::text,2), ('contractKind'::text,'block'::text,'Block'::text,0), ('contractKind'::text,'framework'::text,'Framework'::text,1), ('contractKind'::text,'spot'::text,'Spot'::text,2), ('contractKind'::text,'none'::text,'No contract recorded'::text,3), ('contractKind'::text,'unknown'::text,'Unknown'::text,4), ('convicted'::text,'yes'::text,'Yes'::text,0), ('convicted'::text,'no'::text,'No'::text,1), ('convicted'::text,'unknown'::text,'Unknown'::text,2), ('developmentChecked'::text,'yes'::text,'Yes'::text,0), ('developmentChecked'::text,'no'::text,'No'::text,1), ('developmentChecked'::text,'unknown'::text,'Unknown'::text,2), ('disability'::text,'yes'::text,'Yes'::text,0), ('disability'::text,'no'::text,'No'::text,1), ('disability'::text,'unknown'::text,'Unknown'::text,2), ('emergencyPlacement'::text,'yes'::text,'Yes'::text,0), ('emergencyPlacement'::text,'no'::text,'No'::text,1), ('emergencyPlacement'::text,'unknown'::text,'Unknown'::text,2), ('endPlanned'::text,'yes'::text,'Yes'::text,0), ('endPlanned'::text,'no'::text,'No'::text,1), ('endPlanned'::text,'unknown'::text,'Unknown'::text,2), ('ethnicity'::text,'WBRI'::text,'White British'::text,0), ('ethnicity'::text,'WIRI'::text,'White Irish'::text,1), ('ethnicity'::text,'WOTH'::text,'Any other White background'::text,2), ('ethnicity'::text,'WIRT'::text,'Traveller of Irish heritage'::text,3), ('ethnicity'::text,'WROM'::text,'Gypsy or Roma'::text,4), ('ethnicity'::text,'MWBC'::text,'White and Black Caribbean'::text,5), ('ethnicity'::text,'MWBA'::text,'White and Black African'::text,6), ('ethnicity'::text,'MWAS'::text,'White and Asian'::text,7), ('ethnicity'::text,'MOTH'::text,'Any other Mixed background'::text,8), ('ethnicity'::text,'AIND'::text,'Indian'::text,9), ('ethnicity'::text,'APKN'::text,'Pakistani'::text,10), ('ethnicity'::text,'ABAN'::text,'Bangladeshi'::text,11), ('ethnicity'::text,'AOTH'::text,'Any other Asian background'::text,12), ('ethnicity'::text,'BCRB'::text,'Caribbean'::text,13), ('ethnicity'::text,'BAFR'::text,'African'::text,14), ('ethnicity'::text,'BOTH'::text,'Any other Black background'::text,15), ('ethnicity'::text,'CHNE'::text,'Chinese'::text,16), ('ethnicity'::text,'OOTH'::text,'Any other ethnic group'::text,17), ('ethnicity'::text,'REFU'::text,'Refused'::text,18), ('ethnicity'::text,'NOBT'::text,'Not yet obtained'::text,19), ('ethnicity'::text,'unknown'::text,'Unknown'::text,20), ('firstChoice'::text,'yes'::text,'Yes'::text,0), ('firstChoice'::text,'no'::text,'No'::text,1), ('firstChoice'::text,'unknown'::text,'Unknown'::text,2), ('firstRule'::text,'free-every-night'::text,'Free on every night asked for'::text,0), ('firstRule'::text,'enough-beds'::text,'A bed for each of them in one home'::text,1), ('firstRule'::text,'takes-siblings'::text,'Takes sibling groups'::text,2), ('firstRule'::text,'takes-parent-and-child'::text,'Takes parent and child'::text,3), ('firstRule'::text,'bed-for-the-stay'::text,'A bed of the right kind for the stay'::text,4), ('firstRule'::text,'registered'::text,'Registered with Ofsted on every night'::text,5), ('firstRule'::text,'places-within-registration'::text,'A registered or approved place on every night'::text,6), ('firstRule'::text,'age-within-registration'::text,'Age within registration on every night'::text,7), ('firstRule'::text,'legal-minimum-age'::text,'Old enough in law for the type'::text,8), ('firstRule'::text,'sex-accepted'::text,'Sex within registration'::text,9), ('firstRule'::text,'capabilities-met'::text,'Meets the needs that it must meet'::text,10), ('firstRule'::text,'must-not-live-together'::text,'Nobody there who must not live with the child'::text,11), ('firstRule'::text,'solo-where-required'::text,'Alone, where a child is to live alone'::text,12), ('firstRule'::text,'company-suits'::text,'Of the ages that each can live with'::text,13), ('firstRule'::text,'not-suspended'::text,'Not suspended or restricted'::text,14), ('firstRule'::text,'ofsted-gateway'::text,'Judged well enough, or exempted by name'::text,15), ('firstRule'::text,'type-not-ruled-out'::text,'A type of placement that is not ruled out'::text,16), ('firstRule'::text,'place-not-to-avoid'::text,'Not in a place to avoid'::text,17), ('firstRule'::text,'within-miles'::text,'Within the miles asked for'::text,18), ('firstRule'::text,'in-authority-as-asked'::text,'Within the authority, or outside it, as asked'::text,19), ('firstRule'::text,'found'::text,'Something was found'::text,20), ('firstRule'::text,'unknown'::text,'Unknown'::text,21), ('hasBed'::text,'yes'::text,'Yes'::text,0), ('hasBed'::text,'no'::text,'No'::text,1), ('hasBed'::text,'unknown'::text,'Unknown'::text,2), ('healthAssessed'::text,'yes'::text,'Yes'::text,0), ('healthAssessed'::text,'no'::text,'No'::text,1), ('healthAssessed'::text,'unknown'::text,'Unknown'::text,2), ('homeKind'::text,'fostering-household'::text,'Fostering household'::text,0), ('homeKind'::text,'connected-carer-household'::text,'Connected carer household'::text,1), ('homeKind'::text,'childrens-home'::text,'Children''s home'::text,2), ('homeKind'::text,'secure-childrens-home'::text,'Secure children''s home'::text,3), ('homeKind'::text,'residential-school'::text,'Residential school'::text,4), ('homeKind'::text,'family-centre'::text,'Family centre or mother and baby unit'::text,5), ('homeKind'::text,'care-home'::text,'Residential care home'::text,6), ('homeKind'::text,'nhs-setting'::text,'NHS or other health establishment'::text,7), ('homeKind'::text,'young-offender-institution'::text,'Young offender institution or prison'::text,8), ('homeKind'::text,'supported-accommodation'::text,'Supported accommodation'::text,9), ('homeKind'::text,'supported-lodgings'::text,'Supported lodgings host'::text,10), ('homeKind'::text,'independent-living'::text,'Independent living'::text,11), ('homeKind'::text,'unregistered'::text,'Unregistered setting'::text,12), ('homeKind'::text,'unknown'::text,'Unknown'::text,13), ('immunised'::text,'yes'::text,'Yes'::text,0), ('immunised'::text,'no'::text,'No'::text,1), ('immunised'::text,'unknown'::text,'Unknown'::text,2), ('inTouch'::text,'yes'::text,'In touch'::text,0), ('inTouch'::text,'no'::text,'Not in touch'::text,1), ('inTouch'::text,'refused'::text,'Refuses contact'::text,2), ('inTouch'::text,'not-required'::text,'Service no longer required'::text,3), ('inTouch'::text,'returned-home'::text,'Returned home for six months or more'::text,4), ('inTouch'::text,'died'::text,'Died after leaving care'::text,5), ('inTouch'::text,'unknown'::text,'Unknown'::text,6), ('interventionReceived'::text,'yes'::text,'Yes'::text,0), ('interventionReceived'::text,'no'::text,'No'::text,1), ('interventionReceived'::text,'unknown'::text,'Unknown'::text,2), ('keepsSchool'::text,'yes'::text,'Yes'::text,0), ('keepsSchool'::text,'no'::text,'No'::text,1), ('keepsSchool'::text,'unknown'::text,'Unknown'::text,2), ('leaverMark'::text,'18'::text,'Three months after the 18th birthday'::text,0), ('leaverMark'::text,'19'::text,'19th birthday'::text,1), ('leaverMark'::text,'20'::text,'20th birthday'::text,2), ('leaverMark'::text,'unknown'::text,'Unknown'::text,3), ('legalStatus'::text,'C1'::text,'Interim care order'::text,0), ('legalStatus'::text,'C2'::text,'Full care order'::text,1), ('legalStatus'::text,'D1'::text,'Freeing order granted'::text,2), ('legalStatus'::text,'E1'::text,'Placement order granted'::text,3), ('legalStatus'::text,'V2'::text,'Accommodated under section 20'::text,4), ('legalStatus'::text,'V3'::text,'Short breaks: agreed series, each break recorded'::text,5), ('legalStatus'::text,'V4'::text,'Short breaks: agreed series, recorded as one agreement'::text,6), ('legalStatus'::text,'L1'::text,'Police protection'::text,7), ('legalStatus'::text,'L2'::text,'Emergency protection order'::text,8), ('legalStatus'::text,'L3'::text,'Child assessment order'::text,9), ('legalStatus'::text,'J1'::text,'Remanded to local authority or youth detention accommodation'::text,10), ('legalStatus'::text,'J2'::text,'PACE detention in local authority accommodation'::text,11), ('legalStatus'::text,'J3'::text,'Sentenced with a residence requirement'::text,12), ('legalStatus'::text,'unknown'::text,'Unknown'::text,13), ('location'::text,'in'::text,'In the responsible authority'::text,0), ('location'::text,'out'::text,'Out of the responsible authority'::text,1), ('location'::text,'unknown'::text,'Unknown'::text,2), ('lookedAfterYearBefore'::text,'yes'::text,'Yes'::text,0), ('lookedAfterYearBefore'::text,'no'::text,'No'::text,1), ('lookedAfterYearBefore'::text,'unknown'::text,'Unknown'::text,2), ('missingKind'::text,'missing'::text,'Missing: nobody knows where'::text,0), ('missingKind'::text,'away'::text,'Away from the placement without authorisation: it is known where'::text,1), ('missingKind'::text,'unknown'::text,'Unknown'::text,2), ('moveReason'::text,'CARPL'::text,'Change to the care plan'::text,0), ('moveReason'::text,'CLOSE'::text,'Home closed or carer resigned'::text,1), ('moveReason'::text,'ALLEG'::text,'Allegation'::text,2), ('moveReason'::text,'STAND'::text,'Standards of care concern'::text,3), ('moveReason'::text,'APPRR'::text,'Approval removed'::text,4), ('moveReason'::text,'CUSTOD'::text,'Custody arrangement'::text,5), ('moveReason'::text,'CREQB'::text,'Carer asks, because of the child''s behaviour'::text,6), ('moveReason'::text,'CREQO'::text,'Carer asks, for another reason'::text,7), ('moveReason'::text,'CHILD'::text,'Child asks'::text,8), ('moveReason'::text,'LAREQ'::text,'Authority asks'::text,9), ('moveReason'::text,'PLACE'::text,'Status of the placement alone'::text,10), ('moveReason'::text,'OTHER'::text,'Other'::text,11), ('moveReason'::text,'unknown'::text,'Unknown'::text,12), ('nearestMiss'::text,'variation'::text,'A variation of registration or terms'::text,0), ('nearestMiss'::text,'capability'::text,'A need that the home is helped to meet'::text,1), ('nearestMiss'::text,'void'::text,'A void closed'::text,2), ('nearestMiss'::text,'social-worker'::text,'The social worker of the child there agrees'::text,3), ('nearestMiss'::text,'departure'::text,'An overdue end recorded'::text,4), ('nearestMiss'::text,'hold'::text,'A hold released'::text,5), ('nearestMiss'::text,'delay'::text,'A later start'::text,6), ('nearestMiss'::text,'birthday'::text,'A start on the birthday from which the law allows it'::text,7), ('nearestMiss'::text,'until-18'::text,'A stay until 18'::text,8), ('nearestMiss'::text,'shorter-stay'::text,'A shorter stay'::text,9), ('nearestMiss'::text,'miles'::text,'Own filter: more miles'::text,10), ('nearestMiss'::text,'area'::text,'Own filter: the other side of the boundary'::text,11), ('nearestMiss'::text,'bed'::text,'Another kind of bed'::text,12), ('nearestMiss'::text,'type'::text,'Own filter: a type that was ruled out'::text,13), ('nearestMiss'::text,'exemption'::text,'A named exemption from the gateway'::text,14), ('nearestMiss'::text,'free-every-night'::text,'Free on every night asked for'::text,15), ('nearestMiss'::text,'enough-beds'::text,'A bed for each of them in one home'::text,16), ('nearestMiss'::text,'takes-siblings'::text,'Takes sibling groups'::text,17), ('nearestMiss'::text,'takes-parent-and-child'::text,'Takes parent and child'::text,18), ('nearestMiss'::text,'bed-for-the-stay'::text,'A bed of the right kind for the stay'::text,19), ('nearestMiss'::text,'registered'::text,'Registered with Ofsted on every night'::text,20), ('nearestMiss'::text,'places-within-registration'::text,'A registered or approved place on every night'::text,21), ('nearestMiss'::text,'age-within-registration'::text,'Age within registration on every night'::text,22), ('nearestMiss'::text,'legal-minimum-age'::text,'Old enough in law for the type'::text,23), ('nearestMiss'::text,'sex-accepted'::text,'Sex within registration'::text,24), ('nearestMiss'::text,'capabilities-met'::text,'Meets the needs that it must meet'::text,25), ('nearestMiss'::text,'must-not-live-together'::text,'Nobody there who must not live with the child'::text,26), ('nearestMiss'::text,'solo-where-required'::text,'Alone, where a child is to live alone'::text,27), ('nearestMiss'::text,'company-suits'::text,'Of the ages that each can live with'::text,28), ('nearestMiss'::text,'not-suspended'::text,'Not suspended or restricted'::text,29), ('nearestMiss'::text,'ofsted-gateway'::text,'Judged well enough, or exempted by name'::text,30), ('nearestMiss'::text,'type-not-ruled-out'::text,'A type of placement that is not ruled out'::text,31), ('nearestMiss'::text,'place-not-to-avoid'::text,'Not in a place to avoid'::text,32), ('nearestMiss'::text,'within-miles'::text,'Within the miles asked for'::text,33), ('nearestMiss'::text,'in-authority-as-asked'::text,'Within the authority, or outside it, as asked'::text,34), ('nearestMiss'::text,'none'::text,'None'::text,35), ('nearestMiss'::text,'unknown'::text,'Unknown'::text,36), ('need'::text,'N1'::text,'Abuse or neglect'::text,0), ('need'::text,'N2'::text,'Child''s disability'::text,1), ('need'::text,'N3'::text,'Parental illness or disability'::text,2), ('need'::text,'N4'::text,'Family in acute stress'::text,3), ('need'::text,'N5'::text,'Family dysfunction'::text,4), ('need'::text,'N6'::text,'Socially unacceptable behaviour'::text,5), ('need'::text,'N7'::text,'Low income'::text,6), ('need'::text,'N8'::text,'Absent parenting'::text,7), ('need'::text,'unknown'::text,'Unknown'::text,8), ('noticeGiver'::text,'provider'::text,'The provider of the home'::text,0), ('noticeGiver'::text,'authority'::text,'The responsible authority'::text,1), ('noticeGiver'::text,'carer'::text,'The carer'::text,2), ('noticeGiver'::text,'none'::text,'No notice recorded'::text,3), ('noticeGiver'::text,'unknown'::text,'Unknown'::text,4), ('ofstedGrade'::text,'outstanding'::text,'Outstanding'::text,0), ('ofstedGrade'::text,'good'::text,'Good'::text,1), ('ofstedGrade'::text,'requires-improvement'::text,'Requires improvement to be good'::text,2), ('ofstedGrade'::text,'inadequate'::text,'Inadequate'::text,3), ('ofstedGrade'::text,'not-yet-inspected'::text,'Not yet inspected'::text,4), ('ofstedGrade'::text,'consistently-strong'::text,'Consistently strong'::text,5), ('ofstedGrade'::text,'inconsistent'::text,'Inconsistent'::text,6), ('ofstedGrade'::text,'serious-or-widespread-weaknesses'::text,'Serious or widespread weaknesses'::text,7), ('ofstedGrade'::text,'unknown'::text,'Unknown'::text,8), ('participation'::text,'under-4'::text,'Under 4: not asked'::text,0), ('participation'::text,'took-part'::text,'Took part: spoke, or had the views put by others'::text,1), ('participation'::text,'did-not'::text,'Did not: views were not put'::text,2), ('participation'::text,'unknown'::text,'Unknown'::text,3), ('placeCode'::text,'A3'::text,'Placed for adoption by consent, with current foster carer'::text,0), ('placeCode'::text,'A4'::text,'Placed for adoption by consent, not with current foster carer'::text,1), ('placeCode'::text,'A5'::text,'Placed for adoption under a placement order, with current foster carer'::text,2), ('placeCode'::text,'A6'::text,'Placed for adoption under a placement order, not with current foster carer'::text,3), ('placeCode'::text,'H5'::text,'Semi-independent living, not under children''s homes regulations'::text,4), ('placeCode'::text,'K1'::text,'Secure children''s home'::text,5), ('placeCode'::text,'K2'::text,'Children''s home'::text,6), ('placeCode'::text,'K3'::text,'Supported accommodation'::text,7), ('placeCode'::text,'P1'::text,'With own parents or another person with parental responsibility'::text,8), ('placeCode'::text,'P2'::text,'Independent living'::text,9), ('placeCode'::text,'P3'::text,'Residential employment'::text,10), ('placeCode'::text,'R1'::text,'Residential care home'::text,11), ('placeCode'::text,'R2'::text,'NHS or other medical or nursing establishment'::text,12), ('placeCode'::text,'R3'::text,'Family centre or mother and baby unit'::text,13), ('placeCode'::text,'R5'::text,'Young offender institution'::text,14), ('placeCode'::text,'S1'::text,'Residential school'::text,15), ('placeCode'::text,'T0'::text,'Temporary move, any kind'::text,16), ('placeCode'::text,'T1'::text,'Temporary stay in hospital'::text,17), ('placeCode'::text,'T2'::text,'Temporary absence on holiday'::text,18), ('placeCode'::text,'T3'::text,'Temporary stay during the usual carer''s holiday'::text,19), ('placeCode'::text,'T4'::text,'Temporary stay of seven days or less, another reason'::text,20), ('placeCode'::text,'U1'::text,'Relative or friend, long-term fostering'::text,21), ('placeCode'::text,'U2'::text,'Relative or friend who is also an approved adopter'::text,22), ('placeCode'::text,'U3'::text,'Relative or friend, not long-term'::text,23), ('placeCode'::text,'U4'::text,'Other foster carer, long-term fostering'::text,24), ('placeCode'::text,'U5'::text,'Other foster carer who is also an approved adopter'::text,25), ('placeCode'::text,'U6'::text,'Other foster carer, not long-term'::text,26), ('placeCode'::text,'Z1'::text,'Other placement, listed on a schedule to DfE'::text,27), ('placeCode'::text,'Z11'::text,'Other placement, kind 1 of the 2025/26 list'::text,28), ('placeCode'::text,'Z12'::text,'Other placement, kind 2 of the 2025/26 list'::text,29), ('placeCode'::text,'Z13'::text,'Other placement, kind 3 of the 2025/26 list'::text,30), ('placeCode'::text,'Z14'::text,'Other placement, kind 4 of the 2025/26 list'::text,31), ('placeCode'::text,'unknown'::text,'Unknown'::text,32), ('placementOrder'::text,'first'::text,'First of the period of care'::text,0), ('placementOrder'::text,'later'::text,'After another in the same period of care'::text,1), ('placementOrder'::text,'unknown'::text,'Unknown'::text,2), ('placementType'::text,'internal-foster'::text,'Internal foster carer'::text,0), ('placementType'::text,'ifa'::text,'Independent fostering agency'::text,1), ('placementType'::text,'other-authority-foster'::text,'Other authority''s foster carer'::text,2), ('placementType'::text,'connected-carer'::text,'Connected carer (relative or friend)'::text,3), ('placementType'::text,'residential'::text,'Children''s home'::text,4), ('placementType'::text,'secure'::text,'Secure children''s home'::text,5), ('placementType'::text,'residential-school'::text,'Residential school'::text,6), ('placementType'::text,'family-centre'::text,'Family centre or mother and baby unit'::text,7), ('placementType'::text,'care-home'::text,'Residential care home'::text,8), ('placementType'::text,'nhs'::text,'NHS or other health establishment'::text,9), ('placementType'::text,'young-offender-institution'::text,'Young offender institution or prison'::text,10), ('placementType'::text,'supported-accommodation'::text,'Supported accommodation'::text,11), ('placementType'::text,'supported-lodgings'::text,'Supported lodgings'::text,12), ('placementType'::text,'independent-living'::text,'Independent living'::text,13), ('placementType'::text,'staying-put'::text,'Staying Put with former foster carer'::text,14), ('placementType'::text,'staying-close'::text,'Staying Close'::text,15), ('placementType'::text,'with-parents'::text,'Placed with parents or person with parental responsibility'::text,16), ('placementType'::text,'placed-for-adoption'::text,'Placed for adoption'::text,17), ('placementType'::text,'short-break'::text,'Short break'::text,18), ('placementType'::text,'temporary'::text,'Temporary placement'::text,19), ('placementType'::text,'other'::text,'Other or unregistered placement'::text,20), ('placementType'::text,'unknown'::text,'Unknown'::text,21), ('providerSector'::text,'parents'::text,'Parents or person with parental responsibility'::text,0), ('providerSector'::text,'own'::text,'Authority''s own'::text,1), ('providerSector'::text,'other-authority'::text,'Another authority''s'::text,2), ('providerSector'::text,'other-public'::text,'Other public'::text,3), ('providerSector'::text,'private'::text,'Private'::text,4), ('providerSector'::text,'voluntary'::text,'Voluntary'::text,5), ('providerSector'::text,'unknown'::text,'Unknown'::text,6), ('reviewInTime'::text,'yes'::text,'Yes'::text,0), ('reviewInTime'::text,'no'::text,'No'::text,1), ('reviewInTime'::text,'unknown'::text,'Unknown'::text,2), ('sdq'::text,'normal'::text,'0 to 13: normal'::text,0), ('sdq'::text,'borderline'::text,'14 to 16: borderline cause for concern'::text,1), ('sdq'::text,'concern'::text,'17 to 40: cause for concern'::text,2), ('sdq'::text,'no-score'::text,'No score'::text,3), ('sdq'::text,'not-of-age'::text,'Under 5 or 17: not asked'::text,4), ('sdq'::text,'unknown'::text,'Unknown'::text,5), ('sex'::text,'female'::text,'Female'::text,0), ('sex'::text,'male'::text,'Male'::text,1), ('sex'::text,'unknown'::text,'Unknown'::text,2), ('stayedPut'::text,'yes'::text,'Yes'::text,0), ('stayedPut'::text,'no'::text,'No'::text,1), ('stayedPut'::text,'unknown'::text,'Unknown'::text,2), ('substanceMisuse'::text,'yes'::text,'Yes'::text,0), ('substanceMisuse'::text,'no'::text,'No'::text,1), ('substanceMisuse'::text,'unknown'::text,'Unknown'::text,2), ('teethChecked'::text,'yes'::text,'Yes'::text,0), ('teethChecked'::text,'no'::text,'No'::text,1), ('teethChecked'::text,'unknown'::text,'Unknown'::text,2), ('timeInCare'::text,'under-2.5-years'::text,'Under two and a half years'::text,0), ('timeInCare'::text,'2.5-years+'::text,'Two and a half years or more'::text,1), ('timeInCare'::text,'unknown'::text,'Unknown'::text,2), ('timeInPlacement'::text,'under-2-years'::text,'Under two years'::text,0), ('timeInPlacement'::text,'2-years+'::text,'Two years or more'::text,1), ('timeInPlacement'::text,'unknown'::text,'Unknown'::text,2), ('together'::text,'yes'::text,'Yes'::text,0), ('together'::text,'no'::text,'No'::text,1), ('together'::text,'unknown'::text,'Unknown'::text,2), ('transferredFrom'::text,'none'::text,'Comes from no other service'::text,0), ('transferredFrom'::text,'agency'::text,'Independent fostering agency'::text,1), ('transferredFrom'::text,'other-authority'::text,'Another authority'::text,2), ('transferredFrom'::text,'unknown'::text,'Unknown'::text,3), ('typeAsked'::text,'any'::text,'Any'::text,0), ('typeAsked'::text,'several'::text,'Several'::text,1), ('typeAsked'::text,'internal-foster'::text,'Internal foster carer'::text,2), ('typeAsked'::text,'ifa'::text,'Independent fostering agency'::text,3), ('typeAsked'::text,'other-authority-foster'::text,'Other authority''s foster carer'::text,4), ('typeAsked'::text,'connected-carer'::text,'Connected carer (relative or friend)'::text,5), ('typeAsked'::text,'residential'::text,'Children''s home'::text,6), ('typeAsked'::text,'secure'::text,'Secure children''s home'::text,7), ('typeAsked'::text,'residential-school'::text,'Residential school'::text,8), ('typeAsked'::text,'family-centre'::text,'Family centre or mother and baby unit'::text,9), ('typeAsked'::text,'care-home'::text,'Residential care home'::text,10), ('typeAsked'::text,'nhs'::text,'NHS or other health establishment'::text,11), ('typeAsked'::text,'young-offender-institution'::text,'Young offender institution or prison'::text,12), ('typeAsked'::text,'supported-accommodation'::text,'Supported accommodation'::text,13), ('typeAsked'::text,'supported-lodgings'::text,'Supported lodgings'::text,14), ('typeAsked'::text,'independent-living'::text,'Independent living'::text,15), ('typeAsked'::text,'staying-put'::text,'Staying Put with former foster carer'::text,16), ('typeAsked'::text,'staying-close'::text,'Staying Close'::text,17), ('typeAsked'::text,'with-parents'::text,'Placed with parents or person with parental responsibility'::text,18), ('typeAsked'::text,'placed-for-adoption'::text,'Placed for adoption'::text,19), ('typeAsked'::text,'short-break'::text,'Short break'::text,20), ('typeAsked'::text,'temporary'::text,'Temporary placement'::text,21), ('typeAsked'::text,'other'::text,'Other or unregistered placement'::text,22), ('typeAsked'::text,'unknown'::text,'Unknown'::text,23), ('uasc'::text,'yes'::text,'Yes'::text,0), ('uasc'::text,'no'::text,'No'::text,1), ('uasc'::text,'unknown'::text,'Unknown'::text,2), ('unregistered'::text,'yes'::text,'Yes'::text,0), ('unregistered'::text,'no'::text,'No'::text,1), ('unregistered'::text,'unknown'::text,'Unknown'::text,2), ('urgency'::text,'planned'::text,'Planned'::text,0), ('urgency'::text,'emergency'::text,'Emergency'::text,1), ('urgency'::text,'unknown'::text,'Unknown'::text,2), ('voidReason'::text,'repair'::text,'Repair'::text,0), ('voidReason'::text,'refurbishment'::text,'Refurbishment'::text,1), ('voidReason'::text,'staff-vacancy'::text,'Staff vacancy'::text,2), ('voidReason'::text,'staff-training'::text,'Staff training'::text,3), ('voidReason'::text,'carer-ill-health'::text,'Carer ill health'::text,4), ('voidReason'::text,'carer-holiday'::text,'Carer''s holiday'::text,5), ('voidReason'::text,'carer-break'::text,'Carer''s break'::text,6), ('voidReason'::text,'household-circumstances'::text,'Household circumstances'::text,7), ('voidReason'::text,'solo-occupancy'::text,'Kept empty: solo occupancy'::text,8), ('voidReason'::text,'reduced-occupancy'::text,'Kept empty: reduced occupancy'::text,9), ('voidReason'::text,'restriction'::text,'Registration restricted'::text,10), ('voidReason'::text,'suspension'::text,'Registration suspended'::text,11), ('voidReason'::text,'allegation'::text,'Allegation'::text,12), ('voidReason'::text,'resignation'::text,'Resignation'::text,13), ('voidReason'::text,'closing'::text,'Closing'::text,14), ('voidReason'::text,'other'::text,'Other (in words)'::text,15), ('voidReason'::text,'not-void'::text,'Not void'::text,16), ('voidReason'::text,'unknown'::text,'Unknown'::text,17)) declared(list, code, label, "position");
comment on view reporting.codes is 'Code lists. A code of a column, with its label.';
grant select on reporting.codes to sufficiency_app;
grant select on reporting.codes to sufficiency_reporting;

create view reporting.contract_months with (security_barrier=true) as
 select month.starts_on as month,
    contract.id as contract_id,
    contract.home_id,
    contract.beds_bought * (contract.ends_on - contract.starts_on) as nights_bought,
    coalesce(used.nights, 0::bigint)::integer as nights_used,
    coalesce(used.by_leavers, 0::bigint)::integer as nights_used_by_leavers
   from ( select day.day::date as starts_on,
            least((day.day + 'P1M'::interval)::date, (( select reader_today() as reader_today)) + 1) as next_on
           from generate_series(date_trunc('month'::text, (( select min(contracts.starts_on) as min
                   from contracts
                  where contracts.authority_code = (( select noted_reader('contract_months'::text) as noted_reader)) and contracts.kind = 'block'::text))::timestamp without time zone), (( select reader_today() as reader_today))::timestamp without time zone, 'P1M'::interval) day(day)) month
     cross join lateral ( select block.id,
            block.home_id,
            block.beds_bought,
            greatest(block.starts_on, month.starts_on) as starts_on,
            least(coalesce(block.ends_on, 'infinity'::date), month.next_on) as ends_on
           from contracts block
          where block.authority_code = (( select reader_authority() as reader_authority)) and block.kind = 'block'::text and block.starts_on < month.next_on and coalesce(block.ends_on, 'infinity'::date) > month.starts_on) contract
     left join lateral ( select sum(bed.ends_on - bed.starts_on) as nights,
            sum(greatest(least(bed.ends_on, leaver.ends_on) - greatest(bed.starts_on, leaver.starts_on), 0)) as by_leavers
           from ( select state.bed_id,
                    state.from_on,
                    greatest(state.from_on, contract.starts_on) as starts_on,
                    least(coalesce(state.to_on, 'infinity'::date), contract.ends_on) as ends_on
                   from ( select used_1.bed_id,
                            lower(used_1.nights) as from_on,
                            upper(used_1.nights) as to_on
                           from bed_use used_1
                             join beds own on own.id = used_1.bed_id and own.home_id = contract.home_id
                          where used_1.authority_code = (( select reader_authority() as reader_authority)) and used_1.state = 'occupied'::text
                        union all
                         select free.bed_id,
                            free.free_from,
                            nullif(free.free_to, 'infinity'::date) as "nullif"
                           from bed_free free
                          where free.authority_code = (( select reader_authority() as reader_authority)) and free.home_id = contract.home_id and free.awaiting_departure <= (( select reader_today() as reader_today))) state
                  where state.from_on < contract.ends_on and coalesce(state.to_on, 'infinity'::date) > contract.starts_on) bed
             left join lateral ( select birthday(child.date_of_birth, 18) as starts_on,
                    birthday(child.date_of_birth, 26) as ends_on
                   from placements stay
                     join children child on child.id = stay.child_id
                  where stay.authority_code = (( select reader_authority() as reader_authority)) and stay.bed_id = bed.bed_id and stay.withdrawn_on is null and stay.started_on <= bed.from_on and (stay.ended_on is null or stay.ended_on > bed.from_on)
                  order by stay.started_on desc
                 limit 1) leaver on true) used on true;
comment on view reporting.contract_months is 'Block contracts, by month. A block contract with a night in a month: bed-nights bought, and those occupied in its home. The present month goes up to today.';
grant select on reporting.contract_months to sufficiency_app;
grant select on reporting.contract_months to sufficiency_reporting;

create view reporting.cost_months with (security_barrier=true) as
 select month.starts_on as month,
    child_key(secret.inner_pad, secret.outer_pad, stay.child_id) as child_key,
    stay.first_night,
    stay.placement_id,
    stay.home_id,
    stay.placement_type,
    stay.provider_sector,
    stay.location,
    stay.nights,
    stay.priced_nights,
    stay.pounds,
    stay.lowest_weekly_cost,
    stay.highest_weekly_cost
   from ( select day.day::date as starts_on,
            least((day.day + 'P1M'::interval)::date, (( select reader_today() as reader_today)) + 1) as next_on
           from generate_series(date_trunc('month'::text, (( select min(care_periods.started_on) as min
                   from care_periods
                  where care_periods.authority_code = (( select reader_authority() as reader_authority))))::timestamp without time zone), (( select reader_today() as reader_today))::timestamp without time zone, 'P1M'::interval) day(day)) month
     cross join lateral ( select care.child_id,
            care.placement_id,
            min(lower(part.nights)) as first_night,
            min(care.home_id::text)::uuid as home_id,
            min(care.placement_type) as placement_type,
            min(sector_of(care.provider_code)) as provider_sector,
            min(care.location) as location,
            sum(upper(part.nights) - lower(part.nights))::integer as nights,
            sum(cost.nights)::integer as priced_nights,
            (sum(cost.weekly) / 7::numeric)::double precision as pounds,
            min(cost.lowest)::double precision as lowest_weekly_cost,
            max(cost.highest)::double precision as highest_weekly_cost
           from care_facts care
             left join placements placement on placement.id = care.placement_id
             cross join lateral ( select daterange(care.from_on, care.to_on) * daterange(month.starts_on, month.next_on) as nights) part
             cross join lateral ( select upper(part.nights) - lower(part.nights) as nights,
                    (upper(part.nights) - lower(part.nights))::numeric * placement.weekly_cost as weekly,
                    placement.weekly_cost as lowest,
                    placement.weekly_cost as highest
                  where placement.weekly_cost is not null
                union all
                 select coalesce(sum(upper(fee.term * part.nights) - lower(fee.term * part.nights)), 0::bigint) as "coalesce",
                    coalesce(sum((upper(fee.term * part.nights) - lower(fee.term * part.nights))::numeric * fee.weekly_fee), 0::numeric) as "coalesce",
                    min(fee.weekly_fee) as min,
                    max(fee.weekly_fee) as max
                   from fees fee
                  where placement.weekly_cost is null and fee.home_id = care.home_id and fee.term && part.nights
                 having placement.weekly_cost is null) cost
          where care.authority_code = (( select reader_authority() as reader_authority)) and care.known_to = 'infinity'::timestamp with time zone and care.from_on < month.next_on and care.to_on > month.starts_on and not (care.placement_id is null and (coalesce(care.legal_status, ''::text) = any (array['V3'::text, 'V4'::text])))
          group by care.child_id, care.placement_id) stay
     join feed_secrets secret on secret.authority_code = (( select noted_reader('cost_months'::text) as noted_reader));
comment on view reporting.cost_months is 'Costs of placements, by month. What a placement of a child costs in a month: each night a seventh of its own weekly cost, else of the weekly fee of the home. The present month goes up to today.';
grant select on reporting.cost_months to sufficiency_app;
grant select on reporting.cost_months to sufficiency_reporting;

create view reporting.dates with (security_barrier=true) as
 select day.date,
    date_trunc('month'::text, day.date::timestamp without time zone)::date as month,
    (date_trunc('month'::text, day.date::timestamp without time zone) + 'P1M'::interval)::date - 1 as month_end,
    extract(year from day.date - 'P3M'::interval)::integer as financial_year,
    extract(quarter from day.date - 'P3M'::interval)::integer as financial_quarter,
    date_trunc('quarter'::text, day.date::timestamp without time zone)::date as quarter_start
   from ( select generate_series(make_date(today.financial_year - 10, 4, 1)::timestamp without time zone, make_date(today.financial_year + 1, 3, 31)::timestamp without time zone, 'P1D'::interval)::date as date
           from ( select extract(year from reader_today() - 'P3M'::interval)::integer as financial_year) today) day;
comment on view reporting.dates is 'Dates. A day, with the periods that it belongs to: for the calendar of a report.';
grant select on reporting.dates to sufficiency_app;
grant select on reporting.dates to sufficiency_reporting;

create view reporting.districts with (security_barrier=true) as
 select district.code as district_code,
    district.name,
    district.authority_code
   from lower_tier_authorities district;
comment on view reporting.districts is 'Districts. A lower-tier authority of England.';
grant select on reporting.districts to sufficiency_app;
grant select on reporting.districts to sufficiency_reporting;

create view reporting.fees with (security_barrier=true) as
 select fee.id as fee_id,
    fee.home_id,
    fee.starts_on,
    fee.ends_on,
    fee.weekly_fee::double precision as weekly_fee
   from fees fee
  where fee.authority_code = (( select noted_reader('fees'::text) as noted_reader));
comment on view reporting.fees is 'Fees. What a home asks for a bed, from one day until another.';
grant select on reporting.fees to sufficiency_app;
grant select on reporting.fees to sufficiency_reporting;

create view reporting.followed_leavers with (security_barrier=true) as
 select child_key(secret.inner_pad, secret.outer_pad, child.id) as child_key,
    arrangement.name as arrangement,
    mark.name as leaver_mark,
    date_trunc('month'::text, mark.day::timestamp without time zone)::date as mark_month,
        case
            when (exists ( select
               from placements stay
              where stay.child_id = child.id and stay.placement_type = arrangement.name and stay.stay @> mark.day)) then 'yes'::text
            else 'no'::text
        end as stayed,
    care.sex,
    care.ethnicity,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector
   from children child
     join feed_secrets secret on secret.authority_code = child.authority_code
     cross join lateral ( select birthday(child.date_of_birth, 18) as adult_on) turned
     join care_facts care on care.child_id = child.id and care.known_to = 'infinity'::timestamp with time zone and care.to_on = turned.adult_on and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text]))
     cross join lateral ( select
                case
                    when care.placement_type = any (array['internal-foster'::text, 'ifa'::text, 'other-authority-foster'::text, 'connected-carer'::text]) then 'staying-put'::text
                    when care.placement_type = 'residential'::text or care.placement_type ~~ 'supported-%'::text then 'staying-close'::text
                    else null::text
                end as name) arrangement
     cross join lateral ( values ('18'::text,months_after(turned.adult_on, 3)), ('19'::text,birthday(child.date_of_birth, 19)), ('20'::text,birthday(child.date_of_birth, 20))) mark(name, day)
  where child.authority_code = (( select noted_reader('followed_leavers'::text) as noted_reader)) and arrangement.name is not null and mark.day <= (( select reader_today() as reader_today)) and (exists ( select
           from care_periods period
          where period.child_id = child.id and period.started_on < turned.adult_on and (period.ended_on is null or period.ended_on >= turned.adult_on) and period.end_reason is distinct from 'E2'::text)) and (( select sum(spent.to_on - greatest(spent.from_on, birthday(child.date_of_birth, 14))) as sum
           from care_facts spent
          where spent.child_id = child.id and spent.known_to = 'infinity'::timestamp with time zone and (coalesce(spent.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text])) and spent.to_on > birthday(child.date_of_birth, 14) and spent.to_on <= turned.adult_on)) >= 91;
comment on view reporting.followed_leavers is 'Young people who left care at 18, looked at again. A young person who was looked after until the 18th birthday, for 13 weeks or more since the 14th, three months after it, on the 19th or on the 20th birthday. What it says of the placement held on the last night in care.';
grant select on reporting.followed_leavers to sufficiency_app;
grant select on reporting.followed_leavers to sufficiency_reporting;

create view reporting.forecast_months with (security_barrier=true) as
 with said as (
         select forecast.id as forecast_id,
            ((forecast.result -> 'months'::text) ->> (number.month - 1))::date as as_at,
            coalesce(series.category, 'all'::text) as category,
            coalesce(series."placementType", 'all'::text) as placement_type,
            coalesce(series."ageBand", 'all'::text) as age_band,
            series.centre,
            coalesce(series."isPublic", false) as is_public,
                case
                    when ( select reader_may('forecasts:read'::text) as reader_may) then number.mean
                    else null::double precision
                end as mean,
                case
                    when ( select reader_may('forecasts:read'::text) as reader_may) then number."interval"
                    else null::jsonb
                end as "interval",
                case
                    when ( select reader_may('forecasts:read'::text) as reader_may) then number.few
                    else null::jsonb
                end as few
           from forecasts forecast
             cross join lateral jsonb_to_recordset(forecast.result -> 'series'::text) series(by text, category text, "placementType" text, "ageBand" text, centre text, "isPublic" boolean, "values" jsonb)
             cross join lateral jsonb_to_recordset(series."values") number(month integer, mean double precision, "interval" jsonb, few jsonb)
          where forecast.status = 'done'::text and forecast.authority_code = (( select reader_authority() as reader_authority)) and (series.by = any (array['total'::text, 'category'::text, 'placementType'::text, 'ageBand'::text, 'ageBandAndCategory'::text, 'ageBandAndType'::text]))
        ), months_over as (
         select distinct said_1.as_at
           from said said_1
          where said_1.as_at < (( select reader_today() as reader_today))
        ), came as (
         select months_over_1.as_at,
            coalesce(forecast_category_of(forecast_type_of(care.placement_type)), 'all'::text) as category,
                case
                    when grouping(forecast_type_of(care.placement_type)) = 1 then 'all'::text
                    else forecast_type_of(care.placement_type)
                end as placement_type,
                case
                    when grouping(forecast_age_of(care.age)) = 1 then 'all'::text
                    else forecast_age_of(care.age)
                end as age_band,
            count(*)::integer as children
           from months_over months_over_1
             join care_facts care on care.authority_code = (( select reader_authority() as reader_authority)) and care.known_to = 'infinity'::timestamp with time zone and care.from_on <= months_over_1.as_at and care.to_on > months_over_1.as_at
          where (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text])) and care.age < 18
          group by months_over_1.as_at, rollup((forecast_category_of(forecast_type_of(care.placement_type))), (forecast_type_of(care.placement_type))), cube((forecast_age_of(care.age)))
        )
 select said.forecast_id,
    date_trunc('month'::text, said.as_at::timestamp without time zone)::date as month,
    said.category,
    said.placement_type,
    said.age_band,
    said.as_at,
    said.centre,
    said.mean,
    (said."interval" ->> 'p10'::text)::integer as p10,
    (said."interval" ->> 'p25'::text)::integer as p25,
    (said."interval" ->> 'p50'::text)::double precision as p50,
    (said."interval" ->> 'p75'::text)::integer as p75,
    (said."interval" ->> 'p90'::text)::integer as p90,
    (said.few ->> 'none'::text)::double precision as "none",
    (said.few ->> 'oneOrMore'::text)::double precision as one_or_more,
    (said.few ->> 'twoOrMore'::text)::double precision as two_or_more,
    said.is_public,
        case
            when months_over.as_at is not null then coalesce(came.children, 0)
            else null::integer
        end as children,
        case
            when months_over.as_at is not null then coalesce(came.children, 0) >= ((said."interval" ->> 'p10'::text)::integer) and coalesce(came.children, 0) <= ((said."interval" ->> 'p90'::text)::integer)
            else null::boolean
        end as hit
   from said
     left join months_over on months_over.as_at = said.as_at
     left join came on came.as_at = said.as_at and came.category = said.category and came.placement_type = said.placement_type and came.age_band = said.age_band
  where (( select noted_reader('forecast_months'::text) as noted_reader)) is not null;
comment on view reporting.forecast_months is 'What forecasts say, by month. What a forecast says of the last night of a month, of all children or of those of a category, a placement type and an age band (`all`: of any); and once the month is over, how many came. Rows of one `category`, `placementType` and `ageBand` that are not `all` sum to the whole in `mean` alone.';
grant select on reporting.forecast_months to sufficiency_app;
grant select on reporting.forecast_months to sufficiency_reporting;

create view reporting.forecast_scores with (security_barrier=true) as
 select forecast.id as forecast_id,
    score.level,
    score.horizon,
    score.origins,
    score."independentOrigins" as independent_origins,
        case
            when may.read then score.error
            else null::double precision
        end as error,
        case
            when may.read then (score.ratios ->> 'naive'::text)::double precision
            else null::double precision
        end as naive_ratio,
        case
            when may.read then (score.ratios ->> 'dmr-24'::text)::double precision
            else null::double precision
        end as demand_model_ratio,
        case
            when may.read then score.bias
            else null::double precision
        end as bias,
        case
            when may.read then score.coverage
            else null::double precision
        end as coverage,
        case
            when may.read then score.crps
            else null::double precision
        end as crps
   from forecasts forecast
     cross join lateral jsonb_to_recordset((forecast.result -> 'backTest'::text) -> 'scores'::text) score(level text, horizon integer, origins integer, "independentOrigins" integer, error double precision, ratios jsonb, bias double precision, coverage double precision, crps double precision)
     cross join ( select reader_may('forecasts:read'::text) as read) may
  where forecast.status = 'done'::text and jsonb_typeof(forecast.result -> 'backTest'::text) = 'object'::text and forecast.authority_code = (( select reader_authority() as reader_authority)) and (( select noted_reader('forecast_scores'::text) as noted_reader)) is not null;
comment on view reporting.forecast_scores is 'Back-tests of forecasts. How the method of a forecast would have done from earlier months, at a level and so many months ahead.';
grant select on reporting.forecast_scores to sufficiency_app;
grant select on reporting.forecast_scores to sufficiency_reporting;

create view reporting.forecasts with (security_barrier=true) as
 select forecast.id as forecast_id,
        case
            when ( select reader_may('forecasts:read'::text) as reader_may) then forecast.title
            else null::text
        end as title,
    forecast.as_at,
    coalesce((forecast.asked ->> 'knownAt'::text)::timestamp with time zone, forecast.started_at) as known_at,
    forecast.result ->> 'method'::text as method,
    (forecast.result ->> 'children'::text)::integer as children,
    (forecast.result ->> 'historyFrom'::text)::date as history_from,
    jsonb_array_length(forecast.result -> 'months'::text) as months_ahead,
    forecast.finished_at
   from forecasts forecast
  where forecast.status = 'done'::text and forecast.authority_code = (( select reader_authority() as reader_authority)) and (( select noted_reader('forecasts'::text) as noted_reader)) is not null;
comment on view reporting.forecasts is 'Forecasts. A forecast of children in care that is done. None is ever changed.';
grant select on reporting.forecasts to sufficiency_app;
grant select on reporting.forecasts to sufficiency_reporting;

create view reporting.health_years with (security_barrier=true) as
 select due.day as as_at,
    child_key(secret.inner_pad, secret.outer_pad, care.child_id) as child_key,
    care.age::integer as age,
    care.sex,
    care.ethnicity,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location,
    flag.health_assessed,
    flag.teeth_checked,
    flag.immunised,
    flag.development_checked,
    flag.substance_misuse,
    flag.intervention_received,
    flag.convicted,
        case
            when care.age >= 5 and care.age <= 16 then flag.score
            else null::integer
        end as sdq_score,
        case
            when care.age < 5 or care.age > 16 then 'not-of-age'::text
            when flag.score <= 13 then 'normal'::text
            when flag.score <= 16 then 'borderline'::text
            when flag.score is not null then 'concern'::text
            when returned.cells is not null then 'no-score'::text
            else null::text
        end as sdq
   from ( select distinct return_rows.collection_year,
            make_date(return_rows.collection_year::integer, 3, 31) as day,
            make_date(return_rows.collection_year - 1, 4, 1) as first
           from return_rows
          where return_rows.authority_code = (( select reader_authority() as reader_authority)) and return_rows.module = 'oc2'::text) due
     join feed_secrets secret on secret.authority_code = (( select reader_authority() as reader_authority))
     join care_facts care on care.authority_code = (( select reader_authority() as reader_authority)) and care.known_to = 'infinity'::timestamp with time zone and care.from_on <= due.day and care.to_on > due.day and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text]))
     join care_periods period on period.child_id = care.child_id and period.started_on <= due.day and (period.ended_on is null or period.ended_on > due.day)
     left join returned_rows returned on returned.module = 'oc2'::text and returned.child_id = care.child_id and returned.collection_year = due.collection_year
     cross join lateral ( select
                case (returned.cells ->> 'HEALTH_ASSESSMENT'::text) = '1'::text
                    when true then 'yes'::text
                    when false then 'no'::text
                    else null::text
                end as health_assessed,
                case (returned.cells ->> 'TEETH_CHECK'::text) = '1'::text
                    when true then 'yes'::text
                    when false then 'no'::text
                    else null::text
                end as teeth_checked,
                case (returned.cells ->> 'IMMUNISATIONS'::text) = '1'::text
                    when true then 'yes'::text
                    when false then 'no'::text
                    else null::text
                end as immunised,
                case (returned.cells ->> 'HEALTH_CHECK'::text) = '1'::text
                    when true then 'yes'::text
                    when false then 'no'::text
                    else null::text
                end as development_checked,
                case (returned.cells ->> 'SUBSTANCE_MISUSE'::text) = '1'::text
                    when true then 'yes'::text
                    when false then 'no'::text
                    else null::text
                end as substance_misuse,
                case (returned.cells ->> 'INTERVENTION_RECEIVED'::text) = '1'::text
                    when true then 'yes'::text
                    when false then 'no'::text
                    else null::text
                end as intervention_received,
                case (returned.cells ->> 'CONVICTED'::text) = '1'::text
                    when true then 'yes'::text
                    when false then 'no'::text
                    else null::text
                end as convicted,
            (returned.cells ->> 'SDQ_SCORE'::text)::integer as score) flag
  where (period.started_on <= due.first or period.started_before and returned.cells ? 'HEALTH_ASSESSMENT'::text) and not (exists ( select
           from care_facts away
          where away.child_id = care.child_id and away.known_to = 'infinity'::timestamp with time zone and (away.legal_status = any (array['V3'::text, 'V4'::text])) and away.from_on <= due.day and away.to_on > due.first)) and (( select noted_reader('health_years'::text) as noted_reader)) is not null;
comment on view reporting.health_years is 'Health of children in care, by year. A child looked after for 12 months on a 31 March, with what the return (OC2) says of the year. It stands until the next 31 March.';
grant select on reporting.health_years to sufficiency_app;
grant select on reporting.health_years to sufficiency_reporting;

create view reporting.home_grades with (security_barrier=true) as
 select change.home_id,
    change.from_on,
    change.to_on,
    change.grade
   from ( select day.home_id,
            day.from_on,
            lead(day.from_on) over (partition by day.home_id order by day.from_on) as to_on,
            coalesce(day.own[cardinality(day.own)], day.of_provider[cardinality(day.of_provider)]) as grade
           from ( select distinct judgement.home_id,
                    judgement.judged_on as from_on,
                    array_agg(judgement.grade) filter (where judgement.is_own) over so_far as own,
                    array_agg(judgement.grade) filter (where not judgement.is_own) over so_far as of_provider
                   from ( select home.id as home_id,
                            judged.judged_on,
                            judged.grade,
                            judged.home_id is not null as is_own
                           from homes home
                             join judgements judged on (judged.home_id = home.id or judged.provider_id = home.provider_id) and on_scale_of(judged.grade, home.kind)
                          where home.authority_code = (( select noted_reader('home_grades'::text) as noted_reader)) and judged.authority_code = home.authority_code) judgement
                  window so_far as (partition by judgement.home_id order by judgement.judged_on)) day) change;
comment on view reporting.home_grades is 'Judgements of homes. Days on which one judgement of Ofsted''s stood of a home: its own latest one, else that of its provider, on the scale of its kind.';
grant select on reporting.home_grades to sufficiency_app;
grant select on reporting.home_grades to sufficiency_reporting;

create view reporting.homes with (security_barrier=true) as
 select home.id as home_id,
        case
            when ( select reader_may('homes:read'::text) as reader_may) then home.name
            else null::text
        end as name,
    home.kind,
    home.placement_type,
    home.provider_id,
    provider.sector as provider_sector,
    home.located_authority_code as receiving_authority,
    home.registered_places::integer as registered_places,
    home.age_from::integer as age_from,
    home.age_to::integer as age_to,
    home.accepts,
    home.opens_on,
    home.closes_on
   from homes home
     join providers provider on provider.id = home.provider_id
  where home.authority_code = (( select noted_reader('homes'::text) as noted_reader));
comment on view reporting.homes is 'Homes. A home of the authority, open or not. No address or postcode.';
grant select on reporting.homes to sufficiency_app;
grant select on reporting.homes to sufficiency_reporting;

create view reporting.leaver_months with (security_barrier=true) as
 with stay as materialized (
         select placement.id,
            placement.authority_code,
            placement.child_id,
            placement.bed_id,
            placement.home_id,
            placement.placement_type,
            placement.place_code,
            placement.provider_code,
            placement.layer,
            placement.planned_from,
            placement.planned_to,
            placement.started_on,
            placement.ended_on,
            placement.withdrawn_on,
            placement.nights,
            placement.stay,
            placement.end_reason,
            placement.end_planned,
            placement.same_carer,
            placement.postcode,
            placement.home_postcode,
            placement.weekly_cost,
            placement.distance_miles,
            placement.location,
            placement.agreed_at,
            placement.emergency,
            placement.request_id,
            placement.hold_id,
            placement.moved_from_id,
            placement.moved_to_id,
            placement.absence_from_id,
            placement.withdrawal_kind,
            placement.withdrawal_reason,
            placement.version,
            placement.created_at,
            placement.updated_at,
            placement.stated_area,
            placement.keeps_school,
            placement.recorded_as_happened,
            placement.started_before,
            placement.located_in,
            placement.distance_shown,
            greatest(placement.started_on, birthday(young.date_of_birth, 18)) as from_on,
            least(coalesce(placement.ended_on, 'infinity'::date), birthday(young.date_of_birth, 26)) as to_on,
            young.date_of_birth,
            young.sex,
            young.ethnicity
           from placements placement
             join children young on young.id = placement.child_id
          where placement.authority_code = (( select reader_authority() as reader_authority)) and placement.layer = 'usual'::text and placement.started_on is not null and placement.withdrawn_on is null and coalesce(placement.ended_on, 'infinity'::date) > birthday(young.date_of_birth, 18) and placement.started_on < birthday(young.date_of_birth, 26)
        )
 select month.starts_on as month,
    stay.id as placement_id,
    child_key(secret.inner_pad, secret.outer_pad, stay.child_id) as child_key,
    month.last_on as as_at,
    extract(year from age(month.last_on::timestamp with time zone, stay.date_of_birth::timestamp with time zone))::integer as age,
    stay.sex,
    stay.ethnicity,
    stay.placement_type,
    sector_of(stay.provider_code) as provider_sector,
    stay.location,
    stay.home_id,
    home.kind as home_kind,
        case
            when home.kind <> all (array['supported-accommodation'::text, 'supported-lodgings'::text, 'independent-living'::text]) then 'none'::text
            else home.accommodation_category
        end as accommodation_category,
        case
            when home.id is not null then coalesce(contract.kind, 'none'::text)
            else null::text
        end as contract_kind,
        case
            when stay.bed_id is null then 'no'::text
            else 'yes'::text
        end as has_bed
   from ( select day.day::date as starts_on,
            least((day.day + 'P1M'::interval)::date - 1, ( select reader_today() as reader_today)) as last_on
           from generate_series(date_trunc('month'::text, (( select min(stay_1.from_on) as min
                   from stay stay_1))::timestamp without time zone), (( select reader_today() as reader_today))::timestamp without time zone, 'P1M'::interval) day(day)) month
     join stay on stay.from_on <= month.last_on and stay.to_on > month.last_on
     join feed_secrets secret on secret.authority_code = (( select reader_authority() as reader_authority))
     left join homes home on home.id = stay.home_id
     left join contracts contract on contract.home_id = home.id and contract.term @> month.last_on
  where (( select noted_reader('leaver_months'::text) as noted_reader)) is not null;
comment on view reporting.leaver_months is 'Care leavers in placements, by month. A young person aged 18 to 25 who on the last day of a month lives in a placement that is recorded.';
grant select on reporting.leaver_months to sufficiency_app;
grant select on reporting.leaver_months to sufficiency_reporting;

create view reporting.liberty_months with (security_barrier=true) as
 with orders as (
         select merged.child_id,
            unnest(range_agg(merged.term)) as term
           from ( select liberty_orders.child_id,
                    liberty_orders.term
                   from liberty_orders
                  where liberty_orders.authority_code = (( select reader_authority() as reader_authority)) and liberty_orders.kind = 'deprivation-of-liberty'::text
                union all
                 select latest.child_id,
                    daterange((latest.cells ->> 'DOLO_START'::text)::date, (latest.cells ->> 'DOLO_END'::text)::date) as daterange
                   from ( select distinct on (returned.child_id, (returned.cells ->> 'DOLO_START'::text)) returned.child_id,
                            returned.cells
                           from returned_rows returned
                          where returned.module = 'dolo'::text
                          order by returned.child_id, (returned.cells ->> 'DOLO_START'::text), returned.collection_year desc) latest
                  where (((latest.cells ->> 'DOLO_END'::text)::date) > ((latest.cells ->> 'DOLO_START'::text)::date)) is not false) merged
          group by merged.child_id
        )
 select month.starts_on as month,
    child_key(secret.inner_pad, secret.outer_pad, night.child_id) as child_key,
    month.next_on - 1 as as_at,
    night.to_on = month.next_on as deprived_at_end,
    night.nights,
    night.age,
    night.sex,
    night.ethnicity,
    night.legal_status,
    night.placement_type,
    night.provider_sector,
    night.home_id,
    night.location
   from ( select day.day::date as starts_on,
            least((day.day + 'P1M'::interval)::date, (( select reader_today() as reader_today)) + 1) as next_on
           from generate_series(date_trunc('month'::text, (( select min(care_periods.started_on) as min
                   from care_periods
                  where care_periods.authority_code = (( select noted_reader('liberty_months'::text) as noted_reader))))::timestamp without time zone), (( select reader_today() as reader_today))::timestamp without time zone, 'P1M'::interval) day(day)) month
     cross join lateral ( select distinct on (run.child_id) run.child_id,
            run.from_on,
            run.to_on,
            run.age,
            run.sex,
            run.ethnicity,
            run.legal_status,
            run.placement_type,
            run.provider_sector,
            run.home_id,
            run.location,
            sum(run.to_on - run.from_on) over (partition by run.child_id)::integer as nights
           from ( select care.child_id,
                    greatest(care.from_on, lower(orders.term), month.starts_on) as from_on,
                    least(care.to_on, coalesce(upper(orders.term), 'infinity'::date), month.next_on) as to_on,
                    care.age::integer as age,
                    care.sex,
                    care.ethnicity,
                    care.legal_status,
                    care.placement_type,
                    sector_of(care.provider_code) as provider_sector,
                    care.home_id,
                    care.location
                   from orders
                     join care_facts care on care.child_id = orders.child_id and care.known_to = 'infinity'::timestamp with time zone and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text])) and daterange(care.from_on, care.to_on) && orders.term
                  where orders.term && daterange(month.starts_on, month.next_on) and care.from_on < month.next_on and care.to_on > month.starts_on) run
          where run.from_on < run.to_on
          order by run.child_id, run.from_on desc) night
     join feed_secrets secret on secret.authority_code = (( select reader_authority() as reader_authority));
comment on view reporting.liberty_months is 'Children deprived of their liberty, by month. A child in care with a night of a month under a deprivation of liberty order: what held on the last of these nights. The present month goes up to today.';
grant select on reporting.liberty_months to sufficiency_app;
grant select on reporting.liberty_months to sufficiency_reporting;

create view reporting.measure_values with (security_barrier=true) as
 select kept.month,
    kept.measure,
    kept.period,
    kept.dimension,
    kept.code,
    kept.from_on,
    kept.as_at,
    kept.numerator,
    kept.denominator,
    kept.value,
    kept.unknown,
    kept.unit,
    kept.definition_version::integer as definition_version,
    computation.computed_at,
    ( select are_values_current() as are_values_current) as is_current
   from measure_values kept
     join measure_computations computation on computation.authority_code = kept.authority_code
  where kept.authority_code = (( select reader_authority() as reader_authority)) and (( select noted_reader('measure_values'::text) as noted_reader)) is not null and not (( select blurs_distances() as blurs_distances) and (kept.measure = any (array['mean-distance-miles'::text, 'over-20-miles'::text, 'over-20-miles-out-of-authority'::text])));
comment on view reporting.measure_values is 'Values of measures, by month. A measure on the last day of a month, or over a period that ends on it, whole or for one code of one dimension: the API''s own number, of this financial year and the five before. Groups in which nothing is counted have no row. The present month goes up to today. Computed again every hour if anything has changed; until then `isCurrent` is false.';
grant select on reporting.measure_values to sufficiency_app;
grant select on reporting.measure_values to sufficiency_reporting;

create view reporting.measures with (security_barrier=true) as
 select declared.measure,
    declared.title,
    declared.definition,
    declared.source,
    declared.unit,
    declared.polarity,
    declared.is_over_period,
    declared.version
   from ( values ('children-looked-after'::text,'Children looked after'::text,'Children looked after on the day. Those looked after only for short breaks, legal status V3 or V4, are not counted. Care ends on the 18th birthday: nobody counts from that day on, whatever is still recorded.'::text,'DfE, SSDA903 guide; DfE, Children looked after in England including adoptions.'::text,'children'::text,'none'::text,false,2), ('looked-after-rate-per-10000'::text,'Children looked after per 10,000'::text,'Children looked after on the day for every 10,000 people aged 0 to 17 in the authority, by the latest population estimate of that day or before. Where none is recorded there is no rate, and the children are counted as left out.'::text,'DfE, Children looked after in England including adoptions; ONS mid-year population estimates.'::text,'per-10000'::text,'none'::text,false,2), ('unaccompanied'::text,'Unaccompanied asylum-seeking children'::text,'Share of children looked after who are unaccompanied asylum-seeking children on the day.'::text,'DfE, SSDA903 guide: UASC.'::text,'percent'::text,'none'::text,false,2), ('disabled'::text,'Disabled children'::text,'Share of children looked after who are disabled: recorded so, or in care for the need N2. Of all of them: those of whom it is not recorded are in the denominator.'::text,'Own definition, as sufficiency strategies quote it: CIN N2.'::text,'percent'::text,'none'::text,false,3), ('placed-in-authority'::text,'Placed in the authority'::text,'Share of children looked after whose placement''s postcode lies in the upper-tier authority that is responsible for them. A place outside England is out of the authority. Those of whom it is not known are in the denominator.'::text,'DfE, Children looked after in England including adoptions: placement in or out of the authority boundary.'::text,'percent'::text,'high'::text,false,3), ('over-20-miles'::text,'Placed over 20 miles from home'::text,'Share of children looked after placed more than 20 miles from home in a straight line, in or out of the authority. Those whose distance is not known are in the denominator.'::text,'DfE children''s social care dashboard. Distance: DfE, SSDA903 guide.'::text,'percent'::text,'low'::text,false,3), ('over-20-miles-out-of-authority'::text,'Placed over 20 miles from home and out of the authority'::text,'Share of children looked after placed more than 20 miles from home in a straight line and out of the authority. Those of whom either is not known are in the denominator.'::text,'DfE, Local Authority Interactive Tool. Distance: DfE, SSDA903 guide.'::text,'percent'::text,'low'::text,false,3), ('mean-distance-miles'::text,'Mean distance from home'::text,'Mean straight-line distance in miles from home to placement of children looked after. A distance that is not known is left out, never counted as a number.'::text,'Own definition. Distance: DfE, SSDA903 guide.'::text,'miles'::text,'low'::text,false,2), ('fostered'::text,'Fostered'::text,'Share of children looked after placed with foster carers of any kind: the authority''s own, an agency''s, another authority''s, and connected carers.'::text,'DfE, SSDA903 guide: PLACE U1 to U6.'::text,'percent'::text,'high'::text,false,2), ('with-internal-foster'::text,'With internal foster carers'::text,'Share of children looked after placed with the authority''s own mainstream foster carers.'::text,'DfE, SSDA903 guide: PLACE U4 to U6, provider PR1.'::text,'percent'::text,'high'::text,false,2), ('with-ifa'::text,'With independent fostering agencies'::text,'Share of children looked after placed with foster carers of independent fostering agencies.'::text,'DfE, SSDA903 guide: PLACE U4 to U6, provider PR3 to PR5.'::text,'percent'::text,'none'::text,false,2), ('with-connected-carers'::text,'With connected carers'::text,'Share of children looked after placed with relatives or friends who foster them.'::text,'DfE, SSDA903 guide: PLACE U1 to U3. Preference: Children Act 1989 s22C.'::text,'percent'::text,'high'::text,false,2), ('with-parents'::text,'With parents'::text,'Share of children looked after placed with their parents or another person with parental responsibility.'::text,'DfE, SSDA903 guide: PLACE P1.'::text,'percent'::text,'none'::text,false,2), ('with-parents-or-family'::text,'With parents or family'::text,'Share of children looked after placed with parents or with connected carers.'::text,'Own definition, as sufficiency strategies quote it: PLACE P1 and U1 to U3.'::text,'percent'::text,'high'::text,false,2), ('in-residential'::text,'In children''s homes'::text,'Share of children looked after placed in children''s homes. Secure homes, residential schools, family centres and care homes are not counted; they are in the care family `residential`.'::text,'DfE, SSDA903 guide: PLACE K2.'::text,'percent'::text,'low'::text,false,2), ('residential-under-13'::text,'Young children in children''s homes'::text,'Share of the children placed in children''s homes who are young for it on the day: aged under 13 or, as others publish, under 12.'::text,'Own definition, as sufficiency strategies quote it: PLACE K2.'::text,'percent'::text,'low'::text,false,3), ('residential-disabled'::text,'Disabled in children''s homes'::text,'Share of the children placed in children''s homes who are disabled: recorded so, or in care for the need N2. Of all of them: those of whom it is not recorded are in the denominator.'::text,'Own definition, as sufficiency strategies quote it: PLACE K2, CIN N2.'::text,'percent'::text,'none'::text,false,3), ('in-supported-accommodation'::text,'In supported accommodation'::text,'Share of children looked after placed in supported accommodation, supported lodgings included. Independent living is not counted.'::text,'DfE, SSDA903 guide: PLACE H5 to 2023/24, K3 from 2024/25.'::text,'percent'::text,'none'::text,false,2), ('placements-3-plus'::text,'Three or more placements in the year'::text,'Share of children looked after on the day who had three placements or more in the year that ends on it, those open on its first day counted. A placement counts if it took in at least one night (DfE: 24 hours) of being looked after other than for short breaks. Placements one after the other with the same carer (RNE T or U), or in the same home, are one; so is adoption by the foster carers with whom the child already is (PLACE A3 or A5). Where care began before the first day on record, and the year is not wholly after that day, the child is not known, unless three placements are on record. DfE''s figure is that of 31 March.'::text,'DfE, Children looked after in England including adoptions: placement stability. How temporary placements count is not said there: own choice.'::text,'percent'::text,'low'::text,false,3), ('placements-5-plus'::text,'Five or more placements in the year'::text,'Share of children looked after on the day who had five placements or more in the year that ends on it, counted as in `placements-3-plus`, temporary stays left out. Where care began before the first day on record, and the year is not wholly after that day, the child is not known, unless as many placements are on record.'::text,'Own definition, as requests for information ask for it; a placement: DfE, Children looked after in England including adoptions: placement stability.'::text,'percent'::text,'low'::text,false,1), ('placements-10-plus'::text,'Ten or more placements in the year'::text,'Share of children looked after on the day who had ten placements or more in the year that ends on it, counted as in `placements-3-plus`, temporary stays left out. Where care began before the first day on record, and the year is not wholly after that day, the child is not known, unless as many placements are on record.'::text,'Own definition, as requests for information ask for it; a placement: DfE, Children looked after in England including adoptions: placement stability.'::text,'percent'::text,'low'::text,false,1), ('placements-3-plus-in-two-years'::text,'Three or more placements in two years'::text,'Of the children looked after on the day and on the same day of the year before, the share who had three placements or more in the two years that end on the day, counted as in `placements-3-plus`. Temporary stays are not counted. DfE''s figure is that of 31 March.'::text,'DfE, Children looked after in England including adoptions: placement stability, ''CLA 2 years on 31 March''. That those are the children looked after on both days is read from its numbers, which are too many for two years without a break.'::text,'percent'::text,'low'::text,false,1), ('long-term-matched'::text,'Matched with foster carers for the long term'::text,'Share of children looked after in foster placements who are in long-term fostering: PLACE U1, with a relative or friend, or U4, with another foster carer. Foster carers who are also approved adopters (U2, U5) and all others (U3, U6) are in the denominator alone. A placement for adoption is no foster placement. Where a foster placement has no code of the return, it is not known.'::text,'Own definition, as requests for information ask for it. Codes: DfE, SSDA903 guide: PLACE. Long-term foster placements: Care Planning, Placement and Case Review (England) Regulations 2010.'::text,'percent'::text,'high'::text,false,1), ('long-term-stability'::text,'Long-term stability of placements'::text,'Of children under 16 who have been looked after for two and a half years or more without a break, other than for short breaks, the share who have been in the same placement for two years or more; or who are placed for adoption, and were for two years or more in that placement and the one before it together. Placements with the same carer are one, as in `placements-3-plus`. Time is by the calendar: a placement of 31 March 2022 is two years old on 31 March 2024. Where care or the placement began before the first day on record, the time since that day answers where it is long enough; else it is not known.'::text,'DfE, Children looked after in England including adoptions: placement stability; formerly NI 63.'::text,'percent'::text,'high'::text,false,3), ('occupancy'::text,'Occupancy'::text,'Beds occupied as a share of the beds available: open and not void. A bed whose child has stayed past the planned end is occupied; one kept for a child who has not yet come is not.'::text,'Own definition; close to Ofsted''s filled places over filled and vacant ones.'::text,'percent'::text,'high'::text,false,1), ('utilisation'::text,'Utilisation'::text,'Beds occupied as a share of the beds open, those void included.'::text,'Own definition; often quoted as occupancy.'::text,'percent'::text,'high'::text,false,1), ('occupancy-over-period'::text,'Occupancy over a period'::text,'Bed-nights occupied in the period as a share of the bed-nights available in it: a bed open for the whole of a year, and not void, is 365 of them, or 366. `occupancy` is of the last night alone.'::text,'Own definition; close to Ofsted''s filled places over filled and vacant ones.'::text,'percent'::text,'high'::text,true,1), ('utilisation-over-period'::text,'Utilisation over a period'::text,'Bed-nights occupied in the period as a share of the bed-nights open in it, those void included. `utilisation` is of the last night alone.'::text,'Own definition; often quoted as occupancy.'::text,'percent'::text,'high'::text,true,1), ('void-beds'::text,'Void beds'::text,'Beds void, that is out of use for a reason, as a share of the beds open. By reason, read the numerator: every bed of a reason is void.'::text,'Own definition; close to Ofsted''s places not available.'::text,'percent'::text,'low'::text,false,1), ('open-beds'::text,'Beds open'::text,'Beds open on the night. Open = void + occupied + committed + vacant, always.'::text,'Own definition; the parts are close to Ofsted''s filled, vacant and not available places.'::text,'beds'::text,'none'::text,false,1), ('available-beds'::text,'Beds available'::text,'Beds open and not void.'::text,'Own definition; the parts are close to Ofsted''s filled, vacant and not available places.'::text,'beds'::text,'none'::text,false,1), ('vacant-beds'::text,'Beds vacant'::text,'Beds open that are neither void nor occupied nor committed to a child.'::text,'Own definition; the parts are close to Ofsted''s filled, vacant and not available places.'::text,'beds'::text,'none'::text,false,1), ('empty-beds'::text,'Beds that nobody is in'::text,'Beds open on the day and not occupied: vacant, committed to a child who has not come yet, or void, by the reason of the void. How long nobody has been in a bed (`timeEmpty`) is counted from the day on which the last child left, else from that on which it opened, whatever its state since: its first seven nights are up to a week, then months are by the calendar. `bedState=vacant` counts vacant beds alone, as in `vacant-beds`.'::text,'Own definition; close to Ofsted''s vacant and not available places.'::text,'beds'::text,'low'::text,false,1), ('vacant-nights'::text,'Nights on which beds were vacant'::text,'Bed-nights of the period on which a bed was open and neither void nor occupied nor committed to a child.'::text,'Own definition; close to Ofsted''s vacant and not available places.'::text,'nights'::text,'low'::text,true,1), ('void-nights'::text,'Nights on which beds were void'::text,'Bed-nights of the period on which a bed was open and void: out of use, for the reason recorded. As a share of the bed-nights open, divide by the denominator of `utilisation-over-period`.'::text,'Own definition; close to Ofsted''s vacant and not available places.'::text,'nights'::text,'low'::text,true,1), ('children-looked-after-during'::text,'Children looked after at any time in the period'::text,'Different children looked after on a night or more of the period, each once, however often in and out of care. Nights of short breaks (V3, V4) are not counted. What is said of a child is what held on the last night in the period on which the child was looked after; so groups add up to the whole, but months and quarters do not add up to the year.'::text,'Own definition, as requests for information ask: DfE publishes numbers of one day, and of those who start and cease.'::text,'children'::text,'none'::text,true,1), ('children-with-a-night-during'::text,'Children with a night of care of a kind in the period'::text,'Different children with a night or more in the period that meets every filter, each once: `placementType=residential` counts the children who were in a children''s home at any time in the period, for however short a stay. By a dimension, a child counts in every group in which it had such a night, so the groups do not add up to the whole; nor do months and quarters to the year. Nights of short breaks (V3, V4) are not counted. Without filter or dimension it is `children-looked-after-during`.'::text,'Own definition, as requests for information ask: DfE publishes numbers of one day, and of those who start and cease.'::text,'children'::text,'none'::text,true,1), ('beds-to-target-occupancy'::text,'Beds to fill to reach the target occupancy'::text,'How many more beds would have to be occupied on the night: the target share of the beds, less those occupied. Below 0 where more are occupied. The target is a share of the beds available or of all that are open.'::text,'Own definition. 85 % is the target of Cheshire East''s Sufficiency Strategy 2024 to 2027, action 4.4, which measures it over open beds.'::text,'beds'::text,'low'::text,false,1), ('cost-to-target-occupancy'::text,'Cost of beds short of the target occupancy'::text,'The target share of the fees for the beds on every night of the period, less the fees for those occupied, each night at a seventh of the home''s weekly fee for a bed. Below 0 where more are occupied.'::text,'Own definition. 85 % is the target of Cheshire East''s Sufficiency Strategy 2024 to 2027, action 4.4, which measures it over open beds.'::text,'pounds'::text,'low'::text,true,2), ('children-by-area'::text,'Where children come from'::text,'Children looked after on the day in foster homes but for connected carers'', children''s homes, supported accommodation and lodgings; by `district`, that of their home. Of unaccompanied children, and wherever no home is recorded, it is unknown.'::text,'Own definition. Duty to have enough accommodation in the area: Children Act 1989 s22G.'::text,'children'::text,'none'::text,false,2), ('beds-by-area'::text,'Where beds are'::text,'Beds available (open and not void) in foster homes but for connected carers'', children''s homes, supported accommodation and lodgings that the authority keeps the record of; by `district`, that of the home.'::text,'Own definition. Duty to have enough accommodation in the area: Children Act 1989 s22G.'::text,'beds'::text,'none'::text,false,1), ('beds-short-by-area'::text,'Beds short where children come from'::text,'Children as in `children-by-area` less beds as in `beds-by-area`: the gap of an area, were every child to live in it. Below 0 where there are more beds than children.'::text,'Own definition. Duty to have enough accommodation in the area: Children Act 1989 s22G.'::text,'beds'::text,'low'::text,false,2), ('good-or-outstanding'::text,'In provision judged good or outstanding'::text,'Share of the children placed where Ofsted gives one of its four grades (agency fostering, children''s homes, secure homes, residential schools, family centres) whose home, or else its provider, was judged good or outstanding by the latest judgement of that day or before. Provision not yet inspected is not counted; a judgement that is not recorded is left out, and shown. An authority''s own fostering is judged with the whole of its services, and supported accommodation by outcomes, of which `supported-consistently-strong` tells: neither is counted, and an outcome of a provider is no judgement of its other homes.'::text,'Own definition, as sufficiency strategies quote it. Grades: Ofsted, social care common inspection framework.'::text,'percent'::text,'high'::text,false,2), ('children-by-home'::text,'Children looked after, by home, provider and judgement'::text,'Children looked after on the day, as in `children-looked-after`, with the home they are in, its provider, and Ofsted''s latest judgement of that day or before.'::text,'DfE, SSDA903 guide; Ofsted.'::text,'children'::text,'none'::text,false,2), ('supported-consistently-strong'::text,'In supported accommodation judged consistently strong'::text,'Share of the children in supported accommodation or lodgings whose provider, by the latest outcome of that day or before, gives young people consistently strong experiences. Ofsted has these three outcomes since September 2024, a scale beside the four grades of `good-or-outstanding`. Providers not yet inspected are not counted; an outcome that is not recorded is left out, and shown.'::text,'Own definition. Outcomes: Ofsted, social care common inspection framework, supported accommodation.'::text,'percent'::text,'high'::text,false,1), ('in-unregistered'::text,'In emergency or unregistered places'::text,'Children looked after who on the day are in a place without the registration with Ofsted that it needs, whatever the type of the placement says. A children''s home needs its own; since 28 October 2023 supported accommodation, lodgings and independent living need their provider''s for accommodation of their category, and since 9 September 2021 a child under 16 in them counts in any case. A place that is none of the registered kinds (PLACE Z1, Z11 to Z14) counts; residential employment (P3) does not. A registration recorded later restates the past. The target is none.'::text,'Care Standards Act 2000 s11; Supported Accommodation (England) Regulations 2023; CPPCR 2010 regs. 27A and 27C; SSDA903 guide: PLACE Z1, from 2025/26 Z11 to Z14.'::text,'children'::text,'low'::text,false,2), ('unregistered-nights'::text,'Nights in emergency or unregistered places'::text,'Nights that children looked after spent in places as in `in-unregistered`, in the period. The target is none.'::text,'Care Standards Act 2000 s11; Supported Accommodation (England) Regulations 2023; CPPCR 2010 regs. 27A and 27C; SSDA903 guide: PLACE Z1, from 2025/26 Z11 to Z14.'::text,'nights'::text,'low'::text,true,2), ('children-in-unregistered-during'::text,'Children in emergency or unregistered places at any time in the period'::text,'Different children who spent a night or more of the period in a place as in `in-unregistered`, each once. By a dimension, a child counts in every group in which it had such a night, so the groups do not add up to the whole; nor do months and quarters to the year. The target is none.'::text,'Care Standards Act 2000 s11; Supported Accommodation (England) Regulations 2023; CPPCR 2010 regs. 27A and 27C; SSDA903 guide: PLACE Z1, from 2025/26 Z11 to Z14.'::text,'children'::text,'low'::text,true,1), ('siblings-apart'::text,'Siblings placed apart'::text,'Of the groups of siblings two or more of whom are looked after on the day, the share not all of whose looked-after members are in one home. Where the home is not recorded, the postcode stands for it. A group is apart as soon as two are known to be; together only when it is known of all.'::text,'Own definition. Duty: Children Act 1989 s22C(8)(c).'::text,'percent'::text,'low'::text,false,2), ('sibling-groups-apart'::text,'Groups of siblings apart, by reason'::text,'Groups of siblings two or more of whom are looked after on the day and not all in one home, as in `siblings-apart`. The reason is that recorded of two of them who live in two homes on the day and must not live together; where none is recorded, it is unknown: the group may be apart for want of a home that takes them all.'::text,'Own definition. Duty: Children Act 1989 s22C(8)(c).'::text,'groups'::text,'low'::text,false,1), ('children-in-sibling-groups'::text,'Children in groups of siblings'::text,'Children looked after on the day of whom a brother or sister is looked after too: all members of the groups of `siblings-apart`.'::text,'Own definition. Duty: Children Act 1989 s22C(8)(c).'::text,'children'::text,'none'::text,false,1), ('children-apart-from-a-sibling'::text,'Children apart from a sibling'::text,'Children as in `children-in-sibling-groups` who live apart from at least one brother or sister who is looked after too. As soon as two of a group are known to live in two homes, each of the group is apart from one of them at least.'::text,'Own definition. Duty: Children Act 1989 s22C(8)(c).'::text,'children'::text,'low'::text,false,1), ('moves'::text,'Moves between placements'::text,'Placements that children looked after left in the period while care went on. Not a move: to go on with the same carer or in the same home, to be adopted by the foster carers with whom the child is (PLACE A3 or A5), a temporary stay, a stay of less than a night.'::text,'Own definition. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.'::text,'moves'::text,'low'::text,true,2), ('unplanned-endings'::text,'Unplanned endings'::text,'Share of the moves in the period, as in `moves`, of placements whose end was not planned. Where it is not recorded whether it was, the reason tells: a change to the care plan (CARPL) is planned, every other reason is not, but for OTHER and PLACE, which do not tell.'::text,'Own definition. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.'::text,'percent'::text,'low'::text,true,2), ('placements-begun'::text,'Placements begun'::text,'Placements of children looked after that began in the period, with what held on the first night: the first of a period of care, and those after another in it. Not a beginning: to go on with the same carer or in the same home, to be adopted by the foster carers with whom the child is (PLACE A3 or A5), a temporary stay, a stay of less than a night. A placement of which it is not known on which day it began, as care or the placement began before the first day on record, is left out, and shown.'::text,'Own definition. DfE, SSDA903 guide: DECOM of an episode with RNE S, P or B.'::text,'placements'::text,'none'::text,true,1), ('emergency-placements'::text,'Placements made in an emergency'::text,'Share of the placements begun in the period, as in `placements-begun`, that were made in an emergency. It is recorded of placements agreed in this service; of those that a return brought it is not known. `requests-same-day` tells of placements on the day of the request; the hour of a request is not recorded, so nothing is said of nights and weekends.'::text,'Own definition.'::text,'percent'::text,'low'::text,true,1), ('same-school-after-move'::text,'Same school after a move'::text,'Share of the placements begun in the period after another in the same period of care (`placementOrder=later`), by children aged 5 or over on the first night, of which it is recorded that the child stays at the same school. It is recorded of placements agreed in this service (`keepsSchool`); of those that a return brought it is not known. Changes of school at other times are not recorded.'::text,'Own definition. Duty: Children Act 1989 s22C(8)(b): no disruption to education or training.'::text,'percent'::text,'high'::text,true,1), ('placements-ended'::text,'Placements ended'::text,'Placements of children looked after that ended in the period, whether care went on or not, with what held on the last night. Not an end: to go on with the same carer or in the same home, to be adopted by the foster carers with whom the child is (PLACE A3 or A5), a temporary stay, a stay of less than a night. Those after which care went on are the `moves`.'::text,'Own definition. Notice: the records of this service; the return (SSDA903) has none. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.'::text,'placements'::text,'none'::text,true,1), ('ended-after-provider-notice'::text,'Placements ended after notice by the provider'::text,'Share of the placements that ended in the period, as in `placements-ended`, of which the provider of the home had given notice: on that day or before, and not withdrawn by then. Where no notice is recorded, none is taken to have been given.'::text,'Own definition. Notice: the records of this service; the return (SSDA903) has none. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.'::text,'percent'::text,'low'::text,true,1), ('days-notice-to-end'::text,'Days from notice to the end'::text,'Mean days from the day on which notice was given to the day on which the placement ended, of the placements that ended in the period after notice, as in `ended-after-provider-notice`, whoever gave it.'::text,'Own definition. Notice: the records of this service; the return (SSDA903) has none. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.'::text,'days'::text,'high'::text,true,1), ('notices-given'::text,'Notices given'::text,'Notices that the placement of a child looked after is to end, by the day on which they were given, whether they were withdrawn later or not, with what held on that night. `noticeLength` is the time from it to the day on which the placement is to end.'::text,'Own definition. Notice: the records of this service; the return (SSDA903) has none. Reasons: DfE, SSDA903 guide, REASON_PLACE_CHANGE.'::text,'notices'::text,'low'::text,true,1), ('started-care'::text,'Came into care'::text,'Children who started to be looked after in the period, short breaks not counted. One who started more than once in it counts once, at the first time. Care that is known only to have begun before a first day on record, which is in the period, is not a start on that day: it is not known whether it began in the period.'::text,'DfE, Children looked after in England including adoptions: only the first occasion in the year is counted; SSDA903 guide: DECOM of an episode with RNE S.'::text,'children'::text,'none'::text,true,4), ('ceased-care'::text,'Left care'::text,'Children who ceased to be looked after in the period, short breaks not counted. One who ceased more than once in it counts once, at the last time. Care that is recorded as open beyond the 18th birthday, or as ended later, ended on it.'::text,'DfE, Children looked after in England including adoptions: only the last occasion in the year is counted; SSDA903 guide: REC.'::text,'children'::text,'none'::text,true,3), ('ceased-by-adoption'::text,'Left care by adoption'::text,'Share of the children who ceased to be looked after in the period, as in `ceased-care`, who were adopted.'::text,'DfE, SSDA903 guide: REC E11 and E12.'::text,'percent'::text,'high'::text,true,3), ('ceased-by-sgo'::text,'Left care by special guardianship'::text,'Share of the children who ceased to be looked after in the period, as in `ceased-care`, who did by a special guardianship order.'::text,'DfE, SSDA903 guide: REC E45 to E48, before 2018/19 E43 and E44.'::text,'percent'::text,'high'::text,true,3), ('staying-put-18'::text,'Staying Put three months after the 18th birthday'::text,'Of the young people who were looked after until their 18th birthday, in a foster placement at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were Staying Put with their former foster carer three months after the 18th birthday, a day in the period.'::text,'DfE, Children looked after in England including adoptions: Staying Put. Duty: Children Act 1989 s23CZA.'::text,'percent'::text,'high'::text,true,2), ('staying-put-19'::text,'Staying Put on the 19th birthday'::text,'Of the young people who were looked after until their 18th birthday, in a foster placement at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were Staying Put with their former foster carer on the 19th birthday, a day in the period.'::text,'DfE, Children looked after in England including adoptions: Staying Put. Duty: Children Act 1989 s23CZA.'::text,'percent'::text,'high'::text,true,2), ('staying-put-20'::text,'Staying Put on the 20th birthday'::text,'Of the young people who were looked after until their 18th birthday, in a foster placement at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were Staying Put with their former foster carer on the 20th birthday, a day in the period.'::text,'DfE, Children looked after in England including adoptions: Staying Put. Duty: Children Act 1989 s23CZA.'::text,'percent'::text,'high'::text,true,2), ('length-of-care'::text,'Time in care so far'::text,'How long the children looked after on the day have been looked after without a break up to it. The median in days, with the quartiles, between the two nearest lengths in proportion; a month is about 30.4 days, a year 365.25. Where care or the placement began before the first day on record, nobody knows when: left out, and shown.'::text,'Own definition, as requests for information ask. Without a break: DfE, SSDA903 guide, period of care; series of short breaks (V3, V4) are not counted.'::text,'days'::text,'none'::text,false,1), ('length-of-placement'::text,'Time in the placement so far'::text,'How long the children looked after on the day have been in their usual placement up to it; placements one after another with the same carer or in the same home are one, and a temporary stay does not end it. The median in days, with the quartiles, between the two nearest lengths in proportion; a month is about 30.4 days, a year 365.25. Where care or the placement began before the first day on record, nobody knows when: left out, and shown.'::text,'Own definition, as requests for information ask. One placement: as `placements-3-plus` counts them, DfE, SSDA903 guide.'::text,'days'::text,'none'::text,false,1), ('length-of-care-ended'::text,'Time in care of those who left'::text,'How long the children who ceased to be looked after in the period, as in `ceased-care`, had been looked after without a break. The median in days, with the quartiles, between the two nearest lengths in proportion; a month is about 30.4 days, a year 365.25. Where care or the placement began before the first day on record, nobody knows when: left out, and shown.'::text,'Own definition, as requests for information ask. Without a break: DfE, SSDA903 guide, period of care; series of short breaks (V3, V4) are not counted.'::text,'days'::text,'none'::text,true,1), ('length-of-placements-ended'::text,'Length of the placements that ended'::text,'How long the placements that ended in the period, as in `placements-ended`, had lasted; placements one after another with the same carer or in the same home are one. The median in days, with the quartiles, between the two nearest lengths in proportion; a month is about 30.4 days, a year 365.25. Where care or the placement began before the first day on record, nobody knows when: left out, and shown.'::text,'Own definition, as requests for information ask. One placement: as `placements-3-plus` counts them, DfE, SSDA903 guide.'::text,'days'::text,'none'::text,true,1), ('missing-incidents'::text,'Incidents of children missing'::text,'Incidents that began in the period of children looked after who were not where they were placed or expected, and nobody knew where. What is said of the child is what held on that night. Where no return of a part of the period says who was missing, the children looked after in it are unknown, and not counted as never missing.'::text,'DfE, SSDA903 guide: Missing; DfE, Children looked after in England including adoptions.'::text,'incidents'::text,'low'::text,true,1), ('away-incidents'::text,'Incidents of children away without authorisation'::text,'Incidents that began in the period of children looked after who were away from their placement without authorisation, though it was known where they were. Many authorities return all incidents as missing. Where no return of a part of the period says who was missing, the children looked after in it are unknown, and not counted as never missing.'::text,'DfE, SSDA903 guide: Missing; DfE, Children looked after in England including adoptions.'::text,'incidents'::text,'low'::text,true,1), ('children-missing'::text,'Children who went missing'::text,'Different children looked after who went missing in the period, each once; those only away without authorisation are not counted. Where no return of a part of the period says who was missing, the children looked after in it are unknown, and not counted as never missing.'::text,'DfE, SSDA903 guide: Missing; DfE, Children looked after in England including adoptions.'::text,'children'::text,'low'::text,true,1), ('children-missing-5-times'::text,'Children missing five times or more'::text,'Different children looked after who went missing five times or more in the period. Where no return of a part of the period says who was missing, the children looked after in it are unknown, and not counted as never missing.'::text,'Own definition, as requests for information ask. DfE, SSDA903 guide: Missing; DfE, Children looked after in England including adoptions.'::text,'children'::text,'low'::text,true,1), ('share-missing'::text,'Share of children who went missing'::text,'Share of the children looked after at any time in the period who went missing in it. Where no return of a part of the period says who was missing, the children looked after in it are unknown, and not counted as never missing.'::text,'DfE, SSDA903 guide: Missing; DfE, Children looked after in England including adoptions.'::text,'percent'::text,'low'::text,true,1), ('missing-incidents-per-child'::text,'Incidents for each child who went missing'::text,'Incidents of children missing that began in the period, divided by the different children who went missing in it. Where no return of a part of the period says who was missing, the children looked after in it are unknown, and not counted as never missing.'::text,'DfE, SSDA903 guide: Missing; DfE, Children looked after in England including adoptions.'::text,'incidents-per-child'::text,'low'::text,true,1), ('reviews-in-time'::text,'Reviews held in time'::text,'Share of the reviews that fell due in the period that were held in time. The first review is due within 20 working days of coming into care (Monday to Friday; bank holidays are not known), the second within three months of the first, each further one within six months of the last. A review counts on the day it was held, or where it was not held in time on the last day that it was due. None is due after care has ended, for short breaks, or of a child placed for adoption, who is reviewed under other regulations. Of a child who came into care before the first return with reviews, the first review in it is unknown, unless it came more than six months after the beginning of the return and so was late.'::text,'CPPCR 2010 reg. 33 for what is due; DfE, SSDA903 guide: Reviews. The share of children is on the pattern of the former NI 66.'::text,'percent'::text,'high'::text,true,1), ('children-reviewed-in-time'::text,'Children with all reviews in time'::text,'Share of the children looked after on the last day of the period of whom a review fell due in it, all of whose reviews that fell due in it were held in time. The first review is due within 20 working days of coming into care (Monday to Friday; bank holidays are not known), the second within three months of the first, each further one within six months of the last. A review counts on the day it was held, or where it was not held in time on the last day that it was due. None is due after care has ended, for short breaks, or of a child placed for adoption, who is reviewed under other regulations. Of a child who came into care before the first return with reviews, the first review in it is unknown, unless it came more than six months after the beginning of the return and so was late.'::text,'CPPCR 2010 reg. 33 for what is due; DfE, SSDA903 guide: Reviews. The share of children is on the pattern of the former NI 66.'::text,'percent'::text,'high'::text,true,1), ('took-part-in-reviews'::text,'Took part in their review'::text,'Share of the reviews held in the period of children aged 4 or over in which the child took part: was there and spoke, or had the views put by an advocate or in another way, there or not (PN1, PN2, PN3, PN5, PN6). Who was there and said nothing, or was not and had nothing put (PN4, PN7), took no part.'::text,'DfE, SSDA903 guide: Reviews, participation code; on the pattern of the former PAF C63.'::text,'percent'::text,'high'::text,true,1), ('social-worker-changes-2-plus'::text,'Two or more changes of social worker in the year'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, whose social worker changed twice or more in those 12 months. A change is an episode of SWEpisodes that begins in them with another SW_ID than the one before it. Those without a row in the return are not known, and left out. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'Own definition, on the pattern of the Children''s Commissioner''s Stability Index. Rows: DfE, SSDA903 guide: SWEpisodes, collected from 2023/24.'::text,'percent'::text,'low'::text,false,1), ('health-assessments'::text,'Annual health assessments'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted: who had the annual health assessment in the year. Those of whom the return does not say are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'high'::text,false,1), ('dental-checks'::text,'Teeth checked by a dentist'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted: whose teeth were checked by a dentist in the year. Those of whom the return does not say are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'high'::text,false,1), ('immunisations-up-to-date'::text,'Immunisations up to date'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted: whose immunisations were up to date. Those of whom the return does not say are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'high'::text,false,1), ('development-checks'::text,'Development assessments up to date'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, under 5 on it: whose development assessments were up to date. Those of whom the return does not say are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'high'::text,false,1), ('substance-misuse'::text,'Substance misuse'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted: identified in the year as having a substance misuse problem. Those of whom the return does not say are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'low'::text,false,1), ('substance-misuse-intervention'::text,'Intervention for substance misuse'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, identified as having a substance misuse problem: who received an intervention for it in the year. Those of whom the return does not say are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'high'::text,false,1), ('convicted'::text,'Convicted or cautioned'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, aged 10 or over on it: who were convicted in the year, or given a youth caution. Those of whom the return does not say are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'low'::text,false,1), ('sdq-scored'::text,'Score of strengths and difficulties returned'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, aged 5 to 16 on it, for whom a score of the strengths and difficulties questionnaire (SDQ) was returned. Those without a row in the return are in the denominator. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'high'::text,false,1), ('sdq-mean-score'::text,'Average score of strengths and difficulties'::text,'Average score of the strengths and difficulties questionnaire (SDQ) of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, aged 5 to 16 on it, for whom one was returned. 0 to 13 is normal, 14 to 16 a borderline cause for concern, 17 to 40 a cause for concern. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'score'::text,'low'::text,false,1), ('sdq-concern'::text,'Strengths and difficulties: cause for concern'::text,'Share of children looked after on 31 March who had been for the 12 months before it without a break, short breaks not counted, aged 5 to 16 on it, with a score of the strengths and difficulties questionnaire (SDQ), whose score was 17 or over, a cause for concern. A figure as at a day is that of the last 31 March, with what held of the child on it; there is none until the return of the year has come.'::text,'DfE, SSDA903 guide: OC2; DfE, Children looked after in England including adoptions: conviction and health outcomes.'::text,'percent'::text,'low'::text,false,1), ('adoptions'::text,'Children adopted'::text,'Children whose care ended by adoption in the period (REC E11 and E12).'::text,'DfE, SSDA903 guide: REC; Children looked after in England including adoptions.'::text,'children'::text,'none'::text,true,1), ('days-entry-to-adoptive-placement'::text,'Days from entering care to adoptive placement (A1)'::text,'Of the children adopted in the period, the average number of days from entering care to being placed for adoption with those who adopted them. Placed: on the day that PlacedAdoption says, where it did not cease; else on the first day of the adoptive placement. The scorecards are of three years: `from` gives the first day.'::text,'DfE, adoption scorecards: A1. SSDA903 guide: AD1, PlacedAdoption.'::text,'days'::text,'low'::text,true,1), ('days-entry-to-moving-in'::text,'Days from entering care to moving in with the adoptive family (A10)'::text,'Of the children adopted in the period, the average number of days from entering care to moving in with those who adopted them. Where foster carers adopted the child, the child moved in when they began to foster it. Placed: on the day that PlacedAdoption says, where it did not cease; else on the first day of the adoptive placement. The scorecards are of three years: `from` gives the first day.'::text,'DfE, adoption scorecards: A10, which adjusts A1 for adoption by foster carers. SSDA903 guide: AD1, PlacedAdoption.'::text,'days'::text,'low'::text,true,1), ('days-placement-order-to-match'::text,'Days from placement order to match (A2)'::text,'Of the children adopted in the period, the average number of days from the first placement order (or freeing order) of the period of care to the decision on the match; 0 where the match came first. Children without such an order, or who were not placed for adoption, are left out. Placed: on the day that PlacedAdoption says, where it did not cease; else on the first day of the adoptive placement. The scorecards are of three years: `from` gives the first day.'::text,'DfE, adoption scorecards: A2. SSDA903 guide: AD1, PlacedAdoption.'::text,'days'::text,'low'::text,true,1), ('adopted-within-14-months'::text,'Placed with adopters within 14 months'::text,'Share of the children adopted in the period who were placed for adoption less than 14 months after entering care: 14 months, the threshold of the scorecards, are 426 days. A3 of the scorecards also has those in it who still wait. Placed: on the day that PlacedAdoption says, where it did not cease; else on the first day of the adoptive placement. The scorecards are of three years: `from` gives the first day.'::text,'Own definition, close to A3 of DfE''s adoption scorecards.'::text,'percent'::text,'high'::text,true,1), ('deprived-of-liberty'::text,'Children deprived of their liberty'::text,'Children looked after on the day under a deprivation of liberty order of the High Court that the authority has recorded, or returned in DoLo; an order that both say counts once. Secure orders (Children Act 1989 s25) are not among them: read children in secure homes by `placementType`.'::text,'DfE, SSDA903 guide: DoLo, collected from 2026/27. What is counted: own definition.'::text,'children'::text,'low'::text,false,1), ('deprived-of-liberty-during'::text,'Children deprived of their liberty in the period'::text,'Different children looked after, each once, who were in the period under a deprivation of liberty order of the High Court that the authority has recorded, or returned in DoLo; an order that both say counts once. Secure orders (Children Act 1989 s25) are not among them: read children in secure homes by `placementType`. By a dimension, a child counts in every group in which it had such a night, so the groups do not add up to the whole.'::text,'DfE, SSDA903 guide: DoLo, collected from 2026/27. What is counted: own definition.'::text,'children'::text,'low'::text,true,1), ('deprivation-of-liberty-nights'::text,'Nights of deprivation of liberty'::text,'Nights in the period of children looked after under a deprivation of liberty order of the High Court that the authority has recorded, or returned in DoLo; an order that both say counts once. Secure orders (Children Act 1989 s25) are not among them: read children in secure homes by `placementType`.'::text,'DfE, SSDA903 guide: DoLo, collected from 2026/27. What is counted: own definition.'::text,'nights'::text,'low'::text,true,1), ('suitable-accommodation'::text,'Care leavers in suitable accommodation'::text,'Share of care leavers with a birthday from the 17th to the 21st in the period who were then in accommodation that their authority holds suitable. Those who died, returned home for six months or more, went abroad or were deported are not counted; those not in touch are, as not known to be. No fixed abode and custody are never suitable (ACCOM S1 and X1, which the list of the guide lacks, count as S2 and X2). In touch, but where they live not known: left out, and shown. Read it by `leaverAgeBand`, which is how it is published: 17 and 18, 19 to 21.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH and ACCOM; Children looked after in England: care leavers.'::text,'percent'::text,'high'::text,true,2), ('care-leavers'::text,'Care leavers'::text,'Care leavers of whom the return says how they were at a birthday from the 17th to the 21st in the period: where they live by `accommodationKind`, what they do by `activity`, whether the authority is in touch by `inTouch`.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'::text,'young-people'::text,'none'::text,true,1), ('care-leavers-in-touch'::text,'Care leavers with whom the authority is in touch'::text,'Share of care leavers with a birthday from the 17th to the 21st in the period with whom the authority was in touch around it. Those who died or returned home for six months or more are not counted; those who refuse contact or no longer need the service are, as not in touch. Read it by `leaverAgeBand`, which is how it is published: 17 and 18, 19 to 21.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'::text,'percent'::text,'high'::text,true,1), ('care-leavers-in-work-or-education'::text,'Care leavers in education, employment or training'::text,'Share of care leavers with a birthday from the 17th to the 21st in the period who were in education, employment or training, full time or part time around it. Those who died or returned home for six months or more are not counted. Those of whom it is not known, as where the authority is not in touch, are in the denominator, as DfE has them. Read it by `leaverAgeBand`, which is how it is published: 17 and 18, 19 to 21.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'::text,'percent'::text,'high'::text,true,1), ('care-leavers-not-in-work-or-education'::text,'Care leavers not in education, employment or training'::text,'Share of care leavers with a birthday from the 17th to the 21st in the period who were not in education, employment or training for whatever reason around it. Those who died or returned home for six months or more are not counted. Those of whom it is not known, as where the authority is not in touch, are in the denominator, as DfE has them. Read it by `leaverAgeBand`, which is how it is published: 17 and 18, 19 to 21.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'::text,'percent'::text,'low'::text,true,1), ('care-leavers-in-higher-education'::text,'Care leavers in higher education'::text,'Care leavers with a birthday from the 17th to the 21st in the period who were then in higher education, full time or part time (ACTIV F1 or P1): beyond A level, as at university.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'::text,'young-people'::text,'high'::text,true,1), ('care-leavers-in-bed-and-breakfast'::text,'Care leavers in bed and breakfast'::text,'Care leavers with a birthday from the 17th to the 21st in the period who were then in bed and breakfast (ACCOM W). The return says where they were on that day; it does not count nights.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'::text,'young-people'::text,'low'::text,true,1), ('care-leavers-in-emergency-accommodation'::text,'Care leavers in emergency accommodation'::text,'Care leavers with a birthday from the 17th to the 21st in the period who were then in emergency accommodation (ACCOM V). The return says where they were on that day; it does not count nights.'::text,'DfE, SSDA903 guide: OC3 IN_TOUCH, ACTIV and ACCOM; DfE, Children looked after in England: care leavers.'::text,'young-people'::text,'low'::text,true,1), ('in-staying-put'::text,'Young people Staying Put'::text,'Young adults, no longer looked after, who on the day live on with their former foster carers. Each takes a place in the household.'::text,'DfE, Staying Put guidance. Duty: Children Act 1989 s23CZA.'::text,'young-people'::text,'none'::text,false,1), ('in-staying-close'::text,'Young people in Staying Close'::text,'Young adults, no longer looked after, who on the day are supported close to the children''s home or 16+ provision that they left.'::text,'Own definition: the return has no code for Staying Close. DfE, Staying Close: support for those who leave children''s homes and supported accommodation.'::text,'young-people'::text,'none'::text,false,1), ('staying-put-started'::text,'Staying Put begun'::text,'Young adults whose Staying Put began in the period, each once. One who goes on in it elsewhere the same day has not begun again.'::text,'DfE, Staying Put guidance. Duty: Children Act 1989 s23CZA.'::text,'young-people'::text,'none'::text,true,2), ('staying-close-started'::text,'Staying Close begun'::text,'Young adults whose Staying Close began in the period, each once. One who goes on in it elsewhere the same day has not begun again.'::text,'Own definition: the return has no code for Staying Close. DfE, Staying Close: support for those who leave children''s homes and supported accommodation.'::text,'young-people'::text,'none'::text,true,2), ('staying-close-18'::text,'Staying Close three months after the 18th birthday'::text,'Of the young people who were looked after until their 18th birthday, in a children''s home, supported accommodation or supported lodgings at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were in Staying Close three months after the 18th birthday, a day in the period.'::text,'Own definition: the return has no code for Staying Close. DfE, Staying Close: support for those who leave children''s homes and supported accommodation. On the pattern of DfE''s figures of Staying Put.'::text,'percent'::text,'high'::text,true,2), ('staying-close-19'::text,'Staying Close on the 19th birthday'::text,'Of the young people who were looked after until their 18th birthday, in a children''s home, supported accommodation or supported lodgings at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were in Staying Close on the 19th birthday, a day in the period.'::text,'Own definition: the return has no code for Staying Close. DfE, Staying Close: support for those who leave children''s homes and supported accommodation. On the pattern of DfE''s figures of Staying Put.'::text,'percent'::text,'high'::text,true,2), ('staying-close-20'::text,'Staying Close on the 20th birthday'::text,'Of the young people who were looked after until their 18th birthday, in a children''s home, supported accommodation or supported lodgings at the end, and had been looked after for 13 weeks or more since the age of 14, the share who were in Staying Close on the 20th birthday, a day in the period.'::text,'Own definition: the return has no code for Staying Close. DfE, Staying Close: support for those who leave children''s homes and supported accommodation. On the pattern of DfE''s figures of Staying Put.'::text,'percent'::text,'high'::text,true,2), ('care-leavers-in-placements'::text,'Care leavers aged 18 to 25 in placements'::text,'Young people aged 18 to 25 who live on the day in a placement that is recorded: Staying Put, Staying Close, supported accommodation or lodgings, independent living, or any other that went on after the 18th birthday or began after it. `hasBed=yes` counts those in a bed that is recorded, `contractKind` tells how the home is bought. Of the level of support the type of the placement and the category of supported accommodation are recorded; hours of support are not. Care leavers in a tenancy of their own, with family, or anywhere else that nobody places them in are not recorded here: `suitable-accommodation` tells of them at their birthdays.'::text,'Own definition. Care leavers up to 25: Children Act 1989 s23C and s23CZB.'::text,'young-people'::text,'none'::text,false,1), ('weekly-cost'::text,'Weekly cost of a placement'::text,'Mean weekly cost of the placements of children looked after on the day: that agreed for the placement, else the weekly fee of the home. One that is not recorded is left out, never counted as nothing.'::text,'Own definition.'::text,'pounds-a-week'::text,'low'::text,false,2), ('placement-spend'::text,'Spend on placements'::text,'Nights that children spent in placements in the period, those of short breaks (V3, V4) too, each at a seventh of the weekly cost: that agreed for the placement, else the weekly fee of the home. Without any cost that is known, it is not known, which is not £0. By `legalStatus` or `placementType`, short breaks stand apart.'::text,'Own definition: nights × nightly fee.'::text,'pounds'::text,'low'::text,true,3), ('cost-per-night'::text,'Cost of a night in placement'::text,'Pounds spent on placements in the period, as in `placement-spend`, divided by the nights of the same placements. Nights whose cost is not recorded are in neither, and shown.'::text,'Own definition: nights × nightly fee ÷ nights.'::text,'pounds-a-night'::text,'low'::text,true,1), ('average-weekly-fee'::text,'Average weekly fee over a period'::text,'Mean weekly cost of placements over the nights of the period, each night counted once: that agreed for the placement, else the weekly fee of the home. Seven times `cost-per-night`. Nights whose cost is not recorded are left out, and shown. `weekly-cost` is of one day.'::text,'Own definition: nights × nightly fee ÷ nights.'::text,'pounds-a-week'::text,'low'::text,true,1), ('lowest-weekly-fee'::text,'Lowest weekly fee over a period'::text,'The lowest weekly cost of a placement on any night of the period: that agreed for the placement, else the weekly fee of the home. Counted are the nights whose cost is known, of which it is the lowest. One night is enough. `average-weekly-fee` is the mean over the same nights.'::text,'Own definition, as requests for information ask for it.'::text,'pounds-a-week'::text,'none'::text,true,1), ('highest-weekly-fee'::text,'Highest weekly fee over a period'::text,'The highest weekly cost of a placement on any night of the period: that agreed for the placement, else the weekly fee of the home. Counted are the nights whose cost is known, of which it is the highest. One night is enough. `average-weekly-fee` is the mean over the same nights.'::text,'Own definition, as requests for information ask for it.'::text,'pounds-a-week'::text,'none'::text,true,1), ('void-cost'::text,'Cost of void beds'::text,'Nights on which beds were void in the period, each at a seventh of the home''s weekly fee for a bed.'::text,'Own definition.'::text,'pounds'::text,'low'::text,true,2), ('solo-use-cost'::text,'Cost of solo use'::text,'Nights on which beds were kept empty for the child already there (solo or reduced occupancy) in the period, each at a seventh of the home''s weekly fee for a bed.'::text,'Own definition.'::text,'pounds'::text,'low'::text,true,2), ('block-contracts-used'::text,'Use of block contracts'::text,'Nights on which beds were occupied in homes under a block contract in the period, as a share of the nights bought: the beds of the contract on every night of its term in the period. It is over 100 % where more beds are used than were bought.'::text,'Own definition.'::text,'percent'::text,'high'::text,true,1), ('block-contracts-used-by-leavers'::text,'Use of block contracts by care leavers'::text,'Nights on which young people aged 18 to 25 occupied beds in homes under a block contract in the period, as a share of the nights bought, as in `block-contracts-used`. Beds bought for care leavers outside homes that are recorded here are not known.'::text,'Own definition.'::text,'percent'::text,'none'::text,true,1), ('searches'::text,'Searches for a bed'::text,'Searches for beds made in the period, each counted once for every child searched for. What became of one is what was known on the last day of the period.'::text,'Own definition.'::text,'children'::text,'none'::text,true,2), ('searches-found-nothing'::text,'Searches that found nothing'::text,'Share of the searches for beds made in the period that found no option, each counted once for every child searched for. The rule first in the way is the one that alone kept the most free beds out; the nearest miss, what would have made an option of the best home that broke one rule.'::text,'Own definition.'::text,'percent'::text,'low'::text,true,2), ('requests'::text,'Children for whom a home was requested'::text,'Placement requests received in the period, each counted once for every child, whatever became of it. What is told of it is what was known on the last day of the period: one placed after it is open.'::text,'Own definition.'::text,'children'::text,'none'::text,true,2), ('requests-found-nothing'::text,'Requests that found nothing'::text,'Of the children of placement requests received in the period for whom a bed was searched for, the share of whose searches none found an option.'::text,'Own definition.'::text,'percent'::text,'low'::text,true,2), ('days-request-to-start'::text,'Days from request to start'::text,'Mean days from the day a placement request was received to the day the placement made by it started, of the children placed by requests received in the period. One recorded after the start counts as no days.'::text,'Own definition.'::text,'days'::text,'low'::text,true,2), ('days-waited'::text,'Days waited'::text,'Mean days from the day a placement request was received until the child was placed or the request withdrawn, or until the last day of the period (today, for one to come) where it was open on it, of the children of requests received in the period.'::text,'Own definition.'::text,'days'::text,'low'::text,true,2), ('requests-same-day'::text,'Placed on the day of the request'::text,'Share of the children placed by requests received in the period whose placement started on the day that the request was received.'::text,'Own definition.'::text,'percent'::text,'none'::text,true,2), ('requests-met-in-house'::text,'Requests met in house'::text,'Share of the children placed by requests received in the period who were placed in the authority''s own provision (PLACE_PROVIDER PR1).'::text,'Own definition.'::text,'percent'::text,'high'::text,true,2), ('requests-met-in-authority'::text,'Requests met in the authority'::text,'Share of the children placed by requests received in the period who were placed in the authority, as in `placed-in-authority`. Those of whom it is not known are in the denominator.'::text,'Own definition.'::text,'percent'::text,'high'::text,true,2), ('requests-first-choice'::text,'Requests met by the first choice'::text,'Share of the children placed by requests received in the period who were placed in the home that came first in the last search that found something for the request before the placement was agreed.'::text,'Own definition.'::text,'percent'::text,'high'::text,true,2), ('approved-carers'::text,'Approved fostering households'::text,'Fostering households that are approved on the day.'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'households'::text,'high'::text,false,1), ('carers-in-pipeline'::text,'Fostering households in the pipeline'::text,'Households on their way to approval on the day, not yet approved, withdrawn or refused. By `carerStage`: each is at the last stage that it has begun.'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'households'::text,'high'::text,false,1), ('carer-enquiries'::text,'Fostering enquiries'::text,'Households whose enquiry about fostering is of a day in the period.'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'households'::text,'high'::text,true,1), ('carer-applications'::text,'Fostering applications'::text,'Households whose application to foster was received in the period.'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'households'::text,'high'::text,true,1), ('carer-approvals'::text,'Fostering approvals'::text,'Households approved in the period, those that come from another service among them (`transferredFrom`).'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'households'::text,'high'::text,true,1), ('carers-left'::text,'Fostering households that left'::text,'Approved households that ceased to be so in the period: they resigned or retired, their approval was ended by the service, or they went on to foster for another. By `carerEvent`.'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'households'::text,'low'::text,true,1), ('carers-net-change'::text,'Net change of fostering households'::text,'Households approved in the period less approved households that left in it. Below 0 where more left. It is the change of `approved-carers` over the period.'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'households'::text,'high'::text,true,1), ('carer-places-net-change'::text,'Net change of fostering places'::text,'Places of households approved in the period less those of approved households that left in it. Each household counts with the places recorded of its journey: a variation of its approval in between is in `open-beds`, not here.'::text,'Own definition; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'beds'::text,'high'::text,true,1), ('carer-applications-per-enquiry'::text,'Fostering applications to enquiries'::text,'Applications received in the period as a share of the enquiries received in it. They are not the same households: an enquiry of one year may be an application of the next, and family and friends often apply without one.'::text,'As in Ofsted''s annual return of fostering services; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'percent'::text,'high'::text,true,1), ('carer-conversion'::text,'Journeys to fostering that ended in approval'::text,'Of the journeys towards approval that came to their end in the period, by approval, withdrawal or refusal, the share that ended in approval. From the application on: the cohort of `stageReached` application, assessment and panel.'::text,'Own definition; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'percent'::text,'high'::text,true,1), ('days-enquiry-to-approval'::text,'Days from enquiry to approval'::text,'Mean days from the enquiry to the approval of the households approved in the period. How they are spread: `carer-approvals` by `timeToApproval`.'::text,'Own definition; Fostering Services (England) Regulations 2011, regs 26 to 28.'::text,'days'::text,'low'::text,true,1)) declared(measure, title, definition, source, unit, polarity, is_over_period, version);
comment on view reporting.measures is 'Measures. A measure of the catalogue, as it is defined now.';
grant select on reporting.measures to sufficiency_app;
grant select on reporting.measures to sufficiency_reporting;

create view reporting.missing_incidents with (security_barrier=true) as
 select child_key(secret.inner_pad, secret.outer_pad, incident.child_id) as child_key,
    incident.began_on as started_on,
        case incident.kind
            when 'M'::text then 'missing'::text
            when 'A'::text then 'away'::text
            else null::text
        end as missing_kind,
    incident.ended_on,
    care.age::integer as age,
    care.sex,
    care.ethnicity,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location
   from ( select distinct on (returned.child_id, (returned.cells ->> 'MIS_START'::text), (returned.cells ->> 'MISSING'::text)) returned.child_id,
            (returned.cells ->> 'MIS_START'::text)::date as began_on,
            (returned.cells ->> 'MIS_END'::text)::date as ended_on,
            returned.cells ->> 'MISSING'::text as kind
           from returned_rows returned
          where returned.module = 'missing'::text and (returned.cells ->> 'MISSING'::text) ~ '^[MA]$'::text
          order by returned.child_id, (returned.cells ->> 'MIS_START'::text), (returned.cells ->> 'MISSING'::text), returned.collection_year desc) incident
     join feed_secrets secret on secret.authority_code = (( select reader_authority() as reader_authority))
     join care_facts care on care.child_id = incident.child_id and care.known_to = 'infinity'::timestamp with time zone and care.from_on <= incident.began_on and care.to_on > incident.began_on and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text]))
  where (( select noted_reader('missing_incidents'::text) as noted_reader)) is not null;
comment on view reporting.missing_incidents is 'Incidents of children missing. A child looked after who went missing or away without authorisation, by the returns.';
grant select on reporting.missing_incidents to sufficiency_app;
grant select on reporting.missing_incidents to sufficiency_reporting;

create view reporting.moves with (security_barrier=true) as
 select placement.id as placement_id,
    child_key(secret.inner_pad, secret.outer_pad, placement.child_id) as child_key,
    placement.ended_on as moved_on,
    placement.end_reason as move_reason,
        case coalesce(placement.end_planned,
            case
                when placement.end_reason = 'CARPL'::text then true
                when placement.end_reason <> 'OTHER'::text and placement.end_reason <> 'PLACE'::text then false
                else null::boolean
            end)
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as end_planned,
    care.age::integer as age,
    care.sex,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location
   from placements placement
     join feed_secrets secret on secret.authority_code = placement.authority_code
     join care_facts care on care.child_id = placement.child_id and care.known_to = 'infinity'::timestamp with time zone and care.to_on = placement.ended_on and care.placement_id = placement.id
  where placement.authority_code = (( select noted_reader('moves'::text) as noted_reader)) and placement.layer = 'usual'::text and (exists ( select
           from care_facts next
          where next.child_id = placement.child_id and next.known_to = 'infinity'::timestamp with time zone and next.from_on = placement.ended_on)) and not (exists ( select
           from placements next
          where next.child_id = placement.child_id and next.layer = 'usual'::text and next.id <> placement.id and next.started_on = placement.ended_on and placement.ended_on > placement.started_on and (next.ended_on is null or next.ended_on > next.started_on) and (next.same_carer or next.home_id = placement.home_id or (next.place_code = any (array['A3'::text, 'A5'::text])) and (placement.placement_type = any (array['internal-foster'::text, 'ifa'::text, 'other-authority-foster'::text, 'connected-carer'::text])))));
comment on view reporting.moves is 'Moves. A placement that ended while the child stayed in care: not where the child goes on with the same carer or in the same home. What it says held on the last night.';
grant select on reporting.moves to sufficiency_app;
grant select on reporting.moves to sufficiency_reporting;

create view reporting.notices with (security_barrier=true) as
 select notice.id as notice_id,
    notice.placement_id,
    child_key(secret.inner_pad, secret.outer_pad, placement.child_id) as child_key,
    notice.given_on,
    notice.ends_on,
    notice.withdrawn_on,
    notice.given_by as notice_giver,
    care.age::integer as age,
    care.sex,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location
   from notices notice
     join placements placement on placement.id = notice.placement_id
     join feed_secrets secret on secret.authority_code = notice.authority_code
     join care_facts care on care.child_id = placement.child_id and care.known_to = 'infinity'::timestamp with time zone and care.placement_id = placement.id and care.from_on <= least(notice.given_on, placement.ended_on - 1) and care.to_on > least(notice.given_on, placement.ended_on - 1)
  where notice.authority_code = (( select reader_authority() as reader_authority)) and (( select noted_reader('notices'::text) as noted_reader)) is not null;
comment on view reporting.notices is 'Notices. Notice that a placement is to end. What it says of the child held on the night of the notice.';
grant select on reporting.notices to sufficiency_app;
grant select on reporting.notices to sufficiency_reporting;

create view reporting.placement_ends with (security_barrier=true) as
 select placement.id as placement_id,
    child_key(secret.inner_pad, secret.outer_pad, placement.child_id) as child_key,
    placement.ended_on,
    (exists ( select
           from care_facts next
          where next.child_id = placement.child_id and next.known_to = 'infinity'::timestamp with time zone and next.from_on = placement.ended_on)) as care_goes_on,
        case
            when care.placement_started_before is not true then placement.ended_on - care.placement_started_on
            else null::integer
        end as days_in_placement,
    placement.end_reason as move_reason,
        case coalesce(placement.end_planned,
            case
                when placement.end_reason = 'CARPL'::text then true
                when placement.end_reason <> 'OTHER'::text and placement.end_reason <> 'PLACE'::text then false
                else null::boolean
            end)
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as end_planned,
    coalesce(notice.given_by, 'none'::text) as notice_giver,
    placement.ended_on - notice.given_on as notice_days,
    care.age::integer as age,
    care.sex,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location
   from placements placement
     join feed_secrets secret on secret.authority_code = placement.authority_code
     join care_facts care on care.child_id = placement.child_id and care.known_to = 'infinity'::timestamp with time zone and care.to_on = placement.ended_on and care.placement_id = placement.id
     left join lateral ( select latest.given_by,
            latest.given_on
           from notices latest
          where latest.placement_id = placement.id and latest.given_on <= placement.ended_on and (latest.withdrawn_on is null or latest.withdrawn_on > placement.ended_on)
          order by latest.given_on desc, latest.id
         limit 1) notice on true
  where placement.authority_code = (( select noted_reader('placement_ends'::text) as noted_reader)) and placement.layer = 'usual'::text and not (exists ( select
           from placements next
          where next.child_id = placement.child_id and next.layer = 'usual'::text and next.id <> placement.id and next.started_on = placement.ended_on and placement.ended_on > placement.started_on and (next.ended_on is null or next.ended_on > next.started_on) and (next.same_carer or next.home_id = placement.home_id or (next.place_code = any (array['A3'::text, 'A5'::text])) and (placement.placement_type = any (array['internal-foster'::text, 'ifa'::text, 'other-authority-foster'::text, 'connected-carer'::text])))));
comment on view reporting.placement_ends is 'Placements that ended. A placement on the day it ended, whether care goes on or not: not where the child goes on with the same carer or in the same home. What it says held on the last night.';
grant select on reporting.placement_ends to sufficiency_app;
grant select on reporting.placement_ends to sufficiency_reporting;

create view reporting.placement_starts with (security_barrier=true) as
 select placement.id as placement_id,
    care.from_on as started_on,
    child_key(secret.inner_pad, secret.outer_pad, placement.child_id) as child_key,
        case
            when placement.started_before is true and care.from_on = placement.started_on then null::text
            when care.from_on > period.started_on then 'later'::text
            when care.care_started_before is not true then 'first'::text
            when care.from_on = placement.started_on then 'later'::text
            else null::text
        end as placement_order,
        case
            when placement.agreed_at is not null then
            case
                when placement.emergency then 'yes'::text
                else 'no'::text
            end
            else null::text
        end as emergency_placement,
    care.age::integer as age,
    care.sex,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location,
        case placement.keeps_school
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as keeps_school
   from placements placement
     join feed_secrets secret on secret.authority_code = placement.authority_code
     join care_periods period on period.child_id = placement.child_id and period.nights && placement.stay
     join care_facts care on care.child_id = placement.child_id and care.known_to = 'infinity'::timestamp with time zone and care.placement_id = placement.id and care.from_on = greatest(placement.started_on, period.started_on)
  where placement.authority_code = (( select noted_reader('placement_starts'::text) as noted_reader)) and placement.layer = 'usual'::text and not (care.from_on > period.started_on and (exists ( select
           from placements last
          where last.child_id = placement.child_id and last.layer = 'usual'::text and last.id <> placement.id and last.ended_on = placement.started_on and last.ended_on > last.started_on and (placement.ended_on is null or placement.ended_on > placement.started_on) and (placement.same_carer or placement.home_id = last.home_id or (placement.place_code = any (array['A3'::text, 'A5'::text])) and (last.placement_type = any (array['internal-foster'::text, 'ifa'::text, 'other-authority-foster'::text, 'connected-carer'::text]))))));
comment on view reporting.placement_starts is 'Placements that began. A placement on the day it began for a child in care: not where the child goes on with the same carer or in the same home. What it says held on the first night.';
grant select on reporting.placement_starts to sufficiency_app;
grant select on reporting.placement_starts to sufficiency_reporting;

create view reporting.placements with (security_barrier=true) as
 select stay.id as placement_id,
    child_key(secret.inner_pad, secret.outer_pad, stay.child_id) as child_key,
    stay.started_on,
    stay.planned_to,
    stay.ended_on,
    stay.end_reason,
    stay.end_planned,
    stay.placement_type,
    stay.place_code,
    sector_of(stay.provider_code) as provider_sector,
    stay.home_id,
    stay.bed_id,
    stay.location,
    stay.located_in as receiving_authority,
        case
            when ( select blurs_distances() as blurs_distances) then stay.distance_shown
            else stay.distance_miles
        end::double precision as distance_miles,
    stay.updated_at as changed_at,
    stay.weekly_cost::double precision as weekly_cost
   from placements stay
     join feed_secrets secret on secret.authority_code = stay.authority_code
  where stay.authority_code = (( select noted_reader('placements'::text) as noted_reader)) and stay.started_on is not null and stay.withdrawn_on is null
  order by stay.id;
comment on view reporting.placements is 'Placements. A placement that started, and was not withdrawn.';
grant select on reporting.placements to sufficiency_app;
grant select on reporting.placements to sufficiency_reporting;

create view reporting.populations with (security_barrier=true) as
 select estimate.as_at,
    estimate.people
   from populations estimate
  where estimate.authority_code = (( select noted_reader('populations'::text) as noted_reader));
comment on view reporting.populations is 'Population estimates. An estimate of the children aged 0 to 17 who live in the authority. It stands until the next.';
grant select on reporting.populations to sufficiency_app;
grant select on reporting.populations to sufficiency_reporting;

create view reporting.providers with (security_barrier=true) as
 select provider.id as provider_id,
        case
            when ( select reader_may('homes:read'::text) as reader_may) then provider.name
            else null::text
        end as name,
    provider.sector,
    provider.ofsted_urn
   from providers provider
  where provider.authority_code = (( select noted_reader('providers'::text) as noted_reader));
comment on view reporting.providers is 'Providers. An organisation that provides homes.';
grant select on reporting.providers to sufficiency_app;
grant select on reporting.providers to sufficiency_reporting;

create view reporting.published_fans with (security_barrier=true) as
 select forecast.id as forecast_id,
    date_trunc('month'::text, asked.as_at::timestamp without time zone)::date as month,
    coalesce(series.category, 'all'::text) as category,
    coalesce(series."ageBand", 'all'::text) as age_band,
    asked.as_at,
    (number."interval" ->> 'p10'::text)::integer as p10,
    (number."interval" ->> 'p25'::text)::integer as p25,
    (number."interval" ->> 'p50'::text)::double precision as p50,
    (number."interval" ->> 'p75'::text)::integer as p75,
    (number."interval" ->> 'p90'::text)::integer as p90
   from forecasts forecast
     cross join lateral jsonb_to_recordset(forecast.result -> 'series'::text) series(category text, "ageBand" text, "isPublic" boolean, "values" jsonb)
     cross join lateral jsonb_to_recordset(series."values") number(month integer, "interval" jsonb)
     cross join lateral ( select ((forecast.result -> 'months'::text) ->> (number.month - 1))::date as as_at) asked
  where forecast.status = 'done'::text and series."isPublic" and forecast.authority_code = (( select reader_authority() as reader_authority)) and (( select noted_reader('published_fans'::text) as noted_reader)) is not null;
comment on view reporting.published_fans is 'What is published of forecasts, by month. What the publication of a forecast has of the last night of a month: percentiles of all children, of a category and of an age band (`all`: of any), of groups of at least 10.';
grant select on reporting.published_fans to sufficiency_app;
grant select on reporting.published_fans to sufficiency_reporting;

create view reporting.requests with (security_barrier=true) as
 select request.id as request_id,
    child_key(secret.inner_pad, secret.outer_pad, child.id) as child_key,
    request.received_on,
    request.needed_from,
    request.urgency,
    extract(year from age(request.received_on::timestamp with time zone, child.date_of_birth::timestamp with time zone))::integer as age,
    child.sex,
    searched.first_on as first_searched_on,
    searched.found_on as first_found_on,
    request.withdrawn_on,
    placed.started_on as placed_on,
    placed.id as placement_id,
    placed.placement_type,
    sector_of(placed.provider_code) as provider_sector,
    placed.location,
        case placed.home_id = best.home_id
            when true then 'yes'::text
            when false then 'no'::text
            else null::text
        end as first_choice
   from placement_requests request
     join feed_secrets secret on secret.authority_code = request.authority_code
     cross join lateral unnest(request.child_ids) of_request(child_id)
     join children child on child.id = of_request.child_id
     cross join lateral ( select min((search.searched_at at time zone 'Europe/London'::text)::date) as first_on,
            min((search.searched_at at time zone 'Europe/London'::text)::date) filter (where search.found > 0) as found_on
           from vacancy_searches search
          where search.request_id = request.id) searched
     left join lateral ( select stay.id,
            stay.authority_code,
            stay.child_id,
            stay.bed_id,
            stay.home_id,
            stay.placement_type,
            stay.place_code,
            stay.provider_code,
            stay.layer,
            stay.planned_from,
            stay.planned_to,
            stay.started_on,
            stay.ended_on,
            stay.withdrawn_on,
            stay.nights,
            stay.stay,
            stay.end_reason,
            stay.end_planned,
            stay.same_carer,
            stay.postcode,
            stay.home_postcode,
            stay.weekly_cost,
            stay.distance_miles,
            stay.location,
            stay.agreed_at,
            stay.emergency,
            stay.request_id,
            stay.hold_id,
            stay.moved_from_id,
            stay.moved_to_id,
            stay.absence_from_id,
            stay.withdrawal_kind,
            stay.withdrawal_reason,
            stay.version,
            stay.created_at,
            stay.updated_at,
            stay.stated_area,
            stay.keeps_school,
            stay.recorded_as_happened,
            stay.started_before,
            stay.located_in,
            stay.distance_shown
           from placements stay
          where stay.request_id = request.id and stay.child_id = child.id and stay.withdrawn_on is null and stay.started_on is not null
          order by stay.started_on, stay.id
         limit 1) placed on true
     left join lateral ( select search.home_ids[1] as home_id
           from vacancy_searches search
          where search.request_id = request.id and search.found > 0 and search.searched_at <= coalesce(placed.agreed_at, placed.created_at)
          order by search.searched_at desc, search.id
         limit 1) best on true
  where request.authority_code = (( select noted_reader('requests'::text) as noted_reader));
comment on view reporting.requests is 'Requests for a home. A child for whom a home is requested, and what became of it up to now.';
grant select on reporting.requests to sufficiency_app;
grant select on reporting.requests to sufficiency_reporting;

create view reporting.returned_modules with (security_barrier=true) as
 select distinct returned.module,
    returned.collection_year::integer as collection_year
   from return_rows returned
  where returned.authority_code = (( select noted_reader('returned_modules'::text) as noted_reader));
comment on view reporting.returned_modules is 'Modules of the returns. A module of which the returns of a collection year have rows. Of a year without it nothing is known.';
grant select on reporting.returned_modules to sufficiency_app;
grant select on reporting.returned_modules to sufficiency_reporting;

create view reporting.reviews with (security_barrier=true) as
 select child_key(secret.inner_pad, secret.outer_pad, review.child_id) as child_key,
    review.held_on,
        case
            when review.code = 'PN0'::text then 'under-4'::text
            when review.code = any (array['PN1'::text, 'PN2'::text, 'PN3'::text, 'PN5'::text, 'PN6'::text]) then 'took-part'::text
            when review.code = any (array['PN4'::text, 'PN7'::text]) then 'did-not'::text
            else null::text
        end as participation,
    care.age::integer as age,
    care.sex,
    care.ethnicity,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location
   from ( select distinct on (returned.child_id, ((returned.cells ->> 'REVIEW'::text)::date)) returned.child_id,
            (returned.cells ->> 'REVIEW'::text)::date as held_on,
            returned.cells ->> 'REVIEW_CODE'::text as code
           from returned_rows returned
          where returned.module = 'reviews'::text
          order by returned.child_id, ((returned.cells ->> 'REVIEW'::text)::date), returned.collection_year desc, (returned.cells ->> 'REVIEW_CODE'::text)) review
     join feed_secrets secret on secret.authority_code = (( select reader_authority() as reader_authority))
     join care_facts care on care.child_id = review.child_id and care.known_to = 'infinity'::timestamp with time zone and care.from_on <= review.held_on and care.to_on > review.held_on and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text]))
  where (( select noted_reader('reviews'::text) as noted_reader)) is not null;
comment on view reporting.reviews is 'Reviews held. A review of a child in care, by the returns.';
grant select on reporting.reviews to sufficiency_app;
grant select on reporting.reviews to sufficiency_reporting;

create view reporting.reviews_due with (security_barrier=true) as
 with span as (
         select make_date(min(years.year) - 1, 4, 1) as first,
            make_date(max(years.year), 4, 1) as ends
           from ( select every.year,
                    every.year - row_number() over (order by every.year) as nth
                   from ( select distinct return_rows.collection_year::integer as year
                           from return_rows
                          where return_rows.authority_code = (( select reader_authority() as reader_authority)) and return_rows.module = 'reviews'::text) every) years
          group by years.nth
        ), stay as (
         select period.child_id,
            greatest(period.started_on, span.first) as begins,
            least(period.ended_on, birthday(child.date_of_birth, 18), span.ends) as ends,
            period.started_on >= span.first and not period.started_before as from_the_first
           from care_periods period
             join children child on child.id = period.child_id
             join span on period.started_on < span.ends and coalesce(period.ended_on, 'infinity'::date) > span.first
          where period.authority_code = (( select reader_authority() as reader_authority))
        ), step as (
         select stay.child_id,
            stay.begins,
            stay.ends,
            stay.from_the_first,
            0 as number,
            stay.begins as last
           from stay
        union all
         select stay.child_id,
            stay.begins,
            stay.ends,
            stay.from_the_first,
            row_number() over (partition by stay.child_id, stay.begins order by held.day) as row_number,
            held.day
           from stay
             join ( select distinct returned_rows.child_id,
                    (returned_rows.cells ->> 'REVIEW'::text)::date as day
                   from returned_rows
                  where returned_rows.module = 'reviews'::text) held on held.child_id = stay.child_id and held.day >= stay.begins and held.day < stay.ends
        ), answered as (
         select step.child_id,
            step.begins,
            step.ends,
            step.from_the_first,
            step.number,
            step.last,
            lead(step.last) over (partition by step.child_id, step.begins order by step.number) as next,
                case
                    when step.number = 0 and step.from_the_first then step.last + 28 - greatest(0, extract(isodow from step.last)::integer - 5)
                    when step.number = 1 and step.from_the_first then (step.last + 'P3M'::interval)::date
                    else (step.last + 'P6M'::interval)::date
                end as due_on
           from step
        )
 select child_key(secret.inner_pad, secret.outer_pad, review.child_id) as child_key,
    review.begins as care_from,
    (review.number + 1)::integer as review_number,
    least(review.next, review.due_on) as counted_on,
        case
            when review.next is null or review.next > review.due_on then 'no'::text
            when review.number > 0 or review.from_the_first then 'yes'::text
            else null::text
        end as review_in_time,
    care.age::integer as age,
    care.sex,
    care.ethnicity,
    care.legal_status,
    care.placement_type,
    sector_of(care.provider_code) as provider_sector,
    care.home_id,
    care.location
   from answered review
     join feed_secrets secret on secret.authority_code = (( select reader_authority() as reader_authority))
     join care_facts care on care.child_id = review.child_id and care.known_to = 'infinity'::timestamp with time zone and care.from_on <= least(review.next, review.due_on) and care.to_on > least(review.next, review.due_on) and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text])) and care.placement_type is distinct from 'placed-for-adoption'::text
  where least(review.next, review.due_on) < review.ends and (( select noted_reader('reviews_due'::text) as noted_reader)) is not null;
comment on view reporting.reviews_due is 'Reviews that fell due. A review of a child in care that fell due, in the years of which returns have reviews.';
grant select on reporting.reviews_due to sufficiency_app;
grant select on reporting.reviews_due to sufficiency_reporting;

create view reporting.searches with (security_barrier=true) as
 select search.id as search_id,
    child.number::integer as child_number,
    (search.searched_at at time zone 'Europe/London'::text)::date as searched_on,
    search.request_id,
    (child.facts ->> 'age'::text)::integer as age,
    child.facts ->> 'sex'::text as sex,
        case cardinality(needs.capabilities)
            when 0 then 'none'::text
            when 1 then needs.capabilities[1]
            else 'several'::text
        end as capability,
        case
            when jsonb_typeof(search.criteria -> 'types'::text) <> 'array'::text then 'any'::text
            when jsonb_array_length(search.criteria -> 'types'::text) = 1 then (search.criteria -> 'types'::text) ->> 0
            else 'several'::text
        end as type_asked,
    search.found as options,
    search.first_rule,
    search.nearest_miss
   from vacancy_searches search
     cross join lateral jsonb_array_elements(search.criteria -> 'children'::text) with ordinality child(facts, number)
     cross join lateral ( select coalesce(array_agg(distinct needed.value), '{}'::text[]) as "coalesce"
           from jsonb_array_elements_text(child.facts -> 'capabilities'::text) needed(value)) needs(capabilities)
  where search.authority_code = (( select noted_reader('searches'::text) as noted_reader));
comment on view reporting.searches is 'Searches for a bed. A child searched for in a search, as often as it was made.';
grant select on reporting.searches to sufficiency_app;
grant select on reporting.searches to sufficiency_reporting;

create view reporting.sibling_months with (security_barrier=true) as
 with care as (
         select child.sibling_group_id,
            care.child_id,
            care.from_on,
            care.to_on,
            coalesce(care.home_id::text, placement.postcode) as home
           from care_facts care
             join children child on child.id = care.child_id
             left join placements placement on placement.id = care.placement_id
          where care.authority_code = (( select reader_authority() as reader_authority)) and care.known_to = 'infinity'::timestamp with time zone and child.sibling_group_id is not null and (coalesce(care.legal_status, ''::text) <> all (array['V3'::text, 'V4'::text]))
        )
 select month.starts_on as month,
    siblings.sibling_group_id,
    month.last_on as as_at,
    siblings.children,
    siblings.together,
        case siblings.together
            when 'yes'::text then 'not-apart'::text
            when 'no'::text then siblings.reason
            else null::text
        end as apart_reason
   from ( select day.day::date as starts_on,
            least((day.day + 'P1M'::interval)::date - 1, ( select reader_today() as reader_today)) as last_on
           from generate_series(date_trunc('month'::text, (( select min(care_periods.started_on) as min
                   from care_periods
                  where care_periods.authority_code = (( select noted_reader('sibling_months'::text) as noted_reader))))::timestamp without time zone), (( select reader_today() as reader_today))::timestamp without time zone, 'P1M'::interval) day(day)) month
     cross join lateral ( with there as materialized (
                 select care.sibling_group_id,
                    care.child_id,
                    care.from_on,
                    care.to_on,
                    care.home
                   from care
                  where care.from_on <= month.last_on and care.to_on > month.last_on
                ), apart as materialized (
                 select one.sibling_group_id,
                        case
                            when count(distinct separation.category) > 1 then 'several'::text
                            else min(separation.category)
                        end as reason
                   from separations separation
                     join there one on one.child_id = separation.child_id
                     join there other on other.child_id = separation.other_child_id and other.sibling_group_id = one.sibling_group_id and other.home <> one.home
                  where separation.authority_code = (( select reader_authority() as reader_authority)) and separation.nights @> month.last_on
                  group by one.sibling_group_id
                )
         select siblings_1.sibling_group_id,
            siblings_1.children,
            siblings_1.together,
            apart.reason
           from ( select there.sibling_group_id,
                    count(*)::integer as children,
                        case
                            when count(distinct there.home) > 1 then 'no'::text
                            when count(there.home) = count(*) then 'yes'::text
                            else null::text
                        end as together
                   from there
                  group by there.sibling_group_id
                 having count(*) > 1) siblings_1
             left join apart using (sibling_group_id)) siblings;
comment on view reporting.sibling_months is 'Groups of siblings, by month. A group of siblings of whom two or more are looked after on the last day of a month.';
grant select on reporting.sibling_months to sufficiency_app;
grant select on reporting.sibling_months to sufficiency_reporting;

create view reporting.voids with (security_barrier=true) as
 select void.id as void_id,
    void.bed_id,
    bed.home_id,
    void.reason,
    void.starts_on,
    void.ends_on
   from voids void
     join beds bed on bed.id = void.bed_id
  where void.authority_code = (( select noted_reader('voids'::text) as noted_reader));
comment on view reporting.voids is 'Voids. A time for which a bed is out of use. No words about it, which may tell of a child.';
grant select on reporting.voids to sufficiency_app;
grant select on reporting.voids to sufficiency_reporting;

create view residents as
 select p.home_id,
    p.child_id,
    p.authority_code as of_authority,
    lower(p.nights) as from_on,
    coalesce(upper(p.nights), 'infinity'::date) as to_on,
        case
            when p.started_on is not null and p.ended_on is null then p.planned_to
            else null::date
        end as awaited_on,
    'infinity'::timestamp with time zone as expires_at
   from placements p
  where p.home_id is not null and not isempty(p.nights)
union all
 select b.home_id,
    k.child_id,
    k.authority_code as of_authority,
    h.from_on,
    coalesce(h.to_on, 'infinity'::date) as to_on,
    null::date as awaited_on,
    h.expires_at
   from hold_beds k
     join holds h on h.id = k.hold_id
     join beds b on b.id = k.bed_id
  where h.ended_at is null;
comment on view residents is 'Every child, or young adult who stayed, in a home: placed, agreed or held. For the functions and views of the schema alone.';

create view returned_rows with (security_barrier=true) as
 select distinct on (child.id, returned.module, returned.collection_year, returned.key) child.id as child_id,
    returned.module,
    returned.collection_year,
    returned.key,
    returned.cells,
    child.date_of_birth,
    child.sex,
    child.ethnicity
   from return_rows returned
     join children named on named.reference = returned.child_reference and named.authority_code = returned.authority_code
     join children child on child.id = coalesce(named.merged_into_id, named.id)
  where returned.authority_code = (( select reader_authority() as reader_authority))
  order by child.id, returned.module, returned.collection_year, returned.key, named.merged_into_id nulls first;
comment on view returned_rows is 'The rows of the returns of whoever reads a set of the feeds, with the child whom each is about; of a merged child''s, those of the other, whose own count where both have one. For the views of reporting alone.';

create view visible_bed_free with (security_barrier=true) as
 select f.bed_id,
    f.free_from,
    f.free_to,
    f.awaiting_departure,
    f.home_id,
    f.authority_code,
    f.shared,
    f.placement_type,
    f.home_kind,
    f.bed_kind,
    f.age_from,
    f.age_to,
    f.accepts,
    f.capabilities,
    f.takes_siblings,
    f.takes_emergencies,
    f.confidential,
    f.ofsted_grade,
    f.located_authority_code,
        case
            when f.confidential and f.authority_code <> current_authority() then middle_of_square(f.easting)
            else f.easting
        end as easting,
        case
            when f.confidential and f.authority_code <> current_authority() then middle_of_square(f.northing)
            else f.northing
        end as northing,
    f.hectad,
    f.registered,
    f.places
   from bed_free f
  where f.authority_code = current_authority() or f.shared and current_authority() is not null and (( select sandbox_authority() as sandbox_authority)) is null;
comment on view visible_bed_free is 'The rows of bed_free of the reader''s authority, and of the homes that others share: those of a confidential home of another authority are in the middle of its 2 km square.';
grant select on visible_bed_free to sufficiency_app;

create view visible_homes with (security_barrier=true) as
 select h.id,
    h.authority_code,
    h.provider_id,
    h.name,
    h.kind,
    h.placement_type,
    h.ofsted_urn,
        case
            when s.secret then null::text
            else h.postcode
        end as postcode,
        case
            when s.secret then middle_of_square(h.easting)
            else h.easting
        end as easting,
        case
            when s.secret then middle_of_square(h.northing)
            else h.northing
        end as northing,
    h.located_authority_code,
    h.confidential,
    h.shared,
    h.registered_places,
    h.age_from,
    h.age_to,
    h.accepts,
    h.capabilities,
    h.takes_siblings,
    h.takes_emergencies,
    h.faiths,
    h.languages,
    h.cultures,
    h.long_term,
    h.opens_on,
    h.closes_on,
    h.mockingbird_hub_id,
    h.version,
    h.created_at,
    h.updated_at,
    h.registered_on,
    h.registration_ended_on,
    h.accommodation_category,
        case
            when s.secret then null::text
            else h.address
        end as address,
    h.takes_parent_and_child,
    ( select p.country
           from postcodes p
          where p.postcode = h.postcode) as located_country
   from homes h
     cross join lateral ( select h.confidential and h.authority_code <> current_authority() as secret) s
  where h.authority_code = current_authority() or h.shared and current_authority() is not null and (( select sandbox_authority() as sandbox_authority)) is null;
comment on view visible_homes is 'The homes of the reader''s authority, and those that others share, with what may be told of them: a confidential home of another authority has no address, and is in the middle of its 2 km square. To look up one by its id in a join: lateral, with `offset 0`.';
grant select on visible_homes to sufficiency_app;
grant select on visible_homes to sufficiency_sandbox;

-- Functions -----------------------------------------------------------------------------------------------

create or replace function about_same_child()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  named jsonb := to_jsonb(new);
begin
  if named ->> 'request_id' is not null and not exists (
      select from request_children
       where request_id = (named ->> 'request_id')::uuid and child_id = new.child_id
         and authority_code = new.authority_code) then
    perform refuse('about_request_of_child', 'there is no such request for the child');
  end if;
  if named ->> 'placement_id' is not null and not exists (
      select from placements
       where id = (named ->> 'placement_id')::uuid and child_id = new.child_id
         and authority_code = new.authority_code) then
    perform refuse('about_placement_of_child', 'there is no such placement of the child');
  end if;
  if named ->> 'home_id' is not null and not exists (
      select from homes
       where id = (named ->> 'home_id')::uuid and (shared or authority_code = new.authority_code)) then
    perform refuse('about_home_seen', 'there is no such home');
  end if;
  return new;
end $function$;
comment on function about_same_child() is 'Refuses a record about a child that names a request or a placement of another child, or a home that the authority does not see.';

create or replace function age_on(night date, born date)
 returns integer
 language sql
 immutable parallel safe strict
as $function$ select greatest(extract(year from age(night, born))::integer, 0) $function$;
comment on function age_on(night date, born date) is 'The age in whole years on a night of somebody born on a day; 0 before it.';

create or replace function are_values_current()
 returns boolean
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select coalesce((
    select computation.today = reader_today()
       and pg_snapshot_xmin(computation.snapshot) > (select removed_to from facts_changed_log)
       and not exists (
         select from facts_changed change
          where (change.authority_code = computation.authority_code or change.shared)
            and not pg_visible_in_snapshot(change.changed_by, computation.snapshot))
       and not exists (
         select from holds hold
          where hold.authority_code = computation.authority_code
            and least(hold.expires_at, hold.ended_at) > computation.computed_at
            and least(hold.expires_at, hold.ended_at) <= now())
      from measure_computations computation
     where computation.authority_code = reader_authority()), false)
$function$;
comment on function are_values_current() is 'Whether the values of measures that are kept of the reader''s authority are what would be computed now: nothing that they are computed from has changed, no hold has ended, and it is the same day.';
revoke execute on function are_values_current() from public;
grant execute on function are_values_current() to sufficiency_app;
grant execute on function are_values_current() to sufficiency_reporting;

create or replace function area_of(responsible text, located text, country text, stated text)
 returns text
 language sql
 stable
as $function$
  select case
    when place is null then 'unknown'
    when place = responsible then 'own'
    when place = 'outside-england' then place
    when exists (select from adjoining_authorities a
                  where a.authority_code = responsible and a.adjoining_code = place) then 'adjoining'
    else 'beyond' end
  from (select coalesce(located, case when country <> 'E' then 'outside-england' end, stated) as place) p
$function$;
comment on function area_of(responsible text, located text, country text, stated text) is 'Where a placement is, seen from the responsible authority: own, adjoining, beyond, outside-england or unknown. What is stated counts where the postcode says nothing.';

create or replace function as_known(kind anyelement, at timestamp with time zone, ids uuid[] default null::uuid[])
 returns setof anyelement
 language plpgsql
 stable
as $function$
begin
  return query execute format(
    'select (jsonb_populate_record(null::%1$s, v.before)).*
       from (select distinct on (record_id) before from record_versions
              where record_type = %2$L and recorded_at > $1 and ($2 is null or record_id = any($2))
              order by record_id, id) v
      where v.before is not null
      union all
     select t.* from %1$s t
      where t.created_at <= $1 and ($2 is null or t.id = any($2)) and not exists (
        select from record_versions v
         where v.record_type = %2$L and v.record_id = t.id and v.recorded_at > $1)',
    pg_typeof(kind), pg_typeof(kind)::text) using at, ids;
end $function$;
comment on function as_known(kind anyelement, at timestamp with time zone, ids uuid[]) is 'The rows of a table as they were recorded at an instant: as_known(null::homes, ''2024-03-01T12:00Z''), and those of some ids alone: as_known(null::homes, ''2024-03-01T12:00Z'', array[id]). Planned at each call, with what it is given.';

create or replace function as_known(kind hold_details, at timestamp with time zone, ids uuid[] default null::uuid[])
 returns setof hold_details
 language sql
 stable
as $function$
  select h.*, coalesce(h.outcome, case when h.expires_at > at then 'held' else 'lapsed' end),
         (select jsonb_agg(jsonb_build_object('bedId', k.bed_id, 'childId', k.child_id) order by k.bed_id)
            from hold_beds k where k.hold_id = h.id),
         array(select distinct b.authority_code from hold_beds k join beds b on b.id = k.bed_id
                where k.hold_id = h.id and b.authority_code <> h.authority_code
                  and not has_consent(b.home_id, h.authority_code, h.id, h.from_on, at) order by 1)
    from as_known(null::holds, at, ids) h
$function$;
comment on function as_known(kind hold_details, at timestamp with time zone, ids uuid[]) is 'Holds as they were recorded at an instant. Their beds are those that they were placed on.';

create or replace function as_known(kind placement_request_details, at timestamp with time zone, ids uuid[] default null::uuid[])
 returns setof placement_request_details
 language sql
 stable
as $function$
  with placement as materialized (
    select request_id, child_id, started_on, withdrawn_on
      from placements p
     where request_id is not null and created_at <= at and not exists (
       select from record_versions v where v.record_type = 'placements' and v.record_id = p.id and v.recorded_at > at)
    union all
    select p.request_id, p.child_id, p.started_on, p.withdrawn_on
      from (select distinct on (record_id) before from record_versions
             where record_type = 'placements' and recorded_at > at order by record_id, id) v,
           jsonb_populate_record(null::placements, v.before) p
     where p.request_id is not null
  )
  select r.*,
         case when r.withdrawn_on is not null then 'withdrawn'
              else (array['open', 'held', 'agreed', 'placed'])[1 + least_far] end,
         (array['open', 'held', 'agreed', 'placed'])[1 + furthest]
    from as_known(null::placement_requests, at, ids) r,
    lateral (
      select min(step) as least_far, max(step) as furthest
        from unnest(r.child_ids) c (child_id)
        left join lateral (
          select bool_or(started_on is not null) as started from placement
           where request_id = r.id and child_id = c.child_id and withdrawn_on is null) p on true,
        lateral (
          select case when p.started then 3 when p.started is not null then 2
                      when exists (select from hold_beds k join holds h on h.id = k.hold_id
                                    where k.request_id = r.id and k.child_id = c.child_id and h.created_at <= at
                                      and h.expires_at > at and coalesce(h.ended_at > at, true)) then 1
                      else 0 end as step) s
    ) progress
$function$;
comment on function as_known(kind placement_request_details, at timestamp with time zone, ids uuid[]) is 'Requests as they were recorded at an instant, as far as they then were.';

create or replace function as_known(kind visible_homes, at timestamp with time zone, ids uuid[] default null::uuid[])
 returns setof visible_homes
 language sql
 stable
as $function$
  select h.*, p.country
    from as_known(null::homes, at, ids) h
    left join postcodes p on p.postcode = h.postcode
  union all
  select * from visible_homes h
   where h.authority_code <> current_authority() and h.created_at <= at and (ids is null or h.id = any(ids))
$function$;
comment on function as_known(kind visible_homes, at timestamp with time zone, ids uuid[]) is 'The authority''s homes as they were recorded at an instant, and those that others share now: their history is not shared.';

create or replace function authorities_with_children()
 returns setof text
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$ select a.code from authorities a where exists (select from children c where c.authority_code = a.code) $function$;
comment on function authorities_with_children() is 'The authorities that keep records here, for what the service does of its own accord for each of them.';
revoke execute on function authorities_with_children() from public;
grant execute on function authorities_with_children() to sufficiency_app;

create or replace function bed_free_but_for_voids(wanted daterange)
 returns table(free bed_free, voids jsonb)
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  with void as materialized (
    select u.bed_id, range_agg(u.nights) as nights,
           jsonb_agg(jsonb_build_object('id', v.id, 'reason', v.reason, 'startsOn', v.starts_on, 'endsOn', v.ends_on)
             order by v.starts_on) as voids
      from bed_use u join voids v on v.id = u.void_id
     where u.authority_code = current_authority() and u.state = 'void' and u.nights && wanted
     group by u.bed_id
  )
  select r, void.voids
    from void
    join beds b on b.id = void.bed_id
    join homes h on h.id = b.home_id,
    lateral unnest(datemultirange(b.open_nights) - (
      coalesce((select range_agg(u.nights) from bed_use u where u.bed_id = b.id and u.state <> 'held'), '{}')
      - void.nights)) free,
    lateral (select (select max(p.planned_to) from placements p
                      where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
                        and p.planned_to <= lower(free))) awaiting (departure),
    latest_grade(h.id, h.provider_id) grade,
    bed_free_row(b, h, varied_registration(h.id), places_in_question(h.id, free), grade,
                   coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'), departure) r
   where free @> wanted
$function$;
comment on function bed_free_but_for_voids(wanted daterange) is 'The authority''s beds that are void on some of the nights, and would be free on all of them were they not, as bed_free would have them. Of other authorities'' beds only that they are not free may be known, never why.';

create or replace function bed_free_of(beds_asked uuid[])
 returns setof bed_free
 language plpgsql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
as $function$
begin
  return query
    select r.*
      from beds b
      join homes h on h.id = b.home_id,
      lateral unnest(datemultirange(b.open_nights)
        - coalesce((select range_agg(u.nights) from bed_use u
                     where u.bed_id = b.id and u.state <> 'held'), '{}')) free,
      lateral (select (select max(p.planned_to) from placements p
                        where p.bed_id = b.id and p.started_on is not null and p.ended_on is null
                          and p.planned_to <= lower(free))) awaiting (departure),
      latest_grade(h.id, h.provider_id) grade,
      bed_free_row(b, h, varied_registration(h.id), places_in_question(h.id, free), grade,
                   coalesce(lower(free), '-infinity'), coalesce(upper(free), 'infinity'), departure) r
     where b.id = any(beds_asked);
end $function$;
comment on function bed_free_of(beds_asked uuid[]) is 'The free intervals of these beds as the records say now.';
revoke execute on function bed_free_of(uuid[]) from public;

create or replace function bed_free_row(bed beds, home homes, registered daterange, places smallint, grade text, free_from date, free_to date, awaiting_departure date)
 returns setof bed_free
 language sql
 immutable rows 1
as $function$
  select bed.id, free_from, free_to, awaiting_departure, home.id, bed.authority_code, home.shared,
         home.placement_type, home.kind, bed.kind, home.age_from, home.age_to, home.accepts, home.capabilities,
         home.takes_siblings, home.takes_emergencies, home.confidential, grade, home.located_authority_code,
         home.easting, home.northing, home.easting / 10000 * 1000 + home.northing / 10000,
         registered, places
$function$;
comment on function bed_free_row(bed beds, home homes, registered daterange, places smallint, grade text, free_from date, free_to date, awaiting_departure date) is 'The row of bed_free that says of a bed in a home, with that registration, places and grade, that it is free in that interval.';

create or replace function bed_free_supposed(beds_asked uuid[], from_days date[], until_days date[])
 returns setof visible_bed_free
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select f.bed_id, f.free_from, f.free_to, f.awaiting_departure, f.home_id, f.authority_code, f.shared, f.placement_type,
         f.home_kind, f.bed_kind, f.age_from, f.age_to, f.accepts, f.capabilities, f.takes_siblings, f.takes_emergencies,
         f.confidential, f.ofsted_grade, f.located_authority_code, v.easting, v.northing, f.hectad, f.registered, f.places
    from unnest(beds_asked, from_days, until_days) asked (bed_id, free_from, until)
    join beds b on b.id = asked.bed_id
    join homes h on h.id = b.home_id
    join visible_homes v on v.id = h.id
    left join bed_free next on next.bed_id = b.id and next.free_from = asked.until,
    latest_grade(h.id, h.provider_id) grade,
    bed_free_row(b, h, varied_registration(h.id), null, grade, asked.free_from,
                 coalesce(next.free_to, asked.until, 'infinity'), null) f
$function$;
comment on function bed_free_supposed(beds_asked uuid[], from_days date[], until_days date[]) is 'Rows of visible_bed_free for beds that the reader sees, as if each were free from a day until another as well, from which the record applies again. A free interval that begins then is joined on; null: for good.';

create or replace function bed_nights(today date)
 returns table(bed_id uuid, authority_code text, home_id uuid, from_on date, to_on date, state text, void_reason text)
 language sql
 stable
as $function$
  with held as materialized (select * from held_nights(now()))
  select u.bed_id, u.authority_code, b.home_id, lower(u.nights), coalesce(upper(u.nights), 'infinity'),
         u.state, u.void_reason
    from bed_use u join beds b on b.id = u.bed_id
   where u.state <> 'held'
  union all
  select f.bed_id, f.authority_code, f.home_id, f.free_from, f.free_to,
         case when f.awaiting_departure <= today then 'occupied' else 'vacant' end, null
    from bed_free f
   where not exists (select from held where held.bed_id = f.bed_id)
  union all
  select f.bed_id, f.authority_code, f.home_id, coalesce(lower(part.nights), '-infinity'),
         coalesce(upper(part.nights), 'infinity'),
         case when f.awaiting_departure <= today then 'occupied' else part.state end, null
    from bed_free f
    join held on held.bed_id = f.bed_id,
    lateral parts_of(datemultirange(daterange(f.free_from, f.free_to)), held.nights) part
$function$;
comment on function bed_nights(today date) is 'Every bed-night in one state: used (void, committed, occupied) or vacant. Committed is agreed and not started, or held. A bed whose child has stayed past the planned end is occupied still; asked on a day, so it takes that day.';

create or replace function bed_nights_as_known(at timestamp with time zone)
 returns table(bed_id uuid, authority_code text, home_id uuid, from_on date, to_on date, state text, void_reason text)
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  with bed as materialized (
    select * from as_known(null::beds, at) where authority_code = current_authority()
  ), changed as materialized (
    select distinct on (record_id) record_id, before
      from record_versions where record_type = 'placements' and recorded_at > at
     order by record_id, id
  ), placement as materialized (
    select p.* from placements p
     where p.bed_id in (select id from bed) and p.created_at <= at
       and not exists (select from changed c where c.record_id = p.id)
    union all
    select p.* from changed c, jsonb_populate_record(null::placements, c.before) p
     where c.before is not null and p.bed_id in (select id from bed)
  ), used as materialized (
    select p.bed_id, p.nights, case when p.started_on is null then 'committed' else 'occupied' end as state,
           null::text as void_reason
      from placement p where not isempty(p.nights)
    union all
    select v.bed_id, nights(v.starts_on, v.ends_on), 'void', v.reason
      from as_known(null::voids, at) v where v.authority_code = current_authority()
  ), busy as materialized (
    select bed_id, range_agg(nights) as nights from used group by bed_id
  ), staying as materialized (
    select bed_id, min(planned_to) as planned_to
      from placement where started_on is not null and ended_on is null group by bed_id
  )
  select u.bed_id, b.authority_code, b.home_id, lower(u.nights), coalesce(upper(u.nights), 'infinity'), u.state,
         u.void_reason
    from used u join bed b on b.id = u.bed_id
  union all
  select b.id, b.authority_code, b.home_id, lower(part.nights), coalesce(upper(part.nights), 'infinity'),
         case when staying.planned_to <= least(lower(part.nights), (at at time zone 'Europe/London')::date)
         then 'occupied' else part.state end, null
    from bed b
    left join busy on busy.bed_id = b.id
    left join staying on staying.bed_id = b.id
    left join held_nights(at) held on held.bed_id = b.id,
    lateral parts_of(datemultirange(b.open_nights) - coalesce(busy.nights, '{}'), held.nights) part
$function$;
comment on function bed_nights_as_known(at timestamp with time zone) is 'The nights of the authority''s beds as they were recorded at an instant: bed_nights() of then.';

create or replace function bed_use_of(beds_asked uuid[])
 returns setof bed_use
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select null::bigint, b.id, b.authority_code, p.authority_code,
         case when p.started_on is null then 'committed' else 'occupied' end, null, p.nights, p.stay, p.id,
         null::uuid, null::uuid, null::timestamptz
    from beds b join placements p on p.bed_id = b.id
   where b.id = any(beds_asked) and not isempty(p.nights)
  union all
  select null, b.id, v.authority_code, v.authority_code, 'void', v.reason, nights(v.starts_on, v.ends_on), null, null,
         v.id, null, null
    from beds b join voids v on v.bed_id = b.id
   where b.id = any(beds_asked)
  union all
  select null, b.id, b.authority_code, h.authority_code, 'held', null, nights(h.from_on, h.to_on), null, null, null,
         h.id, h.expires_at
    from beds b join hold_beds k on k.bed_id = b.id join holds h on h.id = k.hold_id
   where b.id = any(beds_asked) and h.ended_at is null and h.expires_at > clock_timestamp()
$function$;
comment on function bed_use_of(beds_asked uuid[]) is 'The uses of these beds as placements, voids and holds say now; holds that have run out are none.';
revoke execute on function bed_use_of(uuid[]) from public;

create or replace function beds_described_differently()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if tg_table_name = 'homes' then
    if tg_op <> 'DELETE' then
      perform refresh_bed_free(array(
        select b.id from changed c, homes_of_registration(c.id) building join beds b on b.home_id = building));
    end if;
    -- A building that has left its registration, or is no more, was one of those that say how many places it has.
    if tg_op <> 'INSERT' then
      perform refresh_bed_free(array(
        select b.id from before o
          join homes h on h.provider_id = o.provider_id and h.ofsted_urn = o.ofsted_urn and h.kind = o.kind
          join beds b on b.home_id = h.id
         where o.kind in ('childrens-home', 'secure-childrens-home')));
    end if;
  elsif tg_op = 'UPDATE' then
    -- Beds that are open on other nights decide whether the other beds of the registration are more than its places.
    perform refresh_bed_free(array(
      select id from changed
      union
      select b.id from changed c join before o using (id),
        lateral (select homes_of_registration(c.home_id) union select homes_of_registration(o.home_id)) there (home_id)
        join beds b on b.home_id = there.home_id
       where (c.home_id, c.open_nights) is distinct from (o.home_id, o.open_nights)));
  else
    -- Whoever changes the home cannot see the bed yet.
    perform 1 from homes where id in (select home_id from changed) order by id for share;
    perform refresh_bed_free(array(
      select b.id from (select distinct home_id from changed) c, homes_of_registration(c.home_id) building
        join beds b on b.home_id = building));
  end if;
  return null;
end $function$;
comment on function beds_described_differently() is 'Refreshes the free intervals of beds when they, their home, or the other beds of their home or its registration change.';

create or replace function beds_judged(of_homes uuid[], of_providers uuid[])
 returns uuid[]
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select array(
    select id from beds where home_id = any(of_homes)
    union
    select b.id from homes h join beds b on b.home_id = h.id where h.provider_id = any(of_providers))
$function$;
comment on function beds_judged(of_homes uuid[], of_providers uuid[]) is 'The beds whose Ofsted grade a judgement of these homes or providers can change.';
revoke execute on function beds_judged(uuid[],uuid[]) from public;

create or replace function beds_judged_differently()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  -- No bed may be added unjudged meanwhile.
  perform 1 from homes
    where id in (select home_id from changed) or provider_id in (select provider_id from changed)
    order by id for no key update;
  perform refresh_bed_free(beds_judged(array_agg(home_id), array_agg(provider_id))) from changed;
  if tg_op = 'UPDATE' then
    perform refresh_bed_free(beds_judged(array_agg(home_id), array_agg(provider_id))) from before;
  end if;
  return null;
end $function$;
comment on function beds_judged_differently() is 'Refreshes the free intervals of beds when a judgement of their home or provider changes.';

create or replace function beds_moved_between()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform refresh_bed_free(array(
    select bed_id from changed where state <> 'held' union select bed_id from before where state <> 'held'));
  return null;
end $function$;
comment on function beds_moved_between() is 'Refreshes the free intervals of beds whose uses changed, those they were of before and those they are of now.';

create or replace function beds_refused(bed_ids uuid[], wanted daterange)
 returns table(bed_id uuid, fault text)
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform lock_placing(bed_ids, '{}');
  return query
    select w.id,
           case when (h.shared or b.authority_code = current_authority()) is not true then 'unknown'
                when not b.open_nights @> wanted then 'not-open'
                else 'in-use' end
      from unnest(bed_ids) w (id)
      left join beds b on b.id = w.id
      left join homes h on h.id = b.home_id
     where (h.shared or b.authority_code = current_authority()) is not true
        or not b.open_nights @> wanted
        or exists (select from bed_use u where u.bed_id = w.id and u.nights && wanted);
end $function$;
comment on function beds_refused(bed_ids uuid[], wanted daterange) is 'Locks the beds, and says of those that cannot be had on all of the nights why not; never by whom they are used.';

create or replace function beds_used_differently()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform refresh_bed_free(array(select distinct bed_id from changed where state <> 'held'));
  return null;
end $function$;
comment on function beds_used_differently() is 'Refreshes the free intervals of beds that a use was added to or taken from; holds are no use here.';

create or replace function birthday(born_on date, age integer)
 returns date
 language sql
 immutable parallel safe
as $function$
  select (born_on + make_interval(years => age))::date
    + (extract(day from born_on + make_interval(years => age)) <> extract(day from born_on))::integer
$function$;
comment on function birthday(born_on date, age integer) is 'The nth birthday. Someone born on 29 February reaches an age on 1 March of a common year.';

create or replace function blurs_distances()
 returns boolean
 language sql
 stable parallel safe
as $function$ select coalesce(current_setting('app.distances', true) = 'blurred', false) $function$;
comment on function blurs_distances() is 'Whether this transaction reads for somebody who can move an end of a distance and may not see the other (`seesExactDistances`).';

create or replace function born_between(date_of_birth date)
 returns daterange
 language sql
 immutable parallel safe strict
as $function$
  select daterange(make_date(block, 1, 1), make_date(block + 4, 1, 1))
    from (select extract(year from date_of_birth)::integer / 4 * 4 as block) years
$function$;
comment on function born_between(date_of_birth date) is 'The four years, from one that divides by four, in which somebody was born: all that an authority is told of when a child of another was. They are the same for every night, so that no birthday and no year comes out, whatever it asks of ages from day to day.';

create or replace function built_in_panels()
 returns table(reference text, title text, purpose text, meets text, chair_role text, roles text[])
 language sql
 immutable
as $function$
  values
    ('raap', 'Resource and Accommodation Panel (RAAP)',
     'Agrees entry to care and the resources for a placement.', 'weekly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Finance', 'Legal']),
    ('triple-s', 'Triple-S: step up, step down, stability',
     'Looks at children whose placement should change or may break.', 'weekly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Residential manager',
           'Virtual school', 'Independent reviewing officer']),
    ('ignition', 'Ignition: moving towards adulthood',
     'Plans homes for young people of 16 and over.', 'fortnightly', 'Leaving care manager',
     array['Leaving care manager', 'Placements manager', 'Housing', 'Personal advisers’ manager']),
    ('monthly-step-down', 'Monthly step-down panel',
     'Looks at every child who is not in foster care and not going home.', 'monthly', 'Head of service',
     array['Head of service', 'Placements manager', 'Fostering manager', 'Commissioning manager']),
    ('residential-review', 'Monthly review of residential placements',
     'Reviews every residential placement: its plan, its quality and its cost.', 'monthly',
     'Service manager', array['Service manager', 'Placements manager', 'Commissioning manager', 'Finance']),
    ('permanence', 'Permanence panel',
     'Agrees the plan for permanence and matches for the long term.', 'monthly', 'Panel chair',
     array['Panel chair', 'Agency adviser', 'Social work member', 'Independent member', 'Medical adviser'])
$function$;
comment on function built_in_panels() is 'The panels that authorities have; each has its own copy, to change.';

create or replace function care_changed()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if tg_table_name = 'placements' then
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(stay)))
      from changed where not isempty(stay);
  else
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(nights))) from changed;
  end if;
  return null;
end $function$;
comment on function care_changed() is 'Refreshes the facts of children with a new or removed period of care, legal status or placement. A placement speaks of the nights stayed; one that is only planned is nothing to the facts.';

create or replace function care_described_differently()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  case tg_table_name when 'children' then
    perform refresh_care_facts(array_agg(id))
      from changed c join before b using (id)
     where (c.authority_code, c.date_of_birth, c.sex, c.ethnicity, c.uasc, c.uasc_ceased_on, c.disabled)
           is distinct from
           (b.authority_code, b.date_of_birth, b.sex, b.ethnicity, b.uasc, b.uasc_ceased_on, b.disabled);
  when 'homes' then
    perform refresh_care_facts(array_agg(distinct p.child_id))
      from changed c join before b using (id) join placements p on p.home_id = c.id
     where (c.kind, c.provider_id, c.registered_on, c.registration_ended_on, c.accommodation_category)
           is distinct from
           (b.kind, b.provider_id, b.registered_on, b.registration_ended_on, b.accommodation_category);
  when 'providers' then
    perform refresh_care_facts(array_agg(distinct p.child_id))
      from changed c join before b using (id) join homes h on h.provider_id = c.id join placements p on p.home_id = h.id
     where (c.supported_registered_on, c.supported_registration_ended_on, c.supported_categories)
           is distinct from
           (b.supported_registered_on, b.supported_registration_ended_on, b.supported_categories);
  end case;
  return null;
end $function$;
comment on function care_described_differently() is 'Refreshes the facts of children who, or whose homes, are described or registered differently.';

create or replace function care_facts_of(children_asked uuid[])
 returns setof care_facts
 language sql
 stable
as $function$
  with care as (
    select c.*, p.id as care_period_id, p.need, until_18(p.nights, c.date_of_birth) as in_care,
           p.started_before and p.started_on > c.date_of_birth as began_before
      from children c join care_periods p on p.child_id = c.id
     where c.id = any(children_asked) and not isempty(until_18(p.nights, c.date_of_birth))
  ), spell as (
    select care.care_period_id, care.id as child_id, lower(n) as from_on, coalesce(upper(n), 'infinity') as to_on,
           birthday(lower(n), 1) as a_year_from, birthday(upper(n), 1) as a_year_to,
           months_after(lower(n), 30) as long_from, began_before and lower(n) = lower(in_care) as began_before
      from care, lateral unnest(datemultirange(in_care) - coalesce((
        select range_agg(l.nights) from legal_statuses l
         where l.child_id = care.id and l.status in ('V3', 'V4')), '{}')) n
  ), unseen as (
    -- Of the night before nothing is known: for a year it is in the year that ends on the day.
    select c.id as child_id, p.started_on as from_on, birthday(p.started_on - 1, 1) as after_a_year,
           birthday(p.started_on - 1, 2) as after_two_years,
           -- The nights of which nothing is known, a year later.
           birthday(greatest(c.date_of_birth, (
             select max(upper(care.in_care)) from care where care.id = c.id and upper(care.in_care) < p.started_on)), 1)
             as a_year_from, birthday(p.started_on, 1) as a_year_to
      from children c join care_periods p on p.child_id = c.id
     where c.id = any(children_asked) and p.started_before and p.started_on > c.date_of_birth
       and not exists (select from care where care.id = c.id and care.in_care @> p.started_on - 1)
  ), counted as materialized (
    -- A year after its last night it is no longer in the year that ends on the day.
    select *, case when to_on < 'infinity' then birthday(to_on - 1, 1) else to_on end as after_a_year,
           case when to_on < 'infinity' then birthday(to_on - 1, 2) else to_on end as after_two_years,
           months_after(settled_from, 24) as long_from
      from placements_counted(children_asked)
  ), home as materialized (
    -- Most homes are households, of whom there is nothing to ask.
    select h.id, h.kind, case when h.kind in ('fostering-household', 'connected-carer-household')
                              then daterange(null, null) else varied_registration(h.id) end as registered
      from homes h where h.id in (select home_id from placements where child_id = any(children_asked))
  ), change as (
    select care_period_id, id as child_id, in_care, lower(in_care) as day from care
    union
    select care.care_period_id, care.id, care.in_care, d.day
      from care, lateral (
        select unnest(array[lower(l.nights), upper(l.nights)]) from legal_statuses l where l.child_id = care.id
        union all
        select unnest(array[lower(p.stay), upper(p.stay)]) from placements p where p.child_id = care.id
        union all
        select birthday(care.date_of_birth, n) from generate_series(1, 17) n
        union all
        select care.uasc_ceased_on
        union all
        -- Within the stay alone: what came before a changed stay is not made anew.
        select turn from placements p join home h on h.id = p.home_id,
               unnest(array[lower(h.registered), upper(h.registered)]) turn
         where p.child_id = care.id and p.stay @> turn
        union all
        values (date '2021-09-09'), ('2023-10-28')   -- since when the law knows what unregistered_on asks
      ) d (day)
     where care.in_care @> d.day
    union
    select care_period_id, id, in_care, day
      from counted join care on care.id = counted.child_id,
      lateral unnest(case when temporary then array[after_a_year]
                          else array[after_a_year, after_two_years, case when long_from < to_on then long_from end] end) day
     where in_care @> day and day < 'infinity'
    union
    select care_period_id, id, in_care, day
      from unseen join care on care.id = unseen.child_id, lateral unnest(array[after_a_year, after_two_years, a_year_from, a_year_to]) day
     where in_care @> day
    union
    select care.care_period_id, care.id, in_care, day
      from spell join care on care.id = spell.child_id, lateral unnest(array[a_year_from, a_year_to]) day
     where in_care @> day
    union
    select care.care_period_id, id, in_care, long_from from spell join care using (care_period_id)
     where in_care @> long_from and long_from < to_on
  ), run as (
    select care_period_id, child_id, day as from_on,
           coalesce(lead(day) over (partition by care_period_id order by day), upper(in_care), 'infinity') as to_on
      from change
  ), stability as (
    select run.care_period_id, run.from_on,
           count(*) filter (where c.after_a_year > run.from_on and not c.temporary) as placements,
           count(*) filter (where c.after_a_year > run.from_on) as with_temporary,
           count(*) filter (where not c.temporary) as in_two_years,
           min(c.from_on) filter (where c.to_on > run.from_on and not c.temporary) as placed_on,
           bool_or(c.started_before) filter (where c.to_on > run.from_on and not c.temporary) as placed_before,
           bool_or(case when c.long_from <= run.from_on then true when not c.settled_before then false end)
             filter (where c.to_on > run.from_on and not c.temporary) as long_placed
      from run
      left join counted c on c.child_id = run.child_id and c.from_on <= run.from_on and c.after_two_years > run.from_on
     group by run.care_period_id, run.from_on
  ), seen as (
    select run.care_period_id, run.from_on,
           bool_and(u.after_a_year <= run.from_on) is not false as year_known, count(u.child_id) = 0 as two_years_known
      from run
      left join unseen u on u.child_id = run.child_id and u.from_on <= run.from_on and u.after_two_years > run.from_on
     group by run.care_period_id, run.from_on
  ), year_before as (
    select care_period_id, from_on, bool_or(was_there) as looked_after
      from (
        select run.care_period_id, run.from_on, true as was_there
          from run join spell s on s.child_id = run.child_id
                               and s.a_year_from <= run.from_on and (s.a_year_to <= run.from_on) is not true
        union all
        select run.care_period_id, run.from_on, null
          from run join unseen u on u.child_id = run.child_id
                                and u.a_year_from <= run.from_on and u.a_year_to > run.from_on
      ) night
     group by care_period_id, from_on
  )
  select care.authority_code, care.id, run.from_on, run.to_on,
         greatest(extract(year from age(run.from_on, care.date_of_birth)), 0)::smallint, care.sex, care.ethnicity,
         care.uasc and (care.uasc_ceased_on is null or run.from_on < care.uasc_ceased_on),
         case when care.need = 'N2' then true else care.disabled end,
         care.need, l.status, p.id, p.placement_type, p.provider_code, p.home_id, h.kind,
         coalesce(p.location, 'unknown'), p.distance_miles,
         stability.placements::smallint, stability.with_temporary::smallint,
         case when spell.long_from <= run.from_on then true when not spell.began_before or spell.from_on is null then false end,
         stability.long_placed, now(), 'infinity'::timestamptz,
         unregistered_on(run.from_on, extract(year from age(run.from_on, care.date_of_birth))::integer, p, h.kind,
                         h.registered),
         p.place_code, p.located_in, spell.from_on, spell.began_before, stability.placed_on, stability.placed_before,
         seen.year_known,
         case when seen.two_years_known or stability.in_two_years >= 3 then stability.in_two_years end::smallint,
         case when year_before.from_on is null then false else year_before.looked_after end
    from run
    join care using (care_period_id)
    join stability using (care_period_id, from_on)
    join seen using (care_period_id, from_on)
    left join year_before on year_before.care_period_id = run.care_period_id and year_before.from_on = run.from_on
    left join spell on spell.care_period_id = care.care_period_id
                   and spell.from_on <= run.from_on and spell.to_on > run.from_on
    left join legal_statuses l on l.child_id = care.id and l.nights @> run.from_on
    left join lateral (
      select * from placements s where s.child_id = care.id and s.stay @> run.from_on
       order by s.layer desc limit 1   -- the usual placement before a temporary stay
    ) p on true
    left join home h on h.id = p.home_id
$function$;
comment on function care_facts_of(children_asked uuid[]) is 'The facts of these children as they are recorded now.';
revoke execute on function care_facts_of(uuid[]) from public;

create or replace function care_moved_between()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if tg_table_name = 'placements' then
    perform refresh_care_facts(array_agg(distinct said.child_id), min(lower(said.stay)))
      from changed c join before b using (id),
      lateral (values (c.child_id, c.stay), (b.child_id, b.stay)) said (child_id, stay)
     where (c.child_id, c.stay, c.placement_type, c.provider_code, c.home_id, c.location, c.distance_miles,
            c.place_code, c.same_carer, c.located_in, c.started_before)
           is distinct from
           (b.child_id, b.stay, b.placement_type, b.provider_code, b.home_id, b.location, b.distance_miles,
            b.place_code, b.same_carer, b.located_in, b.started_before);
  else
    perform refresh_care_facts(array_agg(distinct child_id), min(lower(nights)))
      from (select child_id, nights from changed union all select child_id, nights from before) said;
  end if;
  return null;
end $function$;
comment on function care_moved_between() is 'Refreshes the facts of children whose period of care, legal status or placement changed in a way that is something to the facts.';

create or replace function changed_by_hand(kind text, ids uuid[], since timestamp with time zone)
 returns setof uuid
 language sql
 stable
as $function$
  select v.record_id
    from record_versions v
   where v.record_type = kind and v.record_id = any(ids) and v.recorded_at > since and not is_of_import(v.recorded_at)
$function$;
comment on function changed_by_hand(kind text, ids uuid[], since timestamp with time zone) is 'Which of these records of a kind were created or changed after a moment other than by an import of returns.';

create or replace function child_key(inner_pad bytea, outer_pad bytea, child uuid)
 returns text
 language sql
 immutable parallel safe
as $function$
  select left(encode(sha256(outer_pad || sha256(inner_pad || uuid_send(child))), 'hex'), 32)
$function$;
comment on function child_key(inner_pad bytea, outer_pad bytea, child uuid) is 'The name of a child in feeds: the first half of HMAC-SHA256 of the id under a secret, given as its two pads. Always the same, and without the secret not to be turned back.';

create or replace function choosy_residents_of(children_asked uuid[])
 returns setof choosy_residents
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select r.child_id, r.of_authority, r.home_id, n.living_with, c.date_of_birth, r.from_on, r.to_on, r.awaited_on,
         r.expires_at
    from residents r
    join child_needs n on n.child_id = r.child_id
    join children c on c.id = r.child_id
   where r.child_id = any(children_asked) and n.living_with in ('solo', 'only-older', 'only-younger')
$function$;
comment on function choosy_residents_of(children_asked uuid[]) is 'These children, if they may not live with just anyone, where they live or are to, as the records say now.';
revoke execute on function choosy_residents_of(uuid[]) from public;

create or replace function compact_child_postcodes()
 returns trigger
 language plpgsql
as $function$
begin
  new.home_postcode := compact_postcode(new.home_postcode);
  new.school_postcode := compact_postcode(new.school_postcode);
  return new;
end $function$;
comment on function compact_child_postcodes() is 'Writes a child''s postcodes without spaces and in capitals.';

create or replace function compact_postcode(written text)
 returns text
 language sql
 immutable parallel safe strict
as $function$ select nullif(upper(regexp_replace(written, '\s', '', 'g')), '') $function$;
comment on function compact_postcode(written text) is 'A postcode as it is compared: without spaces and in capitals.';

create or replace function current_authority()
 returns text
 language sql
 stable parallel safe
as $function$ select nullif(current_setting('app.authority', true), '') $function$;
comment on function current_authority() is 'The authority in whose name this transaction reads and writes; null outside one, which matches no row.';

create or replace function data_of_child()
 returns table(ordinal integer, record_type text, part text, title text, condition text, erasure text)
 language sql
 immutable
as $function$
  values
    (10, 'panel_decision_links', 'record', 'What came of decisions of panels',
     $$t.decision_id in (select d.id from panel_decisions d join panel_cases c on c.id = d.case_id where c.child_id = any($1))
       or t.placement_id in (select id from placements where child_id = any($1))$$, 'removed'),
    (20, 'panel_options', 'record', 'Options laid before a panel',
     $$t.case_id in (select id from panel_cases where child_id = any($1))$$, 'removed'),
    (30, 'panel_decisions', 'record', 'Decisions of panels',
     $$t.case_id in (select id from panel_cases where child_id = any($1))$$, 'removed'),
    (40, 'panel_actions', 'record', 'Actions of panels',
     $$t.case_id in (select id from panel_cases where child_id = any($1))$$, 'removed'),
    (50, 'panel_cases', 'record', 'Cases before panels', $$t.child_id = any($1)$$, 'removed'),
    (60, 'consultations', 'record', 'Who was consulted before a match',
     $$t.child_id = any($1) or t.other_child_id = any($1)$$, 'shared'),
    (70, 'wishes', 'record', 'Wishes and feelings', $$t.child_id = any($1)$$, 'removed'),
    (80, 'introductions', 'record', 'Visits before placements', $$t.child_id = any($1)$$, 'removed'),
    (90, 'disruption_meetings', 'record', 'Meetings after placements that ended unplanned',
     $$t.child_id = any($1)$$, 'removed'),
    (100, 'overrides', 'record', 'Musts that were overridden', $$t.child_id = any($1)$$, 'removed'),
    (110, 'terms_exemptions', 'record', 'Exemptions from terms of approval', $$t.child_id = any($1)$$, 'removed'),
    (120, 'carer_approvals', 'record', 'Approvals of carers for the child', $$t.child_id = any($1)$$, 'removed'),
    (130, 'liberty_orders', 'record', 'Orders on liberty', $$t.child_id = any($1)$$, 'removed'),
    (140, 'separations', 'record', 'Children who must not live together',
     $$t.child_id = any($1) or t.other_child_id = any($1)$$, 'removed'),
    (150, 'connections', 'record', 'Connections to homes', $$t.child_id = any($1)$$, 'removed'),
    (160, 'care_plans', 'record', 'Care plans', $$t.child_id = any($1)$$, 'removed'),
    (170, 'child_needs', 'record', 'Needs', $$t.child_id = any($1)$$, 'removed'),
    (180, 'distinct_children', 'record', 'Records told to be of two children',
     $$t.child_id = any($1) or t.other_child_id = any($1)$$, 'removed'),
    (190, 'import_questions', 'returned', 'Questions between returns and records', $$t.child_id = any($1)$$, 'removed'),
    (200, 'approvals', 'record', 'Approvals of placements',
     $$t.placement_id in (select id from placements where child_id = any($1))$$, 'removed'),
    (210, 'checklist_items', 'record', 'Visits, reviews and notices that were done',
     $$t.placement_id in (select id from placements where child_id = any($1))$$, 'removed'),
    (220, 'notices', 'record', 'Notice given of placements',
     $$t.placement_id in (select id from placements where child_id = any($1))$$, 'removed'),
    (230, 'voids', 'record', 'Beds kept empty for the child',
     $$t.placement_id in (select id from placements where child_id = any($1))$$, 'removed'),
    (240, 'attention_rows', 'derived', 'Rows of the attention list', $$t.about_id = any($1 || $3)$$, 'removed'),
    (250, 'placements', 'record', 'Placements', $$t.child_id = any($1)$$, 'removed'),
    (260, 'bed_use', 'derived', 'Beds in use', $$false$$, 'follows'),
    (270, 'hold_beds', 'record', 'Beds held for the child', $$t.child_id = any($1)$$, 'removed'),
    (280, 'running_holds', 'derived', 'Holds that run', $$false$$, 'follows'),
    (290, 'placing_consents', 'derived', 'Consents to holds', $$false$$, 'follows'),
    (300, 'holds', 'record', 'Holds', $$t.id in (select hold_id from hold_beds where child_id = any($1))$$, 'shared'),
    (310, 'plans', 'record', 'Plans for several children',
     $$t.id in (select plan_id from plan_children where child_id = any($1))$$, 'removed'),
    (320, 'plan_children', 'record', 'The child in plans', $$t.child_id = any($1)$$, 'follows'),
    (330, 'request_children', 'record', 'The child in placement requests', $$t.child_id = any($1)$$, 'removed'),
    (340, 'placement_requests', 'record', 'Placement requests',
     $$t.id in (select request_id from request_children where child_id = any($1))$$, 'shared'),
    (350, 'legal_statuses', 'record', 'Legal statuses', $$t.child_id = any($1)$$, 'removed'),
    (360, 'care_periods', 'record', 'Periods of care', $$t.child_id = any($1)$$, 'removed'),
    (370, 'return_rows', 'returned', 'Rows of the returns', $$t.child_reference = any($2)$$, 'removed'),
    (380, 'return_readings', 'returned', 'How rows of the returns were read', $$t.child_reference = any($2)$$, 'removed'),
    (390, 'import_changes', 'returned', 'What imports changed in the returns', $$t.child_reference = any($2)$$, 'removed'),
    (400, 'import_children', 'returned', 'What imports did to records', $$t.child_reference = any($2)$$, 'removed'),
    (410, 'import_findings', 'returned', 'What was found of rows of imports',
     $$(t.column_name = 'CHILD' and t.value = any($2)) or exists (
         select from import_rows r
          where (r.import_id, r.file, r.module, r.row_number) = (t.import_id, t.file, t.module, t.row_number)
            and regexp_replace(trim(r.received ->> 'CHILD'), '^(\d+)\.0+$', '\1') = any($2))$$, 'removed'),
    (420, 'import_rows', 'returned', 'Rows of imports as they were received',
     $$regexp_replace(trim(t.received ->> 'CHILD'), '^(\d+)\.0+$', '\1') = any($2)$$, 'removed'),
    (430, 'daily_children', 'returned', 'What the daily collection has of the child', $$t.la_child_id = any($2)$$, 'removed'),
    (440, 'daily_sendings', 'returned', 'What was sent to the daily collection', $$t.la_child_id = any($2)$$, 'removed'),
    (445, 'legal_holds', 'record', 'Legal holds', $$t.child_id = any($1)$$, 'removed'),
    (450, 'child_merges', 'record', 'Records of the child that were merged',
     $$t.child_id = any($1) or t.merged_id = any($1)$$, 'removed'),
    (460, 'vacancy_searches', 'service', 'Searches for a home',
     $$exists (select from jsonb_array_elements(t.criteria -> 'children') c where c ->> 'childId' = any($1::text[]))
       or t.request_id in (select request_id from request_children where child_id = any($1))$$, 'unnamed'),
    (470, 'external_ids', 'record', 'Identifiers in other systems', $$t.child_id = any($1) or t.record_id = any($3)$$,
     'follows'),
    (480, 'care_facts', 'derived', 'Nights in care, as figures count them', $$t.child_id = any($1)$$, 'follows'),
    (490, 'choosy_residents', 'derived', 'Whom the child may live with', $$t.child_id = any($1)$$, 'follows'),
    (510, 'children', 'record', 'The child', $$t.id = any($1)$$, 'removed'),
    (515, 'sibling_groups', 'record', 'Sibling groups',
     $$t.id in (select sibling_group_id from children where id = any($1))$$, 'shared'),
    (520, 'webhook_deliveries', 'derived', 'Events on their way',
     $$t.event_id in (select id from events e where e.record_id = any($1 || $3) and e.occurred_at < now())$$, 'removed'),
    -- Those of the erasure itself stay: they tell other systems to forget these ids too.
    (530, 'events', 'derived', 'Events', $$t.record_id = any($1 || $3) and t.occurred_at < now()$$, 'removed'),
    (540, 'record_versions', 'history', 'Changes and corrections',
     $$t.record_id = any($1 || $3) or t.before ->> 'child_id' = any($1::text[])$$, 'removed'),
    (550, 'access_log', 'service', 'Who read the record', $$t.child_ids && $1$$, 'shared'),
    (560, 'idempotency_keys', 'derived', 'Answers kept to be sent again, for a day',
     $$exists (select from unnest($1::text[] || $2 || $3::text[]) named where position(named in t.body::text) > 0)$$, 'removed'),
    (570, 'page_drafts', 'derived', 'What was begun to be filled in on pages, for a day',
     $$exists (select from unnest($1::text[] || $2 || $3::text[]) named where position(named in t.fields::text) > 0)$$, 'removed'),
    (580, 'facts_changed', 'derived', 'Notes that figures change, for an hour', $$t.child = any($1)$$, 'follows'),
    (590, 'care_facts_due', 'derived', 'Facts to be made at the end of a transaction', $$false$$, 'follows')
$function$;
comment on function data_of_child() is 'Every table that has something of a child: how its rows are found, and what erasure does to them. Rows are removed; follow others by a cascade or a trigger; are shared with other children, and lose the child until they are its alone; or stay without naming the child (unnamed). In the order in which they go.';

create or replace function dependents_of(kept regclass, kept_id uuid)
 returns table(record_type text, total bigint, ids text[])
 language plpgsql
 stable
as $function$
declare
  link record;
begin
  for link in
    select h.relname as holder, column_of.attname as column_name,
           -- Rows that are part of a record are that record.
           coalesce(whole.record_type, h.relname) as record_type, coalesce(whole.id_column, 'id') as id_column
      from pg_constraint c
      join pg_class h on h.oid = c.conrelid
      join lateral unnest(c.conkey, c.confkey) key (own, other) on true
      join pg_attribute id_of on id_of.attrelid = c.confrelid and id_of.attnum = key.other and id_of.attname = 'id'
      join pg_attribute column_of on column_of.attrelid = c.conrelid and column_of.attnum = key.own
      left join (values ('hold_beds', 'holds', 'hold_id'), ('request_children', 'placement_requests', 'request_id'),
                        ('plan_children', 'plans', 'plan_id')) whole (part, record_type, id_column)
        on whole.part = h.relname
     where c.contype = 'f' and c.confrelid = kept and c.confdeltype = any ('{a,r}')
       and has_table_privilege(h.oid, 'select')
     order by h.relname, c.conname
  loop
    return query execute format(
      'select %L::text, count(*), (array_agg(distinct t.%I::text))[:1000] from %I t where t.%I = $1 having count(*) > 0',
      link.record_type, link.id_column, link.holder, link.column_name) using kept_id;
  end loop;
end $function$;
comment on function dependents_of(kept regclass, kept_id uuid) is 'The records that refer to one and would not go with it: how many of each kind, and their ids.';

create or replace function distance_miles(e1 integer, n1 integer, e2 integer, n2 integer)
 returns numeric
 language sql
 immutable parallel safe strict
as $function$ select round((sqrt((e1 - e2)::float8 ^ 2 + (n1 - n2)::float8 ^ 2) / 1000 / 1.6093)::numeric, 1) $function$;
comment on function distance_miles(e1 integer, n1 integer, e2 integer, n2 integer) is 'DfE''s straight-line distance in miles, one decimal place, from Ordnance Survey grid metres.';

create or replace function emit_events()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  kind text := tg_table_name;
begin
  case tg_op when 'INSERT' then
    with said as materialized (select authority_code, id, to_jsonb(c) as now from changed c)
    insert into events (authority_code, type, record_type, record_id, data)
    select authority_code, type, kind, id, data from said, lateral events_of(kind, null, now);
  when 'UPDATE' then
    with said as materialized (
      select c.authority_code, c.id, to_jsonb(b) as before, to_jsonb(c) as now from changed c join before b using (id))
    insert into events (authority_code, type, record_type, record_id, data)
    select authority_code, type, kind, id, data from said, lateral events_of(kind, before, now)
     where before - '{version,updated_at}'::text[] <> now - '{version,updated_at}'::text[];
  when 'DELETE' then
    with said as materialized (select authority_code, id, to_jsonb(c) as before from changed c)
    insert into events (authority_code, type, record_type, record_id, data)
    select authority_code, type, kind, id, data from said, lateral events_of(kind, before, null);
  end case;
  return null;
end $function$;
comment on function emit_events() is 'Writes the events of a statement''s changes, as event_types declares them.';

create or replace function empty_and_fill_sandbox()
 returns bigint
 language plpgsql
as $function$
declare
  sandbox_code text := sandbox_authority();
  kept         record;
  sample       jsonb;
  columns      text;
  contents     text;
  total        bigint := 0;
  counted      bigint;
begin
  if sandbox_code is null then
    perform refuse('sandbox_alone_is_reset', 'the authority is no sandbox');
  end if;
  for kept in select oid, relname from pg_class
               where relnamespace = 'public'::regnamespace and relkind = 'r'
                 and has_table_privilege(oid, 'delete') loop
    execute format('delete from %I t where t.authority_code = $1 %s', kept.relname,
                   case kept.relname when 'record_versions'
                     then 'and has_table_privilege(to_regclass(t.record_type), ''delete'')' else '' end)
      using sandbox_code;
    select content into sample from sandbox_rows
     where sandbox = sandbox_code and record_type = kept.relname limit 1;
    continue when not found;
    -- Columns that came after the seed get their defaults.
    select string_agg(quote_ident(a.attname), ', ' order by a.attnum),
           string_agg('r.' || quote_ident(a.attname), ', ' order by a.attnum) into columns, contents
      from pg_attribute a
     where a.attrelid = kept.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and sample ? a.attname::text;
    execute format('insert into %I (%s) overriding system value
                    select %s from sandbox_rows s, lateral jsonb_populate_record(null::%I, s.content) r
                     where s.sandbox = $1 and s.record_type = %L', kept.relname, columns, contents, kept.relname, kept.relname)
      using sandbox_code;
    get diagnostics counted = row_count;
    total := total + counted;
  end loop;
  return total;
end $function$;
comment on function empty_and_fill_sandbox() is 'Puts the rows of the sandbox in whose name this transaction acts back to its seed; resolves to how many they are.';
revoke execute on function empty_and_fill_sandbox() from public;
grant execute on function empty_and_fill_sandbox() to sufficiency_sandbox;

create or replace function enter_company()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  insert into access_log (authority_code, actor, role, action, request_id, child_ids)
  select p.authority_code, 'authority ' || current_authority(), 'another-authority', new.action, new.request_id,
         array_agg(distinct p.child_id)
    from placements p join homes h on h.id = p.home_id
   where p.home_id = any(new.home_ids) and (p.nights @> new.night or p.stay @> new.night)
     and (h.shared or h.authority_code = current_authority()) and p.authority_code <> current_authority()
   group by p.authority_code;
  return new;
end $function$;
comment on function enter_company() is 'Enters in the access log of each child''s authority that another was told who lives in a home, by age and sex.';

create or replace function enter_sandbox()
 returns void
 language plpgsql
as $function$
begin
  if sandbox_authority() is not null
     and not pg_try_advisory_xact_lock_shared(lock_number('sandbox'), hashtext(current_authority())) then
    perform refuse('sandbox_not_in_reset', 'the sandbox is being reset');
  end if;
end $function$;
comment on function enter_sandbox() is 'Keeps off the reset of a sandbox while this transaction writes in it; refused while it is being reset. Of no effect for other authorities.';

create or replace function erase_child(child uuid, rule text)
 returns jsonb
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  own     text := current_authority();
  ids     uuid[] := records_of_same_child(child);
  refs    text[];
  about   uuid[];
  kept    record;
  counted bigint;
  tally   jsonb := '{}';
  receipt uuid;
begin
  if not exists (select from children where id = child and authority_code = own and merged_into_id is null) then
    perform refuse('erasure_of_own_child', 'there is no such child');
  end if;
  perform pg_advisory_xact_lock(lock_number('retention'), hashtext(own));
  perform 1 from children where id = any(ids) order by id for update;
  if exists (select from legal_holds h where h.authority_code = own and h.lifted_at is null
                                         and (h.child_id is null or h.child_id = any(ids))) then
    perform refuse('nothing_erased_under_hold', 'a legal hold is in force');
  end if;
  perform set_config('app.erasing', own, true);
  refs := array(select reference from children where id = any(ids));
  about := ids_about_child(ids, refs);
  for kept in select * from data_of_child() d where d.erasure <> 'follows' order by d.ordinal loop
    case kept.record_type
      when 'consultations' then
        delete from consultations where child_id = any(ids);
        get diagnostics counted = row_count;
        update consultations set other_child_id = null where other_child_id = any(ids);
      when 'holds' then
        delete from bed_use u
         where u.hold_id = any(about)
           and not exists (select from hold_beds b where (b.hold_id, b.bed_id) = (u.hold_id, u.bed_id));
        delete from holds h
         where h.id = any(about) and not exists (select from hold_beds b where b.hold_id = h.id)
           and not exists (select from placements p where p.hold_id = h.id)
           and not exists (select from panel_decision_links l where l.hold_id = h.id);
        get diagnostics counted = row_count;
      when 'placement_requests' then
        update placement_requests r set child_ids = array(select c from unnest(child_ids) c where c <> all (ids))
         where r.id = any(about) and exists (select from request_children c where c.request_id = r.id);
        delete from placement_requests r
         where r.id = any(about) and not exists (select from request_children c where c.request_id = r.id);
        get diagnostics counted = row_count;
      when 'vacancy_searches' then
        update vacancy_searches s
           set criteria = jsonb_set(criteria, '{children}', (
                 select jsonb_agg(case when c ->> 'childId' = any(ids::text[]) then c - 'childId' else c end order by n)
                   from jsonb_array_elements(criteria -> 'children') with ordinality e (c, n)))
         where s.authority_code = own and exists (
           select from jsonb_array_elements(s.criteria -> 'children') c where c ->> 'childId' = any(ids::text[]));
        get diagnostics counted = row_count;
      when 'sibling_groups' then
        delete from sibling_groups g
         where g.id = any(about) and not exists (select from children c where c.sibling_group_id = g.id);
        get diagnostics counted = row_count;
      when 'access_log' then
        delete from access_log l where l.child_ids && ids and l.child_ids <@ ids;
        get diagnostics counted = row_count;
        update access_log l set child_ids = array(select c from unnest(l.child_ids) c where c <> all (ids))
         where l.child_ids && ids;
      else
        if kept.record_type = 'children' then
          update children set parent_id = null where parent_id = any(ids) and id <> all (ids);
        elsif kept.record_type = 'record_versions' then
          about := array(
            select unnest(about)
            except all (select id from holds where id = any(about) union all
                        select id from placement_requests where id = any(about) union all
                        select id from consultations where id = any(about) union all
                        select id from sibling_groups where id = any(about)));
        end if;
        execute format('delete from %I t where t.authority_code = $4 and (%s)', kept.record_type, kept.condition)
          using ids, refs, about, own;
        get diagnostics counted = row_count;
    end case;
    if counted > 0 then tally := tally || jsonb_build_object(kept.record_type, counted); end if;
  end loop;
  insert into erasures (authority_code, rule, tally) values (own, rule, tally) returning id into receipt;
  return jsonb_build_object('id', receipt, 'tally', tally);
end $function$;
comment on function erase_child(child uuid, rule text) is 'Erases all that is kept of a child of the authority, as data_of_child() declares it, and leaves a receipt: its id, and how many rows of each table. Refused while a legal hold is in force.';
revoke execute on function erase_child(uuid,text) from public;
grant execute on function erase_child(uuid,text) to sufficiency_app;

create or replace function erase_entries(log text, moment timestamp with time zone)
 returns jsonb
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  own     text := current_authority();
  counted bigint;
  receipt uuid;
begin
  perform pg_advisory_xact_lock(lock_number('retention'), hashtext(own));
  case log
    when 'access_log' then
      delete from access_log l
       where l.authority_code = own and l.at < moment
         and not exists (select from legal_holds h
                          where h.authority_code = own and h.lifted_at is null
                            and (h.child_id is null or h.child_id = any(l.child_ids)));
    when 'bulk_reads' then
      delete from bulk_reads r where r.authority_code = own and r.started_at < moment;
  end case;
  get diagnostics counted = row_count;
  insert into erasures (authority_code, rule, tally)
  values (own, replace(log, '_', '-'), jsonb_build_object(log, counted)) returning id into receipt;
  return jsonb_build_object('id', receipt, 'tally', jsonb_build_object(log, counted));
end $function$;
comment on function erase_entries(log text, moment timestamp with time zone) is 'Erases the entries of one of the authority''s logs from before a moment, but for those of children under a legal hold, and leaves a receipt.';
revoke execute on function erase_entries(text,timestamp with time zone) from public;
grant execute on function erase_entries(text,timestamp with time zone) to sufficiency_app;

create or replace function events_of(kind text, old_row jsonb, new_row jsonb)
 returns table(ordinal smallint, type text, data jsonb)
 language sql
 stable
as $function$
  select ordinal, type,
         jsonb_build_object('id', kept -> 'id', 'version', kept -> 'version')
           || (select coalesce(jsonb_object_agg(key, kept -> value), '{}') from jsonb_each_text(links))
    from (
      select t.ordinal, t.type, t.happens, r.links, coalesce(new_row, old_row) as kept,
             happened, bool_or(happened) over () as anything
        from event_types t join event_records r using (record_type),
        lateral (select coalesce(case t.happens
          when 'created' then old_row is null
          when 'removed' then new_row is null
          when 'given'   then new_row ->> t.fact is not null and old_row ->> t.fact is null
          when 'becomes' then new_row ->> t.fact = t.value and old_row ->> t.fact is distinct from t.value
          when 'altered' then new_row ->> t.fact <> old_row ->> t.fact
        end, false)) h (happened)
       where t.record_type = kind
    ) rule
   where happened or happens = 'otherwise' and not anything
   order by ordinal
$function$;
comment on function events_of(kind text, old_row jsonb, new_row jsonb) is 'The events of a change of a record of a kind, in order, as event_types declares them. Of a new record there is no old row, of one that is removed no new row.';
revoke execute on function events_of(text,jsonb,jsonb) from public;

create or replace function facts_of_input_changed()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  since timestamptz := now();
begin
  if tg_table_name = 'care_facts' or tg_table_name = 'placements' then
    -- What is written of other times than this transaction's changes what was known before it.
    if tg_op = 'UPDATE' then
      if exists (select child_id from before except select child_id from changed) then
        since := '-infinity';
        insert into facts_changed (authority_code, input, child, shared, began_at)
        select distinct authority_code, tg_table_name, child_id, false, since from before;
      end if;
    elsif tg_table_name = 'care_facts' then
      if exists (select from changed where known_from <> now()) then since := '-infinity'; end if;
    end if;
    insert into facts_changed (authority_code, input, child, shared, began_at)
    select distinct authority_code, tg_table_name, child_id, false, since from changed;
  elsif tg_table_name = 'homes' then
    insert into facts_changed (authority_code, input, shared)
    select authority_code, tg_table_name, bool_or(shared) from changed group by authority_code;
    if tg_op = 'UPDATE' then
      insert into facts_changed (authority_code, input, shared)
      select distinct authority_code, tg_table_name, true from before where shared;
    end if;
  elsif tg_table_name = 'providers' or tg_table_name = 'judgements' then
    -- Other authorities see those of a home that they may see.
    insert into facts_changed (authority_code, input, shared)
    select authority_code, tg_table_name,
           exists (select from homes h where h.authority_code = c.authority_code and h.shared)
      from (select distinct authority_code from changed) c;
  elsif tg_table_name = 'hold_beds' then
    -- A bed may be held by another authority than its own.
    insert into facts_changed (authority_code, input, shared)
    select distinct b.authority_code, tg_table_name, false from changed c join beds b on b.id = c.bed_id;
  elsif tg_table_name = 'holds' then
    insert into facts_changed (authority_code, input, shared)
    select distinct b.authority_code, tg_table_name, false
      from changed c join hold_beds k on k.hold_id = c.id join beds b on b.id = k.bed_id;
  else
    insert into facts_changed (authority_code, input, shared)
    select distinct authority_code, tg_table_name, false from changed;
  end if;
  return null;
end $function$;
comment on function facts_of_input_changed() is 'Notes which authorities'' facts, and where it is of children of which children, a statement changed.';

create or replace function finish_reset(sandbox_code text, actor text)
 returns void
 language plpgsql
as $function$
begin
  -- What hangs on records that are gone, of whatever authority: of a record that is there nothing is taken.
  delete from running_holds r where not exists (select from holds h where h.id = r.hold_id);
  delete from choosy_residents r where not exists (select from children c where c.id = r.child_id);
  insert into running_holds
  select (content ->> 'hold_id')::uuid from sandbox_rows
   where sandbox = sandbox_code and record_type = 'running_holds' on conflict do nothing;
  perform refresh_choosy_residents(array(select id from children where authority_code = sandbox_code));
  insert into facts_changed (authority_code, input, shared, began_at)
  values (sandbox_code, 'everything', false, '-infinity');
  update sandboxes set reset_at = now(), reset_by = actor where code = sandbox_code;
end $function$;
comment on function finish_reset(sandbox_code text, actor text) is 'Brings what triggers keep beside the records of a sandbox to what they say after its reset, and notes who reset it when.';
revoke execute on function finish_reset(text,text) from public;

create or replace function follow_child()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  update placements set child_id = child_id where child_id = new.id and home_postcode is null;
  return null;
end $function$;
comment on function follow_child() is 'Gives the placements of a child whose home postcode changes their distances and locations anew.';

create or replace function follow_child_alone()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  -- Of a placement that is not to be, or is elsewhere, nothing is kept empty; nor the bed that it moves to.
  delete from voids v
   where v.placement_id = new.id
     and (isempty(new.nights) or new.home_id is distinct from old.home_id or v.bed_id = new.bed_id
          or not nights(v.starts_on, v.ends_on) && new.nights);
  -- What began and ended with the placement still does; what was ended before goes no further.
  update voids v
     set starts_on = changed.starts_on, ends_on = changed.ends_on
    from voids same,
         lateral (select case when same.starts_on = lower(old.nights) then lower(new.nights)
                              else greatest(same.starts_on, lower(new.nights)) end as starts_on,
                         case when same.ends_on is not distinct from upper(old.nights) then upper(new.nights)
                              else least(same.ends_on, upper(new.nights)) end as ends_on) changed
   where v.placement_id = new.id and same.id = v.id
     and (v.starts_on, v.ends_on) is distinct from (changed.starts_on, changed.ends_on);
  return null;
end $function$;
comment on function follow_child_alone() is 'Ends, moves or undoes the voids for a child who lives alone as the placement ends, moves or is undone.';

create or replace function follow_children()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  delete from request_children where request_id = new.id and child_id <> all (new.child_ids);
  insert into request_children (authority_code, request_id, child_id)
  select new.authority_code, new.id, unnest(new.child_ids) on conflict do nothing;
  return null;
end $function$;
comment on function follow_children() is 'Keeps request_children as the request has its children.';

create or replace function follow_ended_placement()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  child uuid;
  left_on date;
begin
  select child_id, ended_on into child, left_on from placements
   where id = new.placement_id and authority_code = new.authority_code;
  if child is null then
    perform refuse('meeting_after_own_placement', 'there is no such placement');
  end if;
  if left_on is null or left_on > new.held_on then
    perform refuse('meeting_after_ending', 'the placement has not ended by that day');
  end if;
  new.child_id := child;
  return new;
end $function$;
comment on function follow_ended_placement() is 'Gives a disruption meeting the child of its placement, which must have ended by the day of the meeting.';

create or replace function follow_home()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  -- One whose place stays as its authority may know it is left as it is: that it changed would tell that the home did.
  update placements p set home_id = p.home_id
    from placements o
    join children c on c.id = o.child_id
    cross join lateral place_of(o.authority_code, coalesce(o.home_postcode, c.home_postcode), null, o.home_id,
                                o.placement_type) now_at
   where p.id = o.id and o.home_id = new.id and o.postcode is null
     and (o.distance_miles, o.distance_shown, o.location, o.located_in)
         is distinct from (now_at.miles, now_at.miles_shown, now_at.location, now_at.located_in);
  return null;
end $function$;
comment on function follow_home() is 'Gives the placements in a home that changes postcode, or whether it is confidential, their distances and locations anew.';

create or replace function follow_provider_sector()
 returns trigger
 language plpgsql
as $function$
begin
  update homes set provider_id = provider_id where provider_id = new.id;
  return null;
end $function$;
comment on function follow_provider_sector() is 'Gives the homes of a provider whose sector changes their placement types anew.';

create or replace function follow_statements(written regclass, follower text, name text default null::text)
 returns void
 language plpgsql
as $function$
begin
  execute format('create trigger %I after insert on %s
    referencing new table as changed for each statement execute function %I()',
    coalesce(name, follower) || '_after_insert', written, follower);
  execute format('create trigger %I after update on %s
    referencing new table as changed old table as before for each statement execute function %I()',
    coalesce(name, follower) || '_after_update', written, follower);
  execute format('create trigger %I after delete on %s
    referencing old table as changed for each statement execute function %I()',
    coalesce(name, follower) || '_after_delete', written, follower);
end $function$;
comment on function follow_statements(written regclass, follower text, name text) is 'Has a function called after each statement that writes a table, with all of its rows: `changed`, and of an update `before` too. The triggers begin with the name given, or else with that of the function.';
revoke execute on function follow_statements(regclass,text,text) from public;

create or replace function forecast_age_of(age smallint)
 returns text
 language sql
 immutable parallel safe
as $function$
  select case when age < 1 then 'under-1' when age < 5 then '1-4' when age < 10 then '5-9' when age < 16 then '10-15' else '16-17' end
$function$;
comment on function forecast_age_of(age smallint) is 'The age band of forecasts of an age in years.';

create or replace function forecast_category_of(forecast_type text)
 returns text
 language sql
 immutable parallel safe
as $function$
  select case forecast_type
    when 'internal-foster' then 'fostering'
    when 'ifa' then 'fostering'
    when 'connected-carer' then 'fostering'
    when 'residential' then 'residential'
    when 'supported' then 'supported'
    else 'other'
  end
$function$;
comment on function forecast_category_of(forecast_type text) is 'The category of a type of forecasts.';

create or replace function forecast_type_of(placement_type text)
 returns text
 language sql
 immutable parallel safe
as $function$
  select case placement_type
    when 'internal-foster' then 'internal-foster'
    when 'ifa' then 'ifa'
    when 'other-authority-foster' then 'ifa'
    when 'connected-carer' then 'connected-carer'
    when 'residential' then 'residential'
    when 'supported-accommodation' then 'supported'
    when 'supported-lodgings' then 'supported'
    when 'independent-living' then 'supported'
    when 'with-parents' then 'with-parents'
    when 'placed-for-adoption' then 'adoption'
    else 'other'
  end
$function$;
comment on function forecast_type_of(placement_type text) is 'The type under which a forecast counts a placement type; other where none is recorded.';

create or replace function forget_files()
 returns trigger
 language plpgsql
as $function$
begin
  delete from import_files where import_id = new.id;
  return null;
end $function$;
comment on function forget_files() is 'Forgets the files of an import that has ended.';

create or replace function forget_readings()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if tg_table_name = 'postcodes' then
    delete from return_readings;
  else
    delete from return_readings r using (select distinct authority_code, child_reference from changed) c
     where (r.authority_code, r.child_reference) = (c.authority_code, c.child_reference);
  end if;
  return null;
end $function$;
comment on function forget_readings() is 'After a statement on return_rows: forgets what imports made of the rows of its children. After one on postcodes: of all children.';

create or replace function forget_work()
 returns trigger
 language plpgsql
as $function$
begin
  new.work := null;
  return new;
end $function$;
comment on function forget_work() is 'Forgets what a job was to do, once it has ended.';

create or replace function give_feed_secret()
 returns void
 language sql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  insert into feed_secrets (authority_code) select a.code from authorities a where a.code = current_authority()
  on conflict do nothing
$function$;
comment on function give_feed_secret() is 'Gives the authority a secret by which its feeds name children, if it has none. Returns nothing of it.';
revoke execute on function give_feed_secret() from public;
grant execute on function give_feed_secret() to sufficiency_app;

create or replace function give_panels()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  insert into panels (authority_code, reference, title, purpose, meets, chair_role, roles)
  select a.code, p.* from added a, built_in_panels() p;
  return null;
end $function$;
comment on function give_panels() is 'Gives a new authority its own copy of the panels.';

create or replace function has_consent(home uuid, to_place_for text, under_hold uuid, first_night date, at timestamp with time zone default 'infinity'::timestamp with time zone)
 returns boolean
 language sql
 stable
as $function$
  select exists (
    select from placing_consents c
     where c.home_id = home and c.for_authority_code = to_place_for and c.created_at <= at
       and case when c.hold_id is null then c.term @> first_night else c.hold_id = under_hold end)
$function$;
comment on function has_consent(home uuid, to_place_for text, under_hold uuid, first_night date, at timestamp with time zone) is 'Whether the authority of a home has agreed, by an instant, that another places there from a night on: for a term, or to the hold that the placement comes of.';

create or replace function held_nights(at timestamp with time zone)
 returns table(bed_id uuid, nights datemultirange)
 language sql
 stable
as $function$
  select bed_id, range_agg(nights * daterange(null,
           case when least(expires_at, ended_at) <= at
                then (least(expires_at, ended_at) at time zone 'Europe/London')::date end))
    from bed_held
   where created_at <= at
   group by bed_id
$function$;
comment on function held_nights(at timestamp with time zone) is 'The nights for which beds were held at an instant: all of a hold that ran then; of one that had ended, those gone by over whose midnight it ran.';

create or replace function hmac_pad(secret bytea, pad integer)
 returns bytea
 language plpgsql
 immutable strict
as $function$
declare
  block bytea := decode(repeat(lpad(to_hex(pad), 2, '0'), 64), 'hex');
begin
  for i in 0 .. length(secret) - 1 loop
    block := set_byte(block, i, get_byte(secret, i) # pad);
  end loop;
  return block;
end $function$;
comment on function hmac_pad(secret bytea, pad integer) is 'A secret of up to 64 bytes, filled up to a block of SHA-256 and combined with a byte, as HMAC (RFC 2104) takes it.';
revoke execute on function hmac_pad(bytea,integer) from public;

create or replace function holds_of_others()
 returns table(hold_id uuid, held_by text, beds jsonb, home_id uuid, from_on date, to_on date, placed_at timestamp with time zone, expires_at timestamp with time zone, awaits_consent boolean)
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select h.id, h.authority_code, jsonb_agg(jsonb_build_object('bedId', b.id, 'homeId', b.home_id) order by b.id),
         case when count(distinct b.home_id) = 1 then min(b.home_id::text)::uuid end, h.from_on, h.to_on, h.created_at,
         h.expires_at, not bool_and(has_consent(b.home_id, h.authority_code, h.id, h.from_on))
    from beds b
    join bed_use u on u.bed_id = b.id and u.hold_id is not null and u.expires_at > now()
    join holds h on h.id = u.hold_id and h.ended_at is null and h.expires_at > now()
   where b.authority_code = current_authority() and h.authority_code <> current_authority()
   group by h.id
$function$;
comment on function holds_of_others() is 'The running holds of the authority''s own beds by others: who holds which, and whether consent is awaited, but not for which child.';
revoke execute on function holds_of_others() from public;
grant execute on function holds_of_others() to sufficiency_app;

create or replace function homes_lived_in_differently()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  homes_changed uuid[] := array(
    select home_id from changed where bed_id is null and home_id is not null);
begin
  if tg_op = 'UPDATE' then
    homes_changed := homes_changed || array(
      select home_id from before where bed_id is null and home_id is not null);
  end if;
  perform refresh_bed_free(array(
    select b.id from unnest(homes_changed) home, homes_of_registration(home) building
      join homes h on h.id = building
      join beds b on b.home_id = h.id
     where h.registered_places is not null));
  return null;
end $function$;
comment on function homes_lived_in_differently() is 'Refreshes the free intervals of beds in homes, and in the other buildings of their registration, in which someone lives without a bed: places_in_question counts them.';

create or replace function homes_of_concern(wanted daterange)
 returns setof uuid
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select b.home_id
    from voids v
    join beds b on b.id = v.bed_id
    join homes h on h.id = b.home_id
   where v.reason in ('restriction', 'suspension', 'allegation', 'resignation', 'closing')
     and nights(v.starts_on, v.ends_on) && wanted
     and (h.shared or h.authority_code = current_authority())
$function$;
comment on function homes_of_concern(wanted daterange) is 'The homes in which a bed is void on some of the nights for a reason that concerns the registration or the home''s end: nobody makes an option of them. Of another authority''s home, never which it is.';

create or replace function homes_of_registration(home uuid)
 returns setof uuid
 language sql
 stable
as $function$
  select h.id from homes h
   where h.id = home
  union
  select other.id from homes h
    join homes other on other.provider_id = h.provider_id and other.kind = h.kind and other.ofsted_urn = h.ofsted_urn
   where h.id = home and h.kind in ('childrens-home', 'secure-childrens-home')
$function$;
comment on function homes_of_registration(home uuid) is 'The buildings of the registration that a home belongs to: children''s homes of one provider with the same URN; for any other home, the home itself.';

create or replace function ids_about_child(child_ids uuid[], child_references text[])
 returns uuid[]
 language plpgsql
 stable
as $function$
declare
  kept  record;
  more  uuid[];
  ids   uuid[] := '{}';
begin
  -- Under row-level security it finds the authority's own alone, and so it does for the owner, when a child is erased.
  for kept in select d.record_type, d.condition
                from data_of_child() d join pg_attribute a on a.attrelid = to_regclass(d.record_type) and a.attname = 'id'
               where (d.part = 'record' or d.part = 'returned') and a.atttypid = 'uuid'::regtype
               order by d.ordinal loop
    execute format('select array_agg(t.id) from %I t where t.authority_code = current_authority() and (%s)', kept.record_type, kept.condition)
      into more using child_ids, child_references, ids;
    ids := ids || coalesce(more, '{}');
  end loop;
  select array_agg(distinct record_id) into more from record_versions
   where authority_code = current_authority() and before ->> 'child_id' = any(child_ids::text[]);
  return ids || coalesce(more, '{}');
end $function$;
comment on function ids_about_child(child_ids uuid[], child_references text[]) is 'The ids of every record about a child, those that were removed too, as far as their history names the child.';

create or replace function impossible_dates(children_asked uuid[])
 returns table(child_id uuid, record_type text, record_id uuid, day date, rule text)
 language sql
 stable
as $function$
  with dated as (
    select p.child_id, 'care_periods' as record_type, p.id, p.started_on as from_on, p.ended_on as to_on, true as begun
      from care_periods p where p.child_id = any(children_asked)
    union all
    select l.child_id, 'legal_statuses', l.id, l.started_on, l.ended_on, true
      from legal_statuses l where l.child_id = any(children_asked)
    union all
    select p.child_id, 'placements', p.id, coalesce(p.started_on, p.planned_from), p.ended_on, p.started_on is not null
      from placements p where p.child_id = any(children_asked) and p.withdrawn_on is null
    union all
    select o.child_id, 'liberty_orders', o.id, o.from_on, null, true
      from liberty_orders o where o.child_id = any(children_asked)
    union all
    select k.child_id, 'placement_requests', r.id, r.needed_from, null, false
      from request_children k join placement_requests r on r.id = k.request_id
     where k.child_id = any(children_asked) and r.withdrawn_on is null
  ), care as (
    select p.child_id, range_agg(p.nights) as nights, array_agg(p.started_on) as starts, min(p.ended_on) as first_end,
           min(p.ended_on) filter (where p.end_reason = 'E2') as died_on
      from care_periods p where p.child_id = any(children_asked) group by p.child_id
  )
  select d.child_id, d.record_type, d.id, d.from_on, 'from_birth'
    from dated d join children c on c.id = d.child_id
   where d.from_on < c.date_of_birth
  union all
  select d.child_id, d.record_type, d.id, greatest(d.from_on, d.to_on), 'before_death'
    from dated d join care on care.child_id = d.child_id
   where d.record_type <> 'placement_requests' and greatest(d.from_on, d.to_on) > care.died_on
  union all
  select d.child_id, d.record_type, d.id, case when covered.starts then d.to_on else d.from_on end, 'in_care'
    from dated d
    left join care on care.child_id = d.child_id,
    lateral (select coalesce(care.nights @> d.from_on or d.from_on = any(care.starts), false) as starts,
                    coalesce(care.nights @> daterange(d.from_on, d.to_on), false) as ends) covered
   where d.record_type = 'legal_statuses' and d.to_on is distinct from d.from_on
     and not (covered.starts and (d.to_on is null or covered.ends))
  union all
  select d.child_id, d.record_type, d.id, d.from_on, 'in_care'
    from dated d
    join care on care.child_id = d.child_id
    join placements p on p.id = d.id
   where d.record_type = 'placements' and d.begun and p.layer = 'usual'
     and p.placement_type not in ('staying-put', 'staying-close')
     and care.first_end <= d.from_on and not care.nights @> d.from_on
$function$;
comment on function impossible_dates(children_asked uuid[]) is 'What is dated of these children on a day on which it cannot have been: before the birth, after the death, out of care once care has ended.';

create or replace function impossible_dates_of_many(children_asked uuid[])
 returns table(child_id uuid, record_type text, record_id uuid, day date, rule text)
 language sql
 stable
 set enable_nestloop to 'off'
as $function$ select * from impossible_dates(children_asked) $function$;
comment on function impossible_dates_of_many(children_asked uuid[]) is 'What impossible_dates says, of children by the thousand.';

create or replace function is_decided(asked uuid)
 returns boolean
 language sql
 stable
as $function$ select exists (select from panel_decisions where case_id = asked) $function$;
comment on function is_decided(asked uuid) is 'Whether the case of a panel is decided.';

create or replace function is_of_import(moment timestamp with time zone)
 returns boolean
 language sql
 stable
as $function$
  select exists (select from imports
                  where authority_code = current_authority() and status = 'succeeded' and finished_at = moment)
      or exists (select from import_questions
                  where authority_code = current_authority() and answered_at = moment)
      or exists (select from child_merges
                  where authority_code = current_authority() and moment in (merged_at, undone_at))
$function$;
comment on function is_of_import(moment timestamp with time zone) is 'Whether what was changed at this moment was changed by an import of returns.';

create or replace function is_registered(home uuid, day date)
 returns boolean
 language plpgsql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
 set plan_cache_mode to 'force_generic_plan'
as $function$
begin
  return (
    select varied_registration(h.id) @> day
      from homes h
     where h.id = home and (h.shared or h.authority_code = current_authority()));
end $function$;
comment on function is_registered(home uuid, day date) is 'Whether a registration with Ofsted covers a home on a day, as varied_registration has it; null where the authority sees no such home.';

create or replace function is_sending()
 returns boolean
 language plpgsql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  return (
    select s.paused_at is null
           and s.server = (select system_identifier from pg_control_system())
           and s.database = (select oid from pg_database where datname = current_database())
      from sending s);
end $function$;
comment on function is_sending() is 'Whether this database sends: it is no restored copy of another, or was told to all the same, and is not paused.';
revoke execute on function is_sending() from public;
grant execute on function is_sending() to sufficiency_app;
grant execute on function is_sending() to sufficiency_sender;

create or replace function isolate(kept regclass)
 returns void
 language plpgsql
as $function$
begin
  execute format('alter table %s enable row level security', kept);
  execute format('create policy own_rows on %s using (authority_code = current_authority())
    with check (authority_code = current_authority())', kept);
  perform keep_off_merged(kept);
end $function$;
comment on function isolate(kept regclass) is 'Switches row-level security on for a new table, under which an authority sees and writes its own rows alone.';
revoke execute on function isolate(regclass) from public;

create or replace function keep(kept regclass, emits boolean default true)
 returns void
 language plpgsql
as $function$
begin
  if emits and not exists (
      select from event_types join pg_class on relname = record_type where pg_class.oid = kept) then
    raise exception 'no events are declared for %', kept
      using hint = 'insert its rows into event_records and event_types first, or say emits => false';
  end if;
  perform isolate(kept);
  execute format('create trigger touch_version before update on %s
    for each row execute function touch_version()', kept);
  perform follow_statements(kept, 'keep_version');
  if emits then perform follow_statements(kept, 'emit_events'); end if;
end $function$;
comment on function keep(kept regclass, emits boolean) is 'Gives a new table what every record has: row-level security, versions, history and events. One call, in the migration that creates the table.';
revoke execute on function keep(regclass,boolean) from public;

create or replace function keep_as_published()
 returns trigger
 language plpgsql
as $function$
begin
  raise exception using errcode = 'check_violation', constraint = 'profile_as_published',
    message = 'a profile stays as it was published';
end $function$;
comment on function keep_as_published() is 'Refuses to change or remove a matching profile.';

create or replace function keep_bed_open_while_used()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if exists (select from bed_use where bed_id = new.id and not new.open_nights @> nights
                and (expires_at is null or expires_at > clock_timestamp())) then
    perform refuse('bed_open_while_used', 'the bed is in use on nights when it would be closed');
  end if;
  return null;
end $function$;
comment on function keep_bed_open_while_used() is 'Refuses to close a bed on nights when it is in use.';

create or replace function keep_dates_possible()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  row_now  jsonb := to_jsonb(coalesce(new, old));
  children uuid[] := case tg_table_name
    when 'children' then array[row_now ->> 'id']
    when 'placement_requests' then array(select jsonb_array_elements_text(row_now -> 'child_ids'))
    else array[row_now ->> 'child_id', to_jsonb(old) ->> 'child_id'] end;
  fault    record;
begin
  -- An import looks at all dates of its children at once, with their locks, when it has written them.
  if setting('dates_checked') = pg_current_xact_id()::text then return null; end if;
  -- One writer at a time for a child, so that of two who each could be right the second finds what the first wrote.
  perform pg_advisory_xact_lock(lock_number('child'), turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(children) id where id is not null order by 1) t;
  for fault in select * from impossible_dates(array_remove(children, null)) loop
    if fault.record_id = (row_now ->> 'id')::uuid then
      case fault.record_type || ' ' || fault.rule
        when 'care_periods from_birth' then perform refuse('care_from_birth', 'care starts before the birth');
        when 'care_periods before_death' then perform refuse('care_before_death', 'care after the death');
        when 'legal_statuses from_birth' then perform refuse('legal_status_from_birth', 'a status before the birth');
        when 'legal_statuses before_death' then perform refuse('legal_status_before_death', 'a status after the death');
        when 'legal_statuses in_care' then perform refuse('legal_status_in_care', 'a status out of care');
        when 'placements from_birth' then perform refuse('placement_from_birth', 'a placement before the birth');
        when 'placements before_death' then perform refuse('placement_before_death', 'a placement after the death');
        when 'placements in_care' then perform refuse('placement_in_care', 'a placement starts after care has ended');
        when 'liberty_orders from_birth' then perform refuse('liberty_order_from_birth', 'an order before the birth');
        when 'liberty_orders before_death' then perform refuse('liberty_order_before_death', 'an order after the death');
        when 'placement_requests from_birth' then perform refuse('request_from_birth', 'a request before the birth');
      end case;
    elsif tg_table_name = 'children' and fault.rule = 'from_birth' then
      perform refuse('born_before_records', 'something is dated before this birth');
    elsif tg_table_name = 'care_periods' and fault.rule = 'before_death' and new.end_reason = 'E2' then
      perform refuse('records_before_death', 'something is dated after this death');
    elsif tg_table_name = 'care_periods' and fault.rule = 'in_care' and old.nights @> fault.day then
      perform refuse('care_covers_records', 'something that is dated in this care would no longer be');
    end if;
  end loop;
  return null;
end $function$;
comment on function keep_dates_possible() is 'Refuses a change by which something of a child is dated on a day on which it cannot have been.';

create or replace function keep_decided_case()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  -- The child of a case goes along where two records of it are merged, or taken apart again.
  if is_decided(old.id) and to_jsonb(new) - '{child_id,version,updated_at}'::text[]
                            <> to_jsonb(old) - '{child_id,version,updated_at}'::text[] then
    perform refuse('decided_case_stands', 'the case is decided');
  end if;
  return new;
end $function$;
comment on function keep_decided_case() is 'Refuses to change a case that is decided.';

create or replace function keep_first_order_short()
 returns trigger
 language plpgsql
as $function$
begin
  if new.until_on > new.from_on + interval '3 months' and not exists (
    select from liberty_orders o
     where o.child_id = new.child_id and o.kind = 'secure' and o.id <> new.id
       and o.from_on < new.from_on and o.until_on >= new.from_on - 3)
  then
    perform refuse('first_secure_order_within_3_months', 'a first secure order lasts three months at most');
  end if;
  return null;
end $function$;
comment on function keep_first_order_short() is 'Refuses a secure order of more than three months that does not follow another: with at most the 72 hours between them for which a child may be kept without one.';

create or replace function keep_held_apart()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if exists (select from separations where child_id = new.child_id)
     or exists (select from separations where other_child_id = new.child_id) then
    perform refuse_together(b.home_id, new.child_id, nights(h.from_on, h.to_on), null)
       from beds b, holds h where b.id = new.bed_id and h.id = new.hold_id;
  end if;
  return null;
end $function$;
comment on function keep_held_apart() is 'Refuses a hold that brings together children who must not live together.';

create or replace function keep_hold()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform lock_beds(array(select bed_id from hold_beds where hold_id = new.id));
  if old.ended_at is not null or exists (
      select from hold_beds b
       where b.hold_id = new.id
         and not exists (select from bed_use u where u.hold_id = b.hold_id and u.bed_id = b.bed_id)) then
    perform refuse('hold_still_held', 'the hold has lapsed or ended');
  end if;
  if new.ended_at is null then
    if new.expires_at > new.created_at + longest_hold(new.id) then
      perform refuse('hold_no_longer_than_allowed', 'an authority lets its beds be held for less long');
    end if;
    update bed_use set expires_at = new.expires_at where hold_id = new.id;
  else
    delete from bed_use where hold_id = new.id;
  end if;
  return new;
end $function$;
comment on function keep_hold() is 'Refuses to extend a hold for longer than it may, or to extend or end one that no longer has its beds, and keeps the use of its beds as the hold has it.';

create or replace function keep_hold_in_force()
 returns trigger
 language plpgsql
as $function$
begin
  if old.lifted_at is null then
    perform refuse('nothing_erased_under_hold', 'a legal hold in force is not removed');
  end if;
  return old;
end $function$;
comment on function keep_hold_in_force() is 'Refuses every role, the owner''s too, to remove a legal hold that is in force.';

create or replace function keep_off_merged(kept regclass)
 returns void
 language plpgsql
as $function$
declare
  link text;
begin
  if to_regclass('children') is null then return; end if;
  for link in select * from links_to_children(kept) loop
    execute format('create or replace trigger off_merged_%s before insert or update of %I on %s
      for each row execute function refuse_merged_child(%L)', link, link, kept, link);
  end loop;
end $function$;
comment on function keep_off_merged(kept regclass) is 'Has a table refuse to name a child whose record was merged into another. Every table that names children has it.';
revoke execute on function keep_off_merged(regclass) from public;

create or replace function keep_placed_apart()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if new.home_id is null or isempty(new.nights)
     or not exists (select from separations where child_id = new.child_id)
        and not exists (select from separations where other_child_id = new.child_id) then
    return null;
  end if;
  -- What only grows shorter brings nobody together: a stay can always end.
  if tg_op = 'UPDATE' and (new.child_id, new.home_id) is not distinct from (old.child_id, old.home_id)
     and new.nights <@ old.nights and coalesce(new.stay, 'empty') <@ coalesce(old.stay, 'empty') then
    return null;
  end if;
  perform refuse_together(new.home_id, new.child_id, new.nights, new.stay);
  return null;
end $function$;
comment on function keep_placed_apart() is 'Refuses a placement that brings together children who must not live together.';

create or replace function keep_registration_within_four_buildings()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
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
end $function$;
comment on function keep_registration_within_four_buildings() is 'Refuses a fifth building, open at one time, of one registration of a children''s home.';

create or replace function keep_sandbox_to_itself()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if exists (select from sandboxes where code = new.authority_code) then
    perform refuse('sandbox_to_itself', 'a home of a sandbox is not shared');
  end if;
  return new;
end $function$;
comment on function keep_sandbox_to_itself() is 'Refuses to share a home of a sandbox with other authorities.';

create or replace function keep_scorecard_series()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  delete from scorecard_series where scorecard_id = new.id;
  insert into scorecard_series (authority_code, scorecard_id, series)
  select distinct new.authority_code, new.id, r ->> 'series'
    from jsonb_array_elements(new.rows) r where r ->> 'series' is not null;
  return null;
end $function$;
comment on function keep_scorecard_series() is 'Keeps scorecard_series as the rows of a scorecard have them.';

create or replace function keep_under_hold()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if exists (
      select from gone g cross join lateral to_jsonb(g) said
        join legal_holds h on h.authority_code = g.authority_code and h.lifted_at is null
       where h.child_id is null
          or h.child_id::text in (said ->> 'id', said ->> 'record_id', said #>> '{before,child_id}')
          or said -> 'child_ids' ? h.child_id::text) then
    perform refuse('nothing_erased_under_hold', 'a legal hold is in force');
  end if;
  return null;
end $function$;
comment on function keep_under_hold() is 'Refuses every role, the owner''s too, to remove a child, its history or who read its record, while a legal hold is in force.';

create or replace function keep_use_within_open_nights()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if not exists (select from beds where id = new.bed_id and open_nights @> new.nights) then
    perform refuse('use_within_open_nights', 'the bed is not open on every one of those nights');
  end if;
  return null;
end $function$;
comment on function keep_use_within_open_nights() is 'Refuses the use of a bed on nights when it is not open.';

create or replace function keep_version()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  doer text := coalesce(setting('actor'), session_user);
begin
  if tg_op = 'UPDATE' then
    with said as materialized (
      select c.authority_code, c.id, to_jsonb(b) as before, to_jsonb(c) as now from changed c join before b using (id))
    insert into record_versions (
      authority_code, record_type, record_id, change, before, actor, request_id, reason, occurred_on)
    select authority_code, tg_table_name, id, 'changed', before, doer, setting('request'), setting('reason'),
           setting('occurred_on')::date
      from said
     where before - '{version,updated_at}'::text[] <> now - '{version,updated_at}'::text[];
  else
    insert into record_versions (
      authority_code, record_type, record_id, change, before, actor, request_id, reason, occurred_on)
    select c.authority_code, tg_table_name, c.id, case tg_op when 'INSERT' then 'created' else 'removed' end,
           case tg_op when 'DELETE' then to_jsonb(c) end, doer, setting('request'), setting('reason'),
           setting('occurred_on')::date
      from changed c;
  end if;
  return null;
end $function$;
comment on function keep_version() is 'Writes a version row for every change of a record, with what it said before.';

create or replace function keep_void_with_placement()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if not exists (select from placements p join beds b on b.home_id = p.home_id
                  where p.id = new.placement_id and b.id = new.bed_id and b.id is distinct from p.bed_id
                    and p.nights @> nights(new.starts_on, new.ends_on)) then
    perform refuse('void_while_child_alone', 'it is of another bed of the home, and no longer than the placement');
  end if;
  return new;
end $function$;
comment on function keep_void_with_placement() is 'Refuses a void for a child who lives alone that is of another home or outlasts the placement.';

create or replace function key_holder(asked_prefix text, asked_hash bytea)
 returns table(authority_code text, name text, scopes text[], state text)
 language sql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  with found as (
    select s.id, k.authority_code, k.name, k.scopes,
           case when k.revoked_at is not null then 'revoked'
                when s.expires_at <= now() then 'expired'
                else 'live' end as state
      from service_key_secrets s join service_keys k on k.id = s.key_id
     where s.prefix = asked_prefix and s.hash = asked_hash
  ), noted as (
    update service_key_secrets s set last_used_at = date_trunc('hour', now())
      from found f
     where s.id = f.id and f.state = 'live'
       and (s.last_used_at is null or s.last_used_at < date_trunc('hour', now()))
  )
  select found.authority_code, found.name, found.scopes, found.state from found
$function$;
comment on function key_holder(asked_prefix text, asked_hash bytea) is 'The system whose service key has this secret, and whether the key still counts; no row for any other secret. Notes, to the hour, that a live one was used.';
revoke execute on function key_holder(text,bytea) from public;
grant execute on function key_holder(text,bytea) to sufficiency_app;

create or replace function key_of(holder regclass, held jsonb)
 returns jsonb
 language sql
 stable
as $function$
  select jsonb_object_agg(a.attname, held -> a.attname::text)
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
   where i.indrelid = holder and i.indisprimary
$function$;
comment on function key_of(holder regclass, held jsonb) is 'The columns of a row''s primary key, with their values: {"id": ...}.';

create or replace function lapse_holds()
 returns void
 language sql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  with over as materialized (
    select h.* from running_holds r join holds h on h.id = r.hold_id
     where h.ended_at is not null or h.expires_at <= clock_timestamp()
       for no key update of h skip locked
  ), noted as (
    delete from running_holds r using over where r.hold_id = over.id returning over.*
  )
  insert into events (authority_code, type, record_type, record_id, occurred_at, occurred_on, data)
  select authority_code, 'uk.sufficiency.hold.lapsed.v1', 'holds', id, expires_at,
         (expires_at at time zone 'Europe/London')::date,
         jsonb_build_object('id', id, 'version', version, 'requestId', request_id)
    from noted where ended_at is null
$function$;
comment on function lapse_holds() is 'Tells of the holds that have lapsed, with the instant at which they did. A hold that someone is changing is left for the next time; its row is the lock under which it is extended or ended, so what is told of it stays in order.';
revoke execute on function lapse_holds() from public;
grant execute on function lapse_holds() to sufficiency_app;
grant execute on function lapse_holds() to sufficiency_sender;

create or replace function latest_grade(of_home uuid, of_provider uuid)
 returns setof text
 language sql
 stable rows 1
as $function$
  select coalesce((select j.grade from judgements j
                    where j.home_id = of_home and on_scale_of(j.grade, h.kind) order by j.judged_on desc limit 1),
                  (select j.grade from judgements j
                    where j.provider_id = of_provider and on_scale_of(j.grade, h.kind)
                    order by j.judged_on desc limit 1))
    from homes h where h.id = of_home
$function$;
comment on function latest_grade(of_home uuid, of_provider uuid) is 'The latest judgement of a home, else of its provider, on the scale of such a home; null while none is recorded.';

create or replace function let_reset(kept regclass)
 returns void
 language plpgsql
as $function$
begin
  -- Before there were sandboxes.
  if to_regclass('sandboxes') is null then return; end if;
  execute format('create policy reset_rows on %s to sufficiency_sandbox using (authority_code = (select sandbox_authority()))
    with check (authority_code = (select sandbox_authority()))', kept);
  -- Whatever else lets a role see and write rows, this one does so in a sandbox alone.
  execute format('create policy sandbox_alone on %s as restrictive to sufficiency_sandbox
    using (authority_code = (select sandbox_authority()))
    with check (authority_code = (select sandbox_authority()))', kept);
  execute format('grant select, insert, delete on %s to sufficiency_sandbox', kept);
end $function$;
comment on function let_reset(kept regclass) is 'Lets the reset of a sandbox remove a table''s rows and bring back those of its seed: of no other authority''s.';
revoke execute on function let_reset(regclass) from public;

create or replace function link_same_child()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  child uuid := (select c.child_id from panel_decisions d join panel_cases c on c.id = d.case_id
                  where d.id = new.decision_id);
begin
  if not exists (
      select from request_children where request_id = new.request_id and child_id = child
      union all select from hold_beds where hold_id = new.hold_id and child_id = child
      union all select from placements where id = new.placement_id and child_id = child) then
    perform refuse('link_of_same_child', 'it is not of the child of the case');
  end if;
  return new;
end $function$;
comment on function link_same_child() is 'Refuses a decision a link to what is not of the child of its case.';

create or replace function linked_records(kept regclass, ids uuid[], besides text[])
 returns setof uuid
 language plpgsql
 stable
as $function$
declare
  link record;
begin
  for link in
    select h.relname as holder, column_of.attname as column_name
      from pg_constraint c
      join pg_class h on h.oid = c.conrelid
      join lateral unnest(c.conkey, c.confkey) key (own, other) on true
      join pg_attribute id_of on id_of.attrelid = c.confrelid and id_of.attnum = key.other and id_of.attname = 'id'
      join pg_attribute column_of on column_of.attrelid = c.conrelid and column_of.attnum = key.own
     where c.contype = 'f' and c.confrelid = kept
       -- What triggers make of the records is nobody's, and another system's identifier says nothing of a record.
       and h.relname <> all ('{bed_use,care_facts,choosy_residents,external_ids}' || besides)
  loop
    return query execute format('select t.%I from %I t where t.%I = any($1)',
                                link.column_name, link.holder, link.column_name) using ids;
  end loop;
end $function$;
comment on function linked_records(kept regclass, ids uuid[], besides text[]) is 'Which of these records others refer to, whether they would go with them or not; those of the tables in besides are passed over.';

create or replace function links_to_children(holder regclass)
 returns setof text
 language sql
 stable
as $function$
  select a.attname::text
    from pg_constraint c
    join lateral unnest(c.conkey, c.confkey) key (own, other) on true
    join pg_attribute id_of on id_of.attrelid = c.confrelid and id_of.attnum = key.other and id_of.attname = 'id'
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = key.own
   where c.contype = 'f' and c.confrelid = to_regclass('children') and c.conrelid = holder
     and holder::text <> all ('{child_merges,care_facts,choosy_residents,plan_children,external_ids}')
     and a.attname <> 'merged_into_id'
   order by 1
$function$;
comment on function links_to_children(holder regclass) is 'The columns of a table that name a child, by its foreign keys.';

create or replace function living_in(homes_asked uuid[], night date)
 returns table(home_id uuid, age integer, oldest_age integer, sex text, own_child_id uuid)
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select p.home_id, age_on(night, coalesce(c.date_of_birth, upper(b.born) - 1)), age_on(night, lower(b.born)), s.sex, c.id
    from placements p
    join children s on s.id = p.child_id
    join homes h on h.id = p.home_id
    left join children c on c.id = s.id and p.authority_code = current_authority()
    left join lateral (select born_between(s.date_of_birth) as born where c.id is null) b on true
   where p.home_id = any(homes_asked) and (p.nights @> night or p.stay @> night)
     and (h.shared or h.authority_code = current_authority())
$function$;
comment on function living_in(homes_asked uuid[], night date) is 'Who lives in homes that the reader sees on a night, by age and sex; which child it is and how old exactly, of the reader''s own alone. Of another authority''s child the age is the youngest that it may be, beside the oldest, which is null of others.';

create or replace function lock_beds(bed_ids uuid[])
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if array_remove(bed_ids, null) = '{}' then return; end if;
  perform 1 from beds where id = any(bed_ids) order by id for no key update;
  delete from bed_use
   where bed_id = any(bed_ids) and hold_id is not null and expires_at <= clock_timestamp();
end $function$;
comment on function lock_beds(bed_ids uuid[]) is 'Locks the beds for this transaction, always in one order, and clears them of holds that have run out: a constraint cannot know the time, but under the lock a row that has run out can be taken away before it is in anyone''s way.';
revoke execute on function lock_beds(uuid[]) from public;

create or replace function lock_homes_and_children(home_ids uuid[], child_ids uuid[])
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform 1 from homes
    where id in (select building from unnest(home_ids) home, homes_of_registration(home) building)
      and (shared or authority_code = current_authority())
    order by id for no key update;
  perform 1 from children where id = any(child_ids) and authority_code = current_authority()
    order by id for no key update;
end $function$;
comment on function lock_homes_and_children(home_ids uuid[], child_ids uuid[]) is 'Locks homes with the other buildings of their registration, against changes of their record and restrictions and against others who place there, since who lives there decides who may come; and children against changes of theirs: in the order in which every writer takes them.';

create or replace function lock_number(purpose text)
 returns integer
 language plpgsql
 immutable parallel safe strict
as $function$
begin
  case purpose
    when 'child' then return 5903;
    when 'home' then return 5905;
    when 'release' then return 5906;
    when 'sandbox' then return 5913;
    when 'retention' then return 5915;
  end case;   -- raises an exception for any other: no lock is taken on null
end $function$;
comment on function lock_number(purpose text) is 'The number of the advisory lock for a purpose, as src/platform/db/locks.ts has it.';

create or replace function lock_placing(bed_ids uuid[], child_ids uuid[])
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform lock_homes_and_children(array(select distinct home_id from beds where id = any(bed_ids)), child_ids);
  perform lock_beds(array(
    select b.id from beds b join homes h on h.id = b.home_id
     where b.id = any(bed_ids) and (h.shared or b.authority_code = current_authority())));
end $function$;
comment on function lock_placing(bed_ids uuid[], child_ids uuid[]) is 'Locks the homes of beds, children and the beds that the authority sees for this transaction, in the order in which everyone does.';

create or replace function longest_hold(hold uuid)
 returns interval
 language sql
 stable
as $function$
  select make_interval(hours => min(coalesce(s.longest_hold_hours, 168)))
    from hold_beds k join beds b on b.id = k.bed_id
    left join authority_settings s on s.authority_code = b.authority_code
   where k.hold_id = hold
$function$;
comment on function longest_hold(hold uuid) is 'How long a hold may last from when it was placed: the least that the authority of any of its beds allows.';

create or replace function merge_children(survivor uuid, other uuid, removed jsonb)
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  link   record;
  rows   jsonb;
  moved  jsonb := '[]';
  groups jsonb;
  said   jsonb;
begin
  if (select count(*) from children
       where id in (survivor, other) and authority_code = current_authority() and merged_into_id is null) < 2 then
    perform refuse('merge_of_own_child', 'there is no such child');
  end if;
  perform 1 from children where id in (survivor, other) order by id for update;
  -- What is right only of the whole is looked at in the end, by the caller.
  set constraints all deferred;
  insert into request_children (authority_code, request_id, child_id)
  select authority_code, request_id, survivor from request_children where child_id = other;
  for link in select h.oid::regclass as holder, l.column_name
                from pg_class h, lateral links_to_children(h.oid::regclass) l (column_name)
               where h.relnamespace = 'public'::regnamespace and h.relkind = 'r' and h.relname <> 'request_children'
               order by h.relname, l.column_name loop
    execute format(
      'with changed as (update %s t set %I = $1 where %I = $2 returning t.*)
       select jsonb_agg(key_of(%L, to_jsonb(changed))) from changed',
      link.holder, link.column_name, link.column_name, link.holder) into rows using survivor, other;
    if rows is not null then
      moved := moved || jsonb_build_object('table', link.holder::text, 'column', link.column_name, 'rows', rows);
    end if;
  end loop;
  with changed as (
    update placement_requests set child_ids = array_replace(child_ids, other, survivor)
     where child_ids @> array[other] and authority_code = current_authority() returning id)
  select jsonb_agg(id) into rows from changed;
  select jsonb_build_object('survivor', s.sibling_group_id, 'other', o.sibling_group_id) into groups
    from children s, children o where s.id = survivor and o.id = other;
  -- What returns say of the other is said of this one, unless they say the same of it already.
  with changed as (
    update return_rows r
       set child_reference = s.reference, cells = r.cells || jsonb_build_object('CHILD', s.reference)
      from children s, children o
     where s.id = survivor and o.id = other and r.authority_code = current_authority()
       and r.child_reference = o.reference
       and not exists (select from return_rows k
                        where (k.authority_code, k.child_reference, k.module, k.collection_year, k.key)
                            = (r.authority_code, s.reference, r.module, r.collection_year, r.key))
     returning r.module, r.collection_year as year, r.key)
  select jsonb_agg(to_jsonb(changed)) into said from changed;
  insert into child_merges (authority_code, child_id, merged_id, moved)
  values (current_authority(), survivor, other,
          jsonb_build_object('links', moved, 'requests', coalesce(rows, '[]'), 'siblingGroups', groups,
                             'returned', coalesce(said, '[]'), 'removed', removed));
  update children set merged_into_id = survivor, sibling_group_id = null where id = other;
  update children set merged_from_ids = merged_from_ids || other,
                      sibling_group_id = coalesce(sibling_group_id, (groups ->> 'other')::uuid)
   where id = survivor;
  perform refresh_choosy_residents(array[survivor, other]);
end $function$;
comment on function merge_children(survivor uuid, other uuid, removed jsonb) is 'Moves everything recorded of one child to another record of the same child, and marks the one as merged into the other. What was moved, and what was removed before (removed), is kept, for unmerge_children.';
revoke execute on function merge_children(uuid,uuid,jsonb) from public;
grant execute on function merge_children(uuid,uuid,jsonb) to sufficiency_app;

create or replace function merge_conflicts(survivor uuid, other uuid)
 returns table(record_type text, id uuid, other_id uuid)
 language sql
 stable
as $function$
  select 'placements', a.id, b.id from placements a join placements b
      on b.child_id = other and b.layer = a.layer and (b.nights && a.nights or b.stay && a.stay)
   where a.child_id = survivor
  union all
  select 'care_periods', a.id, b.id from care_periods a join care_periods b
      on b.child_id = other and b.nights && a.nights where a.child_id = survivor
  union all
  select 'legal_statuses', a.id, b.id from legal_statuses a join legal_statuses b
      on b.child_id = other and b.nights && a.nights where a.child_id = survivor
  union all
  select 'child_needs', a.id, b.id from child_needs a join child_needs b on b.child_id = other
   where a.child_id = survivor
  union all
  select 'care_plans', a.id, b.id from care_plans a join care_plans b on b.child_id = other and b.term && a.term
   where a.child_id = survivor
  union all
  select 'connections', a.id, b.id from connections a join connections b
      on b.child_id = other and b.home_id = a.home_id where a.child_id = survivor
  union all
  select 'liberty_orders', a.id, b.id from liberty_orders a join liberty_orders b
      on b.child_id = other and b.kind = a.kind and b.term && a.term where a.child_id = survivor
  union all
  select 'panel_cases', a.id, b.id from panel_cases a join panel_cases b
      on b.child_id = other and b.meeting_id = a.meeting_id where a.child_id = survivor
  union all
  select 'separations', s.id, null from separations s
   where (s.child_id, s.other_child_id) in ((survivor, other), (other, survivor))
  union all
  select 'distinct_children', d.id, null from distinct_children d
   where (d.child_id, d.other_child_id) in ((survivor, other), (other, survivor))
  union all
  select 'children', c.id, null from children c where (c.id, c.parent_id) in ((survivor, other), (other, survivor))
  union all
  select 'placement_requests', r.id, null from placement_requests r where r.child_ids @> array[survivor, other]
  union all
  select 'import_questions', a.id, b.id from import_questions a join import_questions b
      on b.child_id = other and b.status = 'open' where a.child_id = survivor and a.status = 'open'
  union all
  select 'holds', a.hold_id, null from hold_beds a join hold_beds b on b.hold_id = a.hold_id and b.child_id = other
   where a.child_id = survivor
$function$;
comment on function merge_conflicts(survivor uuid, other uuid) is 'What is recorded of two records of a child that could not be of one: other_id is the second record, null where one record names both.';

create or replace function middle_of_square(metres integer)
 returns integer
 language sql
 immutable parallel safe
as $function$ select metres / 2000 * 2000 + 1000 $function$;
comment on function middle_of_square(metres integer) is 'The middle, along one axis, of the 2 km square of the national grid that a place is in: all that is told of where a secret address is.';

create or replace function miles_seen(e1 integer, n1 integer, e2 integer, n2 integer, about boolean)
 returns numeric
 language sql
 immutable parallel safe
as $function$
  select case when about then round((sqrt((e1 - e2)::float8 ^ 2 + (n1 - n2)::float8 ^ 2) / 1609.3)::numeric)
              else distance_miles(e1, n1, e2, n2) end
$function$;
comment on function miles_seen(e1 integer, n1 integer, e2 integer, n2 integer, about boolean) is 'Miles between two points of `point_seen`, in Ordnance Survey grid metres: to one decimal place, in whole miles where one of them is only about there.';

create or replace function months_after(day date, months integer)
 returns date
 language sql
 immutable parallel safe
as $function$
  select case when extract(day from day + make_interval(months => months)) <> extract(day from day)
              then (day + make_interval(months => months))::date + 1
              else (day + make_interval(months => months))::date end
$function$;
comment on function months_after(day date, months integer) is 'The day some months later; where that month has no such day, the first of the next (as birthday() has it).';

create or replace function most_living_there(home uuid, wanted daterange, besides uuid[], today date)
 returns bigint
 language plpgsql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
 set plan_cache_mode to 'force_generic_plan'
as $function$
begin
  return (
    with others as (
      select r.child_id, r.from_on, r.to_on, coalesce(r.awaited_on <= today, false) as overdue
        from residents r
       where r.home_id = any(array(select * from homes_of_registration(home)))
         and r.child_id <> all(besides) and r.expires_at > now()
         and (daterange(r.from_on, nullif(r.to_on, 'infinity')) && wanted or r.awaited_on <= today)
         and exists (select from homes h
                      where h.id = home and (h.shared or h.authority_code = current_authority()))),
    arrivals as (
      select lower(wanted) as day union select from_on from others where wanted @> from_on)
    select coalesce(max(there.n), 0)
      from arrivals a,
           lateral (select count(distinct o.child_id) as n from others o
                     where o.overdue or (o.from_on <= a.day and a.day < o.to_on)) there);
end $function$;
comment on function most_living_there(home uuid, wanted daterange, besides uuid[], today date) is 'The most who live in a home, or in all buildings of its registration, at once on some nights, beside some children, whoever placed them: placed, agreed or held. Planned ends are believed until they have gone by.';

create or replace function nights(from_on date, to_on date)
 returns daterange
 language sql
 immutable parallel safe
as $function$ select case when to_on is null or to_on >= from_on then daterange(from_on, to_on) end $function$;
comment on function nights(from_on date, to_on date) is 'Half-open nights [from, to); null while the dates are the wrong way round, so that the table''s own check, which names the fault, is the one to speak.';

create or replace function note_all_changes()
 returns void
 language sql
as $function$
  insert into facts_changed (authority_code, input, shared, began_at)
  select code, 'everything', false, '-infinity' from authorities
$function$;
comment on function note_all_changes() is 'Notes that any facts of any authority may have changed, whenever they were known: after rows were loaded or removed with the triggers off.';
revoke execute on function note_all_changes() from public;

create or replace function note_changes(input regclass)
 returns void
 language sql
as $function$ select follow_statements(input, 'facts_of_input_changed', 'facts') $function$;
comment on function note_changes(input regclass) is 'Has the changes of a table noted in facts_changed, so that figures may be kept in memory that are computed from it. One call, in a migration.';
revoke execute on function note_changes(regclass) from public;

create or replace function note_running_hold()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  insert into running_holds values (new.id);
  return null;
end $function$;
comment on function note_running_hold() is 'Notes a new hold as one of whose end nothing has been told yet.';

create or replace function noted_reader(set_name text)
 returns text
 language plpgsql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  reader text;
begin
  select name into reader from reporting_logins where login = session_user;
  -- The server's own log keeps it whatever becomes of the transaction, also where it may not write and on a replica.
  if reader is not null then
    raise log 'reporting: login % (%) reads %', session_user, reader, set_name;
  end if;
  return reader_authority();
end
$function$;
comment on function noted_reader(set_name text) is 'The authority whose rows the reader is given (reader_authority), after the server''s log was told that a login of the reporting schema reads this set. Each view takes its rows through it, once a statement.';
revoke execute on function noted_reader(text) from public;
grant execute on function noted_reader(text) to sufficiency_app;
grant execute on function noted_reader(text) to sufficiency_reporting;

create or replace function on_scale_of(grade text, home_kind text)
 returns boolean
 language sql
 immutable parallel safe
as $function$
  select grade = 'not-yet-inspected'
      or (grade in ('consistently-strong', 'inconsistent', 'serious-or-widespread-weaknesses'))
       = (home_kind in ('supported-accommodation', 'supported-lodgings', 'independent-living'))
$function$;
comment on function on_scale_of(grade text, home_kind text) is 'Whether a judgement is on the scale of Ofsted''s for such a home: supported accommodation has outcomes of its own, everything else the four grades.';

create or replace function others_living_there(home uuid, day date, besides uuid)
 returns bigint
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select count(*) from placements p
   where p.home_id = any(array(select * from homes_of_registration(home))) and p.id <> besides
     and (p.nights @> day or p.stay @> day)
     and exists (select from homes h where h.id = home and (h.shared or h.authority_code = current_authority()))
$function$;
comment on function others_living_there(home uuid, day date, besides uuid) is 'How many live in a home, or in all buildings of its registration, on a day beside one placement, whoever placed them: a registration is for so many.';

create or replace function parts_of(free datemultirange, held datemultirange, out nights daterange, out state text)
 returns setof record
 language sql
 immutable
as $function$
  select unnest(free - coalesce(held, '{}')), 'vacant' union all select unnest(free * held), 'committed'
$function$;
comment on function parts_of(free datemultirange, held datemultirange, OUT nights daterange, OUT state text) is 'Free nights of a bed: vacant, or committed where they are held.';

create or replace function place_home()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  new.postcode := compact_postcode(new.postcode);
  new.placement_type := coalesce(
    (select placement_type_of(new.kind, p.sector) from providers p where p.id = new.provider_id), 'other');
  select p.authority_code, p.easting, p.northing
    into new.located_authority_code, new.easting, new.northing
    from (select 1) one left join postcodes p on p.postcode = new.postcode;
  return new;
end $function$;
comment on function place_home() is 'Gives a home its placement type, the authority it lies in and its grid reference, from its kind, its provider and its postcode.';

create or replace function place_of(responsible text, home_postcode text, own_postcode text, in_home uuid, of_type text, out miles numeric, out miles_shown numeric, out location text, out located_in text)
 returns record
 language plpgsql
 stable
as $function$
begin
  select miles_seen(h.easting, h.northing, seen.easting, seen.northing, seen.about),
         case when seen.about
                or case when own_postcode is null then home.confidential is true else not shows_address(of_type) end
              then miles_seen(h.easting, h.northing, middle_of_square(seen.easting), middle_of_square(seen.northing), true)
              else miles_seen(h.easting, h.northing, seen.easting, seen.northing, false) end,
         case when p.postcode is null then 'unknown'
              when p.authority_code = responsible then 'in'
              when p.authority_code is null and p.country = 'E' then 'unknown'
              else 'out' end,
         coalesce(p.authority_code, case when p.country <> 'E' then 'outside-england' end)
    into miles, miles_shown, location, located_in
    from (select 1) one
    left join homes home on home.id = in_home
    cross join lateral point_seen(responsible, own_postcode, home) seen
    left join postcodes h on h.postcode = home_postcode
    left join postcodes p on p.postcode = seen.postcode;
end $function$;
comment on function place_of(responsible text, home_postcode text, own_postcode text, in_home uuid, of_type text, OUT miles numeric, OUT miles_shown numeric, OUT location text, OUT located_in text) is 'Where a placement of a type is, as its authority may know it: miles from the child''s home, what of them those are told who may not see addresses, in or out of the responsible authority, and in which authority. The second postcode is the one recorded with the placement.';

create or replace function placement_status(placement placements, day date)
 returns text
 language sql
 stable
as $function$
  select case
    when placement.withdrawn_on is not null then coalesce(placement.withdrawal_kind, 'withdrawn')
    when placement.started_on is null or placement.started_on > day then 'planned'
    when placement.ended_on <= day then 'ended'
    when placement.planned_to <= day then 'overdue'
    else 'current'
  end
$function$;
comment on function placement_status(placement placements, day date) is 'How a placement stands on a day: the same as placementStatus in src/domain/placement-status.ts.';

create or replace function placement_type_of(home_kind text, sector text)
 returns text
 language sql
 immutable parallel safe
as $function$
  select case home_kind
    when 'fostering-household' then
      case sector when 'own' then 'internal-foster'
                  when 'other-authority' then 'other-authority-foster'
                  else 'ifa' end
    when 'connected-carer-household'  then 'connected-carer'
    when 'childrens-home'             then 'residential'
    when 'secure-childrens-home'      then 'secure'
    when 'nhs-setting'                then 'nhs'
    when 'unregistered'               then 'other'
    else home_kind
  end
$function$;
comment on function placement_type_of(home_kind text, sector text) is 'What a home offers, which follows from its kind and its provider''s sector.';

create or replace function placements_counted(children_asked uuid[])
 returns table(child_id uuid, temporary boolean, from_on date, to_on date, started_before boolean, settled_from date, settled_before boolean)
 language sql
 stable
as $function$
  with looked_after as (
    select c.child_id, range_agg(until_18(c.nights, child.date_of_birth)) - coalesce((
             select range_agg(l.nights) from legal_statuses l
              where l.child_id = c.child_id and l.status in ('V3', 'V4')), '{}') as nights,
           array_agg(c.started_on) filter (where c.started_before and c.started_on > child.date_of_birth) as known_from
      from care_periods c join children child on child.id = c.child_id
     where c.child_id = any(children_asked)
     group by c.child_id
  ), stay as (
    -- first_known: what came before its first night is not known.
    select p.child_id, p.layer = 'temporary' as temporary, p.placement_type, p.place_code, p.same_carer, p.home_id,
           lower(n) as from_on, coalesce(upper(n), 'infinity') as to_on,
           p.started_before and lower(n) = p.started_on as started_before,
           coalesce(lower(n) = any(looked_after.known_from), false) as first_known
      from looked_after
      join placements p using (child_id),
      lateral (select datemultirange(p.stay) * looked_after.nights) held (n)
     where p.stay is not null and p.placement_type <> 'short-break' and not isempty(n)
  ), followed as (
    select *, coalesce(lag(to_on) over placed = from_on, false) as follows,
           lag(placement_type) over placed as type_before, lag(home_id) over placed as home_before
      from stay window placed as (partition by child_id, temporary order by from_on)
  ), numbered as (
    select *, count(*) filter (where (follows and (
             same_carer
             or home_id = home_before
             or place_code in ('A3', 'A5') and type_before in (
                  'internal-foster', 'ifa', 'other-authority-foster', 'connected-carer'))) is not true)
             over (partition by child_id, temporary order by from_on) as number
      from followed
  ), counted as (
    select child_id, temporary, min(from_on) as from_on, max(to_on) as to_on,
           (array_agg(placement_type order by from_on))[1] = 'placed-for-adoption' as adoptive,
           (array_agg(follows order by from_on))[1] as follows,
           -- Foster carers who adopt a child whom they have had already (A3, A5).
           (array_agg(started_before or first_known and coalesce(place_code in ('A3', 'A5'), false)
                      order by from_on))[1] as started_before,
           (array_agg(first_known order by from_on))[1] as first_known
      from numbered group by child_id, temporary, number
  )
  select child_id, temporary, from_on, to_on, started_before,
         case when adoptive and follows then lag(from_on) over placed else from_on end,
         case when adoptive and follows then lag(started_before) over placed
              else started_before or adoptive and first_known end
    from counted window placed as (partition by child_id, temporary order by from_on)
$function$;
comment on function placements_counted(children_asked uuid[]) is 'The placements of children as stability counts them (DfE): the nights looked after and not for short breaks alone, placements with the same carer together as one. settled_from is the day from which the child counts as settled, which for a placement for adoption is that on which the placement before it began. Where started_before or settled_before, that day is the first known of: what is counted began before it.';
revoke execute on function placements_counted(uuid[]) from public;

create or replace function places_in_question(home uuid, free daterange)
 returns smallint
 language sql
 stable
as $function$
  with building as (select id from homes_of_registration(home) id),
       registration as (select min(h.registered_places) as places from building join homes h using (id))
  select r.places
    from registration r
   where (select count(*) from building join beds b on b.home_id = building.id where b.open_nights && free) > r.places
      or exists (select from building join placements p on p.home_id = building.id
                  where p.bed_id is null
                    and (p.nights && free or p.started_on is not null and p.ended_on is null))
$function$;
comment on function places_in_question(home uuid, free daterange) is 'Registered or approved places of a home, or of all buildings of its registration, where more could live there while a bed is free: there are more beds than places, or someone lives there without a bed. Null where the beds see to it, or no number is recorded.';

create or replace function point_seen(reader text, own_postcode text, home homes, out postcode text, out easting integer, out northing integer, out about boolean)
 returns record
 language plpgsql
 stable
as $function$
begin
  about := own_postcode is null and coalesce(home.confidential and home.authority_code <> reader, false);
  postcode := coalesce(own_postcode, home.postcode);
  select p.easting, p.northing into easting, northing from postcodes p where p.postcode = point_seen.postcode;
  if about then
    easting := middle_of_square(easting);
    northing := middle_of_square(northing);
  end if;
end $function$;
comment on function point_seen(reader text, own_postcode text, home homes, OUT postcode text, OUT easting integer, OUT northing integer, OUT about boolean) is 'The point at which an authority may know a stay to be: that of the postcode recorded with the stay, else of its home. A confidential home of another authority is at the middle of its 2 km square of the national grid, and `about` says so. Whatever is told of the place of a stay is worked out from this point.';

create or replace function point_seen(own_postcode text, home visible_homes, out postcode text, out easting integer, out northing integer, out about boolean)
 returns record
 language plpgsql
 stable
as $function$
begin
  about := own_postcode is null and coalesce(home.confidential and home.authority_code <> current_authority(), false);
  if own_postcode is null then
    postcode := home.postcode;
    easting := home.easting;
    northing := home.northing;
  else
    postcode := own_postcode;
    select p.easting, p.northing into easting, northing from postcodes p where p.postcode = own_postcode;
  end if;
end $function$;
comment on function point_seen(own_postcode text, home visible_homes, OUT postcode text, OUT easting integer, OUT northing integer, OUT about boolean) is 'The same for the reader''s authority. A confidential home of another authority has no postcode.';

create or replace function point_told(own_postcode text, of_type text, home visible_homes, out postcode text, out easting integer, out northing integer, out about boolean)
 returns record
 language plpgsql
 stable
as $function$
begin
  select seen.postcode, seen.easting, seen.northing, seen.about into postcode, easting, northing, about
    from point_seen(own_postcode, home) seen;
  if not about and not sees_addresses()
     and (own_postcode is null and coalesce(home.confidential, false)
       or own_postcode is not null and not coalesce(shows_address(of_type), false)) then
    about := true;
    easting := middle_of_square(easting);
    northing := middle_of_square(northing);
  end if;
end $function$;
comment on function point_told(own_postcode text, of_type text, home visible_homes, OUT postcode text, OUT easting integer, OUT northing integer, OUT about boolean) is 'The point of a stay of a placement type from which miles are told to the reader: that of `point_seen`, and for whoever may not see addresses the middle of its square where people live. As of `place_of`, `miles_shown`.';

create or replace function pooled_spreads()
 returns table(level text, horizon integer, half_widths double precision, origins double precision, authorities integer)
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  with latest as (
    select distinct on (f.authority_code) f.result->'calibration'->'learned' as learned
      from forecasts f
      join authority_settings s on s.authority_code = f.authority_code and s.shares_forecast_spreads
     where f.status = 'done' and jsonb_typeof(f.result->'calibration'->'learned') = 'array'
       and f.authority_code <> current_authority()
       and exists (select from authority_settings own
                    where own.authority_code = current_authority() and own.shares_forecast_spreads)
     order by f.authority_code, f.as_at desc, f.created_at desc
  )
  select one.level, one.horizon, sum(one."halfWidths" * one.origins) / sum(one.origins), sum(one.origins),
         count(*)::integer
    from latest
   cross join lateral jsonb_to_recordset(latest.learned)
         one (level text, horizon integer, "halfWidths" double precision, origins double precision)
   where one.origins > 0
   group by 1, 2
  having count(*) >= 5
$function$;
comment on function pooled_spreads() is 'How wide the forecasts of at least five other authorities that share it had to be, all together; nothing of any one of them, and nothing for an authority that does not share its own.';
revoke execute on function pooled_spreads() from public;
grant execute on function pooled_spreads() to sufficiency_app;

create or replace function prepare_placement()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  home homes;
begin
  if new.bed_id is not null then
    new.home_id := (select home_id from beds where id = new.bed_id);
  end if;
  -- Held in the order home, child, bed, so that writers queue rather than block each other. A new placement holds its
  -- home and child as they are, since those who change them cannot see it yet; of one that is there already they
  -- take care themselves, once it lets them.
  if tg_op = 'INSERT' or (new.bed_id, new.home_id) is distinct from (old.bed_id, old.home_id) then
    perform 1 from homes where id = new.home_id for share;
  end if;
  if tg_op = 'INSERT' then
    perform 1 from children where id = new.child_id and authority_code = new.authority_code for no key update;
  end if;
  select * into home from homes where id = new.home_id;
  perform lock_beds(array[new.bed_id, case when tg_op = 'UPDATE' then old.bed_id end]);
  -- What is not there and what this authority may not see are refused alike. A home that stopped being shared keeps
  -- the placements made before.
  if tg_op = 'INSERT' or (new.bed_id, new.home_id) is distinct from (old.bed_id, old.home_id) then
    if new.bed_id is not null and (home.shared or home.authority_code = new.authority_code) is not true then
      perform refuse('placement_in_visible_bed', 'there is no such bed, or none that this authority sees');
    elsif new.home_id is not null and (home.shared or home.authority_code = new.authority_code) is not true then
      perform refuse('placement_in_visible_home', 'there is no such home, or none that this authority sees');
    end if;
  end if;
  -- Consent under a hold is for its children in its beds. One who is there moves within the home without more.
  if home.authority_code <> new.authority_code and (tg_op = 'INSERT' or new.home_id is distinct from old.home_id)
     and not has_consent(
       home.id, new.authority_code,
       (select hold_id from hold_beds where hold_id = new.hold_id and bed_id = new.bed_id and child_id = new.child_id),
       coalesce(new.started_on, new.planned_from)) then
    if new.bed_id is not null then
      perform refuse('placement_in_bed_agreed_to', 'the authority of the bed has not agreed');
    else
      perform refuse('placement_in_home_agreed_to', 'the authority of the home has not agreed');
    end if;
  end if;
  new.placement_type := coalesce(new.placement_type, home.placement_type);
  new.provider_code := coalesce(
    new.provider_code, (select provider_code_of(sector) from providers where id = home.provider_id));
  new.postcode := compact_postcode(new.postcode);
  new.home_postcode := compact_postcode(new.home_postcode);
  select p.miles, p.miles_shown, p.location, p.located_in
    into new.distance_miles, new.distance_shown, new.location, new.located_in
    from place_of(new.authority_code,
      coalesce(new.home_postcode, (select c.home_postcode from children c where c.id = new.child_id)),
      new.postcode, home.id, new.placement_type) p;
  return new;
end $function$;
comment on function prepare_placement() is 'Locks the home, child and beds of a placement, refuses what its authority may not see or has no consent for, and fills in its home, type, provider code, distance, location and the authority that it lies in.';

create or replace function prepare_void()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform lock_beds(array[new.bed_id, case when tg_op = 'UPDATE' then old.bed_id end]);
  return new;
end $function$;
comment on function prepare_void() is 'Locks the beds of a void before it is written.';

create or replace function provider_code_of(sector text)
 returns text
 language sql
 immutable parallel safe
as $function$
  select case sector
    when 'own'             then 'PR1'
    when 'other-authority' then 'PR2'
    when 'other-public'    then 'PR3'
    when 'private'         then 'PR4'
    when 'voluntary'       then 'PR5'
  end
$function$;
comment on function provider_code_of(sector text) is 'The code of a sector in the return (SSDA903 PLACE_PROVIDER).';

create or replace function provider_registered_differently()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  -- No bed may be added meanwhile.
  perform 1 from homes where provider_id = new.id order by id for no key update;
  perform refresh_bed_free(array(
    select b.id from beds b join homes h on h.id = b.home_id where h.provider_id = new.id));
  return null;
end $function$;
comment on function provider_registered_differently() is 'Refreshes the free intervals of beds when their provider''s registration of supported accommodation changes.';

create or replace function publish_events(most integer default 1000)
 returns integer
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  last_given  bigint;
  published   integer;
  authorities text[];
begin
  if not exists (select from events where position is null) then return 0; end if;
  select last_position into last_given from event_log for update;
  with batch as (
    select id, row_number() over (order by id) as n
      from (select id from events where position is null order by id limit most) committed
  ), placed as (
    update events e set position = last_given + b.n
      from batch b where e.id = b.id and e.position is null
    returning e.*
  ), addressed as (
    insert into webhook_deliveries (authority_code, webhook_id, event_id, position, record_id)
    select p.authority_code, w.id, p.id, p.position, p.record_id
      from placed p
      join webhooks w on w.authority_code = p.authority_code and (w.types is null or p.type = any(w.types))
  )
  select count(*), array_agg(distinct authority_code) into published, authorities from placed;
  update event_log set last_position = last_given + published;
  perform pg_notify('sufficiency_events', code) from unnest(authorities) code;
  return published;
end $function$;
comment on function publish_events(most integer) is 'Gives committed events their place in the feed, and each of the webhooks that asked for them a delivery. Returns how many it published.';
revoke execute on function publish_events(integer) from public;
grant execute on function publish_events(integer) to sufficiency_app;
grant execute on function publish_events(integer) to sufficiency_sender;

create or replace function reader_authority()
 returns text
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select coalesce(
    (select authority_code from reporting_logins where login = session_user and dropped_at is null),
    case when pg_has_role(session_user, 'sufficiency_app', 'member') then current_authority() end)
$function$;
comment on function reader_authority() is 'The authority whose rows the sets of feeds give: that of a login of the reporting schema, whatever it sets, or the one in whose name the service reads. Null for anyone else, which matches no row.';
revoke execute on function reader_authority() from public;
grant execute on function reader_authority() to sufficiency_app;
grant execute on function reader_authority() to sufficiency_reporting;

create or replace function reader_may(scope text)
 returns boolean
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select coalesce(
    (select scope = any(scopes) from reporting_logins where login = session_user and dropped_at is null),
    pg_has_role(session_user, 'sufficiency_app', 'member'))
$function$;
comment on function reader_may(scope text) is 'Whether the reader of a set sees what needs this scope: a login of the reporting schema as it was made; the service always, as it leaves such columns out by itself.';
revoke execute on function reader_may(text) from public;
grant execute on function reader_may(text) to sufficiency_app;
grant execute on function reader_may(text) to sufficiency_reporting;

create or replace function reader_today()
 returns date
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select coalesce(
    case when pg_has_role(session_user, 'sufficiency_app', 'member') then setting('today')::date end,
    (now() at time zone 'Europe/London')::date)
$function$;
comment on function reader_today() is 'The day up to which the sets of feeds go: what the service says, else the day in the United Kingdom.';
revoke execute on function reader_today() from public;
grant execute on function reader_today() to sufficiency_app;
grant execute on function reader_today() to sufficiency_reporting;

create or replace function recompute_locations(out homes_changed bigint, out placements_changed bigint)
 returns record
 language plpgsql
as $function$
begin
  with moved as (
    update homes h set postcode = h.postcode
      from homes o left join postcodes p on p.postcode = o.postcode
     where h.id = o.id
       and (o.located_authority_code, o.easting, o.northing)
           is distinct from (p.authority_code, p.easting, p.northing)
    returning 1)
  select count(*) into homes_changed from moved;
  with moved as (
    update placements set child_id = placements.child_id
      from placements o
      join children c on c.id = o.child_id
      cross join lateral place_of(o.authority_code, coalesce(o.home_postcode, c.home_postcode),
                                o.postcode, o.home_id, o.placement_type) p
     where placements.id = o.id
       and (o.distance_miles, o.distance_shown, o.location, o.located_in)
           is distinct from (p.miles, p.miles_shown, p.location, p.located_in)
    returning 1)
  select count(*) into placements_changed from moved;
end $function$;
comment on function recompute_locations(OUT homes_changed bigint, OUT placements_changed bigint) is 'After a postcode directory is loaded: homes and placements take what it now says. Returns how many changed.';

create or replace function records_of_same_child(child uuid)
 returns uuid[]
 language sql
 stable
as $function$
  with recursive same (id) as (
    select id from children where id = $1
     union
    select c.id from same s join children c on c.merged_into_id = s.id
  )
  select coalesce(array_agg(id order by id), '{}') from same
$function$;
comment on function records_of_same_child(child uuid) is 'A child''s record, and those of the same child that were merged into it; empty where there is no such child.';

create or replace function refresh_bed_free(beds_changed uuid[])
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
as $function$
declare
  stale bed_free[];
  fresh bed_free[];
begin
  if beds_changed = '{}' then return; end if;
  -- One writer at a time for a bed, so that its intervals are made from everything committed.
  perform 1 from beds where id = any(beds_changed) order by id for no key update;
  select array_agg(kept) filter (where f.bed_id is not null), array_agg(n) filter (where n.bed_id is not null)
    into stale, fresh
    from (select k.bed_id, k.free_from, k as kept from bed_free k where k.bed_id = any(beds_changed)) f
    full join bed_free_of(beds_changed) n on n.bed_id = f.bed_id and n.free_from = f.free_from
   where kept is distinct from n;
  delete from bed_free f using unnest(stale) s where f.bed_id = s.bed_id and f.free_from = s.free_from;
  insert into bed_free (bed_id, free_from, free_to, awaiting_departure, home_id, authority_code, shared,
                        placement_type, home_kind, bed_kind, age_from, age_to, accepts, capabilities,
                        takes_siblings, takes_emergencies, confidential, ofsted_grade, located_authority_code,
                        easting, northing, registered, places)
  select n.bed_id, n.free_from, n.free_to, n.awaiting_departure, n.home_id, n.authority_code, n.shared,
         n.placement_type, n.home_kind, n.bed_kind, n.age_from, n.age_to, n.accepts, n.capabilities,
         n.takes_siblings, n.takes_emergencies, n.confidential, n.ofsted_grade, n.located_authority_code,
         n.easting, n.northing, n.registered, n.places
    from unnest(fresh) n;
end $function$;
comment on function refresh_bed_free(beds_changed uuid[]) is 'Brings the free intervals of these beds to what the records say now; only those that differ are written.';
revoke execute on function refresh_bed_free(uuid[]) from public;

create or replace function refresh_bed_use(beds_changed uuid[])
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  untrue bigint[];
  missing bed_use[];
begin
  perform lock_beds(beds_changed);
  select array_agg(k.id) filter (where k.id is not null), array_agg(n) filter (where k.id is null)
    into untrue, missing
    from (select * from bed_use where bed_id = any(beds_changed)) k
    full join bed_use_of(beds_changed) n
      on (k.bed_id, k.authority_code, k.used_by, k.state, k.nights)
         = (n.bed_id, n.authority_code, n.used_by, n.state, n.nights)
     and (k.void_reason, k.stay, k.placement_id, k.void_id, k.hold_id, k.expires_at)
         is not distinct from (n.void_reason, n.stay, n.placement_id, n.void_id, n.hold_id, n.expires_at)
   where k.id is null or n.bed_id is null;
  delete from bed_use where id = any(untrue);
  insert into bed_use (bed_id, authority_code, used_by, state, void_reason, nights, stay, placement_id, void_id, hold_id,
                       expires_at)
  select bed_id, authority_code, used_by, state, void_reason, nights, stay, placement_id, void_id, hold_id, expires_at
    from unnest(missing);
end $function$;
comment on function refresh_bed_use(beds_changed uuid[]) is 'Brings the uses of these beds to what placements, voids and holds say now.';
revoke execute on function refresh_bed_use(uuid[]) from public;

create or replace function refresh_care_facts(children_changed uuid[], since date default '-infinity'::date)
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
 set plan_cache_mode to 'force_generic_plan'
 set enable_seqscan to 'off'
as $function$
declare
  never_known tid[];
  known_until_now tid[];
  fresh care_facts[];
begin
  if children_changed is null or since is null then return; end if;
  -- One writer at a time for a child, so that the facts are made from everything committed.
  perform pg_advisory_xact_lock(lock_number('child'), turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(children_changed) id order by 1) turns;
  if setting('facts_at_end') = pg_current_xact_id()::text then
    insert into care_facts_due (child_ids, since) values (children_changed, since);
    return;
  end if;
  -- What was not known before this transaction was never known.
  with kept as materialized (
    select k.ctid, k as fact from care_facts k where k.child_id = any(children_changed) and k.known_to = 'infinity'
  ), made as (
    select n as fact from unnest(children_changed) child, lateral care_facts_of(array[child]) n where n.to_on >= since
  )
  select array_agg(k.ctid) filter (where (k.fact).known_from = now()),
         array_agg(k.ctid) filter (where (k.fact).known_from <> now()),
         array_agg(m.fact) filter (where (m.fact).child_id is not null)
    into never_known, known_until_now, fresh
    from (select * from kept where (fact).to_on >= since) k
    full join made m on (m.fact).child_id = (k.fact).child_id and (m.fact).from_on = (k.fact).from_on
   where same_care(k.fact, m.fact) is not true;
  delete from care_facts where ctid = any(never_known);
  update care_facts set known_to = now() where ctid = any(known_until_now);
  insert into care_facts select n.* from unnest(fresh) n;
end $function$;
comment on function refresh_care_facts(children_changed uuid[], since date) is 'Brings the facts of these children, of the nights from a day on, to what the records say now; what was known before is closed, not overwritten. Whatever ended before that day stays as it is; what ended on it may turn out to go on. Nothing happens when there is no such day. In a transaction that has set app.facts_at_end to its number, all of it is done once, at its end.';
revoke execute on function refresh_care_facts(uuid[],date) from public;

create or replace function refresh_choosy_residents(children_changed uuid[])
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  choosy uuid[] := array(
    select child_id from child_needs where child_id = any(children_changed)
       and living_with in ('solo', 'only-older', 'only-younger')
    union
    select child_id from choosy_residents where child_id = any(children_changed));
begin
  if cardinality(choosy) = 0 then return; end if;
  -- One writer at a time for a child, as for care_facts.
  perform pg_advisory_xact_lock(lock_number('child'), turn)
    from (select distinct hashtext(id::text) & 1023 as turn from unnest(choosy) id order by 1) turns;
  delete from choosy_residents where child_id = any(choosy);
  insert into choosy_residents select * from choosy_residents_of(choosy);
end $function$;
comment on function refresh_choosy_residents(children_changed uuid[]) is 'Brings what is kept of these children, if they may not live with just anyone, to what the records say now.';
revoke execute on function refresh_choosy_residents(uuid[]) from public;

create or replace function refresh_due_care_facts()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  children uuid[];
  first_day date;
begin
  with due as (delete from care_facts_due where due_in = pg_current_xact_id() returning child_ids, since)
  select array_agg(distinct child), min(since) into children, first_day from due, unnest(child_ids) child;
  perform set_config('app.facts_at_end', '', true);
  perform refresh_care_facts(children, first_day);
  perform set_config('app.facts_at_end', pg_current_xact_id()::text, true);
  return null;
end $function$;
comment on function refresh_due_care_facts() is 'Refreshes once, for all statements of a transaction, the facts that it left to its end.';

create or replace function refuse(constraint_name text, message text)
 returns void
 language plpgsql
as $function$
begin
  raise exception using errcode = 'check_violation', constraint = constraint_name, message = message;
end $function$;
comment on function refuse(constraint_name text, message text) is 'Refuses a write as a check constraint of that name would, so that whoever explains constraints explains this one.';

create or replace function refuse_change()
 returns trigger
 language plpgsql
as $function$
begin
  -- Set by erase_child() alone has an effect: nobody else may delete such rows.
  if tg_op = 'DELETE' and setting('erasing') is not null then return old; end if;
  perform refuse('decided_stands', 'what was laid before a panel and what it decided is not changed');
end $function$;
comment on function refuse_change() is 'Refuses every role, the owner''s too, to change what was laid before a panel and what it decided. It goes with all that is kept of the child, when that is erased.';

create or replace function refuse_change_of_answer()
 returns trigger
 language plpgsql
as $function$
begin
  perform refuse('public_answer_stands', 'an answer to the public is not changed');
end $function$;
comment on function refuse_change_of_answer() is 'Refuses every role, the owner''s too, to change what the public was given: later answers are protected with it.';

create or replace function refuse_change_of_release()
 returns trigger
 language plpgsql
as $function$
begin
  perform refuse('release_stands', 'a release is not changed');
end $function$;
comment on function refuse_change_of_release() is 'Refuses every role, the owner''s too, to change a release: two answers about one year could be subtracted from each other.';

create or replace function refuse_known_key()
 returns trigger
 language plpgsql
as $function$
begin
  raise exception using errcode = 'check_violation', constraint = 'key_stays_forgotten',
    message = 'the key of the demonstration was forgotten for good';
end $function$;
comment on function refuse_known_key() is 'Refuses every role, the owner''s too, to give a key to a database that has forgotten it.';

create or replace function refuse_merged_child()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  child    uuid := to_jsonb(new) ->> tg_argv[0];
  survivor uuid;
begin
  if child is null then return new; end if;
  -- Waits for a merge of the child, and then sees it.
  select merged_into_id into survivor from children
   where id = child and authority_code = new.authority_code for key share;
  if survivor is not null then
    perform refuse('child_not_merged', 'the record of the child was merged into another');
  end if;
  return new;
end $function$;
comment on function refuse_merged_child() is 'Refuses a row that names a child whose record was merged into another.';

create or replace function refuse_together(home uuid, child uuid, wanted daterange, wanted_stay daterange)
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform pg_advisory_xact_lock(lock_number('home'), hashtext(home::text));
  if exists (
    select from separations s,
           lateral (select case child when s.child_id then s.other_child_id else s.child_id end as id) other
     where child in (s.child_id, s.other_child_id)
       and (exists (select from placements p
                     where p.child_id = other.id and p.home_id = home
                       and (coalesce(not isempty(s.nights * p.nights * wanted), false)
                            or coalesce(not isempty(s.nights * p.stay * wanted_stay), false)))
            or exists (select from hold_beds k
                         join holds h on h.id = k.hold_id
                         join beds b on b.id = k.bed_id
                        where k.child_id = other.id and b.home_id = home
                          and h.ended_at is null and h.expires_at > clock_timestamp()
                          and not isempty(s.nights * nights(h.from_on, h.to_on) * wanted)))) then
    perform refuse('must_not_live_together', 'someone who must not live with the child is there on those nights');
  end if;
end $function$;
comment on function refuse_together(home uuid, child uuid, wanted daterange, wanted_stay daterange) is 'Refuses a child a home in which a child whom it must not live with is placed or held on some of the nights; or is there still, on nights of a stay. Those who come to one home with someone to be kept from take turns.';
revoke execute on function refuse_together(uuid,uuid,daterange,daterange) from public;

create or replace function registered_nights(home uuid)
 returns daterange
 language plpgsql
 stable
 set plan_cache_mode to 'force_generic_plan'
as $function$
begin
  return (
    select case
      when h.kind in ('childrens-home', 'secure-childrens-home') then
        case when h.registered_on is null then 'empty' else nights(h.registered_on, h.registration_ended_on) end
      when h.kind in ('supported-accommodation', 'supported-lodgings', 'independent-living') then
        case when p.supported_registered_on is not null and h.accommodation_category = any(p.supported_categories)
             then nights(p.supported_registered_on, p.supported_registration_ended_on) else 'empty' end
      when h.kind = 'unregistered' then 'empty'
      else daterange(null, null) end
      from homes h left join providers p on p.id = h.provider_id
     where h.id = home);
end $function$;
comment on function registered_nights(home uuid) is 'The nights on which a registration with Ofsted covers a home: a children''s home''s own, or its provider''s for supported accommodation of its category. All nights for homes of kinds that need none.';

create or replace function registered_places_of(home uuid)
 returns smallint
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select min(h.registered_places) from homes_of_registration(home) building join homes h on h.id = building
   where exists (select from homes seen
                  where seen.id = home and (seen.shared or seen.authority_code = current_authority()))
$function$;
comment on function registered_places_of(home uuid) is 'The places of the registration that a home belongs to, over all its buildings. While they say different numbers, the smallest.';

create or replace function registration_ends_on(home uuid, day date)
 returns date
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select upper(varied_registration(h.id))
    from homes h
   where h.id = home and (h.shared or h.authority_code = current_authority()) and varied_registration(h.id) @> day
$function$;
comment on function registration_ends_on(home uuid, day date) is 'The day on which the registration that covers a home on a day ends; null where no end is recorded, or none covers it.';

create or replace function registration_varied()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  of_providers uuid[] := array[new.provider_id, old.provider_id];
begin
  -- No bed may be added meanwhile.
  perform 1 from homes where provider_id = any(of_providers) order by id for no key update;
  perform refresh_bed_free(array(
    select b.id from beds b join homes h on h.id = b.home_id where h.provider_id = any(of_providers)));
  perform refresh_care_facts(array(
    select distinct p.child_id from placements p join homes h on h.id = p.home_id
     where h.provider_id = any(of_providers)));
  return null;
end $function$;
comment on function registration_varied() is 'Refreshes the free intervals of beds, and the facts of children in them, when a category of their provider''s registration is added or taken off.';

create or replace function release_hold_of_other(hold uuid, why text)
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  actor text := current_setting('app.actor', true);
begin
  if not exists (select from holds_of_others() h where h.hold_id = hold) then
    perform refuse('hold_still_held', 'the hold has lapsed or ended');
  end if;
  perform 1 from holds where id = hold for update;
  perform lock_placing(array_agg(bed_id), array_agg(child_id)) from hold_beds where hold_id = hold;
  -- The history of the hold is of the other authority, which is told the authority that did it, and not who of its staff.
  perform set_config('app.actor', 'authority ' || current_authority(), true), set_config('app.reason', why, true);
  update holds set ended_at = clock_timestamp(), outcome = 'released',
                   released_by_authority_code = current_authority(), release_reason = why
   where id = hold;
  perform set_config('app.actor', coalesce(actor, ''), true), set_config('app.reason', '', true);
end $function$;
comment on function release_hold_of_other(hold uuid, why text) is 'Ends another authority''s hold of beds of this one, which it is told with the reason.';
revoke execute on function release_hold_of_other(uuid,text) from public;
grant execute on function release_hold_of_other(uuid,text) to sufficiency_app;

create or replace function release_in_order()
 returns trigger
 language plpgsql
as $function$
begin
  perform pg_advisory_xact_lock(lock_number('release'), hashtext(new.authority_code));
  if exists (select from releases where authority_code = new.authority_code and year_ends > new.year_ends) then
    perform refuse('releases_in_order', 'a later year is released already');
  end if;
  return new;
end $function$;
comment on function release_in_order() is 'Refuses a release of a year before one already released: each is protected in the knowledge of those before it.';

create or replace function residents_changed()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  case tg_table_name
    when 'children' then perform refresh_choosy_residents(array(select id from changed));
    when 'holds' then
      perform refresh_choosy_residents(array(
        select k.child_id from changed h join hold_beds k on k.hold_id = h.id));
    else perform refresh_choosy_residents(array(select distinct child_id from changed));
  end case;
  return null;
end $function$;
comment on function residents_changed() is 'Refreshes the choosy residents among children who, or whose needs, placements or holds, changed.';

create or replace function restore_records(child_ids uuid[], moment timestamp with time zone)
 returns void
 language plpgsql
as $function$
declare
  kind        text;
  columns     text;
  child       text;
  old_records text := '(select distinct on (record_id) record_id, before from record_versions
    where authority_code = current_authority() and record_type = %1$L and recorded_at = $2 order by record_id, id) v';
begin
  foreach kind in array '{placements,legal_statuses,care_periods,children}'::text[] loop
    child := case kind when 'children' then 'id' else 'child_id' end;
    execute format('delete from %1$I t using ' || old_records || '
                     where t.id = v.record_id and v.before is null and t.%2$I = any($1)', kind, child)
      using child_ids, moment;
  end loop;
  foreach kind in array '{children,care_periods,legal_statuses,placements}'::text[] loop
    child := case kind when 'children' then 'id' else 'child_id' end;
    select string_agg(quote_ident(attname), ', ' order by attnum) into columns
      from pg_attribute
     where attrelid = kind::regclass and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('update %1$I t set (%2$s) = (select %2$s from jsonb_populate_record(null::%1$I, v.before))
                      from ' || old_records || '
                     where t.id = v.record_id and v.before is not null and t.%3$I = any($1)', kind, columns, child)
      using child_ids, moment;
    execute format('insert into %1$I (%2$s)
                    select %2$s from ' || old_records || ', lateral jsonb_populate_record(null::%1$I, v.before) r
                     where r.%3$I = any($1) and not exists (select from %1$I t where t.id = v.record_id)',
                   kind, columns, child)
      using child_ids, moment;
  end loop;
end $function$;
comment on function restore_records(child_ids uuid[], moment timestamp with time zone) is 'Brings the records of these children back to what they were before what was changed at one moment.';

create or replace function same_care(a care_facts, b care_facts)
 returns boolean
 language sql
 immutable
as $function$
  select (a.child_id, a.from_on, a.to_on, a.age, a.sex, a.ethnicity, a.uasc, a.disabled, a.need, a.legal_status,
          a.placement_id, a.placement_type, a.provider_code, a.home_id, a.home_kind, a.location, a.distance_miles,
          a.placements_in_year, a.placements_in_year_temporary, a.long_looked_after, a.long_placed,
          a.unregistered, a.place_code, a.located_in, a.care_started_on, a.care_started_before,
          a.placement_started_on, a.placement_started_before, a.year_known, a.placements_in_two_years,
          a.looked_after_year_before)
         is not distinct from
         (b.child_id, b.from_on, b.to_on, b.age, b.sex, b.ethnicity, b.uasc, b.disabled, b.need, b.legal_status,
          b.placement_id, b.placement_type, b.provider_code, b.home_id, b.home_kind, b.location, b.distance_miles,
          b.placements_in_year, b.placements_in_year_temporary, b.long_looked_after, b.long_placed,
          b.unregistered, b.place_code, b.located_in, b.care_started_on, b.care_started_before,
          b.placement_started_on, b.placement_started_before, b.year_known, b.placements_in_two_years,
          b.looked_after_year_before)
$function$;
comment on function same_care(a care_facts, b care_facts) is 'Whether two rows of facts say the same, whenever they were known.';

create or replace function sandbox_authority()
 returns text
 language plpgsql
 stable parallel safe security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  return (select code from sandboxes where code = current_authority());
end $function$;
comment on function sandbox_authority() is 'The authority in whose name this transaction reads and writes, if it is a sandbox; else null, which matches no row.';

create or replace function sector_of(provider_code text)
 returns text
 language sql
 immutable parallel safe
as $function$
  select case provider_code
    when 'PR0' then 'parents'
    when 'PR1' then 'own'
    when 'PR2' then 'other-authority'
    when 'PR3' then 'other-public'
    when 'PR4' then 'private'
    when 'PR5' then 'voluntary'
  end
$function$;
comment on function sector_of(provider_code text) is 'The sector of a provider code of the return (SSDA903 PLACE_PROVIDER).';

create or replace function seed_sandbox(authority text)
 returns bigint
 language plpgsql
as $function$
declare
  kept     record;
  total    bigint := 0;
  counted  bigint;
begin
  perform set_config('app.authority', authority, true);
  insert into sandboxes (code) values (authority) on conflict (code) do update set seeded_at = now();
  update homes set shared = false where authority_code = authority and shared;
  delete from sandbox_rows where sandbox = authority;
  for kept in select relname from pg_class
               where relnamespace = 'public'::regnamespace and relkind = 'r'
                 and has_table_privilege('sufficiency_sandbox', oid, 'delete') loop
    execute format('insert into sandbox_rows (sandbox, record_type, content)
                    select $1, %L, to_jsonb(t) from %I t where t.authority_code = $1', kept.relname, kept.relname)
      using authority;
    get diagnostics counted = row_count;
    total := total + counted;
  end loop;
  insert into sandbox_rows (sandbox, record_type, content)
  select authority, 'running_holds', to_jsonb(r)
    from running_holds r join holds h on h.id = r.hold_id where h.authority_code = authority;
  -- The history of what outlives a reset outlives it too.
  delete from sandbox_rows
   where sandbox = authority and record_type = 'record_versions'
     and not has_table_privilege('sufficiency_sandbox', to_regclass(content ->> 'record_type'), 'delete');
  analyze sandbox_rows;
  return total;
end $function$;
comment on function seed_sandbox(authority text) is 'Makes an authority of made-up records a sandbox, or gives it a new seed: what is on record of it now. Its homes are no longer shared.';
revoke execute on function seed_sandbox(text) from public;

create or replace function sees_addresses()
 returns boolean
 language sql
 stable parallel safe
as $function$ select coalesce(current_setting('app.addresses', true) = 'seen', false) $function$;
comment on function sees_addresses() is 'Whether whoever this transaction reads for may see the confidential addresses of the authority (scope addresses:read).';

create or replace function session_holder(asked_hash bytea)
 returns table(id uuid, authority_code text, subject text, role text, state text, seconds_left double precision)
 language sql
 stable security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
  select s.id, s.authority_code, s.subject, s.role,
         case when s.ended_at is not null then 'ended' when s.expires_at <= now() then 'expired' else 'live' end,
         extract(epoch from s.expires_at - now())::float8
    from page_sessions s
   where s.hash = asked_hash
$function$;
comment on function session_holder(asked_hash bytea) is 'Whose session of the pages has this hash, and whether it still counts; no row for any other.';
revoke execute on function session_holder(bytea) from public;
grant execute on function session_holder(bytea) to sufficiency_app;

create or replace function setting(name text)
 returns text
 language sql
 stable
as $function$ select nullif(current_setting('app.' || name, true), '') $function$;
comment on function setting(name text) is 'What the application has said of this transaction (who acts, in which request, why and when it happened); null when it has not.';

create or replace function short_breaks_with(child uuid, besides uuid, from_on date, to_on date, provider uuid)
 returns jsonb
 language sql
 stable
as $function$
  with own as (select from_on, coalesce(to_on, from_on + 1) as to_on),
  other as (
    select coalesce(p.started_on, p.planned_from) as from_on,
           coalesce(p.ended_on, p.planned_to, coalesce(p.started_on, p.planned_from) + 1) as to_on, h.provider_id
      from placements p left join lateral (select provider_id from visible_homes where id = p.home_id offset 0) h on true
     where p.child_id = child and p.placement_type = 'short-break' and p.withdrawn_on is null
       and p.id is distinct from besides),
  near as (
    select o.* from other o, own
     where o.to_on > own.from_on - interval '12 months' and o.from_on < own.to_on + interval '12 months'),
  stay as (select from_on, to_on from near union all select from_on, to_on from own),
  -- Twelve months are fullest when they end with a break.
  year as (
    select e.to_on - interval '12 months' as from_on, e.to_on from stay e, own
     where e.to_on >= own.to_on and e.to_on - interval '12 months' < own.to_on)
  select jsonb_build_object(
    'nights', (select own.to_on - own.from_on from own),
    'inYear', (select max(in_year) from (
       select y.to_on, sum(least(s.to_on, y.to_on) - greatest(s.from_on, y.from_on::date)) as in_year
         from year y join stay s on s.to_on > y.from_on and s.from_on < y.to_on group by y.to_on) y),
    'otherProviders', (select count(distinct n.provider_id) from near n where n.provider_id <> provider))
$function$;
comment on function short_breaks_with(child uuid, besides uuid, from_on date, to_on date, provider uuid) is 'A short break of a child with the others on record: its nights, the nights of all in the fullest 12 months that it is part of, and how many other providers there were within 12 months. A break without an end counts one night.';

create or replace function shows_address(placement_type text)
 returns boolean
 language sql
 immutable parallel safe
as $function$
  select placement_type = any ('{residential,secure,residential-school,family-centre,care-home,nhs,young-offender-institution}')
$function$;
comment on function shows_address(placement_type text) is 'Whether placements of a type are in establishments, whose addresses are no secret. Of every other type (carers, adopters, parents, lodgings, temporary stays) it is where people live.';

create or replace function sign_comment()
 returns trigger
 language plpgsql
as $function$
begin
  new.written_by := coalesce(setting('actor'), session_user);
  return new;
end $function$;
comment on function sign_comment() is 'Signs a comment for whoever changed it last.';

create or replace function suspected_duplicates()
 returns table(child_id uuid, other_child_id uuid, because text[])
 language sql
 stable
 set enable_nestloop to 'off'
 set join_collapse_limit to '1'
as $function$
  with child as (
    select id, reference, upn, date_of_birth, sex, sibling_group_id, left(home_postcode, -3) as district,
           upper(substring(reference from '^[A-Za-z]*')) as initials
      from children where authority_code = current_authority() and merged_into_id is null
  ), alike as (
    select a.id, b.id as other_id, 'same-upn' as because
      from child a join child b on b.upn = a.upn and b.id > a.id
     where a.upn !~ '^UN'
    union all
    -- A spreadsheet takes the zeros before a number away.
    select a.id, b.id, 'same-number'
      from child a join child b on ltrim(b.reference, '0') = ltrim(a.reference, '0') and b.id > a.id
     where a.reference ~ '^\d+$' and b.reference ~ '^\d+$'
    union all
    select a.id, b.id, 'same-birth-area-and-initials'
      from child a
      join child b on b.date_of_birth = a.date_of_birth and b.district = a.district and b.initials = a.initials
                  and b.id > a.id
     where b.sibling_group_id is distinct from a.sibling_group_id or a.sibling_group_id is null
    union all
    -- A child whose identifier in the return was changed comes with the same history under the new one, or with care that
    -- went on before, while that of the old one is taken to have ended where its last return did.
    select a.id, b.id, 'same-birth-and-care'
      from child a
      join child b on b.date_of_birth = a.date_of_birth and b.sex = a.sex and b.id > a.id
                  and (b.sibling_group_id is distinct from a.sibling_group_id or a.sibling_group_id is null)
      join care_periods p on p.child_id = a.id
      join care_periods q on q.child_id = b.id
     where q.started_on = p.started_on
        or p.end_to_confirm and q.started_before and q.started_on between p.ended_on and p.ended_on + 366
        or q.end_to_confirm and p.started_before and p.started_on between q.ended_on and q.ended_on + 366
  )
  select id, other_id, array_agg(distinct because order by because)
    from alike
   where not exists (select from distinct_children d
                      where least(d.child_id, d.other_child_id) = least(alike.id, alike.other_id)
                        and greatest(d.child_id, d.other_child_id) = greatest(alike.id, alike.other_id))
   group by id, other_id
$function$;
comment on function suspected_duplicates() is 'Pairs of records of the authority that look like one child''s and of which nobody has said that they are not. Brothers and sisters of one sibling group do so only with the same UPN.';

create or replace function take_turn_of_both()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform 1 from children
    where id in (new.child_id, new.other_child_id) and authority_code = new.authority_code
    order by id for no key update;
  return new;
end $function$;
comment on function take_turn_of_both() is 'Locks both children of a separation, so that whoever places either takes turns with whoever separates them.';

create or replace function take_turn_of_case()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform 1 from panel_cases where id = new.case_id and authority_code = new.authority_code for no key update;
  if tg_table_name = 'panel_options' and new.authority_code = coalesce(current_authority(), new.authority_code)
      and is_decided(new.case_id) then
    perform refuse('decided_case_stands', 'the case is decided');
  end if;
  return new;
end $function$;
comment on function take_turn_of_case() is 'Locks the case, so that those who decide it and those who lay options before it take turns; refuses options after a decision.';

create or replace function take_turn_of_child()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform 1 from children where id = new.child_id and authority_code = new.authority_code for no key update;
  return new;
end $function$;
comment on function take_turn_of_child() is 'Locks the child, so that those who write of one child at once take turns and the second finds what the first has written.';

create or replace function take_turn_of_home()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform 1 from homes where id = coalesce(new.home_id, old.home_id) for no key update;
  return coalesce(new, old);
end $function$;
comment on function take_turn_of_home() is 'Whoever changes what decides about a home waits for those who place a child there, and they for it.';

create or replace function take_turn_of_retention()
 returns trigger
 language plpgsql
as $function$
begin
  perform pg_advisory_xact_lock(lock_number('retention'), hashtext(new.authority_code));
  return new;
end $function$;
comment on function take_turn_of_retention() is 'Has legal holds and erasures of an authority take turns, so that none is erased while a hold on it is being placed.';

create or replace function touch_version()
 returns trigger
 language plpgsql
as $function$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $function$;
comment on function touch_version() is 'Counts the version of a record up, and notes when it was changed.';

create or replace function unmerge_children(survivor uuid, other uuid)
 returns void
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
declare
  merge    child_merges;
  link     jsonb;
  requests uuid[];
begin
  perform 1 from children where id in (survivor, other) and authority_code = current_authority() order by id for update;
  select * into merge from child_merges
   where child_id = survivor and merged_id = other and undone_at is null and authority_code = current_authority();
  if merge.id is null then
    perform refuse('merge_in_force', 'it was not merged into this one');
  end if;
  set constraints all deferred;
  update children set merged_into_id = null, sibling_group_id = (merge.moved -> 'siblingGroups' ->> 'other')::uuid
   where id = other;
  update children set merged_from_ids = array_remove(merged_from_ids, other),
                      sibling_group_id = case when merge.moved -> 'siblingGroups' ->> 'survivor' is null
                        and sibling_group_id = (merge.moved -> 'siblingGroups' ->> 'other')::uuid
                        then null else sibling_group_id end
   where id = survivor;
  requests := array(select jsonb_array_elements_text(merge.moved -> 'requests'));
  insert into request_children (authority_code, request_id, child_id)
  select current_authority(), id, other from placement_requests where id = any(requests) on conflict do nothing;
  for link in select jsonb_array_elements(merge.moved -> 'links') loop
    execute format(
      'update %I t set %I = $1 where %I = $2 and $3 @> jsonb_build_array(key_of(%L, to_jsonb(t)))',
      link ->> 'table', link ->> 'column', link ->> 'column', link ->> 'table') using other, survivor, link -> 'rows';
  end loop;
  update placement_requests set child_ids = array_replace(child_ids, survivor, other) where id = any(requests);
  update return_rows r
     set child_reference = o.reference, cells = r.cells || jsonb_build_object('CHILD', o.reference)
    from children s, children o,
         jsonb_to_recordset(merge.moved -> 'returned') m (module text, year smallint, key text)
   where s.id = survivor and o.id = other and r.authority_code = current_authority()
     and (r.child_reference, r.module, r.collection_year, r.key) = (s.reference, m.module, m.year, m.key)
     and not exists (select from return_rows k
                      where (k.authority_code, k.child_reference, k.module, k.collection_year, k.key)
                          = (r.authority_code, o.reference, r.module, r.collection_year, r.key));
  update child_merges set undone_at = now() where id = merge.id;
  perform refresh_choosy_residents(array[survivor, other]);
end $function$;
comment on function unmerge_children(survivor uuid, other uuid) is 'Takes a merge of two records of one child back: what was moved, and is there still, is the other''s again; what was recorded since stays.';
revoke execute on function unmerge_children(uuid,uuid) from public;
grant execute on function unmerge_children(uuid,uuid) to sufficiency_app;

create or replace function unregistered_on(night date, age integer, place placements, home_kind text, registered daterange)
 returns boolean
 language sql
 immutable
as $function$
  select case
    when place.placement_type is null then null
    when place.place_code = 'P3' then false
    when coalesce(home_kind, place.placement_type) in (
           'supported-accommodation', 'supported-lodgings', 'independent-living') then
      case when age < 16 and night >= '2021-09-09' then true
           when night < '2023-10-28' then false
           else not registered @> night end
    when home_kind is not null then not registered @> night
    when place.placement_type in ('residential', 'secure') then null
    else place.placement_type = 'other' end
$function$;
comment on function unregistered_on(night date, age integer, place placements, home_kind text, registered daterange) is 'Whether a child of an age is on a night in a place without the registration that it needs. The home decides, whatever the type of the placement: its registration on the night. Supported accommodation needs one since 28 October 2023 (CPPCR 2010 reg. 27C) and is not for a child under 16 since 9 September 2021 (reg. 27A). Residential employment (PLACE P3) needs none. Null where no placement, or of such a one no home, is recorded.';

create or replace function until_18(period daterange, born_on date)
 returns daterange
 language sql
 immutable parallel safe
as $function$ select period * daterange(null, birthday(born_on, 18)) $function$;
comment on function until_18(period daterange, born_on date) is 'The nights of a period before the 18th birthday, on which care and care orders end whatever is still recorded.';

create or replace function use_bed_for_hold()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  perform lock_beds(array[new.bed_id]);
  if not exists (select from beds b join homes h on h.id = b.home_id
                  where b.id = new.bed_id and (h.shared or b.authority_code = new.authority_code)) then
    perform refuse('hold_in_visible_bed', 'there is no such bed, or none that this authority sees');
  end if;
  insert into bed_use (bed_id, authority_code, used_by, state, nights, hold_id, expires_at)
  select b.id, b.authority_code, h.authority_code, 'held', nights(h.from_on, h.to_on), h.id, h.expires_at
    from beds b, holds h
   where b.id = new.bed_id and h.id = new.hold_id;
  if exists (select from holds h where h.id = new.hold_id and h.expires_at > h.created_at + longest_hold(h.id)) then
    perform refuse('hold_no_longer_than_allowed', 'an authority lets its beds be held for less long');
  end if;
  return null;
end $function$;
comment on function use_bed_for_hold() is 'Uses a bed for a hold, unless its authority does not see the bed or holds it for longer than it may.';

create or replace function use_bed_for_placement()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  if tg_op = 'DELETE' then return null; end if;
  if new.bed_id is null or isempty(new.nights) then
    delete from bed_use where placement_id = new.id;
    return null;
  end if;
  insert into bed_use (bed_id, authority_code, used_by, state, nights, stay, placement_id)
  select new.bed_id, b.authority_code, new.authority_code,
         case when new.started_on is null then 'committed' else 'occupied' end, new.nights, new.stay, new.id
    from beds b where b.id = new.bed_id
  on conflict (placement_id) do update
    set bed_id = excluded.bed_id, authority_code = excluded.authority_code, state = excluded.state,
        nights = excluded.nights, stay = excluded.stay
    where (bed_use.bed_id, bed_use.authority_code, bed_use.state, bed_use.nights, bed_use.stay)
          is distinct from
          (excluded.bed_id, excluded.authority_code, excluded.state, excluded.nights, excluded.stay);
  return null;
end $function$;
comment on function use_bed_for_placement() is 'Keeps the use of a bed by a placement as the placement has it; one that changes in ways that are nothing to its bed leaves it as it is.';

create or replace function use_bed_for_void()
 returns trigger
 language plpgsql
 security definer
 set search_path to 'pg_catalog', 'public', 'pg_temp'
as $function$
begin
  insert into bed_use (bed_id, authority_code, used_by, state, void_reason, nights, void_id)
  values (new.bed_id, new.authority_code, new.authority_code, 'void', new.reason,
          nights(new.starts_on, new.ends_on), new.id)
  on conflict (void_id) do update
    set bed_id = excluded.bed_id, void_reason = excluded.void_reason, nights = excluded.nights;
  return null;
end $function$;
comment on function use_bed_for_void() is 'Keeps the use of a bed by a void as the void has it.';

create or replace function varied_registration(home uuid)
 returns daterange
 language plpgsql
 stable
 set plan_cache_mode to 'force_generic_plan'
as $function$
begin
  return (
    select coalesce(
      (select nights(p.supported_registered_on, p.supported_registration_ended_on) * daterange(v.added_on, v.removed_on)
         from homes h
         join providers p on p.id = h.provider_id
         join category_variations v on v.provider_id = p.id and v.category = h.accommodation_category
        where h.id = home and p.supported_registered_on is not null
          and h.kind in ('supported-accommodation', 'supported-lodgings', 'independent-living')
          and (v.added_on is not null or v.category = any(p.supported_categories))),
      registered_nights(home)));
end $function$;
comment on function varied_registration(home uuid) is 'The nights on which a registration with Ofsted covers a home: registered_nights, but where its category was added to its provider''s registration, or taken off, on a day.';
