import { startService } from './load.ts'
import { median, printTable, ratio } from './table.ts'

const range = { from: '2019-01-01', to: '2023-12-31', every: 'month' }

interface Catalogue {
  items: { id: string; dimensions: string[] }[]
}

/**
 * Benchmarks five years of monthly figures of every measure by every single dimension but the home: asked for in one call, against a call
 * for each, one after another on one connection that is kept open.
 */
export async function together(url: string, repeats: number): Promise<void> {
  const service = await startService(url)
  const headers = { authorization: `Bearer ${service.token}`, accept: 'application/json' }
  const fetched = async (path: string, init: RequestInit = {}): Promise<string> => {
    const response = await fetch(service.url + path, { ...init, headers: { ...headers, ...init.headers } })
    const body = await response.text()
    if (!response.ok) throw new Error(`${response.status} of ${path}: ${body}`)
    return body
  }
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
    const oneCall = () =>
      fetched('/v1/figures', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    const calls = async () => {
      for (const { id, by: dimension } of pairs)
        await fetched(`/v1/measures/${id}/series?${new URLSearchParams({ ...range, by: dimension })}`)
    }
    const { tables } = JSON.parse(await oneCall()) as { tables: { columns: { asAt: string[] } }[] }
    const figureCount = tables.reduce((sum, { columns }) => sum + columns.asAt.length, 0)
    const times = { apart: [] as number[], together: [] as number[] }
    for (let repeat = 0; repeat < repeats; repeat++) {
      times.apart.push(await timed(calls))
      times.together.push(await timed(oneCall))
    }
    printTable(
      `Five years of monthly figures, every measure by every single dimension but the home, median of ${repeats} rounds`,
      ['asked', 'calls', 'figures', 'time ÷ that of one call'],
      [
        ['one by one', pairs.length, figureCount, ratio(median(times.apart), median(times.together))],
        ['together', 1, figureCount, '1.00'],
      ],
    )
  } finally {
    await service.stop()
  }
}
