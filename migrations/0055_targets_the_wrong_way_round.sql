-- A target that ends before it starts was an error of the range itself and not of `target_dates_in_order`, whose words say
-- what is wrong.

alter table targets drop column in_force; -- and with it one_target_at_a_time
alter table targets
  add column in_force daterange generated always as (nights(starts_on, ends_on)) stored,
  add constraint one_target_at_a_time exclude using gist (authority_code with =, subject with =, in_force with &&);
