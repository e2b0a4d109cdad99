-- GET /v1/measures/children-looked-after?asAt=2023-12-01

select case
  when current_setting('transaction_isolation') in ('repeatable read', 'serializable')
  and pg_current_xact_id_if_assigned() is null
  and not pg_is_in_recovery() then pg_current_snapshot()::text
end as snapshot, 'facts_changed'::regclass::oid || ' ' || pg_postmaster_start_time() as origin,
  (extract(epoch from now()) * 1000000)::float8 as now,
  (select removed_to::text from facts_changed_log) as "removedTo", '[]'::json as changes
