-- after: has_consent

create or replace view hold_details with (security_invoker) as
select h.*, coalesce(h.outcome, case when h.expires_at > now() then 'held' else 'lapsed' end) as status,
       (select jsonb_agg(jsonb_build_object('bedId', k.bed_id, 'childId', k.child_id) order by k.bed_id)
          from hold_beds k where k.hold_id = h.id) as beds,
       array(select distinct b.authority_code from hold_beds k join beds b on b.id = k.bed_id
              where k.hold_id = h.id and b.authority_code <> h.authority_code
                and not has_consent(b.home_id, h.authority_code, h.id, h.from_on) order by 1) as awaits_consent_of
  from holds h;
comment on view hold_details is 'Holds with their beds, whether they still run, and whose consent they wait for.';
grant select on hold_details to sufficiency_app;
