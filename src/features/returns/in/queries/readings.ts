import type { Finding } from '../../../../domain/ssda903/index.ts'
import type { Tx } from '../../../../platform/db/tenant.ts'
import type { SpanTable } from './records.ts'

/** A finding on the row with an index among those of the child. */
export type FindingOfRow = Pick<Finding, 'kind' | 'column' | 'value' | 'rule' | 'reason'> & { index: number }

/** How many records of each kind a child has by the returns. */
export type RecordCounts = Record<SpanTable['name'], number>

/** What an import made of all rows of a child; `digest` is of the rows. */
export interface Reading {
  child: string
  digest: string
  findings: FindingOfRow[]
  records: RecordCounts
}

/** What earlier imports made of the rows of children, where nothing has changed since what the returns say of them. */
export async function readingsOfChildren(tx: Tx, children: readonly string[]): Promise<Map<string, Reading>> {
  const { rows } = await tx.client.query<Reading>(
    `select child_reference as child, digest, findings, records
       from return_readings where child_reference = any($1)`,
    [children],
  )
  return new Map(rows.map((row) => [row.child, row]))
}

export async function storeReadings(tx: Tx, readings: readonly Reading[]): Promise<void> {
  await tx.client.query(
    `insert into return_readings (authority_code, child_reference, digest, findings, records)
     select current_authority(), child, digest, findings, records
       from jsonb_to_recordset($1) r (child text, digest text, findings jsonb, records jsonb)
     on conflict (authority_code, child_reference) do update
       set digest = excluded.digest, findings = excluded.findings, records = excluded.records`,
    [JSON.stringify(readings)],
  )
}
