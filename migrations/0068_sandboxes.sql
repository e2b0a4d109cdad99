-- Sandboxes: authorities of made-up records, which are put back to what they were.

-- Puts sandboxes back, and can do nothing else. Roles belong to the whole server, so another database of it may have made it.
do $$
begin
  begin
    create role sufficiency_sandbox nologin;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    execute format('grant sufficiency_sandbox to %I', current_user);
  exception when others then
    if not pg_has_role(current_user, 'sufficiency_sandbox', 'member') then raise; end if;
  end;
end $$;
grant usage on schema public to sufficiency_sandbox;

alter table authorities add constraint authority_is_synthetic unique (code, synthetic);

create table sandboxes (
  code      text primary key,
  -- An authority with real children never is one, and one that is stays synthetic.
  synthetic boolean not null default true check (synthetic),
  seeded_at timestamptz not null default now(),
  reset_at  timestamptz,
  reset_by  text,
  constraint sandbox_of_synthetic_authority foreign key (code, synthetic) references authorities (code, synthetic)
);
comment on table sandboxes is 'Authorities that are put back to their seed when somebody asks for it.';

create table sandbox_rows (
  id          bigint generated always as identity primary key,
  sandbox     text not null references sandboxes on delete cascade,
  record_type text not null,
  content     jsonb not null
);
comment on table sandbox_rows is 'The seed of each sandbox: every row that its reset brings back.';
create index sandbox_rows_of_table on sandbox_rows (sandbox, record_type);
alter table sandbox_rows enable row level security;
create policy own_seed on sandbox_rows for select to sufficiency_sandbox using (sandbox = sandbox_authority());

grant select on sandboxes to sufficiency_app, sufficiency_sandbox;
grant select on sandbox_rows to sufficiency_sandbox;

-- What outlives a reset: by what systems sign in and are told, what was told and read, and what figures in memory are read by.
select let_reset(c.oid::regclass) from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relrowsecurity
   and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'authority_code')
   and c.relname <> all ('{service_keys,service_key_secrets,webhooks,webhook_secrets,webhook_deliveries,events,
                           reporting_logins,feed_secrets,access_log,bulk_reads,facts_changed}');

-- Nothing of a sandbox is seen beside real homes, nor they in it.
drop policy shared_homes on homes;
create policy shared_homes on homes for select using (shared and (select sandbox_authority()) is null);
drop policy shared_bed_free on bed_free;
create policy shared_bed_free on bed_free for select using (shared and (select sandbox_authority()) is null);
create trigger keep_sandbox_to_itself before insert or update of shared on homes
  for each row when (new.shared) execute function keep_sandbox_to_itself();
