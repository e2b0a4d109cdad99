create or replace view panel_case_details with (security_invoker) as
select c.*, m.panel_id, m.held_on, m.cancelled_on is not null as meeting_cancelled, d.outcome, d.decided_on,
       (select count(*)::int from panel_actions a
         where a.case_id = c.id and a.done_on is null and a.dropped_on is null) as open_actions
  from panel_cases c
  join panel_meetings m on m.id = c.meeting_id
  left join panel_decisions d on d.case_id = c.id
   and not exists (select from panel_decisions later where later.supersedes_id = d.id);
comment on view panel_case_details is
  'Cases with their meeting, the decision that no other supersedes, and how many actions are open.';
grant select on panel_case_details to sufficiency_app;
