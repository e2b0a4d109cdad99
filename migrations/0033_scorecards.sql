-- Targets and how they are judged, observations of what other systems measure, scorecards and the comments on them.

-- How far from a target is amber. An authority without a rule of its own goes by the standard one of
-- src/domain/scorecards/rag.ts.
create table rag_rules (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  name           text not null check (length(name) between 1 and 100),
  amber_within   numeric(10, 4) not null check (amber_within >= 0),
  basis          text not null check (basis in ('percent-of-target', 'points')),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint rag_rule_name_once unique (authority_code, name)
);

-- A measure of another system, whose figures are recorded here.
create table observation_series (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  key            text not null check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 100),
  title          text not null check (length(title) between 1 and 200),
  definition     text check (length(definition) <= 2000),
  source         text not null check (length(source) between 1 and 200),
  unit           text not null check (unit in (
                   'children', 'young-people', 'beds', 'count', 'percent', 'per-10000', 'miles', 'days', 'pounds', 'score')),
  polarity       text not null check (polarity in ('high', 'low', 'none')),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint observation_series_key_once unique (authority_code, key)
);

create table observations (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  series         text not null,
  as_at          date not null,
  period_from    date,
  value          numeric(16, 4) not null,
  numerator      numeric(16, 4),
  denominator    numeric(16, 4),
  source         text check (length(source) between 1 and 200),   -- null: that of the series
  note           text check (length(note) <= 1000),
  recorded_by    text not null default coalesce(setting('actor'), session_user),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint observation_of_own_series foreign key (authority_code, series)
    references observation_series (authority_code, key),
  constraint observed_once_a_day unique (authority_code, series, as_at),
  constraint observation_dates_in_order check (period_from is null or period_from <= as_at)
);

-- What a figure ought to be over some days: a number or a range, of a measure or of a series of observations.
create table targets (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  measure        text check (length(measure) <= 100),
  filter         jsonb not null default '{}' check (jsonb_typeof(filter) = 'object'),
  series         text,
  value          numeric(16, 4),
  low            numeric(16, 4),
  high           numeric(16, 4),
  starts_on      date not null,
  ends_on        date,
  due_on         date,
  owner_role     text check (length(owner_role) between 1 and 100),
  note           text check (length(note) <= 1000),
  rag_rule_id    uuid,
  in_force       daterange generated always as (daterange(starts_on, ends_on)) stored,
  subject        text generated always as (coalesce(measure || filter::text, 'series:' || series)) stored,
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint target_of_own_series foreign key (authority_code, series)
    references observation_series (authority_code, key),
  constraint target_by_own_rule foreign key (authority_code, rag_rule_id)
    references rag_rules (authority_code, id),
  constraint target_of_one_thing check (num_nonnulls(measure, series) = 1),
  constraint target_filter_of_measure check (series is null or filter = '{}'),
  constraint target_is_number_or_range check (
    (value is not null and low is null and high is null) or (value is null and low is not null and high is not null)),
  constraint target_range_in_order check (low <= high),
  constraint target_dates_in_order check (ends_on is null or ends_on > starts_on),
  constraint one_target_at_a_time exclude using gist (authority_code with =, subject with =, in_force with &&)
);

-- A committee's table, laid out: its rows in order, as src/measures/scorecards/schema.ts has them.
create table scorecards (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  title          text not null check (length(title) between 1 and 200),
  description    text check (length(description) <= 2000),
  rows           jsonb not null check (jsonb_typeof(rows) = 'array'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint scorecard_title_once unique (authority_code, title)
);

-- The series of observations that the rows of a scorecard show, so that none can go while one does.
create table scorecard_series (
  authority_code text not null references authorities,
  scorecard_id   uuid not null,
  series         text not null,
  primary key (scorecard_id, series),
  constraint series_of_own_scorecard foreign key (authority_code, scorecard_id)
    references scorecards (authority_code, id) on delete cascade,
  constraint row_of_own_series foreign key (authority_code, series)
    references observation_series (authority_code, key)
);
create index scorecard_series_by_series on scorecard_series (authority_code, series);

create function keep_scorecard_series() returns trigger
language plpgsql security definer set search_path = public
as $$
begin
  delete from scorecard_series where scorecard_id = new.id;
  insert into scorecard_series (authority_code, scorecard_id, series)
  select distinct new.authority_code, new.id, r ->> 'series'
    from jsonb_array_elements(new.rows) r where r ->> 'series' is not null;
  return null;
end $$;
create trigger keep_scorecard_series after insert or update of rows on scorecards
  for each row execute function keep_scorecard_series();

-- What is said of a row in a period: one text, with its history. `scorecard` is the id of a scorecard, or the name of
-- one that the service has built in.
create table scorecard_comments (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  scorecard      text not null check (scorecard ~ '^([0-9a-f-]{36}|[a-z]+(-[a-z]+)*)$'),
  scorecard_id   uuid generated always as
                   (case when scorecard ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then scorecard::uuid end) stored,
  row_ref        text not null check (length(row_ref) between 1 and 20),
  period         text not null check (period ~ '^\d{4}-Q[1-4]$'),
  comment        text not null check (length(comment) between 1 and 2000),
  written_by     text not null default coalesce(setting('actor'), session_user),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint comment_on_own_scorecard foreign key (authority_code, scorecard_id)
    references scorecards (authority_code, id) on delete cascade,
  constraint one_comment_a_row_and_period unique (authority_code, scorecard, row_ref, period)
);

-- Whoever changed the comment last has written it.
create function sign_comment() returns trigger
language plpgsql
as $$
begin
  new.written_by := coalesce(setting('actor'), session_user);
  return new;
end $$;
create trigger sign_comment before update of comment on scorecard_comments
  for each row execute function sign_comment();

insert into event_records (record_type, links) values
  ('observations', '{}'), ('targets', '{"ragRuleId": "rag_rule_id"}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.observation.recorded.v1', 'observations', 'created',   null, null),
  ('uk.sufficiency.observation.changed.v1',  'observations', 'otherwise', null, null),
  ('uk.sufficiency.observation.removed.v1',  'observations', 'removed',   null, null),
  ('uk.sufficiency.target.set.v1',           'targets',      'created',   null, null),
  ('uk.sufficiency.target.changed.v1',       'targets',      'otherwise', null, null),
  ('uk.sufficiency.target.removed.v1',       'targets',      'removed',   null, null);

select keep('observations'), keep('targets'), keep('rag_rules', emits => false),
       keep('observation_series', emits => false), keep('scorecards', emits => false),
       keep('scorecard_comments', emits => false);
grant select, insert, update, delete
  on rag_rules, observation_series, observations, targets, scorecards, scorecard_comments to sufficiency_app;

alter table scorecard_series enable row level security;
create policy own_rows on scorecard_series using (authority_code = current_authority())
  with check (authority_code = current_authority());
grant select on scorecard_series to sufficiency_app;
