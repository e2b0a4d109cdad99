create or replace view hold_details with (security_invoker) as
select h.*, coalesce(h.outcome, case when h.expires_at > now() then 'held' else 'lapsed' end) as status,
       (select jsonb_agg(jsonb_build_object('bedId', k.bed_id, 'childId', k.child_id) order by k.bed_id)
          from hold_beds k where k.hold_id = h.id) as beds
  from holds h;
comment on view hold_details is 'Holds with their beds and whether they still run.';
grant select on hold_details to sufficiency_app;
