-- Who was looked after on the same day of the year before: of those, DfE publishes placements over two years.

alter table care_facts
  -- Null where nothing is known of that night, and in facts known before it was asked.
  add column looked_after_year_before boolean;
