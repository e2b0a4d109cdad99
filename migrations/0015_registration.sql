-- Registration as Ofsted has it, in the figures: what is unregistered on a night, outcomes of supported accommodation,
-- one registration over several buildings; and care that ends at 18.

alter table care_facts
  -- In a place without the registration that it needs, or in none that is registered at all; null where that is not
  -- known, and in facts known before it was.
  add column unregistered boolean;

-- At 18 care ends: no figure counts an adult, whenever it was known.
delete from care_facts where age >= 18;

drop trigger care_facts_after_update on homes;
create trigger care_facts_after_update after update on homes
  referencing new table as changed old table as before
  for each statement execute function care_described_differently();
create trigger care_facts_after_update after update on providers
  referencing new table as changed old table as before
  for each statement execute function care_described_differently();

-- Since September 2024 Ofsted judges supported accommodation by provider, and on a scale of its own.
alter table judgements drop constraint judgements_grade_check;
alter table judgements
  add check (grade in ('outstanding', 'good', 'requires-improvement', 'inadequate', 'not-yet-inspected',
                       'consistently-strong', 'inconsistent', 'serious-or-widespread-weaknesses')),
  add constraint outcome_is_of_provider check (
    provider_id is not null
    or grade not in ('consistently-strong', 'inconsistent', 'serious-or-widespread-weaknesses')),
  add constraint outcome_since_september_2024 check (
    judged_on >= '2024-09-01'
    or grade not in ('consistently-strong', 'inconsistent', 'serious-or-widespread-weaknesses'));

create trigger keep_registration_within_four_buildings
  after insert or update of provider_id, kind, ofsted_urn, opens_on, closes_on on homes
  for each row execute function keep_registration_within_four_buildings();
