import type { paths } from './api.ts'
import type { Connection } from './connection.ts'
import { unwrap } from './problems.ts'

interface Page<I> {
  items: I[]
  nextCursor: string | null
}
type ListOf<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': Page<infer I> } } } }
}
  ? I
  : never

/** A path that answers with a page of items. */
export type ListPath = { [P in keyof paths]: [ListOf<P>] extends [never] ? never : P }[keyof paths]
/** What the list of a path is of. */
export type Item<P extends ListPath> = ListOf<P>

type Parameters<P extends ListPath> = paths[P] extends { get: { parameters: infer T } } ? T : never
type Init<P extends ListPath> = { params?: Omit<Parameters<P>, 'header' | 'cookie'>; signal?: AbortSignal }

/** The items of a list, one after another: a page is read when the one before it is used up. */
export async function* listItems<P extends ListPath>(
  service: Connection,
  path: P,
  { params, signal }: Init<P> = {},
): AsyncGenerator<Item<P>, void> {
  const { query, ...rest } = (params ?? {}) as { query?: object }
  const get = service.GET as unknown as (
    path: string,
    init: object,
  ) => Promise<{ data: Page<Item<P>>; error?: never; response: Response }>
  let cursor: string | null | undefined
  do {
    const { items, nextCursor } = await unwrap(
      get(path, { params: { ...rest, query: { ...query, ...(cursor && { cursor }) } }, signal }),
    )
    yield* items
    cursor = nextCursor
  } while (cursor !== null)
}
