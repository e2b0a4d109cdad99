-- after: record_versions, imports

create or replace function changed_by_hand(kind text, ids uuid[], since timestamptz) returns setof uuid
language sql stable
as $$
  select v.record_id
    from record_versions v
   where v.record_type = kind and v.record_id = any(ids) and v.recorded_at > since and not is_of_import(v.recorded_at)
$$;
comment on function changed_by_hand is
  'Which of these records of a kind were created or changed after a moment other than by an import of returns.';
