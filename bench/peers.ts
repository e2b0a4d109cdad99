import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from 'pg'
import { APP_LOGIN } from '../src/platform/db/logins.ts'
import { http, startService, type Run } from './load.ts'
import { scenarios, type Probe } from './probes.ts'
import { statementsOf } from './statements.ts'
import { median, printTable, ratio } from './table.ts'

/** The database schema that PostGraphile serves; it exists while the benchmark runs. */
const schema = 'bench_peer'

/**
 * SQL of a function that runs a request's statements and returns their rows: the same work in the database with cached
 * plans and a single round trip.
 */
function functionOf(name: string, statements: string[]): string {
  const [begin = '', ...rest] = statements
  const settings = begin.replace(/^begin;\s*select/, 'perform')
  const steps = rest
    .filter((text) => text !== 'commit')
    .map((text) => {
      const statement = text.replace(/;\s*$/, '')
      if (!/^\s*(select|with)\b/i.test(statement)) return statement.replace(/ returning .*$/, '')
      return `found := found || coalesce((select jsonb_agg(to_jsonb(s)) from (${statement}) s), '[]')`
    })
  return `create function ${schema}.${name}() returns jsonb language plpgsql volatile as $run$
    declare found jsonb := '[]';
    begin ${[settings, ...steps, 'return found'].join(';\n')};
    end $run$`
}

/** Starts PostGraphile on that schema, in a process of its own like the service. */
async function startPeer(databaseUrl: string) {
  const args = [join(import.meta.dirname, 'peers/postgraphile.mjs'), databaseUrl, schema, APP_LOGIN]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [output] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [
    Buffer | number,
  ]
  if (typeof output === 'number') throw new Error('the peer did not start: see bench/README.md')
  return {
    url: String(output).trim(),
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function answers(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const { errors } = (await answer.json()) as { errors?: unknown }
  if (errors) throw new Error(`the peer answered ${JSON.stringify(errors)}`)
}

/** Benchmarks the service against PostGraphile with the same statements: requests per second and latency. */
export async function peers(databaseUrl: string, seconds: number, repeats: number): Promise<void> {
  const owner = new Client({ connectionString: databaseUrl })
  await owner.connect()
  await owner.query(`drop schema if exists ${schema} cascade; create schema ${schema};
    grant usage on schema ${schema} to ${APP_LOGIN}`)
  for (const [n, { probes }] of scenarios.entries())
    for (const [m, probe] of probes.entries())
      await owner.query(functionOf(`ask_${n}_${m}`, await statementsOf(databaseUrl, probe)))
  const service = await startService(databaseUrl)
  const peer = await startPeer(databaseUrl)
  const rows: (string | number)[][] = []
  try {
    const { origin, pathname } = new URL(peer.url)
    for (const [n, { name, probes }] of scenarios.entries()) {
      const requests = probes.map((_, m): Probe => {
        const query = `mutation { ask${n}${m}(input: {}) { result } }`
        return { method: 'POST', path: pathname, body: { query } }
      })
      for (const { body } of requests) await answers(peer.url, body)
      for (const connections of [1, 10, 50]) {
        const runs: { ours: Run; theirs: Run }[] = []
        for (let repeat = -1; repeat < repeats; repeat++) {
          const theirs = await http(origin, '', requests, connections, seconds)
          const ours = await http(service.url, service.token, probes, connections, seconds)
          if (repeat >= 0) runs.push({ ours, theirs }) // the first warms up
        }
        const ratioOf = (figure: keyof Run) =>
          ratio(
            median(runs.map(({ ours }) => ours[figure])),
            median(runs.map(({ theirs }) => theirs[figure])),
          )
        rows.push([name, connections, ratioOf('perSecond'), ratioOf('p99')])
      }
    }
  } finally {
    await peer.stop()
    await service.stop()
    await owner.query(`drop schema ${schema} cascade`)
    await owner.end()
  }
  printTable(
    `The service ÷ PostGraphile 5 with the same statements in a function, median of ${repeats} × ${seconds} s`,
    ['scenario', 'clients', 'requests/s', 'p99'],
    rows,
  )
}
