-- Which database this is: a copy that was restored elsewhere sends nothing to anybody until it is told to.

create table sending (
  only_one  boolean primary key default true check (only_one),
  -- The server's own number, and that of the database in it: neither comes along with what is restored.
  server    bigint not null,
  database  oid not null,
  paused_at timestamptz
);
comment on table sending is
  'The database that sends: webhooks are delivered and children sent to the daily collection from this one alone, unless paused by command.';
insert into sending (server, database)
select system_identifier, (select oid from pg_database where datname = current_database()) from pg_control_system();

-- Before it is said in whose name a session reads, it finds nothing, not even of homes that authorities share.
create policy of_somebody on homes as restrictive for select to sufficiency_app
  using ((select current_authority()) is not null);
create policy of_somebody on bed_free as restrictive for select to sufficiency_app
  using ((select current_authority()) is not null);
create policy of_somebody on facts_changed as restrictive for select to sufficiency_app
  using ((select current_authority()) is not null);
