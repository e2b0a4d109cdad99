import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { principal, type Probe } from './probes.ts'
import { sentFor, type Sent } from './statements.ts'
import { median } from './table.ts'

/** Something asked of the database; by the application unless `asOwner`. */
export interface Work {
  statements: Sent[]
  asOwner?: boolean
}

/** One statement of the bench's own, prepared like those of the service. */
export const plain = (text: string): Work => ({
  statements: [{ name: createHash('sha1').update(text).digest('hex'), text }],
  asOwner: true,
})

const readsRecords = /^\s*(select|with)\b/

/** Of what was sent, the statements that read records: not those that begin, set, keep or commit. */
export const readsAmong = (sent: readonly Sent[]): Work => ({
  statements: sent.filter(({ text }) => readsRecords.test(text)),
})

/** The statements of a request that read records. */
export const readsOf = async (url: string, probe: Probe): Promise<Work> =>
  readsAmong(await sentFor(url, probe))

/** Of a request, the one statement that does the work: the longest. */
export async function mainReadOf(url: string, probe: Probe): Promise<Sent> {
  const { statements } = await readsOf(url, probe)
  const [longest] = statements.toSorted((a, b) => b.text.length - a.text.length)
  if (longest === undefined) throw new Error(`${probe.path} reads nothing`)
  return longest
}

/** So often before the clock runs: PostgreSQL plans a prepared statement anew five times before it keeps a plan. */
const WARM = 6

/** How long each piece of work takes on its connection, ms: the median of `repeats` rounds in which they take turns. */
export async function timesOf(url: string, works: readonly Work[], repeats: number): Promise<number[]> {
  const owner = new Client({ connectionString: url })
  const app = new Client({ connectionString: url, options: '-c role=sufficiency_app' })
  await Promise.all([owner.connect(), app.connect()])
  await app.query(`select set_config('app.authority', $1, false)`, [principal.authorityCode])
  const times = works.map((): number[] => [])
  try {
    for (const [index, { statements, asOwner }] of works.entries()) {
      const client = asOwner ? owner : app
      for (let run = 0; run < WARM; run++) {
        const begun = performance.now()
        for (const statement of statements) await client.query(statement)
        if (performance.now() - begun > 2_000) break // as warm as it gets
      }
      times[index] = []
    }
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const [index, { statements, asOwner }] of works.entries()) {
        const begun = performance.now()
        for (const statement of statements) await (asOwner ? owner : app).query(statement)
        times[index]?.push(performance.now() - begun)
      }
    }
  } finally {
    await Promise.all([owner.end(), app.end()])
  }
  return times.map(median)
}
