-- after: noted_reader
create or replace view reporting.searches with (security_barrier) as
select search.id as search_id,
       child.number::integer as child_number,
       (search.searched_at at time zone 'Europe/London')::date as searched_on,
       search.request_id,
       (child.facts ->> 'age')::integer as age,
       child.facts ->> 'sex' as sex,
       case cardinality(needs.capabilities)
         when 0 then 'none' when 1 then needs.capabilities[1] else 'several' end as capability,
       case when jsonb_typeof(search.criteria -> 'types') <> 'array' then 'any'
            when jsonb_array_length(search.criteria -> 'types') = 1 then search.criteria -> 'types' ->> 0
            else 'several' end as type_asked,
       search.found as options,
       search.first_rule,
       search.nearest_miss
  from vacancy_searches search
  cross join lateral jsonb_array_elements(search.criteria -> 'children') with ordinality child (facts, number)
  cross join lateral (
    select coalesce(array_agg(distinct needed), '{}')
      from jsonb_array_elements_text(child.facts -> 'capabilities') needed
  ) needs (capabilities)
 where search.authority_code = (select noted_reader('searches'));
grant select on reporting.searches to sufficiency_app, sufficiency_reporting;
