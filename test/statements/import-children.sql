-- POST /v1/imports

insert into children as c (
  authority_code, reference, date_of_birth, sex, ethnicity, upn, uasc, uasc_ceased_on, home_postcode
)
select current_authority(), r.reference, r.date_of_birth, r.sex, coalesce(r.ethnicity, old.ethnicity, 'NOBT'),
  r.upn, r.uasc, r.uasc_ceased_on, r.home_postcode
from jsonb_to_recordset($1) r (
  reference text, date_of_birth date, sex text, ethnicity text, upn text, uasc boolean, uasc_ceased_on date,
  home_postcode text
)
left join children old on old.reference = r.reference
on conflict (authority_code, reference)
do update
set date_of_birth = excluded.date_of_birth, sex = excluded.sex, ethnicity = excluded.ethnicity,
  upn = coalesce(excluded.upn, c.upn), uasc = excluded.uasc, uasc_ceased_on = excluded.uasc_ceased_on,
  home_postcode = coalesce(excluded.home_postcode, c.home_postcode)
where (c.date_of_birth, c.sex, c.ethnicity, c.upn, c.uasc, c.uasc_ceased_on, c.home_postcode) is distinct from (
  excluded.date_of_birth, excluded.sex, excluded.ethnicity, coalesce(excluded.upn, c.upn), excluded.uasc,
  excluded.uasc_ceased_on, coalesce(excluded.home_postcode, c.home_postcode)
)
returning xmax = 0 as added
