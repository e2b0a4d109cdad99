-- A report also tells how a file was read, where it was not in the form of the collection's guide.

alter table import_findings drop constraint import_findings_kind_check;
alter table import_findings add constraint import_findings_kind_check
  check (kind in ('rejected', 'repaired', 'noted', 'read'));
comment on table import_findings is
  'What was rejected, repaired or noted of an import, with the rule and the reason, and how its files were read.';
