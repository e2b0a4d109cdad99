import { setTimeout as wait } from 'node:timers/promises'
import type { Pool } from 'pg'
import t, { type Test } from 'tap'
import { measureOf } from '../../../../src/domain/measures/measures.ts'
import { factStore } from '../../../../src/engines/figures/queries/kept-facts.ts'
import { readTallies } from '../../../../src/engines/figures/queries/read-tallies.ts'
import { readAs, type Tx } from '../../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, testApp, type TestApp } from '../../../support/app.ts'
import { aChildInCare, aPlacement } from '../../../support/builders.ts'
import { replicatedDatabase, withoutReplicas } from '../../../support/cluster.ts'

/** Many write, take back and write again while many read: each answer is what SQL says in the same transaction. */

t.setTimeout(900_000)

const day = '2023-12-01'
const principal = { subject: 'x', role: 'admin', authorityCode: CHESHIRE_EAST } as const
const seconds = 12

async function childrenPlaced(service: TestApp): Promise<string[]> {
  const admin = await service.as('admin')
  const children: string[] = []
  for (let number = 0; number < 12; number++) {
    const { id } = await aChildInCare(admin)
    await aPlacement(admin, { childId: id, placementType: 'ifa' })
    children.push(String(id))
  }
  return children
}

const random = (most: number) => Math.floor(Math.random() * most)

/** Ends or reopens the care of a child, or changes the type of the placement. */
function changeOf(child: string): { text: string; values: unknown[] } {
  const text = [
    `update care_periods set ended_on = '2023-11-01', end_reason = 'E4A' where child_id = $1`,
    `update care_periods set ended_on = null, end_reason = null where child_id = $1`,
    `update placements set placement_type = case placement_type when 'ifa' then 'internal-foster' else 'ifa' end
      where child_id = $1`,
  ][random(3)]
  return { text: text ?? '', values: [child] }
}

async function write(ownerPool: Pool, children: readonly string[], end: number): Promise<number> {
  let commits = 0
  while (Date.now() < end) {
    const client = await ownerPool.connect()
    try {
      await client.query(`begin; select set_config('app.authority', '${CHESHIRE_EAST}', true)`)
      // In one order, so that no two wait for each other.
      const some = children.filter(() => random(4) === 0)
      for (const child of some) {
        await client.query('savepoint attempt')
        await client.query(changeOf(child))
        if (random(3) === 0) await client.query('rollback to savepoint attempt')
        if (random(3) === 0) await wait(random(20))
      }
      const isKept = random(4) > 0
      await client.query(isKept ? 'commit' : 'rollback')
      if (isKept) commits++
    } catch {
      await client.query('rollback')
    } finally {
      client.release()
    }
  }
  return commits
}

const questions = ['children-looked-after', 'with-ifa'].map((id) => {
  const measure = measureOf(id)
  if (measure === undefined) throw new Error(`no measure ${id}`)
  return { measure, points: [day], starts: [], dimensions: [], cohort: {}, today: day, knownAt: undefined }
})
const ofMemory = async (tx: Tx) =>
  (await readTallies(tx, questions)).map(([tally]) => tally?.numerator[0] ?? 0)
const ofSql = async (tx: Tx) => {
  const { rows } = await tx.client.query<{ care: number; ifa: number }>(
    `select count(*)::integer as care, (count(*) filter (where placement.placement_type = 'ifa'))::integer as ifa
       from care_periods period
       left join placements placement on placement.child_id = period.child_id and placement.stay @> $1::date
      where period.nights @> $1::date`,
    [day],
  )
  return [rows[0]?.care, rows[0]?.ifa]
}

/** @param readers connects to where is read: the primary, or a replica of it */
async function torture(t: Test, service: TestApp, readers: Pool): Promise<void> {
  const children = await childrenPlaced(service)
  const end = Date.now() + seconds * 1000
  const differences: unknown[] = []
  let [comparisons, keeps] = [0, 0]
  const read = async () => {
    while (Date.now() < end) {
      await readAs(readers, principal, async (tx) => {
        const expected = await ofSql(tx)
        for (let again = 0; again < 2; again++) {
          await wait(random(30)) // others go on meanwhile
          const answer = await ofMemory(tx)
          comparisons++
          if (factStore(readers).bytes > 0) keeps++
          if (JSON.stringify(answer) !== JSON.stringify(expected)) differences.push([answer, expected])
        }
      })
    }
  }
  const writers = Array.from({ length: 4 }, () => write(service.ownerPool, children, end))
  await Promise.all([read(), read(), read()])
  const commits = await Promise.all(writers)
  t.same(differences, [])
  t.ok(comparisons > 20, `${comparisons} comparisons`)
  t.ok(keeps > 20, `${keeps} of them beside facts that are kept`)
  t.ok(commits.reduce((a, b) => a + b) > 20, `${commits.join(' + ')} commits`)
}

t.test('under many writers every reader is answered as of its own moment', async (t) => {
  const service = await testApp(t)
  await torture(t, service, service.appPool)
})

t.test('and so on a replica, whose snapshots tell less', { skip: withoutReplicas }, async (t) => {
  const { database, replicaPool } = await replicatedDatabase(t)
  await torture(t, await testApp(t, { database }), replicaPool)
})
