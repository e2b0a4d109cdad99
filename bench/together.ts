import { startService } from './load.ts'
import { median, printTable, ratio } from './table.ts'

const range = { from: '2019-01-01', to: '2023-12-31', every: 'month' }

/** Of the single calls one in so many is sent. */
const nth = 10

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

/**
 * Benchmarks five years of monthly figures of every measure by every single dimension but the home: asked for in one call, against a call
 * for each, one after another on one connection that is kept open. Of the single calls every tenth is sent, and their time
 * taken ten times: all of them take minutes.
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
    const { tables } = JSON.parse(await oneCall()) as { tables: { columns: { asAt: string[] } }[] }
    const figureCount = tables.reduce((sum, { columns }) => sum + columns.asAt.length, 0)
    const times = { apart: [] as number[], together: [] as number[], asCsv: [] as number[] }
    for (let repeat = 0; repeat < repeats; repeat++) {
      times.apart.push(((await timed(calls)) * pairs.length) / sample.length)
      times.together.push(await timed(oneCall))
    }
    // Five times as long as the JSON, and as many times as slow: once is enough.
    times.asCsv.push(await timed(() => oneCall('text/csv')))
    printTable(
      `Five years of monthly figures, every measure by every single dimension but the home, median of ${repeats} rounds`,
      ['asked', 'calls', 'figures', 'time ÷ that of one call'],
      [
        ['one by one', pairs.length, figureCount, ratio(median(times.apart), median(times.together))],
        ['together, as JSON', 1, figureCount, '1.00'],
        ['together, as CSV', 1, figureCount, ratio(median(times.asCsv), median(times.together))],
      ],
    )
  } finally {
    await service.stop()
  }
}
