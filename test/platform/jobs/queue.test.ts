import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Principal } from '../../../src/domain/access.ts'
import { importJobs } from '../../../src/features/returns/in/queries/imports.ts'
import { forecastJobs } from '../../../src/features/forecasts/queries/forecasts.ts'
import { pushJobs } from '../../../src/features/returns/daily/push/queries/pushes.ts'
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
    attempt        smallint not null default 1,
    work           jsonb,
    created_at     timestamptz not null default now(),
    result         jsonb
  );
  create trigger forget_work before update on sums for each row when (new.finished_at is not null) execute function forget_work();
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
          where table_schema = 'public' and table_name = $1
            and column_name in ('status', 'progress', 'detail', 'heartbeat_at', 'started_at', 'finished_at', 'attempt', 'work')
            order by 1`,
        [table],
      )
    ).rows
  const expected = await columnsOf(kind)
  t.equal(expected.length, 8)
  for (const jobs of [planJobs, importJobs, forecastJobs, pushJobs])
    t.same(await columnsOf(jobs), expected, jobs.table)
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

t.test('jobs that dead processes left are taken over, and given back by one that stops', async (t) => {
  const takeovers = { owner: ownerPool, everyMs: 50 }
  const abandon = async (work: unknown, attempt = 1) => {
    const job = await queueJob(() => Promise.resolve(1))
    await ownerPool.query(
      `update sums set status = 'running', work = $2, attempt = $3, heartbeat_at = now() - interval '31 seconds' where id = $1`,
      [job.id, work === null ? null : JSON.stringify(work), attempt],
    )
    return job
  }
  /** A process that adds one to what was kept, and takes its time where it is told to. */
  const processOf = () => {
    const { queue } = queueOf(2)
    queue.takeOver(takeovers, ({ id, work }): Job => {
      const { value, wait } = work as { value: number; wait?: boolean }
      if (value < 0) throw new Error('nothing to add to')
      return {
        id,
        principal,
        async run(control) {
          if (wait) await untilAborted(control)
          await writeAs(appPool, principal, (tx) =>
            endJob(tx, kind, id, { status: 'done', columns: { result: value + 1 } }),
          )
          return 'done'
        },
      }
    })
    return queue
  }
  const endOf = async (job: Job) => {
    while ((await rowOf(job))?.finished_at === null) await sleep(20)
    return rowOf(job)
  }

  await t.test('once, whichever process is quicker, and what was kept is forgotten', async (t) => {
    const queues = [processOf(), processOf()]
    const jobs = await Promise.all(Array.from({ length: 6 }, (_, value) => abandon({ value })))
    for (const [value, job] of jobs.entries())
      t.match(await endOf(job), { status: 'done', result: value + 1, attempt: 2, work: null })
    await Promise.all(queues.map((queue) => queue.close()))
  })

  await t.test('not where nothing was kept, nor after three attempts: those have failed', async (t) => {
    const jobs = [await abandon(null), await abandon({ value: 1 }, 3)]
    const queue = processOf()
    const other = await abandon({ value: 1 }, 2)
    t.match(await endOf(other), { status: 'done', attempt: 3 })
    await settleJobs(appPool, principal, kind)
    for (const job of jobs)
      t.match(await rowOf(job), { status: 'failed', detail: 'It was stopped.', work: null })
    t.match(await endOf(await abandon({ value: -1 })), { status: 'failed', detail: 'It went wrong.' })
    await queue.close()
  })

  await t.test(
    'a process that stops gives its job back, which is no attempt; another takes it at once',
    async (t) => {
      const first = processOf()
      const job = await abandon({ value: 5, wait: true })
      while ((await rowOf(job))?.status !== 'running' || (await rowOf(job))?.attempt !== 2) await sleep(20)
      await first.close()
      t.match(await rowOf(job), { status: 'queued', attempt: 1, started_at: null })
      await settleJobs(appPool, principal, kind)
      t.match(await rowOf(job), { status: 'queued' }, 'it has not failed')
      await ownerPool.query(`update sums set work = '{"value": 5}' where id = $1`, [job.id])
      const second = processOf()
      t.match(await endOf(job), { status: 'done', result: 6, attempt: 2 })
      await second.close()
    },
  )

  await t.test(
    'a process that wakes up after its job was taken over stops, and changes nothing of it',
    async (t) => {
      const { queue } = queueOf(1)
      const sleeper = await queueJob(untilAborted)
      const completion = queue.add(sleeper)
      while ((await rowOf(sleeper))?.status !== 'running') await sleep(20)
      await ownerPool.query(`update sums set attempt = 2, heartbeat_at = now() where id = $1`, [sleeper.id])
      await t.rejects(completion)
      t.match(await rowOf(sleeper), { status: 'running', attempt: 2, detail: null })
      await queue.close()
    },
  )
})
