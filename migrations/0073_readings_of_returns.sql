-- What an import made of the rows of a child, so that the same rows sent again are not read and compared again.

create table return_readings (
  authority_code  text not null references authorities (code),
  child_reference text not null,
  -- Of the rows, and of the code that reads them.
  digest          text not null,
  findings        jsonb not null,
  records         jsonb not null,
  primary key (authority_code, child_reference)
);
comment on table return_readings is
  'What an import made of all rows of a child: its findings, and how many records of each kind. It goes when anything else changes what the returns say of the child.';
select isolate('return_readings');
grant select, insert, update, delete on return_readings to sufficiency_app;
-- Unless that is done already, as of any table that is isolated.
select let_reset('return_readings')
 where not exists (select from pg_policies where tablename = 'return_readings' and policyname = 'reset_rows');

select follow_statements('return_rows', 'forget_readings');
-- Distances between places are among the findings.
create trigger forget_readings_after_load after insert or update or delete or truncate on postcodes
  for each statement execute function forget_readings();

comment on table import_rows is
  'The rows of an import as they were received, and what became of each. Of children whose rows an earlier import has kept just so, those that the report is about.';
