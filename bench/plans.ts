import { parseArgs } from 'node:util'
import type { Pool } from 'pg'
import { makePlan } from '../src/features/plans/make.ts'
import { needsOf } from '../src/features/plans/needs.ts'
import { addPlan } from '../src/features/plans/queries/plans.ts'
import { plan as planSchema } from '../src/features/plans/schema.ts'
import { createPool, APP_ROLE } from '../src/platform/db/pool.ts'
import { writeAs } from '../src/platform/db/tenant.ts'
import { databaseOf, openServer } from './data.ts'
import { median, printTable, ratio } from './table.ts'

/** Plans of 20, 100 and 500 children on one authority's supply, for several authorities, against greedy. */

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
  const pool = createPool({ url, name: 'bench plans', max: 2, role: APP_ROLE })
  const owner = createPool({ url, name: 'bench', max: 1 })
  const { rows } = await owner.query<{ code: string }>(
    'select authority_code as code from homes group by 1 order by 1 limit $1',
    [Number(values.probes)],
  )
  const table: (string | number)[][] = []
  for (const children of values.children.split(',').map(Number)) {
    const made: Awaited<ReturnType<typeof planFor>>[] = []
    for (const { code } of rows) made.push(await planFor(pool, owner, code, children))
    const of = (pick: (one: (typeof made)[number]) => number) => median(made.map(pick))
    table.push([
      children,
      Math.round(of(({ options }) => options)),
      ratio(
        of(({ solving }) => solving),
        of(({ gathering }) => gathering),
      ),
      ratio(
        of(({ placed }) => placed),
        of(({ greedyPlaced }) => greedyPlaced),
      ),
      ratio(
        of(({ points }) => points),
        of(({ greedyPoints }) => greedyPoints),
      ),
      Math.max(...made.map(({ placedGap }) => placedGap)).toFixed(4),
      Math.max(...made.map(({ gap }) => gap)).toFixed(4),
      `${made.filter(({ proven }) => proven).length} of ${made.length}`,
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

/** Children who live somewhere are asked to move, so that they need no request of their own. */
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
  const value = (of: typeof result.values, objective: string) =>
    of.find((one) => one.objective === objective)?.value ?? 0
  return {
    options: result.size.options,
    gathering: result.gatheringSeconds,
    solving: result.solvingSeconds,
    placed: value(result.values, 'placed'),
    greedyPlaced: value(result.greedy, 'placed'),
    points: value(result.values, 'suitability'),
    greedyPoints: value(result.greedy, 'suitability'),
    placedGap: result.levels[0]?.gap ?? 1,
    // An objective that time did not suffice for counts as wholly open.
    gap: Math.max(...result.levels.map(({ gap }) => gap ?? 1)),
    proven: result.status === 'best',
  }
}
