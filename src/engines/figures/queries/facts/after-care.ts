import { sql, type SQL } from 'drizzle-orm'
import { careColumns } from './care.ts'
import { tableAsKnown, type FactScope, type Source } from './source.ts'

/** Staying Put: with the former foster carer from 18 to 21. Staying Close: near the former home or provision. */
const arrangements = sql.raw(`('staying-put', 'staying-close')`)
const columns = sql.raw(
  `stay.authority_code, stay.id as placement_id, stay.placement_type, stay.provider_code, stay.location, stay.home_id,
   child.id as child_id, child.sex, child.ethnicity`,
)
const stays = (scope: FactScope): SQL => sql`
  ${tableAsKnown('placements', scope)} stay join ${tableAsKnown('children', scope)} child on child.id = stay.child_id`
const hasBegun = sql`stay.placement_type in ${arrangements} and stay.started_on is not null and stay.withdrawn_on is null`

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

/** Nights in Staying Put or Staying Close, split at the 18th to 21st birthdays. Age is null under 18, and 21 for older. */
export const afterCareNights = (scope: FactScope): Source =>
  source(sql`(
    select ${columns}, years.age, greatest(stay.started_on, years.from_on) as from_on,
           least(coalesce(stay.ended_on, 'infinity'), years.to_on) as to_on
      from ${stays(scope)},
      lateral (select array[birthday(date_of_birth, 18), birthday(date_of_birth, 19), birthday(date_of_birth, 20),
                            birthday(date_of_birth, 21)] as birthdays) turned,
      lateral (values (null::integer, '-infinity'::date, birthdays[1]), (18, birthdays[1], birthdays[2]),
                      (19, birthdays[2], birthdays[3]), (20, birthdays[3], birthdays[4]),
                      (21, birthdays[4], 'infinity')) years (age, from_on, to_on)
     where ${hasBegun} and stay.started_on < years.to_on and coalesce(stay.ended_on, 'infinity') > years.from_on) night`)

/**
 * Young adults on the day on which their Staying Put or Staying Close first began in the period; a stay that follows another
 * of its type without a gap is no start.
 */
export const afterCareStarts = (scope: FactScope): Source =>
  source(sql`(
    select distinct on (stay.child_id, stay.placement_type) ${columns}, stay.started_on as from_on, stay.started_on + 1 as to_on,
           case when stay.started_on >= birthday(child.date_of_birth, 18)
                then extract(year from age(stay.started_on, child.date_of_birth))::integer end as age
      from ${stays(scope)}
     where ${hasBegun} and stay.started_on between ${scope.asked.first} and ${scope.asked.last}
       and (stay.ended_on is null or stay.ended_on > stay.started_on)
       and not exists (
         select from ${tableAsKnown('placements', scope)} earlier
          where earlier.child_id = stay.child_id and earlier.placement_type = stay.placement_type
            and earlier.withdrawn_on is null and earlier.started_on < stay.started_on
            and earlier.ended_on = stay.started_on)
     order by stay.child_id, stay.placement_type, stay.started_on) night`)
