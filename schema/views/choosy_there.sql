create or replace view choosy_there with (security_barrier) as
select r.home_id, case when r.of_authority = current_authority() then r.child_id end as own_child_id,
       case when r.of_authority = current_authority() then daterange(r.born_on, r.born_on, '[]') else born_between(r.born_on) end as born,
       r.living_with, r.from_on, r.to_on, r.awaited_on, r.expires_at
  from choosy_residents r
  join homes o on o.id = r.home_id
 where current_authority() is not null and (o.authority_code = current_authority() or o.shared);
comment on view choosy_there is
  'The choosy residents of the homes that the reader sees; which child it is and when exactly it was born, of the reader''s own authority alone.';
grant select on choosy_there to sufficiency_app;
