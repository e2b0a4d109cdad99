create or replace function held_nights(at timestamptz) returns table (bed_id uuid, nights datemultirange)
language sql stable
as $$
  select bed_id, range_agg(nights * daterange(null,
           case when least(expires_at, ended_at) <= at
                then (least(expires_at, ended_at) at time zone 'Europe/London')::date end))
    from bed_held
   where created_at <= at
   group by bed_id
$$;
comment on function held_nights is
  'The nights for which beds were held at an instant: all of a hold that ran then; of one that had ended, those '
  'gone by over whose midnight it ran.';
