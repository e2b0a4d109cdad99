create or replace function refresh_due_care_facts() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  children uuid[];
  first_day date;
begin
  with due as (delete from care_facts_due where due_in = pg_current_xact_id() returning child_ids, since)
  select array_agg(distinct child), min(since) into children, first_day from due, unnest(child_ids) child;
  perform set_config('app.facts_at_end', '', true);
  perform refresh_care_facts(children, first_day);
  perform set_config('app.facts_at_end', pg_current_xact_id()::text, true);
  return null;
end $$;
comment on function refresh_due_care_facts is
  'Refreshes once, for all statements of a transaction, the facts that it left to its end.';
