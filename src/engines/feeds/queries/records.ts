import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../../../platform/db/tenant.ts'
import { providerSectorOf } from '../../figures/queries/facts/source.ts'
import { readFeedRows, selectList, type ColumnSql, type FeedRow } from './selection.ts'

/** Records that one statement reads. */
export const RECORDS = 5000

const nextRecords = (id: SQL, previous: string | undefined) =>
  sql`${previous === undefined ? sql`` : sql`and ${id} > ${previous}::uuid`} order by ${id} limit ${RECORDS}`

const instant = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const placementColumns: ColumnSql<'placements'> = {
  placementId: sql`stay.id`,
  childKey: sql`child_key(stay.child_id)`,
  startedOn: sql`stay.started_on`,
  plannedTo: sql`stay.planned_to`,
  endedOn: sql`stay.ended_on`,
  endReason: sql`stay.end_reason`,
  endPlanned: sql`stay.end_planned`,
  placementType: sql`stay.placement_type`,
  placeCode: sql`stay.place_code`,
  providerSector: providerSectorOf(sql`stay.provider_code`),
  homeId: sql`stay.home_id`,
  bedId: sql`stay.bed_id`,
  location: sql`stay.location`,
  receivingAuthority: sql`stay.located_in`,
  distanceMiles: sql`stay.distance_miles`,
  changedAt: instant(sql`stay.updated_at`),
}

/** The next placements after an id, in order of id. */
export const placementRows = (
  tx: Tx,
  previous: string | undefined,
  visible: readonly string[],
): Promise<FeedRow[]> =>
  readFeedRows(
    tx,
    sql`select ${selectList('placements', placementColumns, visible)} from placements stay
         where stay.authority_code = current_authority() and stay.started_on is not null and stay.withdrawn_on is null
         ${nextRecords(sql`stay.id`, previous)}`,
  )

const homeColumns: ColumnSql<'homes'> = {
  homeId: sql`home.id`,
  name: sql`home.name`,
  kind: sql`home.kind`,
  placementType: sql`home.placement_type`,
  providerId: sql`home.provider_id`,
  providerSector: sql`provider.sector`,
  receivingAuthority: sql`home.located_authority_code`,
  registeredPlaces: sql`home.registered_places`,
  ageFrom: sql`home.age_from`,
  ageTo: sql`home.age_to`,
  accepts: sql`home.accepts`,
  opensOn: sql`home.opens_on`,
  closesOn: sql`home.closes_on`,
}

/** The next homes after an id, in order of id. */
export const homeRows = (
  tx: Tx,
  previous: string | undefined,
  visible: readonly string[],
): Promise<FeedRow[]> =>
  readFeedRows(
    tx,
    sql`select ${selectList('homes', homeColumns, visible)} from homes home
          join providers provider on provider.id = home.provider_id
         where home.authority_code = current_authority() ${nextRecords(sql`home.id`, previous)}`,
  )
