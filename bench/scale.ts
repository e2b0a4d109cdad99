import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { databaseOf, openServer } from './data.ts'
import { httpWithRefusals, startService } from './load.ts'
import { scenarios, type Probe } from './probes.ts'
import { median, printTable, ratio } from './table.ts'

/*
 * A working day of 10 and 50 clients, who ask without a pause, on 1, 2 and 4 processes of the service: requests per second and
 * the 99th percentile ÷ those of one process with as many clients. Clients are dealt out to the processes evenly, as a balancer does.
 * Processes, database and clients share the machine, so more processes help as far as it has processors. Runs take turns. Beyond
 * what a process takes on at once it refuses with 503 and when to ask again.
 */

const { values } = parseArgs({
  options: {
    authorities: { type: 'string', default: '1' },
    processes: { type: 'string', default: '1,2,4' },
    clients: { type: 'string', default: '10,50' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
  },
})
const listOf = (text: string): number[] => text.split(',').map(Number)
const [processCounts, clientCounts] = [listOf(values.processes), listOf(values.clients)]
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]

type Service = Awaited<ReturnType<typeof startService>>

const read = (path: string): Probe => ({ method: 'GET', path })

/** Twenty requests of a day: 12 searches, 5 of records, 2 of figures and a write, each kind spread over it. */
async function dayOf({ url, token }: Service): Promise<Probe[]> {
  const idOf = async (path: string, id: (item: Record<string, unknown>) => unknown) => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
    const { items } = (await answer.json()) as { items: Record<string, unknown>[] }
    return String(id(items[0] ?? {}))
  }
  const child = await idOf('/v1/placements?status=current&limit=1', ({ childId }) => childId)
  const home = await idOf('/v1/homes?limit=1', ({ id }) => id)
  const searches = scenarios.slice(0, 2).flatMap(({ probes }) => probes)
  const records = [
    read(`/v1/children/${child}`),
    read(`/v1/placements?childId=${child}`),
    read(`/v1/homes/${home}/record`),
    read('/v1/placement-requests?status=open&limit=20'),
    read(`/v1/children/${child}/record`),
  ]
  const figures = scenarios.slice(2).flatMap(({ probes }) => probes.slice(0, 1))
  const write: Probe = {
    method: 'POST',
    path: '/v1/children',
    body: { reference: 'bench-[<id>]', dateOfBirth: '2014-06-15', sex: 'female' },
  }
  const kinds = [[...searches, ...searches.slice(0, 2)], records, figures, [write]]
  const placed = kinds.flatMap((kind) => kind.map((probe, n) => ({ probe, place: (n + 0.5) / kind.length })))
  return placed.sort((a, b) => a.place - b.place).map(({ probe }) => probe)
}

/** Clients who work on all of the services at once. */
async function work(services: Service[], probes: Probe[], clients: number) {
  const runs = await Promise.all(
    services.map(({ url, token }) =>
      httpWithRefusals(url, token, probes, Math.ceil(clients / services.length), seconds),
    ),
  )
  return {
    perSecond: runs.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p99: Math.max(...runs.map(({ p99 }) => p99)),
    refusals: runs.reduce((sum, { refusals }) => sum + refusals, 0),
  }
}

const server = await openServer()
const most = Math.max(...processCounts)
try {
  for (const authorities of listOf(values.authorities)) {
    const url = await databaseOf(server, authorities)
    const services: Service[] = []
    for (let n = 0; n < most; n++) services.push(await startService(url))
    try {
      const probes = await dayOf(services[0]!)
      await work(services, probes, most)
      const rows: (string | number)[][] = []
      for (const clients of clientCounts) {
        const runs = new Map(processCounts.map((count) => [count, [] as Awaited<ReturnType<typeof work>>[]]))
        for (let round = 0; round < rounds; round++)
          for (const [count, list] of runs) list.push(await work(services.slice(0, count), probes, clients))
        const middle = (count: number, what: 'perSecond' | 'p99' | 'refusals') =>
          median((runs.get(count) ?? []).map((run) => run[what]))
        for (const count of processCounts)
          rows.push([
            clients,
            count,
            ratio(middle(count, 'perSecond'), middle(processCounts[0]!, 'perSecond')),
            ratio(middle(count, 'p99'), middle(processCounts[0]!, 'p99')),
            middle(count, 'refusals'),
          ])
      }
      printTable(
        `A working day, ${authorities} ${authorities === 1 ? 'authority' : 'authorities'}, ÷ one process with as many clients`,
        ['clients', 'processes', 'answers per second', 'p99', 'refusals'],
        rows,
      )
      const memory = await Promise.all(services.map((service) => service.memory()))
      console.log(`\nResident at most, MB: ${memory.map(({ peak }) => peak).join(', ')}`)
    } finally {
      for (const service of services) await service.stop()
      const owner = new Client({ connectionString: url })
      await owner.connect()
      await owner.query(`delete from children where reference ~ '^bench-'`)
      const { rows } = await owner.query<{ size: string }>(
        `select (pg_database_size(current_database()) / 1048576)::text as size`,
      )
      console.log(`Database, MB: ${rows[0]?.size}`)
      await owner.end()
    }
  }
} finally {
  await server.stop()
}
