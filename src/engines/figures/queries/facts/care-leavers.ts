import { sql } from 'drizzle-orm'
import { returnedRows } from './returned.ts'
import type { Source } from './source.ts'

/**
 * Care leavers as returned in OC3, on the birthday in the return's year (1 April to 31 March). `accommodation` comes from
 * IN_TOUCH and ACCOM: suitable, unsuitable, not-in-touch, or gone where DfE leaves the person out (died, returned home,
 * abroad, deported). No fixed abode (S) and custody (X) are never suitable: the guide lists them as S2 and X2 alone. Only
 * the latest import is kept.
 */
export const careLeavers = (): Source => ({
  rows: sql`(
    select returned.authority_code, returned.child_id, returned.sex, returned.ethnicity, birthday.on_day as from_on,
           birthday.on_day + 1 as to_on,
           extract(year from birthday.on_day) - extract(year from returned.date_of_birth) as age,
           said.in_touch, said.activity,
           case when said.accommodation ~ '^[^R][12]$' then left(said.accommodation, 1) end as accommodation_kind,
           case when said.in_touch in ('DIED', 'RHOM') or said.accommodation ~ '^[GH]' then 'gone'
                when said.accommodation ~ '^([SX].|[^R]2)$' then 'unsuitable'
                when said.accommodation ~ '^[^R]1$' then 'suitable'
                when said.in_touch in ('NO', 'REFU', 'NREQ') then 'not-in-touch' end as accommodation
      from ${returnedRows('oc3')} returned,
      lateral (select returned.cells ->> 'IN_TOUCH' as in_touch, returned.cells ->> 'ACTIV' as activity,
                      returned.cells ->> 'ACCOM' as accommodation) said,
      lateral (
        select birthday(returned.date_of_birth,
                 returned.year - 1 - extract(year from returned.date_of_birth)::integer) as earlier,
               birthday(returned.date_of_birth,
                 returned.year - extract(year from returned.date_of_birth)::integer) as later) falls,
      lateral (
        select case when falls.earlier >= make_date(returned.year - 1, 4, 1) then falls.earlier
                    else falls.later end as on_day) birthday) night`,
  columns: {
    age: sql`case when night.age between 17 and 21 then night.age end`,
    sex: sql`night.sex`,
    ethnicity: sql`night.ethnicity`,
    accommodation: sql`night.accommodation`,
    accommodationKind: sql`night.accommodation_kind`,
    activity: sql`night.activity`,
    inTouch: sql`case night.in_touch when 'YES' then 'yes' when 'NO' then 'no' when 'REFU' then 'refused'
                   when 'NREQ' then 'not-required' when 'RHOM' then 'returned-home' when 'DIED' then 'died' end`,
  },
  records: { childId: sql`night.child_id` },
})
