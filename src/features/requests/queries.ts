import { eq } from 'drizzle-orm'
import type { RequestFacts } from '../../domain/lifecycle/request.ts'
import { crud, type ChangeResult, type Store } from '../../platform/db/crud.ts'
import * as tables from '../../platform/db/tables.ts'
import type { Tx } from '../../platform/db/tenant.ts'

type Table = typeof tables.placementRequests
type Row = Table['$inferSelect']

export interface RequestChild {
  id: string
  reference: string
  dateOfBirth: string
}

export type PlacementRequestRow = Row & RequestFacts & { children: RequestChild[] }
export type NewRequest = Omit<Table['$inferInsert'], 'authorityCode'>

const records = crud(tables.placementRequests)
const details = crud(tables.placementRequestDetails) as unknown as Store<Row & RequestFacts, never>

/** The requests with the children whom they are for, in the request's order, as recorded now or at `knownAt`. */
async function withChildren(
  tx: Tx,
  rows: readonly (Row & RequestFacts)[],
  knownAt?: string,
): Promise<PlacementRequestRow[]> {
  const ids = [...new Set(rows.flatMap(({ childIds }) => childIds))]
  const { rows: children } = await tx.client.query<RequestChild>(
    `select id, reference, to_char(date_of_birth, 'YYYY-MM-DD') as "dateOfBirth"
       from ${knownAt === undefined ? 'children' : 'as_known(null::children, $2::timestamptz, $1)'} where id = any($1)`,
    [ids, ...(knownAt === undefined ? [] : [knownAt])],
  )
  const childById = new Map(children.map((child) => [child.id, child]))
  return rows.map((row) => ({ ...row, children: row.childIds.flatMap((id) => childById.get(id) ?? []) }))
}

async function getRequest(tx: Tx, id: string, knownAt?: string): Promise<PlacementRequestRow | undefined> {
  const row = await details.get(tx, id, knownAt)
  return row && (await withChildren(tx, [row], knownAt))[0]
}

const currentRow = async (tx: Tx, { id }: Row) => (await getRequest(tx, id)) as PlacementRequestRow

const withDetails = async (tx: Tx, change: ChangeResult<Row>): Promise<ChangeResult<PlacementRequestRow>> =>
  'refused' in change ? change : { row: await currentRow(tx, change.row) }

/**
 * Placement requests. Writes go to the table; reads come from a view that derives each request's status, now or at an
 * instant, from its holds and placements.
 */
export const requestStore: Store<PlacementRequestRow, NewRequest> = {
  table: records.table,
  dated: false,
  list: async (tx, listing) => withChildren(tx, await details.list(tx, listing), listing.knownAt),
  get: getRequest,
  async versions(tx, id) {
    const versions = await records.versions(tx, id)
    for (const version of versions) {
      const record = version.record && (await getRequest(tx, id, version.recordedAt))
      version.record = record ? { ...record } : null
    }
    return versions
  },
  insert: async (tx, values) => currentRow(tx, await records.insert(tx, values)),
  update: async (tx, id, values, version) => withDetails(tx, await records.update(tx, id, values, version)),
  async remove(tx, id, version) {
    const previous = await getRequest(tx, id)
    const change = await records.remove(tx, id, version)
    return 'refused' in change ? change : { row: previous as PlacementRequestRow }
  },
}

/** The request, its row locked until the end of the transaction. */
export async function lockRequest(tx: Tx, id: string): Promise<PlacementRequestRow | undefined> {
  const { placementRequests: table } = tables
  await tx.db.select({ id: table.id }).from(table).where(eq(table.id, id)).for('update')
  return getRequest(tx, id)
}

interface HoldLink {
  id: string
  status: string
}

/** A `from` item for a table or view, as recorded now or at `knownAt`, with the values of its query: `$1` the request. */
const sourceAsKnown = (source: string, requestId: string, knownAt: string | undefined) =>
  knownAt === undefined
    ? { from: source, values: [requestId] }
    : { from: `as_known(null::${source}, $2::timestamptz)`, values: [requestId, knownAt] }

/** The holds made for a request, newest first. */
export async function holdsFor(tx: Tx, requestId: string, knownAt?: string): Promise<HoldLink[]> {
  const { from, values } = sourceAsKnown('hold_details', requestId, knownAt)
  const { rows } = await tx.client.query<HoldLink>(
    `select id, status from ${from} where request_id = $1 order by created_at desc, id`,
    values,
  )
  return rows
}

/** The placements made for a request, without those withdrawn; oldest first. */
export async function placementsFor(
  tx: Tx,
  requestId: string,
  knownAt?: string,
): Promise<{ id: string; childId: string }[]> {
  const { from, values } = sourceAsKnown('placements', requestId, knownAt)
  const { rows } = await tx.client.query<{ id: string; childId: string }>(
    `select id, child_id as "childId" from ${from}
      where request_id = $1 and withdrawn_on is null order by created_at, id`,
    values,
  )
  return rows
}

interface SearchLink {
  id: string
  searchedAt: string
  found: number
}

/** The vacancy searches made for a request, newest first; with `knownAt`, those made by that instant. */
export async function searchesFor(tx: Tx, requestId: string, knownAt?: string): Promise<SearchLink[]> {
  const { rows } = await tx.client.query<SearchLink>(
    `select id, to_json(searched_at) #>> '{}' as "searchedAt", found from vacancy_searches
      where request_id = $1 and ($2::timestamptz is null or searched_at <= $2) order by searched_at desc, id`,
    [requestId, knownAt ?? null],
  )
  return rows
}

/** The id of the child with a reference; undefined where there is none. That of a merged record is the one it was merged into. */
export async function childByReference(tx: Tx, reference: string): Promise<string | undefined> {
  const { rows } = await tx.client.query<{ id: string }>(
    'select coalesce(merged_into_id, id) as id from children where authority_code = $1 and reference = $2',
    [tx.principal.authorityCode, reference],
  )
  return rows[0]?.id
}

export async function referenceOfChild(tx: Tx, childId: string): Promise<string | null> {
  const { rows } = await tx.client.query<{ reference: string }>(
    'select reference from children where id = $1',
    [childId],
  )
  return rows[0]?.reference ?? null
}
