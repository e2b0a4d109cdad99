-- What returns do not say of care is not made up: a period that began before the first row that tells of it, and one that
-- ended without a row that says when.

alter table care_periods
  add started_before boolean not null default false,
  add end_to_confirm boolean not null default false,
  add constraint care_period_end_to_confirm_is_there check (not end_to_confirm or ended_on is not null);
comment on column care_periods.started_before is
  'Care began before started_on, the first day that is known of: nobody knows when.';
comment on column care_periods.end_to_confirm is
  'Care has ended, and ended_on is the earliest day on which it can have: the day is to be confirmed.';
