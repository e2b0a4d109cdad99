-- after: placing_consents

create or replace function has_consent(home uuid, to_place_for text, under_hold uuid, first_night date,
  at timestamptz default 'infinity') returns boolean
language sql stable
as $$
  select exists (
    select from placing_consents c
     where c.home_id = home and c.for_authority_code = to_place_for and c.created_at <= at
       and case when c.hold_id is null then c.term @> first_night else c.hold_id = under_hold end)
$$;
comment on function has_consent is
  'Whether the authority of a home has agreed, by an instant, that another places there from a night on: for a term, or to the hold that the placement comes of.';
