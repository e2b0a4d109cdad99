import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { principal, type Probe } from './probes.ts'
import { sentFor, type Sent } from './statements.ts'
import { median } from './table.ts'

/** Statements to time; run with the application's role unless `asOwner`. */
export interface Work {
  statements: Sent[]
  asOwner?: boolean
}

/** A statement that the owner runs, to whom row-level security does not apply, prepared like those of the service. */
export const plain = (text: string, values: unknown[] = []): Work => ({
  statements: [{ name: createHash('sha1').update(text).digest('hex'), text, values }],
  asOwner: true,
})

const readsRecords = /^\s*(select|with)\b/

/** The statements among `statements` that read records: not begin, commit, settings and writes. */
export const readsAmong = (statements: readonly Sent[]): Work => ({
  statements: statements.filter(({ text }) => readsRecords.test(text)),
})

/** The statements of a request that read records. */
export const readsOf = async (url: string, probe: Probe): Promise<Work> =>
  readsAmong(await sentFor(url, probe))

/** Runs before timing starts: PostgreSQL plans a prepared statement five times before it may use a generic plan. */
const WARM = 6

/** The time that each work takes, in ms: the median of `repeats` rounds in which the works take turns. */
export async function timesOf(url: string, works: readonly Work[], repeats: number): Promise<number[]> {
  const owner = new Client({ connectionString: url })
  const app = new Client({ connectionString: url, options: '-c role=sufficiency_app' })
  await Promise.all([owner.connect(), app.connect()])
  for (const client of [owner, app])
    await client.query(`select set_config('app.authority', $1, false)`, [principal.authorityCode])
  const times = works.map((): number[] => [])
  try {
    for (const [index, { statements, asOwner }] of works.entries()) {
      const client = asOwner ? owner : app
      for (let run = 0; run < WARM; run++) {
        const start = performance.now()
        for (const statement of statements) await client.query(statement)
        if (performance.now() - start > 2_000) break // as warm as it gets
      }
      times[index] = []
    }
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const [index, { statements, asOwner }] of works.entries()) {
        const start = performance.now()
        for (const statement of statements) await (asOwner ? owner : app).query(statement)
        times[index]?.push(performance.now() - start)
      }
    }
  } finally {
    await Promise.all([owner.end(), app.end()])
  }
  return times.map(median)
}
