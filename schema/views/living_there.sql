-- after: residents

create or replace view living_there with (security_barrier) as
select r.home_id, case when r.of_authority = current_authority() then r.child_id end as own_child_id,
       case when r.of_authority = current_authority() then daterange(c.date_of_birth, c.date_of_birth, '[]')
            else born_between(c.date_of_birth) end as born, n.living_with, r.from_on, r.to_on, r.awaited_on, r.expires_at
  from residents r
  join homes o on o.id = r.home_id
  join children c on c.id = r.child_id
  left join child_needs n on n.child_id = r.child_id
 where current_authority() is not null and (o.authority_code = current_authority() or o.shared);
comment on view living_there is
  'Who lives, or is to live, in the homes that the reader sees, told by age and by whom they may live with; which '
  'child it is and when exactly it was born, of the reader''s own authority alone.';
grant select on living_there to sufficiency_app;
