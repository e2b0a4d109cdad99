import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../../platform/db/tenant.ts'
import type { Fault } from '../../platform/http/problem.ts'
import { changeRecord, createRecord } from '../../platform/http/record-writes.ts'
import { changesOf, type AnyResource, type RecordRow } from '../../platform/http/resource-declaration.ts'
import { checkInput, faultsOf } from '../../platform/http/validation.ts'
import { attempt } from './attempt.ts'

type Values = Record<string, unknown>
export type AnyRow = RecordRow & Values

/** What became of a record that was given. */
export type Taken =
  | { outcome: 'new' | 'changed' | 'unchanged'; row: AnyRow; fields: string[] }
  /** `isFinal`: no other record of the same call can make it right. */
  | { outcome: 'refused'; faults: readonly Fault[]; isFinal: boolean }

/**
 * Records what is given of a record, by the rules of a single call: a new one without `row`, else a change of what differs.
 * One that differs in nothing is left alone, without a version or an event, and so is one in which the database lets nothing
 * differ. If it is refused, nothing of it is kept, and the transaction goes on.
 * @throws what is no fault of the record: a lost race, a database that does not answer
 */
export async function takeRecord(
  tx: Tx,
  resource: AnyResource,
  row: AnyRow | undefined,
  values: Values,
): Promise<Taken> {
  const fixedFaults = row ? faultsOfFixed(resource, row, values) : []
  const body = row ? withoutFixed(resource, values) : values
  const check = checkInput(row ? changesOf(resource) : resource.fields.strict(), body)
  const faults = [...fixedFaults, ...('error' in check ? faultsOf(check.error) : [])]
  if (faults.length > 0 || 'error' in check) return { outcome: 'refused', faults, isFinal: true }
  const next = check.value as Values
  const fields = Object.keys(next).filter((field) => !row || !isSame(next[field], row[field]))
  if (row && fields.length === 0) return { outcome: 'unchanged', row, fields }
  const changes = Object.fromEntries(fields.map((field) => [field, next[field]]))
  const entry = await attempt(
    tx,
    async (): Promise<AnyRow> => {
      const target = row && { id: row.id, version: row.version }
      const result: RecordRow = target
        ? await changeRecord(tx, resource as never, target, changes)
        : await createRecord(tx, resource as never, changes)
      return result as AnyRow
    },
    (result) =>
      !row || Object.keys(row).some((field) => !stamps.has(field) && !isSame(result[field], row[field])),
  )
  if ('faults' in entry) return { outcome: 'refused', faults: entry.faults, isFinal: false }
  if (row && !entry.isKept) return { outcome: 'unchanged', row, fields: [] }
  return { outcome: row ? 'changed' : 'new', row: entry.result, fields }
}

/** What every write of a record changes, whatever it says. */
const stamps = new Set(['version', 'updatedAt'])

function faultsOfFixed({ fixed: fixedFields = [] }: AnyResource, row: AnyRow, values: Values): Fault[] {
  return fixedFields
    .filter((field) => field in values && !isSame(values[field], row[field]))
    .map((field) => ({
      pointer: `#/${field}`,
      detail: 'cannot be changed: with another value it is another record',
      code: 'fixed',
    }))
}

function withoutFixed({ fixed: fixedFields = [] }: AnyResource, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([field]) => !fixedFields.includes(field)))
}

/** Whether a value that is given is what is recorded. Null and absent are the same, and so is any order of fields. */
function isSame(value: unknown, record: unknown): boolean {
  return isDeepStrictEqual(plainJson(value), plainJson(record))
}

const plainJson = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : (value ?? null)
