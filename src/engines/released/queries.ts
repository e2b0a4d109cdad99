import type { CivilDate } from '../../domain/dates.ts'
import type { ReleasedTable } from '../../domain/disclosure/release.ts'
import type { Tx } from '../../platform/db/tenant.ts'

export interface ReleaseSummary {
  id: string
  yearEnds: CivilDate
  createdAt: string
}

export interface Release extends ReleaseSummary {
  tables: ReleasedTable[]
}

const summary = 'id, year_ends as "yearEnds", created_at as "createdAt"'

/** The latest year first. */
export async function listReleases(tx: Tx): Promise<ReleaseSummary[]> {
  const { rows } = await tx.client.query<ReleaseSummary>(
    `select ${summary} from releases order by year_ends desc`,
  )
  return rows
}

export async function releaseById(tx: Tx, id: string): Promise<Release | undefined> {
  const { rows } = await tx.client.query<Release>(`select ${summary}, tables from releases where id = $1`, [
    id,
  ])
  return rows[0]
}

/** The release of the year that ends on a day. */
export async function releaseOf(tx: Tx, yearEnds: CivilDate): Promise<Release | undefined> {
  const { rows } = await tx.client.query<Release>(
    `select ${summary}, tables from releases where year_ends = $1`,
    [yearEnds],
  )
  return rows[0]
}

/** Keeps a release; the database refuses a second of the year. */
export async function addRelease(
  tx: Tx,
  yearEnds: CivilDate,
  tables: readonly ReleasedTable[],
  tally: object,
): Promise<string> {
  const { rows } = await tx.client.query<{ id: string }>(
    `insert into releases (authority_code, year_ends, tables, tally) values ($1, $2, $3, $4) returning id`,
    [tx.principal.authorityCode, yearEnds, JSON.stringify(tables), JSON.stringify(tally)],
  )
  return rows[0]?.id ?? ''
}

/** Whether anybody was in care by a day, as far as is recorded. */
export async function isRecorded(tx: Tx, day: CivilDate): Promise<boolean> {
  const { rows } = await tx.client.query(
    `select 1 from care_periods where authority_code = $1 and started_on <= $2 limit 1`,
    [tx.principal.authorityCode, day],
  )
  return rows.length > 0
}
