import { eq, sql } from 'drizzle-orm'
import { crud, type Change, type Store } from '../db/crud.ts'
import * as tables from '../db/tables.ts'
import type { Tx } from '../db/tenant.ts'
import type { RequestFacts } from '../domain/lifecycle/request.ts'

type Table = typeof tables.placementRequests
type Row = Table['$inferSelect']

export type PlacementRequest = Row & {
  childIds: string[]
  /** Null in an earlier version, of which only the record itself is kept. */
  status: RequestFacts['status'] | null
  furthest: RequestFacts['furthest'] | null
}

export type NewRequest = Omit<Table['$inferInsert'], 'authorityCode'> & { childIds: string[] }

const records = crud(tables.placementRequests)
const current = crud(tables.placementRequestDetails) as unknown as Store<PlacementRequest, never>

const earlier = (row: Row): PlacementRequest => ({ ...row, childIds: [], status: null, furthest: null })

async function setChildren(tx: Tx, requestId: string, childIds: readonly string[]): Promise<void> {
  await tx.client.query('delete from request_children where request_id = $1 and child_id <> all($2)', [
    requestId,
    childIds,
  ])
  await tx.client.query(
    `insert into request_children (authority_code, request_id, child_id)
     select $1, $2, unnest($3::uuid[]) on conflict do nothing`,
    [tx.principal.authorityCode, requestId, childIds],
  )
}

const changed = async (tx: Tx, change: Change<Row>): Promise<Change<PlacementRequest>> =>
  'refused' in change ? change : { row: (await current.get(tx, change.row.id)) as PlacementRequest }

/** Placement requests with their children and how far they are. */
export const requests: Store<PlacementRequest, NewRequest> = {
  dated: false,
  list: async (tx, listing) =>
    listing.knownAt === undefined
      ? current.list(tx, listing)
      : (await records.list(tx, listing)).map(earlier),
  async get(tx, id, knownAt) {
    if (knownAt === undefined) return current.get(tx, id)
    const row = await records.get(tx, id, knownAt)
    return row && earlier(row)
  },
  async versions(tx, id) {
    const versions = await records.versions(tx, id)
    return versions.map((kept) => ({ ...kept, record: kept.record && { ...earlier(kept.record as Row) } }))
  },
  async insert(tx, { childIds, ...values }) {
    const { id } = await records.insert(tx, values)
    await setChildren(tx, id, childIds)
    return (await current.get(tx, id)) as PlacementRequest
  },
  async update(tx, id, { childIds, ...values }, version) {
    if (childIds === undefined) return changed(tx, await records.update(tx, id, values, version))
    const touched = { ...values, updatedAt: sql`now()` as unknown as string } // the children are part of its version
    const change = await records.update(tx, id, touched, version)
    if ('row' in change) await setChildren(tx, id, childIds)
    return changed(tx, change)
  },
  async remove(tx, id, version) {
    const before = await current.get(tx, id)
    const change = await records.remove(tx, id, version)
    return 'refused' in change ? change : { row: { ...earlier(change.row), ...before } }
  },
}

/** The request, taken for this transaction. */
export async function takeRequest(tx: Tx, id: string): Promise<PlacementRequest | undefined> {
  const { placementRequests: table } = tables
  await tx.db.select({ id: table.id }).from(table).where(eq(table.id, id)).for('update')
  return current.get(tx, id)
}

interface Linked {
  id: string
  status: string
}

/** The holds made for a request, latest first. */
export async function holdsFor(tx: Tx, requestId: string): Promise<Linked[]> {
  const { rows } = await tx.client.query<Linked>(
    'select id, status from hold_details where request_id = $1 order by created_at desc, id',
    [requestId],
  )
  return rows
}

/** The placements that answer a request and were not called off. */
export async function placementsFor(tx: Tx, requestId: string): Promise<{ id: string; childId: string }[]> {
  const { rows } = await tx.client.query<{ id: string; childId: string }>(
    `select id, child_id as "childId" from placements
      where request_id = $1 and withdrawn_on is null order by created_at, id`,
    [requestId],
  )
  return rows
}

interface MadeSearch {
  id: string
  searchedAt: string
  found: number
}

/** The searches made for a request, latest first. */
export async function searchesFor(tx: Tx, requestId: string): Promise<MadeSearch[]> {
  const { rows } = await tx.client.query<MadeSearch>(
    `select id, to_json(searched_at) #>> '{}' as "searchedAt", found from vacancy_searches
      where request_id = $1 order by searched_at desc, id`,
    [requestId],
  )
  return rows
}
