-- Jobs of a process that died are taken over by another: what each is to do is kept until it has ended.

do $$
declare
  jobs text;
begin
  foreach jobs in array array['imports', 'plans', 'forecasts', 'daily_pushes'] loop
    execute format(
      'alter table %I
         add column attempt smallint not null default 1 check (attempt >= 0),
         add column work jsonb',
      jobs);
    execute format('comment on column %I.attempt is %L', jobs,
      '1 with the first process that works on it, and one more with each that takes it over from a dead one.');
    execute format('comment on column %I.work is %L', jobs,
      'What another process needs to begin it anew; null once it has ended, and where it is not taken over.');
    execute format('grant update (attempt, work) on %I to sufficiency_app', jobs);
    execute format(
      'create trigger forget_work before update on %I for each row when (new.finished_at is not null)
         execute function forget_work()',
      jobs);
  end loop;
end $$;

create table import_files (
  authority_code text not null references authorities,
  import_id      uuid not null,
  -- Which of the import's files, and which piece of it, from 0.
  file           smallint not null check (file >= 0),
  piece          integer not null check (piece >= 0),
  content        bytea not null,
  primary key (import_id, file, piece),
  constraint file_of_own_import foreign key (authority_code, import_id) references imports (authority_code, id) on delete cascade
);
comment on table import_files is 'The files of imports at work, in pieces, so that another process can begin one anew; gone once it has ended.';
select isolate('import_files'), let_reset('import_files');
grant select, insert, delete on import_files to sufficiency_app;
create trigger forget_files after update on imports for each row
  when (old.finished_at is null and new.finished_at is not null) execute function forget_files();
