import { sql, type SQL } from 'drizzle-orm'
import { careColumns } from './care.ts'
import { recorded, type Asked, type Source } from './source.ts'

const arrangements = sql.raw(`('staying-put', 'staying-close')`)
const columns = sql.raw(
  `stay.authority_code, stay.id as placement_id, stay.placement_type, stay.provider_code, stay.location, stay.home_id,
   child.id as child_id, child.sex, child.ethnicity`,
)
const stays = (asked: Asked): SQL => sql`
  ${recorded('placements', asked)} stay join ${recorded('children', asked)} child on child.id = stay.child_id`
const begun = sql`stay.placement_type in ${arrangements} and stay.started_on is not null and stay.withdrawn_on is null`

const { placementType, providerSector, location, sex, ethnicity, age } = careColumns
const source = (rows: SQL): Source => ({
  rows,
  columns: { placementType, providerSector, location, sex, ethnicity, age } as Source['columns'],
  records: {
    childId: sql`night.child_id`,
    placementId: sql`night.placement_id`,
    homeId: sql`night.home_id`,
  },
})

/** Nights in arrangements after care, divided at birthdays; of someone under 18 the age is left unknown. */
export const afterCareNights = (asked: Asked): Source =>
  source(sql`(
    select ${columns}, years.age, greatest(stay.started_on, years.from_on) as from_on,
           least(coalesce(stay.ended_on, 'infinity'), years.to_on) as to_on
      from ${stays(asked)},
      lateral (select array[birthday(date_of_birth, 18), birthday(date_of_birth, 19), birthday(date_of_birth, 20),
                            birthday(date_of_birth, 21)] as birthdays) turned,
      lateral (values (null::integer, '-infinity'::date, birthdays[1]), (18, birthdays[1], birthdays[2]),
                      (19, birthdays[2], birthdays[3]), (20, birthdays[3], birthdays[4]),
                      (21, birthdays[4], 'infinity')) years (age, from_on, to_on)
     where ${begun} and stay.started_on < years.to_on and coalesce(stay.ended_on, 'infinity') > years.from_on) night`)

/** Facts of one day: that on which an arrangement after care began, not one that goes on elsewhere. */
export const afterCareStarts = (asked: Asked): Source =>
  source(sql`(
    select ${columns}, stay.started_on as from_on, stay.started_on + 1 as to_on,
           case when stay.started_on >= birthday(child.date_of_birth, 18)
                then extract(year from age(stay.started_on, child.date_of_birth))::integer end as age
      from ${stays(asked)}
     where ${begun} and (stay.ended_on is null or stay.ended_on > stay.started_on)
       and not exists (
         select from ${recorded('placements', asked)} earlier
          where earlier.child_id = stay.child_id and earlier.placement_type = stay.placement_type
            and earlier.withdrawn_on is null and earlier.started_on < stay.started_on
            and earlier.ended_on = stay.started_on)) night`)
