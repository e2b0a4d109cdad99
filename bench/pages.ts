import { Client } from 'pg'
import { startService } from './load.ts'
import { principal } from './probes.ts'
import { median, printTable, ratio } from './table.ts'
import { getter } from './together.ts'

interface Listed {
  items: { id: string }[]
}

/** An instant by which all records of the authority were loaded. */
async function instantOfLoad(url: string): Promise<string> {
  const owner = new Client({ connectionString: url })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ at: string }>(
      `select to_json(max(created_at) + interval '1 second') #>> '{}' as at from placements where authority_code = $1`,
      [principal.authorityCode],
    )
    return rows[0]?.at ?? ''
  } finally {
    await owner.end()
  }
}

/**
 * Benchmarks the pages that people look at: each view, scorecard and watch, asked of now and as known once loaded, against
 * `select 1` through the same HTTP.
 */
export async function pages(url: string, repeats: number): Promise<void> {
  const knownAt = encodeURIComponent(await instantOfLoad(url))
  const service = await startService(url)
  const get = getter(service)
  const timed = async (path: string): Promise<number> => {
    const start = performance.now()
    await get(path)
    return performance.now() - start
  }
  try {
    const idsOf = async (path: string) => (JSON.parse(await get(path)) as Listed).items.map(({ id }) => id)
    const list = [
      ...(await idsOf('/v1/views')).map((id) => ({
        path: `/v1/views/${id}?asAt=2023-12-01`,
        hasKnownAt: true,
      })),
      ...(await idsOf('/v1/scorecards')).map((id) => ({ path: `/v1/scorecards/${id}`, hasKnownAt: false })),
      { path: '/v1/stability-watch?asAt=2023-12-01', hasKnownAt: false },
    ]
    const rows: (string | number)[][] = []
    for (const { path, hasKnownAt } of list) {
      const earlier = `${path}&knownAt=${knownAt}`
      await timed(path)
      const first = hasKnownAt ? await timed(earlier) : NaN
      const times = { one: [] as number[], now: [] as number[], earlier: [] as number[] }
      for (let repeat = 0; repeat < repeats * 5; repeat++) {
        times.one.push(await timed('/health/ready'))
        times.now.push(await timed(path))
        if (hasKnownAt) times.earlier.push(await timed(earlier))
      }
      const now = median(times.now)
      rows.push([
        path.replace(/\?.*/, ''),
        ratio(now, median(times.one)),
        hasKnownAt ? ratio(median(times.earlier), now) : '',
        hasKnownAt ? ratio(first, now) : '',
      ])
    }
    printTable(
      `Pages through HTTP, median of ${repeats * 5} requests one after another`,
      ['page', '÷ select 1', 'as known ÷ now', 'as known, the first time ÷ now'],
      rows,
    )
  } finally {
    await service.stop()
  }
}
