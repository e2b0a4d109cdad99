-- after: noted_reader
create or replace view reporting.fees with (security_barrier) as
select fee.id as fee_id,
       fee.home_id,
       fee.starts_on,
       fee.ends_on,
       fee.weekly_fee::float8 as weekly_fee
  from fees fee
 where fee.authority_code = (select noted_reader('fees'));
grant select on reporting.fees to sufficiency_app, sufficiency_reporting;
