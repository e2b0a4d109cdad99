create or replace function compact_postcode(written text) returns text
language sql immutable strict parallel safe
as $$ select nullif(upper(regexp_replace(written, '\s', '', 'g')), '') $$;
comment on function compact_postcode is 'A postcode as it is compared: without spaces and in capitals.';
