import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { startService } from './load.ts'
import { roundsWithin } from './rounds.ts'
import { median, printTable, ratio } from './table.ts'

const range = { from: '2019-01-01', to: '2023-12-31', every: 'month' }

/** Of the single calls one in so many is sent. */
const nth = 10

/** No round is begun that would end later than after so many seconds. */
const SECONDS = 60

interface Catalogue {
  items: { id: string; dimensions: string[] }[]
}

/** Sends requests to a service one after another and gives the text of the answers. Refusals are errors. */
export const getter =
  ({ url, token }: { url: string; token: string }) =>
  async (path: string, init: RequestInit = {}): Promise<string> => {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...init.headers }
    const response = await fetch(url + path, { ...init, headers })
    const body = await response.text()
    if (!response.ok) throw new Error(`${response.status} of ${path}: ${body}`)
    return body
  }

/** A server that does nothing but send one answer, packed beforehand as the service packs it. */
async function bareServer(body: string): Promise<{ url: string; stop: () => void }> {
  const bytes = gzipSync(body, { level: 1 })
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  const server = createServer((_, response) => void response.writeHead(200, headers).end(bytes)).listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close() }
}

/**
 * Benchmarks five years of monthly figures of every measure by every single dimension but the home: asked for in one call, against a call
 * for each, one after another on one connection that is kept open. Of the single calls every tenth is sent, and their time
 * taken ten times: all of them take minutes. The answer of the one call is also taken from a server that has it ready: quicker than that
 * it can't be read.
 */
export async function together(url: string, repeats: number): Promise<void> {
  const service = await startService(url)
  const fetched = getter(service)
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now()
    await work()
    return performance.now() - start
  }
  try {
    const catalogue = await fetched('/v1/measures')
    const { items } = JSON.parse(catalogue) as Catalogue
    // By single homes one call is refused: a homes' series of five years has more figures than are sent in one piece.
    const pairs = items.flatMap(({ id, dimensions }) =>
      dimensions.filter((by) => by !== 'home').map((by) => ({ id, by })),
    )
    const by = [...new Set(pairs.map((pair) => pair.by))].map((name) => [name])
    const body = JSON.stringify({ measures: 'all', by, ...range })
    const oneCall = (accept = 'application/json') =>
      fetched('/v1/figures', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', accept },
      })
    const sample = pairs.filter((_, index) => index % nth === 0)
    const calls = async () => {
      for (const { id, by: dimension } of sample)
        await fetched(`/v1/measures/${id}/series?${new URLSearchParams({ ...range, by: dimension })}`)
    }
    const answer = await oneCall()
    const { tables } = JSON.parse(answer) as { tables: { columns: { asAt: string[] } }[] }
    const figureCount = tables.reduce((sum, { columns }) => sum + columns.asAt.length, 0)
    const bare = await bareServer(answer)
    const times: Record<'apart' | 'together' | 'bare' | 'asCsv', number[]> = {
      apart: [],
      together: [],
      bare: [],
      asCsv: [],
    }
    const rounds = await roundsWithin({ most: repeats, seconds: SECONDS }, async () => {
      times.apart.push(((await timed(calls)) * pairs.length) / sample.length)
      times.together.push(await timed(oneCall))
      times.bare.push(await timed(() => getter({ url: bare.url, token: '' })('')))
    })
    bare.stop()
    // Five times as long as the JSON, and as many times as slow: once is enough.
    times.asCsv.push(await timed(() => oneCall('text/csv')))
    printTable(
      `Five years of monthly figures, every measure by every single dimension but the home, median of ${rounds} rounds`,
      ['asked', 'calls', 'figures', 'time ÷ that of one call'],
      [
        ['one by one', pairs.length, figureCount, ratio(median(times.apart), median(times.together))],
        ['together, as JSON', 1, figureCount, '1.00'],
        [
          'together, from a server that has it ready',
          1,
          figureCount,
          ratio(median(times.bare), median(times.together)),
        ],
        ['together, as CSV', 1, figureCount, ratio(median(times.asCsv), median(times.together))],
      ],
    )
  } finally {
    await service.stop()
  }
}
