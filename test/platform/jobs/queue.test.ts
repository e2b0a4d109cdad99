import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Principal } from '../../../src/domain/access.ts'
import { importJobs } from '../../../src/features/returns/in/queries/imports.ts'
import { planJobs } from '../../../src/features/plans/queries/plans.ts'
import { writeAs } from '../../../src/platform/db/tenant.ts'
import { JobQueue, type Job, type JobControl } from '../../../src/platform/jobs/queue.ts'
import { endJob, settleJobs, type JobKind } from '../../../src/platform/jobs/rows.ts'
import { testDatabase } from '../../support/database.ts'

const { appPool, ownerPool } = await testDatabase(t)
const authorityCode = 'E06000049'
await ownerPool.query(`insert into authorities (code, name) values ($1, 'Cheshire East')`, [authorityCode])
const principal: Principal = { subject: 'officer@example.test', role: 'placements', authorityCode }
// A kind of job for this test: the columns of every table of jobs, and a result.
await ownerPool.query(`
  create table sums (
    id             uuid primary key,
    authority_code text not null references authorities,
    status         text not null default 'queued',
    progress       jsonb,
    detail         text,
    heartbeat_at   timestamptz not null default now(),
    started_at     timestamptz,
    finished_at    timestamptz,
    result         jsonb
  );
  select isolate('sums');
  grant select, insert, update on sums to sufficiency_app`)
const kind: JobKind = { table: 'sums', stoppedDetail: 'It was stopped.', failedDetail: 'It went wrong.' }

const queueOf = (atOnce: number) => {
  const lines: [facts: object, message: string][] = []
  const log = (facts: object, message: string) => void lines.push([facts, message])
  return { queue: new JobQueue(appPool, { info: log, error: log }, kind, { atOnce }), lines }
}

async function queueJob(run: (control: JobControl, id: string) => Promise<unknown>): Promise<Job> {
  const id = randomUUID()
  await ownerPool.query('insert into sums (id, authority_code) values ($1, $2)', [id, authorityCode])
  return {
    id,
    principal,
    async run(control) {
      const result = await run(control, id)
      await writeAs(appPool, principal, (tx) => endJob(tx, kind, id, { status: 'done', columns: { result } }))
      return 'done'
    },
  }
}
const rowOf = async ({ id }: Job) =>
  (await ownerPool.query<Record<string, unknown>>('select * from sums where id = $1', [id])).rows[0]
const untilAborted = ({ signal }: JobControl) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

t.test('every table of jobs has the columns of one, alike', async (t) => {
  const columnsOf = async ({ table }: JobKind) =>
    (
      await ownerPool.query<Record<string, string | null>>(
        `select column_name, data_type, is_nullable, column_default from information_schema.columns
          where table_name = $1
            and column_name in ('status', 'progress', 'detail', 'heartbeat_at', 'started_at', 'finished_at')
            order by 1`,
        [table],
      )
    ).rows
  const expected = await columnsOf(kind)
  t.equal(expected.length, 6)
  for (const jobs of [planJobs, importJobs]) t.same(await columnsOf(jobs), expected, jobs.table)
})

t.test('jobs are done in order, no more at once than may be', async (t) => {
  for (const atOnce of [1, 2]) {
    const { queue, lines } = queueOf(atOnce)
    const order: string[] = []
    let [running, most] = [0, 0]
    const work = async (_: JobControl, id: string) => {
      order.push(id)
      most = Math.max(most, (running += 1))
      await sleep(20)
      running -= 1
      return { two: 2 }
    }
    const jobs = await Promise.all(Array.from({ length: 6 }, () => queueJob(work)))
    await Promise.all(jobs.map((job) => queue.add(job)))
    const ids = jobs.map(({ id }) => id)
    if (atOnce === 1) t.same(order, ids)
    else t.same([...order].sort(), [...ids].sort())
    t.equal(most, atOnce)
    for (const job of jobs) t.match(await rowOf(job), { status: 'done', result: { two: 2 }, progress: null })
    t.match(
      lines,
      jobs.map(() => [{ job: 'sums', status: 'done' }, 'job ended']),
    )
  }
})

t.test('a job that throws has failed, gives up what it was given, and holds up no other', async (t) => {
  const { queue, lines } = queueOf(1)
  let isReleased = false
  const failing = await queueJob(() => Promise.reject(new Error('the sum of a child')))
  const next = await queueJob(() => Promise.resolve(1))
  const results = await Promise.allSettled([
    queue.add({
      ...failing,
      async release() {
        isReleased = true
      },
    }),
    queue.add(next),
  ])
  t.match(results, [{ reason: { message: 'the sum of a child' } }, { status: 'fulfilled' }])
  t.match(await rowOf(failing), { status: 'failed', detail: 'It went wrong.' })
  t.match(await rowOf(next), { status: 'done' })
  t.ok(isReleased)
  t.notMatch(JSON.stringify(lines), /child/, 'the log says no more than the name of what was thrown')
})

t.test('closing stops what can be stopped and waits for what cannot', async (t) => {
  const { queue } = queueOf(2)
  const stopping = await queueJob(untilAborted)
  const working = await queueJob(() => sleep(100))
  const second = await queueJob(() => Promise.resolve(1))
  for (const job of [stopping, working, second]) void queue.add(job)
  await sleep(50)
  await queue.close()
  t.match(await rowOf(stopping), { status: 'failed', detail: 'It was stopped.' })
  t.match(await rowOf(working), { status: 'done' })
  t.match(await rowOf(second), { status: 'failed', detail: 'It was stopped.', started_at: null })
})

t.test('heartbeats keep a job alive and its progress; one cancelled elsewhere stops', async (t) => {
  const { queue } = queueOf(1)
  const first = await queueJob((control) => {
    control.report({ step: 'adding' })
    return untilAborted(control)
  })
  const second = await queueJob(() => Promise.resolve(1))
  const completions = [queue.add(first), queue.add(second)]
  await ownerPool.query(
    `update sums set heartbeat_at = now() - interval '29 seconds' where finished_at is null`,
  )
  while ((await rowOf(first))?.progress === null) await sleep(100)
  await settleJobs(appPool, principal, kind)
  t.match(await rowOf(first), { status: 'running', progress: { step: 'adding' } })
  t.match(await rowOf(second), { status: 'queued' }, 'its process lives, so it waits')
  await writeAs(appPool, principal, (tx) =>
    endJob(tx, kind, first.id, { status: 'cancelled', detail: 'No longer wanted.' }),
  )
  await Promise.allSettled(completions)
  t.match(await rowOf(first), { status: 'cancelled', detail: 'No longer wanted.' }, 'and stays so')
  t.match(await rowOf(second), { status: 'done' })
  await queue.close()
})

t.test(
  'a job without a heartbeat for half a minute has failed, whoever looks; it cannot end any more',
  async (t) => {
    const abandon = async (ago: string, status: string) => {
      const job = await queueJob(() => Promise.resolve(1))
      await ownerPool.query(
        `update sums set status = $2, heartbeat_at = now() - $3::interval where id = $1`,
        [job.id, status, ago],
      )
      return job
    }
    const dead = [await abandon('31 seconds', 'running'), await abandon('31 seconds', 'queued')]
    const busy = await abandon('20 seconds', 'running')
    const endedJob = await abandon('1 hour', 'done')
    await settleJobs(appPool, { ...principal, authorityCode: 'E08000007' }, kind)
    t.match(await rowOf(dead[0]!), { status: 'running' }, 'of another authority')
    await settleJobs(appPool, principal, kind)
    for (const job of dead) t.match(await rowOf(job), { status: 'failed', detail: 'It was stopped.' })
    t.match(await rowOf(busy), { status: 'running' })
    t.match(await rowOf(endedJob), { status: 'done', detail: null })
    const late = writeAs(appPool, principal, (tx) =>
      endJob(tx, kind, dead[0]!.id, { status: 'done', columns: { result: 1 } }),
    )
    t.equal(await late, false)
    t.match(await rowOf(dead[0]!), { status: 'failed', result: null })
  },
)
