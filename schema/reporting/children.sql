-- after: child_key, noted_reader
create or replace view reporting.children with (security_barrier) as
select child_key(secret.inner_pad, secret.outer_pad, child.id) as child_key,
       date_trunc('month', child.date_of_birth::timestamp)::date as birth_month,
       child.sex,
       child.ethnicity,
       case when child.uasc then 'yes' else 'no' end as uasc,
       case child.disabled when true then 'yes' when false then 'no' end as disability
  from children child
  join feed_secrets secret on secret.authority_code = child.authority_code
 where child.authority_code = (select noted_reader('children'));
grant select on reporting.children to sufficiency_app, sufficiency_reporting;
