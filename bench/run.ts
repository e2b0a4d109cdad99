import { parseArgs } from 'node:util'
import { pages } from './pages.ts'
import { databaseOf, openServer } from './data.ts'
import { figures } from './figures.ts'
import { http, pgbench, startService, type Run } from './load.ts'
import { past } from './past.ts'
import { peers } from './peers.ts'
import { placing } from './placing.ts'
import { scenarios } from './probes.ts'
import { search } from './search.ts'
import { statementsOf } from './statements.ts'
import { median, printTable, ratio } from './table.ts'
import { together } from './together.ts'
import { writes } from './writes.ts'

const { values } = parseArgs({
  options: {
    authorities: { type: 'string', default: '1,5,20' },
    seconds: { type: 'string', default: '3' },
    repeats: { type: 'string', default: '5' },
    tables: { type: 'string', default: 'http,placing,search,figures,together,pages,writes,past' },
  },
})
const scales = values.authorities.split(',').map(Number)
const seconds = Number(values.seconds)
const repeats = Number(values.repeats)

const server = await openServer()
try {
  const databases = new Map<number, string>()
  for (const scale of scales) databases.set(scale, await databaseOf(server, scale))
  const largest = databases.get(Math.max(...scales)) ?? ''
  const tables: Record<string, () => Promise<void>> = {
    http: () => throughHttp(largest, Math.max(...scales)),
    placing: () => placing(largest, seconds, repeats),
    search: () => search(databases, repeats),
    figures: () => figures(databases, repeats),
    together: () => together(databases.get(Math.min(...scales)) ?? '', repeats),
    pages: () => pages(databases.get(Math.min(...scales)) ?? '', repeats),
    writes: () => writes(largest, repeats),
    past: () => past(largest, seconds, repeats),
    peers: () => peers(largest, seconds, repeats),
  }
  for (const name of values.tables.split(',')) await tables[name]?.()
} finally {
  await server.stop()
}

/** Benchmarks each scenario through HTTP against its statements through pgbench, in turns. */
async function throughHttp(url: string, scale: number): Promise<void> {
  const service = await startService(url)
  const rows: (string | number)[][] = []
  for (const { name, probes } of scenarios) {
    const scripts = await Promise.all(probes.map((probe) => statementsOf(url, probe)))
    for (const clients of [1, 10]) {
      const runs: { bare: Run; service: Run }[] = []
      await http(service.url, service.token, probes, clients, 1)
      for (let repeat = 0; repeat < repeats; repeat++) {
        const bare = await pgbench(url, scripts, clients, seconds)
        runs.push({ bare, service: await http(service.url, service.token, probes, clients, seconds) })
      }
      rows.push([
        name,
        clients,
        ratio(
          median(runs.map((run) => run.service.perSecond)),
          median(runs.map((run) => run.bare.perSecond)),
        ),
        ratio(median(runs.map((run) => run.service.p99)), median(runs.map((run) => run.bare.p99))),
      ])
    }
  }
  const { now, peak } = await service.memory()
  await service.stop()
  printTable(
    `Through HTTP ÷ the same statements through pgbench, ${scale} authorities, median of ${repeats} × ${seconds} s, ${scenarios[0]?.probes.length} probes in turn`,
    ['scenario', 'clients', 'requests/s', 'p99'],
    rows,
  )
  console.log(`\nThe service is resident in ${now} MB after it, ${peak} MB at the highest.`)
}
