-- Most questions are of days not long ago: few runs of nights end after such a day, though nearly all begin before it.
drop index care_facts_by_day;
create index care_facts_by_day on care_facts (authority_code, to_on, from_on) where known_to = 'infinity';
