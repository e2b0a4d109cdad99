-- POST /v1/imports

insert into children as c (
  authority_code, reference, date_of_birth, sex, ethnicity, upn, uasc, uasc_ceased_on, home_postcode
)
select current_authority(), r.reference, coalesce(r.date_of_birth, old.date_of_birth),
  coalesce(r.sex, old.sex),
  coalesce(case when r.is_new then nullif(old.ethnicity, 'NOBT') end, r.ethnicity, old.ethnicity, 'NOBT'),
  coalesce(case when r.is_new then old.upn end, r.upn, old.upn),
  case when r.keeps_uasc and old.id is not null then old.uasc else r.uasc end,
  case when r.keeps_uasc and old.id is not null then old.uasc_ceased_on else r.uasc_ceased_on end,
  coalesce(case when r.is_new then old.home_postcode end, r.home_postcode, old.home_postcode)
from jsonb_to_recordset($1) r (
  reference text, date_of_birth date, sex text, ethnicity text, upn text, uasc boolean, uasc_ceased_on date,
  keeps_uasc boolean, home_postcode text, is_new boolean
)
left join children old on old.reference = r.reference
on conflict (authority_code, reference)
do update
set date_of_birth = excluded.date_of_birth, sex = excluded.sex, ethnicity = excluded.ethnicity,
  upn = excluded.upn, uasc = excluded.uasc, uasc_ceased_on = excluded.uasc_ceased_on,
  home_postcode = excluded.home_postcode
where (c.date_of_birth, c.sex, c.ethnicity, c.upn, c.uasc, c.uasc_ceased_on, c.home_postcode) is distinct from (
  excluded.date_of_birth, excluded.sex, excluded.ethnicity, excluded.upn, excluded.uasc,
  excluded.uasc_ceased_on, excluded.home_postcode
)
returning xmax = 0 as added
