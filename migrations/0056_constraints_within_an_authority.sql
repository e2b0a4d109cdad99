-- What must be there once is so within an authority. Without its code in the constraint, a record that refers to another authority's
-- child or home met that authority's records before the reference was checked, and the refusal told that they are there.

alter table homes
  drop constraint home_name_once,
  add constraint home_name_once unique (provider_id, name, authority_code);

alter table judgements
  drop constraint home_judged_once_a_day,
  add constraint home_judged_once_a_day unique (home_id, judged_on, authority_code),
  drop constraint provider_judged_once_a_day,
  add constraint provider_judged_once_a_day unique (provider_id, judged_on, authority_code);

alter table contracts
  drop constraint one_contract_at_a_time,
  add constraint one_contract_at_a_time exclude using gist (home_id with =, authority_code with =, term with &&);

alter table fees
  drop constraint one_fee_at_a_time,
  add constraint one_fee_at_a_time exclude using gist (home_id with =, authority_code with =, term with &&);

alter table beds
  drop constraint bed_label_once,
  add constraint bed_label_once unique (home_id, label, authority_code);

alter table carer_journeys
  drop constraint household_on_one_journey,
  add constraint household_on_one_journey exclude using gist (home_id with =, authority_code with =, under_way with &&);

alter table care_periods
  drop constraint one_care_period_at_a_time,
  add constraint one_care_period_at_a_time exclude using gist (child_id with =, authority_code with =, nights with &&);

alter table legal_statuses
  drop constraint one_legal_status_at_a_time,
  add constraint one_legal_status_at_a_time exclude using gist (child_id with =, authority_code with =, nights with &&);

alter table child_needs
  drop constraint needs_of_child_once,
  add constraint needs_of_child_once unique (child_id, authority_code);

alter table separations
  drop constraint one_separation_at_a_time,
  add constraint one_separation_at_a_time exclude using gist (least(child_id, other_child_id) with =, greatest(child_id, other_child_id) with =, authority_code with =, nights with &&);

alter table connections
  drop constraint connection_once,
  add constraint connection_once unique (child_id, home_id, authority_code);

alter table hold_beds
  drop constraint held_for_child_once,
  add constraint held_for_child_once unique (hold_id, child_id, authority_code);

alter table placements
  drop constraint child_in_one_place,
  add constraint child_in_one_place exclude using gist (child_id with =, layer with =, authority_code with =, stay with &&),
  drop constraint child_in_one_placement,
  add constraint child_in_one_placement exclude using gist (child_id with =, layer with =, authority_code with =, nights with &&),
  drop constraint moved_from_once,
  add constraint moved_from_once unique (moved_from_id, authority_code);

alter table panel_cases
  drop constraint child_heard_once,
  add constraint child_heard_once unique (meeting_id, child_id, authority_code);

alter table panel_decisions
  drop constraint decision_superseded_once,
  add constraint decision_superseded_once unique (supersedes_id, authority_code);

alter table panel_decision_links
  drop constraint hold_linked_once,
  add constraint hold_linked_once unique (decision_id, hold_id, authority_code),
  drop constraint placement_linked_once,
  add constraint placement_linked_once unique (decision_id, placement_id, authority_code),
  drop constraint request_linked_once,
  add constraint request_linked_once unique (decision_id, request_id, authority_code);

alter table carer_approvals
  drop constraint extended_once,
  add constraint extended_once exclude using btree (home_id with =, authority_code with =) where (kind = 'extension'),
  drop constraint one_carer_approval_at_a_time,
  add constraint one_carer_approval_at_a_time exclude using gist (home_id with =, coalesce(child_id, '00000000-0000-0000-0000-000000000000') with =, authority_code with =, term with &&);

alter table terms_exemptions
  drop constraint one_exemption_at_a_time,
  add constraint one_exemption_at_a_time exclude using gist (home_id with =, child_id with =, authority_code with =, term with &&);

alter table liberty_orders
  drop constraint one_order_of_a_kind_at_a_time,
  add constraint one_order_of_a_kind_at_a_time exclude using gist (child_id with =, kind with =, authority_code with =, term with &&);

alter table overrides
  drop constraint one_override_at_a_time,
  add constraint one_override_at_a_time exclude using gist (child_id with =, home_id with =, must with =, authority_code with =, term with &&);

alter table checklist_items
  drop constraint item_done_once_a_day,
  add constraint item_done_once_a_day unique (placement_id, item, done_on, authority_code);

alter table care_plans
  drop constraint one_care_plan_at_a_time,
  add constraint one_care_plan_at_a_time exclude using gist (child_id with =, authority_code with =, term with &&);

alter table category_variations
  drop constraint one_variation_of_a_category,
  add constraint one_variation_of_a_category unique (provider_id, category, authority_code);

drop index case_first_decided_once;
create unique index case_first_decided_once on panel_decisions (case_id, authority_code) where supersedes_id is null;
drop index one_notice_in_force;
create unique index one_notice_in_force on notices (placement_id, authority_code) where withdrawn_on is null;
drop index merged_once;
create unique index merged_once on child_merges (merged_id, authority_code) where undone_at is null;
drop index distinct_once;
create unique index distinct_once on distinct_children (least(child_id, other_child_id), greatest(child_id, other_child_id), authority_code);
