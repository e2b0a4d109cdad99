create or replace function on_scale_of(grade text, home_kind text) returns boolean
language sql immutable parallel safe
as $$
  select grade = 'not-yet-inspected'
      or (grade in ('consistently-strong', 'inconsistent', 'serious-or-widespread-weaknesses'))
       = (home_kind in ('supported-accommodation', 'supported-lodgings', 'independent-living'))
$$;
comment on function on_scale_of is
  'Whether a judgement is on the scale of Ofsted''s for such a home: supported accommodation has outcomes of its own, '
  'everything else the four grades.';
