-- Of another authority's child the four years of birth are told, where the year was: views and functions that said the year.

drop view if exists choosy_there;
drop view if exists living_there;
drop function if exists born_about(date);
drop function if exists living_in(uuid[], date);
