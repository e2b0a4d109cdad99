-- Figures and what is made of them: populations, published comparators, targets, observations, scorecards, the action
-- plan of a strategy, and releases.

insert into event_records (record_type, links) values
  ('observations',      '{}'),
  ('targets',           '{"ragRuleId": "rag_rule_id"}'),
  ('strategy_actions',  '{}'),
  ('action_updates',    '{"actionId": "action_id"}'),
  ('releases',          '{}');
insert into event_types (type, record_type, happens, fact, value) values
  ('uk.sufficiency.observation.recorded.v1',   'observations',     'created',   null, null),
  ('uk.sufficiency.observation.changed.v1',    'observations',     'otherwise', null, null),
  ('uk.sufficiency.observation.removed.v1',    'observations',     'removed',   null, null),
  ('uk.sufficiency.target.set.v1',             'targets',          'created',   null, null),
  ('uk.sufficiency.target.changed.v1',         'targets',          'otherwise', null, null),
  ('uk.sufficiency.target.removed.v1',         'targets',          'removed',   null, null),
  ('uk.sufficiency.action.recorded.v1',        'strategy_actions', 'created',   null, null),
  ('uk.sufficiency.action.completed.v1',       'strategy_actions', 'given',     'completed_on', null),
  ('uk.sufficiency.action.changed.v1',         'strategy_actions', 'otherwise', null, null),
  ('uk.sufficiency.action.removed.v1',         'strategy_actions', 'removed',   null, null),
  ('uk.sufficiency.action-update.recorded.v1', 'action_updates',   'created',   null, null),
  ('uk.sufficiency.action-update.changed.v1',  'action_updates',   'otherwise', null, null),
  ('uk.sufficiency.action-update.removed.v1',  'action_updates',   'removed',   null, null),
  ('uk.sufficiency.release.made.v1',           'releases',         'created',   null, null);

create table populations (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  as_at          date not null,
  people         integer not null check (people > 0),
  source         text check (length(source) between 1 and 200),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint one_population_a_day unique (authority_code, as_at)
);
comment on table populations is
  'How many children aged 0 to 17 live in an authority, by estimates that each stand from their day until the next.';

-- Published figures are the same for everyone: loaded by those who run the service, read by every authority, written by
-- none.
create table comparator_imports (
  id        uuid primary key default gen_random_uuid(),
  file      text not null check (length(file) between 1 and 200),
  sha256    text not null,
  kind      text not null,   -- of file, as src/domain/scorecards/published-files.ts declares them
  counts    jsonb not null,  -- rows by what became of them
  loaded_at timestamptz not null default now(),
  constraint comparator_file_once unique (sha256)
);
comment on table comparator_imports is 'The files of published figures that were loaded.';

create table comparator_values (
  series       text not null,
  year         smallint not null check (year between 1990 and 2199),   -- in which the reporting year ends
  area_code    text not null,   -- England, a region, or an authority by its code of today
  level        text not null check (level in ('national', 'region', 'authority')),
  value        numeric,
  symbol       text check (length(symbol) between 1 and 8),
  count        numeric,
  count_symbol text check (length(count_symbol) between 1 and 8),
  import_id    uuid not null references comparator_imports,
  row_number   integer not null,   -- of the file, whose header is row 1
  primary key (series, year, area_code),
  constraint comparator_is_value_or_symbol check (num_nonnulls(value, symbol) = 1),
  constraint comparator_count_or_symbol check (num_nonnulls(count, count_symbol) <= 1)
);
comment on table comparator_values is
  'A published figure, or the symbol that stands in its place: never both, never neither.';

create table statistical_neighbours (
  model          smallint not null check (model between 1990 and 2199),   -- the year of the model
  area_code      text not null references authorities,
  rank           smallint not null check (rank between 1 and 10),
  neighbour_code text not null references authorities,
  closeness      text not null,
  import_id      uuid not null references comparator_imports,
  primary key (model, area_code, rank),
  constraint neighbour_once unique (model, area_code, neighbour_code),
  constraint neighbour_is_another check (neighbour_code <> area_code)
);
comment on table statistical_neighbours is 'The authorities most like an authority, by the model of a year.';

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
comment on table rag_rules is
  'How far from a target is amber. An authority without a rule of its own goes by the standard one of '
  'src/domain/scorecards/rag.ts.';

create table observation_series (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  key            text not null check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(key) <= 100),
  title          text not null check (length(title) between 1 and 200),
  definition     text check (length(definition) <= 2000),
  source         text not null check (length(source) between 1 and 200),
  unit           text not null check (unit in (
                   'children', 'young-people', 'households', 'beds', 'count', 'percent', 'per-10000', 'miles', 'days',
                   'moves', 'nights', 'pounds-a-week', 'pounds', 'score')),
  polarity       text not null check (polarity in ('high', 'low', 'none')),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint observation_series_key_once unique (authority_code, key)
);
comment on table observation_series is 'A measure of another system, whose figures are recorded here.';

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
comment on table observations is 'What another system measured.';

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
comment on table targets is
  'What a figure ought to be over some days: a number or a range, of a measure or of a series of observations.';

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
comment on table scorecards is 'A committee''s table, laid out: its rows in order.';
create trigger keep_scorecard_series after insert or update of rows on scorecards
  for each row execute function keep_scorecard_series();

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
comment on table scorecard_series is
  'The series of observations that the rows of a scorecard show, so that none can go while one does.';
create index scorecard_series_by_series on scorecard_series (authority_code, series);

-- `scorecard` is the id of a scorecard, or the name of one that the service has built in.
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
comment on table scorecard_comments is
  'What is said of a row of a scorecard in a period: one text, with its history.';
create trigger sign_comment before update of comment on scorecard_comments
  for each row execute function sign_comment();

create table strategy_actions (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  ref            text not null check (length(ref) between 1 and 20),
  strategy       text check (length(strategy) between 1 and 200),
  priority       text check (length(priority) between 1 and 100),
  what           text not null check (length(what) between 1 and 1000),
  owner_role     text not null check (length(owner_role) between 1 and 100),
  starts_on      date not null,
  due_on         date not null,
  completed_on   date,
  measures       jsonb not null default '[]' check (jsonb_typeof(measures) = 'array'),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint action_ref_once unique (authority_code, ref),
  constraint action_dates_in_order check (due_on >= starts_on),
  constraint action_completed_after_start check (completed_on is null or completed_on >= starts_on)
);
comment on table strategy_actions is
  'What a strategy says will be done, by whom and by when, and the measures that it is meant to move.';

create table action_updates (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  action_id      uuid not null,
  as_at          date not null,
  status         text not null check (status in ('on-track', 'at-risk', 'off-track')),
  words          text not null check (length(words) between 1 and 2000),
  recorded_by    text not null default coalesce(setting('actor'), session_user),
  version        integer not null default 1,
  created_at     timestamptz not null default clock_timestamp(),
  updated_at     timestamptz not null default now(),
  constraint update_of_own_action foreign key (authority_code, action_id)
    references strategy_actions (authority_code, id)
);
comment on table action_updates is 'How it goes with an action of a strategy.';
create index action_updates_by_action on action_updates (action_id, as_at);

create table releases (
  id             uuid primary key default gen_random_uuid(),
  authority_code text not null references authorities,
  year_ends      date not null,
  tables         jsonb not null check (jsonb_typeof(tables) = 'array'),
  -- How many counts there are, and what became of them; for those who work for the authority.
  tally          jsonb not null check (jsonb_typeof(tally) = 'object'),
  made_by        text not null default coalesce(setting('actor'), session_user),
  version        integer not null default 1,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  unique (authority_code, id),
  constraint year_released_once unique (authority_code, year_ends),
  constraint release_of_financial_year check (extract(month from year_ends) = 3 and extract(day from year_ends) = 31),
  constraint release_of_year_over check (year_ends < created_at at time zone 'Europe/London')
);
comment on table releases is
  'The tables of a financial year as they are published, protected before they are kept and never changed.';
create trigger release_in_order before insert on releases
  for each row execute function release_in_order();
create trigger refuse_change before update or delete on releases
  for each row execute function refuse_change_of_release();
create trigger refuse_truncate before truncate on releases
  for each statement execute function refuse_change_of_release();

select keep('populations', emits => false), keep('rag_rules', emits => false),
       keep('observation_series', emits => false), keep('observations'), keep('targets'),
       keep('scorecards', emits => false), keep('scorecard_comments', emits => false), isolate('scorecard_series'),
       keep('strategy_actions'), keep('action_updates'), keep('releases');
grant select, insert, update, delete
  on populations, rag_rules, observation_series, observations, targets, scorecards, scorecard_comments,
     strategy_actions, action_updates
  to sufficiency_app;
grant select on comparator_imports, comparator_values, statistical_neighbours, scorecard_series to sufficiency_app;
grant select, insert on releases to sufficiency_app;
