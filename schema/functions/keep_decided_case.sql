create or replace function keep_decided_case() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  -- The child of a case goes along where two records of it are merged, or taken apart again.
  if is_decided(old.id) and to_jsonb(new) - '{child_id,version,updated_at}'::text[]
                            <> to_jsonb(old) - '{child_id,version,updated_at}'::text[] then
    perform refuse('decided_case_stands', 'the case is decided');
  end if;
  return new;
end $$;
comment on function keep_decided_case is 'Refuses to change a case that is decided.';
