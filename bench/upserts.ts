import { Client } from 'pg'
import { buildApp } from '../src/app.ts'
import { loadReference } from '../src/features/geography/index.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'
import { prepareDatabase } from '../src/platform/db/migrate.ts'
import { createPool } from '../src/platform/db/pool.ts'
import { openServer } from './data.ts'
import { printTable, ratio } from './table.ts'

/*
 * 960 children, each with a period of care, a legal status and a placement in a bed of one of 191 homes: five thousand
 * records of a case system in one call, against as many single calls (of a fifth of them, times five); the same call sent again, when
 * nothing changes; and one in which one child of ten has changed. Elapsed time, the service in this process; the most memory
 * that it takes more than before.
 */

const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const externalId = (name: string, n: number) => ({ externalId: `${name}-${n}` })

interface Sent {
  kind: string
  externalId: string
  fields: Record<string, unknown>
}

const homes = (count: number): Sent[] => [
  { kind: 'providers', ...externalId('ORG', 1), fields: { name: 'Cedar Care', sector: 'private' } },
  ...range(count).map((n) => ({
    kind: 'homes',
    ...externalId('H', n),
    fields: {
      providerId: externalId('ORG', 1),
      name: `Home ${n}`,
      kind: 'childrens-home',
      opensOn: '2018-01-01',
      registeredOn: '2018-01-01',
      registeredPlaces: 5,
    },
  })),
]

const perChild = (n: number, homeCount: number, disabled: boolean): Sent[] => [
  {
    kind: 'beds',
    ...externalId('B', n),
    fields: { homeId: externalId('H', n % homeCount), label: `Room ${n}`, opensOn: '2018-01-01' },
  },
  {
    kind: 'children',
    ...externalId('C', n),
    fields: { reference: `C-${n}`, dateOfBirth: '2012-05-06', sex: n % 2 ? 'female' : 'male', disabled },
  },
  {
    kind: 'care-periods',
    ...externalId('CP', n),
    fields: { childId: externalId('C', n), startedOn: '2023-02-01', need: 'N1' },
  },
  {
    kind: 'legal-statuses',
    ...externalId('LS', n),
    fields: { childId: externalId('C', n), status: 'C2', startedOn: '2023-02-01' },
  },
  {
    kind: 'placements',
    ...externalId('PL', n),
    fields: {
      childId: externalId('C', n),
      bedId: externalId('B', n),
      placementType: 'residential',
      startedOn: '2023-02-01',
      keepsSchool: true,
      recordedAsHappened: 'Taken over',
    },
  },
]

const whole = (children: number, changedEvery = 0): Sent[] => {
  const homeCount = Math.floor(children / 5) - 1
  return [
    ...homes(homeCount),
    ...range(children).flatMap((n) => perChild(n, homeCount, changedEvery > 0 && n % changedEvery === 1)),
  ]
}

const server = await openServer()
const name = 'bench_upserts'
const admin = new Client({ connectionString: server.url })
await admin.connect()
const url = new URL(server.url)
url.pathname = `/${name}`
try {
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query(`create database ${name}`)
  await prepareDatabase(derivedUrls(url.href))
  const owner = createPool({ url: url.href, name: 'bench', max: 1 })
  await loadReference(owner)
  await owner.end()
  const pool = createPool({ url: derivedUrls(url.href).app, name: 'bench', max: 2 })
  let authorityCode = 'E06000049'
  const app = await buildApp({
    pool,
    journal: pool,
    verify: async () => ({ subject: 'bench', role: 'admin', authorityCode }),
    clock: () => new Date('2023-12-01T12:00:00Z'),
    logger: false,
    limits: {
      requestsPerMinute: 1e6,
      failuresPerMinute: 1e6,
      bodyBytes: 1e6,
      uploadBytes: 1e8,
      requestTimeoutMs: 600_000,
      factsBytes: 1e6,
    },
  })
  const post = async <T>(path: string, payload: object): Promise<T> => {
    const answer = await app.inject({
      method: 'POST',
      url: `/v1/${path}`,
      headers: { authorization: 'Bearer a.bench.token' },
      payload,
    })
    if (answer.statusCode >= 300) throw new Error(answer.body)
    return answer.json<T>()
  }
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now()
    await work()
    return performance.now() - start
  }
  /** The same records by single calls, our identifiers kept by the caller. */
  const singleCalls = async (records: readonly Sent[]) => {
    const ids = new Map<string, string>()
    for (const { kind, externalId: own, fields } of records) {
      const body = Object.fromEntries(
        Object.entries(fields).map(([field, value]) => [
          field,
          typeof value === 'object' && value !== null && 'externalId' in value
            ? ids.get(value.externalId as string)
            : value,
        ]),
      )
      ids.set(own, (await post<{ id: string }>(kind, body)).id)
    }
  }
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
  const upsert = async (records: readonly Sent[], outcome: string, count: number) => {
    const { counts } = await post<{ counts: Record<string, number> }>('upserts', {
      system: 'mosaic',
      records,
    })
    if (counts[outcome] !== count) throw new Error(JSON.stringify(counts))
  }
  const calls = 5 * (await timed(() => singleCalls(whole(192))))
  authorityCode = 'E08000007'
  await post('case-systems', { name: 'mosaic', description: 'Bench' })
  const records = whole(960)
  await upsert(whole(20), 'created', whole(20).length)
  authorityCode = 'E08000003'
  await post('case-systems', { name: 'mosaic', description: 'Bench' })
  const base = process.memoryUsage().rss
  peak = base
  const first = await timed(() => upsert(records, 'created', records.length))
  const again = await timed(() => upsert(records, 'unchanged', records.length))
  const some = await timed(() => upsert(whole(960, 10), 'changed', 96))
  clearInterval(watch)
  printTable(
    `${records.length} records of a case system: elapsed time ÷ that of as many single calls; memory beyond the service's, MB`,
    ['one call', 'sent again', 'one child of ten changed', 'memory'],
    [
      [
        ratio(first, calls),
        ratio(again, calls),
        ratio(some, calls),
        Math.round((peak - base) / 1e6).toString(),
      ],
    ],
  )
  if (process.argv.includes('--seconds')) console.log({ calls, first, again, some })
  await app.close()
  await pool.end()
} finally {
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.end()
  await server.stop()
}
