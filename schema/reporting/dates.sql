-- after: reader_today
create or replace view reporting.dates with (security_barrier) as
select day.date,
       date_trunc('month', day.date::timestamp)::date as month,
       (date_trunc('month', day.date::timestamp) + interval '1 month')::date - 1 as month_end,
       extract(year from day.date - interval '3 months')::integer as financial_year,
       extract(quarter from day.date - interval '3 months')::integer as financial_quarter,
       date_trunc('quarter', day.date::timestamp)::date as quarter_start
  from (
    select generate_series(make_date(today.financial_year - 10, 4, 1)::timestamp,
                           make_date(today.financial_year + 1, 3, 31)::timestamp, interval '1 day')::date as date
      from (select extract(year from reader_today() - interval '3 months')::integer as financial_year) today
  ) day;
grant select on reporting.dates to sufficiency_app, sufficiency_reporting;
