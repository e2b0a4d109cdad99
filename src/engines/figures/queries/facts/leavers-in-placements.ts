import { sql, type SQL } from 'drizzle-orm'
import { careColumns } from './care.ts'
import { tableAsKnown, untilNext, yesNo, type FactScope, type Source } from './source.ts'

/** Runs of days with one contract, or none, for each home that the authority keeps. */
const contractTerms = (scope: FactScope): SQL => {
  const contracts = tableAsKnown('contracts', scope)
  return sql`(
    select home.id as home_id, day.day as from_on, ${untilNext},
           coalesce((select contract.kind from ${contracts} contract
                      where contract.home_id = home.id and contract.starts_on <= day.day
                        and coalesce(contract.ends_on, 'infinity') > day.day), 'none') as kind
      from ${tableAsKnown('homes', scope)} home,
      lateral (
        select '-infinity'::date as day
        union
        select unnest(array[contract.starts_on, contract.ends_on]) from ${contracts} contract
         where contract.home_id = home.id
      ) day
     where home.authority_code = current_authority() and day.day is not null)`
}

const { placementType, providerSector, location, sex, ethnicity, age, homeKind } = careColumns

/**
 * Nights of young people aged 18 to 25 in the placements recorded of them, split at birthdays and where the contract of the home
 * changes. Which supported accommodation it is, and how it is bought, is known of homes that are recorded.
 */
export const leaverNights = (scope: FactScope): Source => ({
  rows: sql`(
    select stay.authority_code, stay.id as placement_id, stay.placement_type, stay.provider_code, stay.location, stay.home_id,
           stay.bed_id, child.id as child_id, child.sex, child.ethnicity, years.age, home.kind as home_kind,
           case when home.kind not in ('supported-accommodation', 'supported-lodgings', 'independent-living') then 'none'
                else home.accommodation_category end as category,
           term.kind as contract_kind,
           greatest(stay.started_on, years.from_on, term.from_on) as from_on,
           least(coalesce(stay.ended_on, 'infinity'), years.to_on, term.to_on) as to_on
      from ${tableAsKnown('placements', scope)} stay
      join ${tableAsKnown('children', scope)} child on child.id = stay.child_id
      join lateral (
        select age, birthday(child.date_of_birth, age) as from_on, birthday(child.date_of_birth, age + 1) as to_on
          from generate_series(18, 25) age) years
        on stay.started_on < years.to_on and coalesce(stay.ended_on, 'infinity') > years.from_on
      left join ${tableAsKnown('homes', scope)} home on home.id = stay.home_id
      left join ${contractTerms(scope)} term
        on term.home_id = stay.home_id
       and term.from_on < least(coalesce(stay.ended_on, 'infinity'), years.to_on)
       and term.to_on > greatest(stay.started_on, years.from_on)
     where stay.layer = 'usual' and stay.started_on is not null and stay.withdrawn_on is null) night`,
  columns: {
    ...({ placementType, providerSector, location, sex, ethnicity, age, homeKind } as Source['columns']),
    accommodationCategory: sql`night.category`,
    contractKind: sql`night.contract_kind`,
    hasBed: yesNo(sql`night.bed_id is not null`),
  },
  records: {
    childId: sql`night.child_id`,
    placementId: sql`night.placement_id`,
    homeId: sql`night.home_id`,
    bedId: sql`night.bed_id`,
  },
})
