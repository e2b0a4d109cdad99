import { whyNotRemoved } from '../../domain/removal.ts'
import { conflictOf } from '../db/conflicts.ts'
import type { ChangeResult, Store } from '../db/crud.ts'
import { setOccurredOn } from '../db/history.ts'
import type { Tx } from '../db/tenant.ts'
import { dependencyProblem } from './dependents.ts'
import { notFound, Problem } from './problem.ts'
import type { RecordRow } from './resource-declaration.ts'

/** What of a resource its writes need. */
interface Writable<Row extends RecordRow> {
  path: string
  name: string
  happens?: readonly string[]
  store: Store<Row, never>
}

type Values = Record<string, unknown>

/**
 * Records with a change the day on which it happened, taken from the `happens` fields of the body: the first one given
 * when a record is created (its start), the last one when it is changed (its end).
 */
async function setChangeDay(
  tx: Tx,
  happens: readonly string[],
  values: Values,
  change: 'created' | 'changed',
): Promise<void> {
  const days = happens.flatMap((field) => (values as Record<string, string | null>)[field] ?? [])
  if (days.length > 0) await setOccurredOn(tx, days.at(change === 'created' ? 0 : -1))
}

export async function createRecord<Row extends RecordRow>(
  tx: Tx,
  { store, happens = [] }: Writable<Row>,
  values: Values,
): Promise<Row> {
  await setChangeDay(tx, happens, values, 'created')
  return store.insert(tx, values as never)
}

/** @throws {Problem} not-found; version-changed, where the record is not at `version` (null: any) */
export async function changeRecord<Row extends RecordRow>(
  tx: Tx,
  { name, store, happens = [] }: Writable<Row>,
  { id, version }: { id: string; version: number | null },
  values: Values,
): Promise<Row> {
  await setChangeDay(tx, happens, values, 'changed')
  return changedRow(name, await store.update(tx, id, values as never, version))
}

/**
 * Removes a record that its rule lets be removed.
 * @throws {Problem} action-not-open; still-referenced, which names what depends on it
 */
export async function removeByRule<Row extends RecordRow>(
  tx: Tx,
  { path, name, store }: Writable<Row>,
  { id, version }: { id: string; version: number | null },
): Promise<void> {
  const row = await store.get(tx, id)
  const why = row === undefined ? null : whyNotRemoved(path, row)
  if (why !== null) throw new Problem('action-not-open', why)
  await tx.client.query('savepoint nothing_removed')
  try {
    changedRow(name, await store.remove(tx, id, version))
  } catch (error) {
    if (conflictOf(error)?.type !== 'still-referenced') throw error
    await tx.client.query('rollback to nothing_removed')
    throw await dependencyProblem(tx, store.table, id)
  }
}

function changedRow<Row>(name: string, change: ChangeResult<Row>): Row {
  if ('row' in change) return change.row
  if (change.refused === 'absent') throw notFound(name)
  throw new Problem('version-changed', `The ${name} has changed since you read it.`)
}
