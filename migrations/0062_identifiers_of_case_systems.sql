-- The identifiers that other systems, such as an authority's case system, have of its records.

create table case_systems (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  name           text not null check (name ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  description    text not null check (length(description) between 1 and 200),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint one_case_system_of_a_name unique (authority_code, name)
);
comment on table case_systems is 'Systems of an authority that have identifiers of their own for its records.';

-- What an identifier refers to is a record of its own authority. These tables had nothing yet that refers to them.
alter table category_variations add unique (authority_code, id);
alter table home_contacts add unique (authority_code, id);
alter table judgements add unique (authority_code, id);
alter table home_restrictions add unique (authority_code, id);
alter table contracts add unique (authority_code, id);
alter table fees add unique (authority_code, id);
alter table carer_journeys add unique (authority_code, id);
alter table care_periods add unique (authority_code, id);
alter table legal_statuses add unique (authority_code, id);
alter table child_needs add unique (authority_code, id);
alter table separations add unique (authority_code, id);
alter table connections add unique (authority_code, id);
alter table liberty_orders add unique (authority_code, id);
alter table voids add unique (authority_code, id);
alter table care_plans add unique (authority_code, id);
alter table wishes add unique (authority_code, id);
alter table consultations add unique (authority_code, id);
alter table introductions add unique (authority_code, id);
alter table disruption_meetings add unique (authority_code, id);

create table external_ids (
  authority_code text not null references authorities,
  system         text not null,
  external_id    text not null check (length(external_id) between 1 and 100 and external_id !~ '[[:cntrl:]]'),
  -- Exactly one of these: which says what kind of record it is.
  sibling_group_id      uuid,
  child_id              uuid,
  provider_id           uuid,
  category_variation_id uuid,
  home_id               uuid,
  home_contact_id       uuid,
  judgement_id          uuid,
  home_restriction_id   uuid,
  contract_id           uuid,
  fee_id                uuid,
  bed_id                uuid,
  carer_journey_id      uuid,
  care_period_id        uuid,
  legal_status_id       uuid,
  child_needs_id        uuid,
  separation_id         uuid,
  connection_id         uuid,
  liberty_order_id      uuid,
  placement_request_id  uuid,
  placement_id          uuid,
  void_id               uuid,
  care_plan_id          uuid,
  wish_id               uuid,
  consultation_id       uuid,
  introduction_id       uuid,
  disruption_meeting_id uuid,
  record_id uuid not null generated always as (coalesce(
    sibling_group_id, child_id, provider_id, category_variation_id, home_id, home_contact_id, judgement_id,
    home_restriction_id, contract_id, fee_id, bed_id, carer_journey_id, care_period_id, legal_status_id,
    child_needs_id, separation_id, connection_id, liberty_order_id, placement_request_id, placement_id,
    void_id, care_plan_id, wish_id, consultation_id, introduction_id, disruption_meeting_id)) stored,
  kind text not null generated always as (case
    when sibling_group_id is not null then 'sibling-groups'
    when child_id is not null then 'children'
    when provider_id is not null then 'providers'
    when category_variation_id is not null then 'category-variations'
    when home_id is not null then 'homes'
    when home_contact_id is not null then 'home-contacts'
    when judgement_id is not null then 'judgements'
    when home_restriction_id is not null then 'home-restrictions'
    when contract_id is not null then 'contracts'
    when fee_id is not null then 'fees'
    when bed_id is not null then 'beds'
    when carer_journey_id is not null then 'carer-journeys'
    when care_period_id is not null then 'care-periods'
    when legal_status_id is not null then 'legal-statuses'
    when child_needs_id is not null then 'child-needs'
    when separation_id is not null then 'separations'
    when connection_id is not null then 'connections'
    when liberty_order_id is not null then 'liberty-orders'
    when placement_request_id is not null then 'placement-requests'
    when placement_id is not null then 'placements'
    when void_id is not null then 'voids'
    when care_plan_id is not null then 'care-plans'
    when wish_id is not null then 'wishes'
    when consultation_id is not null then 'consultations'
    when introduction_id is not null then 'introductions'
    when disruption_meeting_id is not null then 'disruption-meetings'
  end) stored,
  constraint external_id_of_one_record check (num_nonnulls(
    sibling_group_id, child_id, provider_id, category_variation_id, home_id, home_contact_id, judgement_id,
    home_restriction_id, contract_id, fee_id, bed_id, carer_journey_id, care_period_id, legal_status_id,
    child_needs_id, separation_id, connection_id, liberty_order_id, placement_request_id, placement_id,
    void_id, care_plan_id, wish_id, consultation_id, introduction_id, disruption_meeting_id) = 1),
  constraint external_id_once unique (authority_code, system, kind, external_id),
  constraint one_external_id_of_a_record unique (authority_code, system, record_id),
  constraint external_id_of_own_system foreign key (authority_code, system) references case_systems (authority_code, name),
  foreign key (authority_code, sibling_group_id) references sibling_groups (authority_code, id) on delete cascade,
  foreign key (authority_code, child_id) references children (authority_code, id) on delete cascade,
  foreign key (authority_code, provider_id) references providers (authority_code, id) on delete cascade,
  foreign key (authority_code, category_variation_id) references category_variations (authority_code, id) on delete cascade,
  foreign key (authority_code, home_id) references homes (authority_code, id) on delete cascade,
  foreign key (authority_code, home_contact_id) references home_contacts (authority_code, id) on delete cascade,
  foreign key (authority_code, judgement_id) references judgements (authority_code, id) on delete cascade,
  foreign key (authority_code, home_restriction_id) references home_restrictions (authority_code, id) on delete cascade,
  foreign key (authority_code, contract_id) references contracts (authority_code, id) on delete cascade,
  foreign key (authority_code, fee_id) references fees (authority_code, id) on delete cascade,
  foreign key (authority_code, bed_id) references beds (authority_code, id) on delete cascade,
  foreign key (authority_code, carer_journey_id) references carer_journeys (authority_code, id) on delete cascade,
  foreign key (authority_code, care_period_id) references care_periods (authority_code, id) on delete cascade,
  foreign key (authority_code, legal_status_id) references legal_statuses (authority_code, id) on delete cascade,
  foreign key (authority_code, child_needs_id) references child_needs (authority_code, id) on delete cascade,
  foreign key (authority_code, separation_id) references separations (authority_code, id) on delete cascade,
  foreign key (authority_code, connection_id) references connections (authority_code, id) on delete cascade,
  foreign key (authority_code, liberty_order_id) references liberty_orders (authority_code, id) on delete cascade,
  foreign key (authority_code, placement_request_id) references placement_requests (authority_code, id) on delete cascade,
  foreign key (authority_code, placement_id) references placements (authority_code, id) on delete cascade,
  foreign key (authority_code, void_id) references voids (authority_code, id) on delete cascade,
  foreign key (authority_code, care_plan_id) references care_plans (authority_code, id) on delete cascade,
  foreign key (authority_code, wish_id) references wishes (authority_code, id) on delete cascade,
  foreign key (authority_code, consultation_id) references consultations (authority_code, id) on delete cascade,
  foreign key (authority_code, introduction_id) references introductions (authority_code, id) on delete cascade,
  foreign key (authority_code, disruption_meeting_id) references disruption_meetings (authority_code, id) on delete cascade
);
comment on table external_ids is
  'Which record an identifier of a case system is of. A merged child''s stays with the record that it named, and leads to the other.';
-- By which a record that is removed finds its own.
create index on external_ids (authority_code, sibling_group_id) where sibling_group_id is not null;
create index on external_ids (authority_code, child_id) where child_id is not null;
create index on external_ids (authority_code, provider_id) where provider_id is not null;
create index on external_ids (authority_code, category_variation_id) where category_variation_id is not null;
create index on external_ids (authority_code, home_id) where home_id is not null;
create index on external_ids (authority_code, home_contact_id) where home_contact_id is not null;
create index on external_ids (authority_code, judgement_id) where judgement_id is not null;
create index on external_ids (authority_code, home_restriction_id) where home_restriction_id is not null;
create index on external_ids (authority_code, contract_id) where contract_id is not null;
create index on external_ids (authority_code, fee_id) where fee_id is not null;
create index on external_ids (authority_code, bed_id) where bed_id is not null;
create index on external_ids (authority_code, carer_journey_id) where carer_journey_id is not null;
create index on external_ids (authority_code, care_period_id) where care_period_id is not null;
create index on external_ids (authority_code, legal_status_id) where legal_status_id is not null;
create index on external_ids (authority_code, child_needs_id) where child_needs_id is not null;
create index on external_ids (authority_code, separation_id) where separation_id is not null;
create index on external_ids (authority_code, connection_id) where connection_id is not null;
create index on external_ids (authority_code, liberty_order_id) where liberty_order_id is not null;
create index on external_ids (authority_code, placement_request_id) where placement_request_id is not null;
create index on external_ids (authority_code, placement_id) where placement_id is not null;
create index on external_ids (authority_code, void_id) where void_id is not null;
create index on external_ids (authority_code, care_plan_id) where care_plan_id is not null;
create index on external_ids (authority_code, wish_id) where wish_id is not null;
create index on external_ids (authority_code, consultation_id) where consultation_id is not null;
create index on external_ids (authority_code, introduction_id) where introduction_id is not null;
create index on external_ids (authority_code, disruption_meeting_id) where disruption_meeting_id is not null;

select keep('case_systems', emits => false), isolate('external_ids');
grant select, insert, update, delete on case_systems to sufficiency_app;
grant select, insert, delete on external_ids to sufficiency_app;
