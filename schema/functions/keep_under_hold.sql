-- What daily work removes leaves a version, and that is what the hold keeps; so it stands on the versions and not on each record.
create or replace function keep_under_hold() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  if exists (
      select from gone g cross join lateral to_jsonb(g) said
        join legal_holds h on h.authority_code = g.authority_code and h.lifted_at is null
       where h.child_id is null
          or h.child_id::text in (said ->> 'id', said ->> 'record_id', said #>> '{before,child_id}')
          or said -> 'child_ids' ? h.child_id::text) then
    perform refuse('nothing_erased_under_hold', 'a legal hold is in force');
  end if;
  return null;
end $$;
comment on function keep_under_hold is
  'Refuses every role, the owner''s too, to remove a child, its history or who read its record, while a legal hold is in force.';
