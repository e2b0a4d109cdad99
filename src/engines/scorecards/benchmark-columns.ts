import type { LaidOutScorecard } from './lay-out.ts'

type Row = LaidOutScorecard['rows'][number]

/** The benchmarks of a row (neighbours, England, target) as CSV columns. */
export function benchmarkColumns({
  neighbours,
  national,
  target,
}: Pick<Row, 'neighbours' | 'national'> & {
  target: Pick<NonNullable<Row['target']>, 'value' | 'low' | 'high'> | null
}) {
  return {
    neighbourMean: neighbours?.mean,
    neighboursValued: neighbours && `${neighbours.valued} of ${neighbours.of}`,
    national: national?.value ?? national?.symbol,
    target: target && (target.value ?? `${target.low} to ${target.high}`),
  }
}
