create or replace function blurs_distances() returns boolean
language sql stable parallel safe
as $$ select coalesce(current_setting('app.distances', true) = 'blurred', false) $$;
comment on function blurs_distances is
  'Whether this transaction reads for somebody who can move an end of a distance and may not see the other (`seesExactDistances`).';
