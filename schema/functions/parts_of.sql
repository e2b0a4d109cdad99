create or replace function parts_of(free datemultirange, held datemultirange, out nights daterange, out state text)
returns setof record
language sql immutable
as $$
  select unnest(free - coalesce(held, '{}')), 'vacant' union all select unnest(free * held), 'committed'
$$;
comment on function parts_of is 'Free nights of a bed: vacant, or committed where they are held.';
