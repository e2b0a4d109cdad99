import { eq } from 'drizzle-orm'
import type { RequestFacts } from '../../domain/lifecycle/request.ts'
import { crud, type ChangeResult, type Store } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'

type Table = typeof tables.placementRequests
type Row = Table['$inferSelect']

export type PlacementRequestRow = Row & RequestFacts
export type NewRequest = Omit<Table['$inferInsert'], 'authorityCode'>

const records = crud(tables.placementRequests)
const details = crud(tables.placementRequestDetails) as unknown as Store<PlacementRequestRow, never>

const current = async (tx: Tx, { id }: Row) => (await details.get(tx, id)) as PlacementRequestRow

const changed = async (tx: Tx, change: ChangeResult<Row>): Promise<ChangeResult<PlacementRequestRow>> =>
  'refused' in change ? change : { row: await current(tx, change.row) }

/** Placement requests with how far they are; at an instant, how far they then were. */
export const requestStore: Store<PlacementRequestRow, NewRequest> = {
  dated: false,
  list: (tx, listing) => details.list(tx, listing),
  get: (tx, id, knownAt) => details.get(tx, id, knownAt),
  async versions(tx, id) {
    const versions = await records.versions(tx, id)
    for (const kept of versions) {
      const then = kept.record && (await details.get(tx, id, kept.recordedAt))
      kept.record = then ? { ...then } : null
    }
    return versions
  },
  insert: async (tx, values) => current(tx, await records.insert(tx, values)),
  update: async (tx, id, values, version) => changed(tx, await records.update(tx, id, values, version)),
  async remove(tx, id, version) {
    const before = await details.get(tx, id)
    const change = await records.remove(tx, id, version)
    return 'refused' in change ? change : { row: before as PlacementRequestRow }
  },
}

/** The request, taken for this transaction. */
export async function takeRequest(tx: Tx, id: string): Promise<PlacementRequestRow | undefined> {
  const { placementRequests: table } = tables
  await tx.db.select({ id: table.id }).from(table).where(eq(table.id, id)).for('update')
  return details.get(tx, id)
}

interface Linked {
  id: string
  status: string
}

/** The rows of a table or view and what to ask them with: as they are, or as they were recorded at an instant. */
const asked = (source: string, requestId: string, knownAt: string | undefined) =>
  knownAt === undefined
    ? { from: source, values: [requestId] }
    : { from: `as_known(null::${source}, $2::timestamptz)`, values: [requestId, knownAt] }

/** The holds made for a request, latest first. */
export async function holdsFor(tx: Tx, requestId: string, knownAt?: string): Promise<Linked[]> {
  const { from, values } = asked('hold_details', requestId, knownAt)
  const { rows } = await tx.client.query<Linked>(
    `select id, status from ${from} where request_id = $1 order by created_at desc, id`,
    values,
  )
  return rows
}

/** The placements that answer a request and were not called off. */
export async function placementsFor(
  tx: Tx,
  requestId: string,
  knownAt?: string,
): Promise<{ id: string; childId: string }[]> {
  const { from, values } = asked('placements', requestId, knownAt)
  const { rows } = await tx.client.query<{ id: string; childId: string }>(
    `select id, child_id as "childId" from ${from}
      where request_id = $1 and withdrawn_on is null order by created_at, id`,
    values,
  )
  return rows
}

interface MadeSearch {
  id: string
  searchedAt: string
  found: number
}

/** The searches made for a request, latest first. */
export async function searchesFor(tx: Tx, requestId: string, knownAt?: string): Promise<MadeSearch[]> {
  const { rows } = await tx.client.query<MadeSearch>(
    `select id, to_json(searched_at) #>> '{}' as "searchedAt", found from vacancy_searches
      where request_id = $1 and ($2::timestamptz is null or searched_at <= $2) order by searched_at desc, id`,
    [requestId, knownAt ?? null],
  )
  return rows
}
