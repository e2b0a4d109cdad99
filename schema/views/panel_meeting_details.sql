-- after: panel_case_details

create or replace view panel_meeting_details with (security_invoker) as
select m.*, coalesce(agenda.cases, 0) as cases, coalesce(agenda.decided, 0) as decided,
       coalesce(agenda.open_actions, 0) as open_actions
  from panel_meetings m
  left join lateral (
    select (count(*) filter (where c.withdrawn_on is null))::int as cases,
           (count(*) filter (where c.outcome is not null))::int as decided,
           sum(c.open_actions)::int as open_actions
      from panel_case_details c where c.meeting_id = m.id) agenda on true;
comment on view panel_meeting_details is
  'Meetings with how many cases they hear, how many are decided, and how many actions are open.';
grant select on panel_meeting_details to sufficiency_app;
