-- after: access_log

create or replace function erase_entries(log text, moment timestamptz) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  own     text := current_authority();
  counted bigint;
  receipt uuid;
begin
  perform pg_advisory_xact_lock(lock_number('retention'), hashtext(own));
  case log
    when 'access_log' then
      delete from access_log l
       where l.authority_code = own and l.at < moment
         and not exists (select from legal_holds h
                          where h.authority_code = own and h.lifted_at is null
                            and (h.child_id is null or h.child_id = any(l.child_ids)));
    when 'bulk_reads' then
      delete from bulk_reads r where r.authority_code = own and r.started_at < moment;
  end case;
  get diagnostics counted = row_count;
  insert into erasures (authority_code, rule, tally)
  values (own, replace(log, '_', '-'), jsonb_build_object(log, counted)) returning id into receipt;
  return jsonb_build_object('id', receipt, 'tally', jsonb_build_object(log, counted));
end $$;
comment on function erase_entries is
  'Erases the entries of one of the authority''s logs from before a moment, but for those of children under a legal hold, and leaves a receipt.';
revoke execute on function erase_entries from public;
grant execute on function erase_entries to sufficiency_app;
