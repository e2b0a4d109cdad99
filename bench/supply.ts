import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { buildApp } from '../src/app.ts'
import { loadReference } from '../src/features/geography/index.ts'
import { loadSupply } from '../src/features/supply/index.ts'
import { derivedUrls } from '../src/platform/db/logins.ts'
import { prepareDatabase } from '../src/platform/db/migrate.ts'
import { createPool } from '../src/platform/db/pool.ts'
import { openServer } from './data.ts'
import { printTable, ratio } from './table.ts'

/*
 * Two hundred carers (a household, an approval, a bed, a fee and a void each: a thousand records) loaded in one call, against a
 * thousand single calls; and the same file sent again, when nothing changes. Elapsed time, the service in this process.
 */

const carers = Array.from({ length: 200 }, (_, index) => `FH-${index + 1}`)
const [single, bulk] = ['E06000049', 'E08000007']
const opensOn = '2020-04-01'
const day = {
  appliedOn: '2019-09-01',
  assessmentStartedOn: '2019-10-01',
  panelOn: '2020-03-02',
  approvedOn: opensOn,
}

const csvFiles = {
  providers: ['Provider,Sector', "Fostering,Authority's own"],
  households: [
    'Household,Provider,Kind,Opens',
    ...carers.map((name) => `${name},Fostering,Fostering household,${opensOn}`),
  ],
  carers: [
    'Reference,Type,Application,Assessment,Panel,Approved,Places,Home',
    ...carers.map((name) => [name, 'Mainstream', ...Object.values(day), 1, name].join(',')),
  ],
  beds: ['Home,Bed,Opens', ...carers.map((name) => `${name},Place 1,${opensOn}`)],
  fees: ['Home,Weekly fee,From', ...carers.map((name) => `${name},400,${opensOn}`)],
  voids: [
    'Home,Bed,Reason,From,Until',
    ...carers.map((name) => `${name},Place 1,Repair,2021-02-01,2021-02-15`),
  ],
}

const server = await openServer()
const folder = await mkdtemp(join(tmpdir(), 'sufficiency-bench-'))
const name = 'bench_supply'
const admin = new Client({ connectionString: server.url })
await admin.connect()
try {
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.query(`create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  await prepareDatabase(derivedUrls(url.href))
  const owner = createPool({ url: url.href, name: 'bench', max: 1 })
  await loadReference(owner)
  await owner.end()
  const pool = createPool({ url: derivedUrls(url.href).app, name: 'bench', max: 2 })
  const app = await buildApp({
    pool,
    journal: pool,
    verify: async () => ({ subject: 'bench', role: 'data', authorityCode: single }),
    clock: () => new Date('2023-12-01T12:00:00Z'),
    logger: false,
    limits: {
      requestsPerMinute: 1e6,
      failuresPerMinute: 1e6,
      bodyBytes: 1e6,
      uploadBytes: 1e8,
      requestTimeoutMs: 60_000,
      factsBytes: 1e6,
    },
  })
  const post = async (path: string, payload: object): Promise<string> => {
    const answer = await app.inject({
      method: 'POST',
      url: `/v1/${path}`,
      headers: { authorization: 'Bearer a.bench.token' },
      payload,
    })
    if (answer.statusCode !== 201) throw new Error(answer.body)
    return answer.json<{ id: string }>().id
  }
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now()
    await work()
    return performance.now() - start
  }
  const singleCalls = async () => {
    const providerId = await post('providers', { name: 'Fostering', sector: 'own' })
    for (const name of carers) {
      const homeId = await post('homes', { providerId, name, kind: 'fostering-household', opensOn })
      await post('carer-journeys', { reference: name, carerType: 'mainstream', ...day, places: 1, homeId })
      const bedId = await post('beds', { homeId, label: 'Place 1', opensOn })
      await post('fees', { homeId, weeklyFee: 400, startsOn: opensOn })
      await post('voids', { bedId, reason: 'repair', startsOn: '2021-02-01', endsOn: '2021-02-15' })
    }
  }
  const files = await Promise.all(
    Object.entries(csvFiles).map(async ([sheet, lines]) => {
      const path = join(folder, sheet)
      await writeFile(path, lines.join('\n'))
      return { path, name: `${sheet}.csv` }
    }),
  )
  const principal = { subject: 'bench', role: 'data', authorityCode: bulk } as const
  const load = async () => {
    const options = { files, maxBytes: 1e8, acceptPartial: false, dryRun: false }
    const { status } = await loadSupply(pool, principal, app.resources, options)
    if (status !== 'done') throw new Error(status)
  }
  const [calls, first, again] = [await timed(singleCalls), await timed(load), await timed(load)]
  printTable(
    'A thousand records of 200 carers: elapsed time ÷ that of a thousand single calls',
    ['one call', 'sent again'],
    [[ratio(first, calls), ratio(again, calls)]],
  )
  await app.close()
  await pool.end()
} finally {
  await admin.end()
  await rm(folder, { recursive: true })
  await server.stop()
}
