import type { paths } from './api.ts'
import type { Connection } from './connection.ts'
import { lines } from './events.ts'
import { ProblemError, unwrap } from './problems.ts'

type FeedParameters = paths['/v1/feeds/{set}']['get']['parameters']

/** A row of a set, by column. */
export type FeedRow = Record<string, string | number | boolean | null>

export interface Pulling extends Omit<NonNullable<FeedParameters['query']>, 'after'> {
  /** The key of the last row that arrived, to go on from there. */
  after?: string
  signal?: AbortSignal
}

const ATTEMPTS_A_ROW = 5

/**
 * The rows of a set, one after another, in the order of its key. A transfer that breaks off is taken up after the last row.
 * @throws {ProblemError} when it is refused
 */
export async function* pullFeed(
  service: Connection,
  set: FeedParameters['path']['set'],
  { after: lastKey, signal, ...query }: Pulling = {},
): AsyncGenerator<FeedRow, void> {
  const { items } = await unwrap(service.GET('/v1/feeds', signal && { signal }))
  const key = items.find((item) => item.set === set)?.key ?? []
  let start = lastKey
  for (let attempt = 1; ; attempt++) {
    const { response, error } = await service.GET('/v1/feeds/{set}', {
      params: { path: { set }, query: { ...query, ...(start !== undefined && { after: start }) } },
      headers: { accept: 'application/x-ndjson' },
      parseAs: 'stream',
      ...(signal && { signal }),
    })
    if (!response.ok || !response.body) throw new ProblemError(response, error)
    try {
      for await (const line of lines(response.body)) {
        const row = JSON.parse(line) as FeedRow
        yield row
        start = key.map((column) => String(row[column])).join(',')
        attempt = 0
      }
      return
    } catch (failure) {
      if (signal?.aborted || attempt >= ATTEMPTS_A_ROW) throw failure
    }
  }
}
