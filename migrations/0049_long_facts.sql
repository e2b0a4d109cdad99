-- Facts are divided at birthdays: one that lasts longer than a year is that of someone past the last birthday at which they
-- are. A question of some days looks for those here, and for the others by their ends, which are within a year of the days.
-- How few there are is told to the planner, which else takes it for a third of all.
create index care_facts_long on care_facts (authority_code, from_on)
  where known_to = 'infinity' and (to_on > from_on + 366) is true;
create statistics care_facts_long on (to_on > from_on + 366) from care_facts;
analyze care_facts;
