-- What an import writes for each of its rows: one reference, to an import of its own authority, and no index that nobody asks.

alter table imports add constraint imports_authority_code_id_key unique (authority_code, id);

alter table import_rows
  drop constraint import_rows_authority_code_fkey,
  drop constraint import_rows_import_id_fkey,
  drop constraint import_rows_import_id_file_module_row_number_key,
  drop column id,
  add primary key (import_id, file, module, row_number),
  add foreign key (authority_code, import_id) references imports (authority_code, id) on delete cascade;
alter table import_findings
  drop constraint import_findings_authority_code_fkey,
  drop constraint import_findings_import_id_fkey,
  add foreign key (authority_code, import_id) references imports (authority_code, id) on delete cascade;
alter table import_changes
  drop constraint import_changes_authority_code_fkey,
  drop constraint import_changes_import_id_fkey,
  add foreign key (authority_code, import_id) references imports (authority_code, id) on delete cascade;
drop index import_changes_by_child;
alter table return_rows
  drop constraint return_rows_authority_code_fkey,
  drop constraint return_rows_import_id_fkey,
  add foreign key (authority_code, import_id) references imports (authority_code, id);
