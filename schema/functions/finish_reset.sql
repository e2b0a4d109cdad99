-- after: sandboxes, sandbox_rows, running_holds, facts_changed

create or replace function finish_reset(sandbox_code text, actor text) returns void
language plpgsql
as $$
begin
  -- What hangs on records that are gone, of whatever authority: of a record that is there nothing is taken.
  delete from running_holds r where not exists (select from holds h where h.id = r.hold_id);
  delete from choosy_residents r where not exists (select from children c where c.id = r.child_id);
  insert into running_holds
  select (content ->> 'hold_id')::uuid from sandbox_rows
   where sandbox = sandbox_code and record_type = 'running_holds' on conflict do nothing;
  perform refresh_choosy_residents(array(select id from children where authority_code = sandbox_code));
  insert into facts_changed (authority_code, input, shared, began_at)
  values (sandbox_code, 'everything', false, '-infinity');
  update sandboxes set reset_at = now(), reset_by = actor where code = sandbox_code;
end $$;
comment on function finish_reset is
  'Brings what triggers keep beside the records of a sandbox to what they say after its reset, and notes who reset it when.';
revoke execute on function finish_reset from public;
