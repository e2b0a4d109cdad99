-- after: authority_settings

create or replace function longest_hold(hold uuid) returns interval
language sql stable
as $$
  select make_interval(hours => min(coalesce(s.longest_hold_hours, 168)))
    from hold_beds k join beds b on b.id = k.bed_id
    left join authority_settings s on s.authority_code = b.authority_code
   where k.hold_id = hold
$$;
comment on function longest_hold is
  'How long a hold may last from when it was placed: the least that the authority of any of its beds allows.';
