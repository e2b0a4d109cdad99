import { sql } from 'drizzle-orm'
import { nights } from './beds.ts'
import { careFacts } from './care.ts'
import { tableAsKnown, type FactScope, type Source } from './source.ts'

/**
 * Need and supply by postcode district: a row for each child in care, at the home address (`needed` 1, `offered` 0), and
 * a row for each open bed, at the home's address (`needed` 0, `offered` 1).
 */
export const areaNights = (scope: FactScope): Source => ({
  rows: sql`(
    select care.authority_code, care.child_id, care.placement_id, care.home_id, null::uuid as bed_id, care.from_on,
           care.to_on, care.placement_type, care.legal_status, null::text as state,
           left(coalesce(placement.home_postcode, child.home_postcode), -3) as district, 1 as needed, 0 as offered
      from ${careFacts(scope)} care
      join ${tableAsKnown('children', scope)} child on child.id = care.child_id
      left join ${tableAsKnown('placements', scope)} placement on placement.id = care.placement_id
    union all
    select bed.authority_code, null, null, bed.home_id, bed.bed_id, bed.from_on, bed.to_on, home.placement_type, null,
           bed.state, left(home.postcode, -3), 0, 1
      from ${nights(scope)} bed
      join ${tableAsKnown('homes', scope)} home on home.id = bed.home_id) night`,
  columns: {
    district: sql`night.district`,
    placementType: sql`night.placement_type`,
    legalStatus: sql`night.legal_status`,
    bedState: sql`night.state`,
    needed: sql`night.needed`,
    offered: sql`night.offered`,
    shortfall: sql`night.needed - night.offered`,
  },
  records: {
    childId: sql`night.child_id`,
    placementId: sql`night.placement_id`,
    homeId: sql`night.home_id`,
    bedId: sql`night.bed_id`,
  },
})
