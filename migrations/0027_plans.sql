-- Plans: proposals of where many children could live, made by a solver in the background. A plan changes nothing else.

create table plans (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  title          text check (length(title) between 1 and 120),
  status         text not null default 'queued'
                 check (status in ('queued', 'running', 'done', 'failed', 'cancelled')),
  requested_by   text not null,
  asked          jsonb not null,
  -- What it was made from, as it was then, so that it can be explained later.
  inputs         jsonb,
  progress       jsonb,
  result         jsonb,
  detail         text,
  -- Its process says so every few seconds; one that no longer does is gone.
  alive_at       timestamptz not null default now(),
  created_at     timestamptz not null default now(),
  started_at     timestamptz,
  finished_at    timestamptz,
  unique (authority_code, id),
  check ((finished_at is not null) = (status in ('done', 'failed', 'cancelled'))),
  check ((result is not null) = (status = 'done'))
);
create index plans_latest on plans (authority_code, created_at desc, id desc);
create index plans_at_work on plans (alive_at) where status in ('queued', 'running');

create table plan_children (
  authority_code text not null references authorities,
  plan_id        uuid not null,
  child_id       uuid not null,
  primary key (plan_id, child_id),
  constraint child_of_own_plan foreign key (authority_code, plan_id)
    references plans (authority_code, id) on delete cascade,
  constraint plan_for_own_child foreign key (authority_code, child_id)
    references children (authority_code, id) on delete cascade
);
create index plan_children_by_child on plan_children (child_id);

do $$
declare
  owned text;
begin
  foreach owned in array array['plans', 'plan_children'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_rows on %I using (authority_code = current_authority())
      with check (authority_code = current_authority())', owned);
  end loop;
end $$;
grant select, insert on plans, plan_children to sufficiency_app;
grant update (status, inputs, progress, result, detail, alive_at, started_at, finished_at) on plans
  to sufficiency_app;
