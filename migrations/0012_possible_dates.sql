-- Dates that cannot be are refused, whatever way they come by: before a birth, after a death, out of care. One function
-- says which those are (schema/functions/impossible_dates.sql); these triggers ask it of every child whose dates change.
-- An import, which writes a child's records one table after another, puts the question off to its end.

alter table children
  add constraint uasc_ceased_from_birth check (uasc_ceased_on >= date_of_birth) not valid;
create index children_by_birth on children (authority_code, date_of_birth);

create constraint trigger keep_dates_possible after update of date_of_birth on children
  deferrable for each row execute function keep_dates_possible();
create constraint trigger keep_dates_possible after insert or delete or update of child_id, started_on, ended_on, end_reason
  on care_periods deferrable for each row execute function keep_dates_possible();
create constraint trigger keep_dates_possible after insert or update of child_id, started_on, ended_on
  on legal_statuses deferrable for each row execute function keep_dates_possible();
create constraint trigger keep_dates_possible
  after insert or update of child_id, planned_from, started_on, ended_on, placement_type
  on placements deferrable for each row execute function keep_dates_possible();
create constraint trigger keep_dates_possible after insert or update of child_id, from_on
  on liberty_orders deferrable for each row execute function keep_dates_possible();
create constraint trigger keep_dates_possible after insert or update of child_ids, needed_from
  on placement_requests deferrable for each row execute function keep_dates_possible();
