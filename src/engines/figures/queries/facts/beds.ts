import { sql, type SQL } from 'drizzle-orm'
import { prices } from './care.ts'
import { tableAsKnown, type FactScope, type Source } from './source.ts'

/** A `from` item: the open nights of each bed, split where its state changes (occupied, committed, void or vacant). */
export const nights = ({ today, knownAt }: FactScope): SQL =>
  knownAt === undefined ? sql`bed_nights(${today}::date)` : sql`bed_nights_as_known(${knownAt})`

const ofHome: Source['columns'] = {
  placementType: sql`home.placement_type`,
  providerSector: sql`provider.sector`,
  homeKind: sql`home.kind`,
  home: sql`home.id`,
  provider: sql`provider.id`,
}
export const bedColumns: Source['columns'] = {
  ...ofHome,
  bedKind: sql`bed.kind`,
  bedState: sql`night.state`,
  voidReason: sql`case when night.state = 'void' then night.void_reason else 'not-void' end`,
}
export const bedRecords: Source['records'] = { bedId: sql`night.bed_id`, homeId: sql`night.home_id` }

export const homeOfBed = (scope: FactScope): SQL => sql`
  join ${tableAsKnown('homes', scope)} home on home.id = night.home_id
  join ${tableAsKnown('providers', scope)} provider on provider.id = home.provider_id`

export const bedNights = (scope: FactScope): Source => ({
  rows: sql`${nights(scope)} night
    join ${tableAsKnown('beds', scope)} bed on bed.id = night.bed_id ${homeOfBed(scope)}`,
  columns: bedColumns,
  records: bedRecords,
})

export const bedCostNights = (scope: FactScope): Source => ({
  rows: sql`(
      select bed.*, greatest(bed.from_on, price.from_on) as priced_from, least(bed.to_on, price.to_on) as priced_to,
             price.weekly_fee
        from ${nights(scope)} bed
        join ${prices(scope)} price
          on price.home_id = bed.home_id and price.from_on < bed.to_on and price.to_on > bed.from_on
    ) priced,
    lateral (select priced.bed_id, priced.authority_code, priced.home_id, priced.priced_from as from_on,
                    priced.priced_to as to_on, priced.state, priced.void_reason, priced.weekly_fee) night
    join ${tableAsKnown('beds', scope)} bed on bed.id = night.bed_id ${homeOfBed(scope)}`,
  columns: { ...bedColumns, weeklyCost: sql`night.weekly_fee`, nightlyCost: sql`night.weekly_fee / 7` },
  records: bedRecords,
})

/** A `from` item: the nights on which a bed was occupied by a young person aged 18 to 25. */
const leaverBedNights = (scope: FactScope): SQL => sql`(
  select bed_id, authority_code, home_id, greatest(from_on, birthday(date_of_birth, 18)) as from_on,
         least(to_on, birthday(date_of_birth, 26)) as to_on
    from (
      select distinct on (bed.bed_id, bed.from_on) bed.*, child.date_of_birth
        from ${nights(scope)} bed
        join ${tableAsKnown('placements', scope)} stay
          on stay.bed_id = bed.bed_id and stay.withdrawn_on is null and stay.started_on <= bed.from_on
         and (stay.ended_on is null or stay.ended_on > bed.from_on)
        join ${tableAsKnown('children', scope)} child on child.id = stay.child_id
       where bed.state = 'occupied'
       order by bed.bed_id, bed.from_on, stay.started_on desc) bed)`

/**
 * Block contracts: a row for each contract with the beds bought, one for each bed occupied in a home under one, and one for each
 * bed that a care leaver occupies there.
 */
export const blockNights = (scope: FactScope): Source => {
  const blocks = sql`(
    select contract.id, contract.authority_code, contract.home_id, contract.starts_on as from_on,
           coalesce(contract.ends_on, 'infinity') as to_on, contract.beds_bought
      from ${tableAsKnown('contracts', scope)} contract where contract.kind = 'block')`
  const bedsUnderBlock = (beds: SQL, counts: SQL) => sql`
    select bed.authority_code, bed.home_id, block.id, bed.bed_id, greatest(bed.from_on, block.from_on),
           least(bed.to_on, block.to_on), ${counts}
      from ${beds} bed
      join ${blocks} block
        on block.home_id = bed.home_id and block.from_on < bed.to_on and block.to_on > bed.from_on`
  return {
    rows: sql`(
      select block.authority_code, block.home_id, block.id as contract_id, null::uuid as bed_id, block.from_on, block.to_on,
             block.beds_bought as bought, 0 as used, 0 as used_by_leavers
        from ${blocks} block
      union all
      ${bedsUnderBlock(nights(scope), sql`0, 1, 0`)} where bed.state = 'occupied'
      union all
      ${bedsUnderBlock(leaverBedNights(scope), sql`0, 0, 1`)} where bed.from_on < bed.to_on) night ${homeOfBed(scope)}`,
    columns: {
      ...ofHome,
      bedsBought: sql`night.bought`,
      bedsUsed: sql`night.used`,
      bedsUsedByLeavers: sql`night.used_by_leavers`,
    },
    records: { ...bedRecords, contractId: sql`night.contract_id` },
  }
}
