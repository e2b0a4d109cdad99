import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { makePlan } from '../src/features/plans/make.ts'
import { needsOf } from '../src/features/plans/needs.ts'
import { addPlan } from '../src/features/plans/queries/plans.ts'
import { plan as planSchema } from '../src/features/plans/schema.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'
import { createPool } from '../src/platform/db/pool.ts'
import { writeAs } from '../src/platform/db/tenant.ts'
import { databaseOf, openServer } from './data.ts'
import { median, printTable, ratio } from './table.ts'

/* Benchmarks plans of 20, 100 and 500 children with one authority's supply against greedy, for several authorities. */

const { values } = parseArgs({
  options: {
    authorities: { type: 'string', default: '5' },
    probes: { type: 'string', default: '3' },
    children: { type: 'string', default: '20,100,500' },
    seconds: { type: 'string', default: '120' },
  },
})
const today = '2023-12-01'
const server = await openServer()
try {
  const url = await databaseOf(server, Number(values.authorities))
  const pool = createPool({ url: derivedUrls(url).app, name: 'bench plans', max: 2 })
  const owner = createPool({ url, name: 'bench', max: 1 })
  const { rows } = await owner.query<{ code: string }>(
    'select authority_code as code from homes group by 1 order by 1 limit $1',
    [Number(values.probes)],
  )
  const table: (string | number)[][] = []
  for (const children of values.children.split(',').map(Number)) {
    const results: Awaited<ReturnType<typeof planFor>>[] = []
    for (const { code } of rows) results.push(await planFor(pool, owner, code, children))
    const medianOf = (pick: (one: (typeof results)[number]) => number) => median(results.map(pick))
    table.push([
      children,
      Math.round(medianOf(({ options }) => options)),
      ratio(
        medianOf(({ solving }) => solving),
        medianOf(({ gathering }) => gathering),
      ),
      ratio(
        medianOf((result) => result.placed),
        medianOf((result) => result.greedyPlaced),
      ),
      ratio(
        medianOf(({ points }) => points),
        medianOf(({ greedyPoints }) => greedyPoints),
      ),
      Math.max(...results.map(({ placedGap }) => placedGap)).toFixed(4),
      Math.max(...results.map(({ gap }) => gap)).toFixed(4),
      `${results.filter(({ proven }) => proven).length} of ${results.length}`,
    ])
  }
  printTable(
    `Plans ÷ greedy, placed first and then suitability, median of ${rows.length} authorities; solving ÷ reading the pairs`,
    ['children', 'options', 'solving', 'placed', 'points', 'gap of placed', 'largest gap', 'proven best'],
    table,
  )
  await pool.end()
  await owner.end()
} finally {
  await server.stop()
}

/** Makes a plan for `count` children in placements: asking them to move needs no placement requests. */
async function planFor(pool: Pool, owner: Pool, authorityCode: string, count: number) {
  const { rows } = await owner.query<{ id: string }>(
    `select distinct c.id from children c join care_facts f on f.child_id = c.id
      where c.authority_code = $1 and f.from_on <= $2 and f.to_on > $2 and f.known_to = 'infinity'
        and f.age between 1 and 17
      order by c.id limit $3`,
    [authorityCode, today, count],
  )
  const plan = planSchema.parse({
    needs: rows.map(({ id }) => ({ children: [{ childId: id }], from: today })),
    lastStart: '2023-12-15',
    siblings: 'as-listed',
    seconds: Number(values.seconds),
  })
  const principal = { subject: 'bench', role: 'placements', authorityCode } as const
  const work = await writeAs(pool, principal, async (tx) => ({
    ...(await needsOf(tx, plan, today)),
    id: await addPlan(tx, 'bench', plan, []),
  }))
  const result = await makePlan(
    pool,
    { ...work, principal, plan, today },
    () => {},
    new AbortController().signal,
  )
  const value = (objectives: typeof result.values, name: string) =>
    objectives.find(({ objective }) => objective === name)?.value ?? 0
  return {
    options: result.size.options,
    gathering: result.gatheringSeconds,
    solving: result.solvingSeconds,
    placed: value(result.values, 'placed'),
    greedyPlaced: value(result.greedy, 'placed'),
    points: value(result.values, 'suitability'),
    greedyPoints: value(result.greedy, 'suitability'),
    placedGap: result.levels[0]?.gap ?? 1,
    // An objective without a gap was not reached in the time given: count it as 1.
    gap: Math.max(...result.levels.map(({ gap }) => gap ?? 1)),
    proven: result.status === 'best',
  }
}
