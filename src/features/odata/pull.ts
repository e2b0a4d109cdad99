import type { FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import type { FeedName } from '../../domain/feeds/sets.ts'
import { beginBulkRead, endBulkRead } from '../../engines/feeds/queries/bulk-reads.ts'
import { writeAs } from '../../platform/db/tenant.ts'
import type { Options } from './options.ts'
import { addPage } from './queries.ts'
import { ODATA_URL, pathOf } from './resource.ts'

/** Options of which each page of a pull has its own. */
const ofPage: readonly string[] = ['$skiptoken', '$top', '$skip', '$count']

/** The entry of a pull in the log of bulk reads: begun before the first row is read, and longer by each page. */
export class PullLog {
  readonly #pool: Pool
  readonly #request: FastifyRequest
  readonly #set: FeedName
  readonly #asked: Record<string, string>

  constructor(pool: Pool, request: FastifyRequest, set: FeedName, options: Options) {
    this.#pool = pool
    this.#request = request
    this.#set = set
    const question = { ...options }
    delete question.$skiptoken
    this.#asked = { resource: decodeURIComponent(pathOf(request).slice(ODATA_URL.length + 1)), ...question }
  }

  /** Begins an entry, and resolves to its id. */
  begin(columns: readonly string[]): Promise<number> {
    const { id: requestId, headers, principal } = this.#request
    const purpose = headers['access-purpose']
    return writeAs(this.#pool, principal, (tx) =>
      beginBulkRead(tx, {
        set: this.#set,
        asked: this.#asked,
        columns,
        purpose: typeof purpose === 'string' ? purpose.slice(0, 200) : null,
        requestId,
      }),
    )
  }

  /** Tells how many rows a first page, or an answer that has no pages, gives. */
  end(id: number, rows: number, isWhole: boolean): Promise<void> {
    return writeAs(this.#pool, this.#request.principal, (tx) => endBulkRead(tx, id, rows, isWhole))
  }

  /** Adds a page to an entry, or begins another where it is not the entry of this pull. Resolves to the entry's id. */
  async add(id: number, columns: readonly string[], rows: number, isLast: boolean): Promise<number> {
    const entries = Object.entries(this.#asked).filter(([name]) => !ofPage.includes(name))
    const page = { set: this.#set, asked: Object.fromEntries(entries), rows, isLast }
    const { principal } = this.#request
    if (await writeAs(this.#pool, principal, (tx) => addPage(tx, id, page))) return id
    const another = await this.begin(columns)
    await this.end(another, rows, isLast)
    return another
  }
}
