-- GET /v1/measures/children-looked-after?asAt=2023-12-01

select case
  when current_setting('transaction_isolation') in ('repeatable read', 'serializable')
  and pg_current_xact_id_if_assigned() is null then case
    when pg_is_in_recovery() then concat(lowest, ':', lowest, ':') else pg_current_snapshot()::text
  end
end as snapshot,
  case
    when pg_is_in_recovery() then array(
      select distinct changed_by::text
      from facts_changed
      where (authority_code = current_authority() or shared) and changed_by >= lowest
    )
    else '{}'
  end as seen, 'facts_changed'::regclass::oid || ' ' || pg_postmaster_start_time() as origin,
  (extract(epoch from now()) * 1000000)::float8 as now,
  (select removed_to::text from facts_changed_log) as "removedTo",
  (
    select json_agg(
      json_build_object(
        'input', input, 'child', child, 'beganAt',
        greatest((extract(epoch from began_at) * 1000000)::float8, 0)
      )
    )
    from (
      select input, child,
        min(case when authority_code = current_authority() then began_at else '-infinity' end) as began_at
      from facts_changed
      where (authority_code = current_authority() or shared)
        and changed_by >= $2::text::xid8
        and not pg_visible_in_snapshot(changed_by, $1::pg_snapshot)
        and changed_by <> all($3::text[]::xid8[])
      group by input, child
    ) change
  ) as changes
from pg_snapshot_xmin(pg_current_snapshot()) lowest
