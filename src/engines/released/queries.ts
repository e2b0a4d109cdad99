import type { CivilDate } from '../../domain/dates.ts'
import type { ReleasedTable } from '../../domain/disclosure/release.ts'
import type { Tx } from '../../platform/db/tenant.ts'

/** A release without its tables: the tables of one financial year, protected and published. */
export interface ReleaseSummary {
  id: string
  yearEnds: CivilDate
  createdAt: string
}

export interface Release extends ReleaseSummary {
  tables: ReleasedTable[]
}

const summary = 'id, year_ends as "yearEnds", created_at as "createdAt"'

/** The authority's releases, the latest year first. */
export async function listReleases(tx: Tx): Promise<ReleaseSummary[]> {
  const { rows } = await tx.client.query<ReleaseSummary>(
    `select ${summary} from releases order by year_ends desc`,
  )
  return rows
}

/** A release with its tables; undefined where the authority has none with the id. */
export async function releaseById(tx: Tx, id: string): Promise<Release | undefined> {
  const { rows } = await tx.client.query<Release>(`select ${summary}, tables from releases where id = $1`, [
    id,
  ])
  return rows[0]
}

/** The release of the financial year that ends on a day (31 March). */
export async function releaseOf(tx: Tx, yearEnds: CivilDate): Promise<Release | undefined> {
  const { rows } = await tx.client.query<Release>(
    `select ${summary}, tables from releases where year_ends = $1`,
    [yearEnds],
  )
  return rows[0]
}

/** Stores a release and gives its id; a unique constraint refuses a second one of the same year. */
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

/** Whether a period of care is recorded that started on or before a day. */
export async function isRecorded(tx: Tx, day: CivilDate): Promise<boolean> {
  const { rows } = await tx.client.query(
    `select 1 from care_periods where authority_code = $1 and started_on <= $2 limit 1`,
    [tx.principal.authorityCode, day],
  )
  return rows.length > 0
}
