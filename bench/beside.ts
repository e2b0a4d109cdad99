import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { ukDate } from '../src/domain/dates.ts'
import { databaseOf, openServer } from './data.ts'
import { principal, scenarios } from './probes.ts'
import { ways, withSource, type Source } from './pulls.ts'
import { writeReturns } from './returns.ts'
import { roundsWithin } from './rounds.ts'
import { printTable, ratio } from './table.ts'

/*
 * What another user's search waits for beside heavy work: pulls of a set by each feed, and a dry run of an import. In each round a
 * spell of searches without work is followed by one beside each, so that whatever else the machine does falls on all; the searches
 * of all spells of a kind are put together. Other work is asked for by name, `--works "a forecast;values of measures"`:
 * beside the computing of the values of measures a service is started for each round. The service runs as its image does.
 */

const usualWorks = 'a pull, CSV;a pull, Parquet;a pull, OData, page by page;an import, tried'

const { values } = parseArgs({
  options: {
    searches: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '80' },
    works: { type: 'string', default: usualWorks },
  },
})
/** How many searches a spell has, how many spells there are of a kind at most, and within how long the last ends, if it can. */
const [searches, rounds, seconds] = [Number(values.searches), Number(values.rounds), Number(values.seconds)]
const asked = values.works.split(';')

/** Does something heavy once. */
type Work = (source: Source) => Promise<unknown>

/** Searches one after another for as long as `goesOn` says, and adds how long each took. */
async function search({ base, token }: Source, goesOn: () => boolean, times: number[]): Promise<void> {
  const probes = scenarios[0]?.probes ?? []
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  for (let turn = 0; goesOn(); turn++) {
    const { path = '', body } = probes[turn % probes.length] ?? {}
    const start = performance.now()
    const answer = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) })
    await answer.text()
    if (!answer.ok) throw new Error(`a search was answered with ${answer.status}`)
    times.push(performance.now() - start)
  }
}

const spell = (source: Source, times: number[]) => {
  const end = times.length + searches
  return search(source, () => times.length < end, times)
}

/** Sends a year of returns to be tried, and waits until that is done. */
function importOf(folder: string): Work {
  return async ({ base, token }) => {
    const headers = { authorization: `Bearer ${token}` }
    const form = new FormData()
    for (const { path, name } of await writeReturns(folder, { years: 1, children: 900 }))
      form.append('files', await openAsBlob(path), name)
    for (const [name, value] of Object.entries({ dryRun: 'true', acceptPartial: 'true' }))
      form.append(name, value)
    const sent = await fetch(`${base}/v1/imports`, { method: 'POST', headers, body: form })
    if (sent.status !== 202) throw new Error(`${sent.status}: ${await sent.text()}`)
    await jobOver(base + (sent.headers.get('location') ?? ''), headers)
  }
}

/** Waits until a job is done. */
async function jobOver(address: string, headers: Record<string, string>): Promise<void> {
  for (let status = 'queued'; ['queued', 'running'].includes(status);) {
    await sleep(100)
    status = ((await (await fetch(address, { headers })).json()) as { status: string }).status
    if (status === 'failed' || status === 'refused') throw new Error(`${address} has ${status}`)
  }
}

/** A forecast of three years in a thousand worlds, with its back-test. */
const forecast: Work = async ({ base, token }) => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const sent = await fetch(`${base}/v1/forecasts`, { method: 'POST', headers, body: '{}' })
  if (sent.status !== 202) throw new Error(`${sent.status}: ${await sent.text()}`)
  await jobOver(base + (sent.headers.get('location') ?? ''), headers)
}

/** When this process began: values of measures that were computed earlier may be computed anew by a service that starts. */
const began = new Date()

/** Waits until a service that has just started has computed the values of measures, or found those kept to be current. */
async function valuesComputed(url: string): Promise<void> {
  const owner = new Client({ connectionString: url })
  await owner.connect()
  const settings = [principal.authorityCode, ukDate(new Date())]
  await owner.query(
    `select set_config('app.authority', $1, false), set_config('app.today', $2, false)`,
    settings,
  )
  const areThere = async () => {
    const { rowCount: computations } = await owner.query(
      'select from measure_computations where computed_at > $1 or are_values_current()',
      [began],
    )
    return computations === 1
  }
  while (!(await areThere())) await sleep(200)
  await owner.end()
}

/** A spell beside work, which is done again and again until the spell is over, and then to its end, so that none is left for the next. */
async function spellBeside(source: Source, work: Work, times: number[]): Promise<void> {
  let isOver = false
  const works = (async () => {
    while (!isOver) await work(source)
  })()
  await spell(source, times)
  isOver = true
  await works
}

/** A service whose authority has no values computes them when it starts. Searches meanwhile, and as long afterwards. */
async function besideValues(url: string): Promise<[beside: number[], alone: number[]]> {
  const [beside, alone]: [number[], number[]] = [[], []]
  const owner = new Client({ connectionString: url })
  await owner.connect()
  for (let round = 0; round < rounds; round++) {
    await owner.query('delete from measure_computations')
    await withSource(url, async (source) => {
      let goesOn = true
      const meanwhile = search(source, () => goesOn, beside)
      await valuesComputed(url)
      goesOn = false
      await meanwhile
      await spell(source, alone)
    })
  }
  await owner.end()
  return [beside, alone]
}

const at = (times: number[], share: number): number =>
  times.sort((a, b) => a - b)[Math.floor(times.length * share)] ?? NaN

const server = await openServer()
const folder = await mkdtemp(join(tmpdir(), 'sufficiency-bench-'))
try {
  const url = await databaseOf(server, 1)
  const pulls = Object.entries(ways).map(([name, way]): [string, Work] => [
    `a pull, ${name}`,
    (source) => way(source, 'child-months'),
  ])
  const works = [
    ...pulls,
    ['an import, tried', importOf(folder)] as const,
    ['a forecast', forecast] as const,
  ].filter(([name]) => asked.includes(name))
  const alone: number[] = []
  const beside = new Map(works.map(([name]): [string, number[]] => [name, []]))
  await withSource(url, async (source) => {
    await valuesComputed(url)
    await spell(source, [])
    if (works.length === 0) return
    await roundsWithin({ most: rounds, seconds }, async () => {
      await spell(source, alone)
      for (const [name, work] of works) await spellBeside(source, work, beside.get(name) ?? [])
    })
  })
  const row = (name: string, times: number[], base: number[]) => [
    name,
    times.length,
    at(times, 0.5).toFixed(1),
    at(times, 0.99).toFixed(1),
    ratio(at(times, 0.5), at(base, 0.5)),
    ratio(at(times, 0.99), at(base, 0.99)),
  ]
  const rows = [row('nothing', alone, alone), ...[...beside].map(([name, times]) => row(name, times, alone))]
  const ofValues = 'values of measures'
  if (asked.includes(ofValues)) {
    const [times, base] = await besideValues(url)
    rows.push(row('nothing, once they are computed', base, base), row(ofValues, times, base))
  }
  printTable(
    `Another user's search within 20 miles beside heavy work, in spells of ${searches}, 1 authority`,
    ['beside', 'searches', 'median ms', 'p99 ms', 'median ÷ alone', 'p99 ÷ alone'],
    rows,
  )
} finally {
  await rm(folder, { recursive: true })
  await server.stop()
}
