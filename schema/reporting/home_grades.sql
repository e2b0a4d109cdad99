-- after: noted_reader, on_scale_of
-- On each day the latest own judgement of a home, else that of its provider, on the scale of its kind.
create or replace view reporting.home_grades with (security_barrier) as
select change.home_id,
       change.from_on,
       change.to_on,
       change.grade
  from (
    select day.home_id, day.from_on,
           lead(day.from_on) over (partition by day.home_id order by day.from_on) as to_on,
           coalesce((day.own)[cardinality(day.own)], (day.of_provider)[cardinality(day.of_provider)]) as grade
      from (
        select distinct judgement.home_id, judgement.judged_on as from_on,
               array_agg(judgement.grade) filter (where judgement.is_own) over so_far as own,
               array_agg(judgement.grade) filter (where not judgement.is_own) over so_far as of_provider
          from (
            select home.id as home_id, judged.judged_on, judged.grade, judged.home_id is not null as is_own
              from homes home
              join judgements judged
                on (judged.home_id = home.id or judged.provider_id = home.provider_id) and on_scale_of(judged.grade, home.kind)
             where home.authority_code = (select noted_reader('home_grades')) and judged.authority_code = home.authority_code
          ) judgement
        window so_far as (partition by judgement.home_id order by judgement.judged_on)
      ) day
  ) change;
grant select on reporting.home_grades to sufficiency_app, sufficiency_reporting;
