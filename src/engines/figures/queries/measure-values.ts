import type { CivilDate } from '../../../domain/dates.ts'
import { locks } from '../../../platform/db/locks.ts'
import type { Tx } from '../../../platform/db/tenant.ts'
import { measureValues, type MeasureValues } from '../measure-values.ts'

/** Waits for no other process that computes the values of the authority: resolves to false while one does. */
async function lockValues(tx: Tx): Promise<boolean> {
  const { rows } = await tx.client.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock($1, hashtext($2)) as locked',
    [locks.measureValues, tx.principal.authorityCode],
  )
  return rows[0]?.locked ?? false
}

async function areCurrent(tx: Tx, today: CivilDate): Promise<boolean> {
  await tx.client.query(`select set_config('app.today', $1, true)`, [today])
  const { rows } = await tx.client.query<{ current: boolean }>('select are_values_current() as current')
  return rows[0]?.current ?? false
}

/** Writes the values of a measure where they differ from those kept, and removes those that are no more. */
async function storeValues(
  tx: Tx,
  { measure, unit, version, from, asAt, ...values }: MeasureValues,
): Promise<number> {
  const { period, dimension, code, numerator, denominator, value, unknown } = values
  const { rowCount: writes } = await tx.client.query({
    name: 'store-measure-values',
    text: `
      insert into measure_values as kept
             (authority_code, measure, unit, definition_version, month, period, dimension, code, from_on, as_at,
              numerator, denominator, value, unknown)
      select current_authority(), $1, $2, $3, date_trunc('month', row.as_at::timestamp)::date, row.period, row.dimension,
             row.code, row.from_on, row.as_at, row.numerator, row.denominator, row.value, row.unknown
        from unnest($4::text[], $5::text[], $6::text[], $7::date[], $8::date[], $9::float8[], $10::float8[], $11::float8[],
                    $12::integer[])
             row (period, dimension, code, from_on, as_at, numerator, denominator, value, unknown)
      on conflict (authority_code, month, measure, period, dimension, code) do update
         set unit = excluded.unit, definition_version = excluded.definition_version, from_on = excluded.from_on,
             as_at = excluded.as_at, numerator = excluded.numerator, denominator = excluded.denominator,
             value = excluded.value, unknown = excluded.unknown
       where (kept.unit, kept.definition_version, kept.from_on, kept.as_at, kept.numerator, kept.denominator, kept.value,
              kept.unknown)
             is distinct from
             (excluded.unit, excluded.definition_version, excluded.from_on, excluded.as_at, excluded.numerator,
              excluded.denominator, excluded.value, excluded.unknown)`,
    values: [
      measure, unit, version, period, dimension, code, from, asAt, numerator, denominator, value, unknown,
    ], // prettier-ignore
  })
  const { rowCount: removals } = await tx.client.query({
    name: 'remove-measure-values',
    text: `
      delete from measure_values kept
       where kept.authority_code = current_authority() and kept.measure = $1
         and not exists (
           select from unnest($2::text[], $3::text[], $4::text[], $5::date[]) row (period, dimension, code, as_at)
            where row.period = kept.period and row.dimension = kept.dimension and row.code = kept.code
              and date_trunc('month', row.as_at::timestamp)::date = kept.month)`,
    values: [measure, period, dimension, code, asAt],
  })
  return (writes ?? 0) + (removals ?? 0)
}

/**
 * Computes the values of measures and keeps them, if those kept are not current and no other process does. All show one moment.
 * @param tx a write of one moment, which has written nothing before
 * @param signal gives up when it aborts, and throws its reason
 * @returns how many values were written or removed; null where nothing was to do
 */
export async function refreshMeasureValues(
  tx: Tx,
  today: CivilDate,
  signal?: AbortSignal,
): Promise<number | null> {
  if (!(await lockValues(tx)) || (await areCurrent(tx, today))) return null
  const { rows } = await tx.client.query<{ snapshot: string }>(
    'select pg_current_snapshot()::text as snapshot',
  )
  const ids: string[] = []
  let changes = 0
  // All is read before the first of them comes, so what is written here changes none of the others.
  for await (const values of measureValues(tx, today, signal)) {
    changes += await storeValues(tx, values)
    ids.push(values.measure)
  }
  const { rowCount: removals } = await tx.client.query(
    'delete from measure_values where measure <> all ($1::text[])',
    [ids],
  )
  changes += removals ?? 0
  await tx.client.query(
    `insert into measure_computations as last (authority_code, computed_at, today, snapshot, changed_at)
     values (current_authority(), now(), $1, $2, now())
     on conflict (authority_code) do update
        set computed_at = excluded.computed_at, today = excluded.today, snapshot = excluded.snapshot,
            changed_at = case when $3 then excluded.changed_at else last.changed_at end`,
    [today, rows[0]?.snapshot, changes > 0],
  )
  return changes
}
