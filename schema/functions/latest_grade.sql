-- A set of one, so that PostgreSQL makes it a part of the question that asks it.
create or replace function latest_grade(of_home uuid, of_provider uuid) returns setof text
language sql stable rows 1
as $$
  select coalesce((select j.grade from judgements j
                    where j.home_id = of_home and on_scale_of(j.grade, h.kind) order by j.judged_on desc limit 1),
                  (select j.grade from judgements j
                    where j.provider_id = of_provider and on_scale_of(j.grade, h.kind)
                    order by j.judged_on desc limit 1))
    from homes h where h.id = of_home
$$;
comment on function latest_grade is
  'The latest judgement of a home, else of its provider, on the scale of such a home; null while none is recorded.';
