import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { poolToRead, readAnywhere } from '../../platform/db/replicas.ts'
import { readAs, type Tx } from '../../platform/db/tenant.ts'
import { readByteRange, type ByteRange } from '../../platform/http/byte-range.ts'
import { streamPieces } from '../../platform/http/pieces.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { FeedName } from '../../domain/feeds/sets.ts'
import type { PullPace } from '../../engines/feeds/pull-pace.ts'
import { beginBulkLog } from './bulk-log.ts'
import type { FeedOptions } from './feeds.ts'
import { gzipPieces } from './files/gzip.ts'
import { KeptFile, type RowCounts } from './files/kept-file.ts'
import { KeptFiles } from './files/kept-files.ts'
import { Slots } from './slots.ts'

/** A file that is asked for: what it is, and how it is made. */
export interface Pull {
  type: string
  fileName: string
  /** Whether packing makes it smaller. */
  isPackable: boolean
  /** The columns that it has of each set. */
  columns: Readonly<Partial<Record<FeedName, readonly string[]>>>
  /** Makes its pieces, from what a transaction sees. */
  pieces: (tx: Tx, signal: AbortSignal) => AsyncGenerator<Uint8Array, void>
  /** How many rows of each set the pieces up to now were made from. */
  rowCounts: () => RowCounts
}

/** Of the connections of a process, one in so many may be used to make files. */
const CONNECTIONS_A_SLOT = 3

const acceptsGzip = ({ headers }: FastifyRequest) =>
  /(^|,)\s*gzip\s*(;(?!\s*q=0(\.0*)?\s*(,|$))|,|$)/i.test(String(headers['accept-encoding'] ?? ''))

/**
 * Answers with files that are made as fast as the database gives their rows, and kept for a while: so all of a file is of one
 * moment, a slow client holds no connection, and a transfer that broke off can go on at any byte.
 */
export class Pulls {
  readonly #pool: FeedOptions['pool']
  readonly #files = new KeptFiles()
  readonly #slots: Slots
  readonly #pace: PullPace
  readonly #stop = new AbortController()
  readonly #works = new Set<Promise<void>>()

  constructor(app: FastifyInstance, { pool, pace }: FeedOptions) {
    this.#pool = pool
    this.#slots = new Slots(Math.max(1, Math.floor(pool.options.max / CONNECTIONS_A_SLOT)))
    this.#pace = pace
    app.addHook('onClose', async () => {
      this.#stop.abort()
      await Promise.all(this.#works)
      await this.#files.close()
    })
  }

  /**
   * Opens a file to be sent, or a part of one that was made before and is asked for by its tag (`If-Range`), and sets the headers
   * that go with it. Undefined where only these are asked for.
   * @throws {Problem} too-many-requests or unavailable where there is no slot; range-not-satisfiable
   */
  async open(request: FastifyRequest, reply: FastifyReply, pull: Pull): Promise<Readable | undefined> {
    const question = questionOf(request, pull)
    const file = this.#files.find(String(request.headers['if-range'] ?? ''), question)
    const stream =
      request.method === 'HEAD'
        ? undefined
        : file
          ? await this.#openPart(request, reply, file)
          : await this.#read(reply, await this.#begin(request, pull, question))
    void reply
      .type(pull.type)
      .header('vary', 'accept, accept-encoding')
      .header('accept-ranges', 'bytes')
      .header('content-disposition', `attachment; filename="${pull.fileName}"`)
    return stream
  }

  /** Does work on whole sets in a transaction, when there is a slot for it. */
  async inSlot<T>({ principal }: FastifyRequest, work: (tx: Tx) => Promise<T>): Promise<T> {
    const release = await this.#slots.take(principal.authorityCode)
    return readAnywhere(this.#pool, principal, work).finally(release)
  }

  async #openPart(request: FastifyRequest, reply: FastifyReply, file: KeptFile): Promise<Readable> {
    const size = await file.whole()
    const range = readByteRange(request.headers.range, size)
    if (range === undefined) return this.#read(reply, file)
    const stream = await this.#read(reply, file, range)
    const { start, end } = range
    void reply
      .code(206)
      .header('content-range', `bytes ${start}-${end - 1}/${size}`)
      .header('content-length', end - start)
    return stream
  }

  async #read(reply: FastifyReply, file: KeptFile, part?: ByteRange): Promise<Readable> {
    const files = this.#files
    async function* pieces() {
      try {
        yield* file.read(part?.start, part?.end)
      } finally {
        files.noteRead(file)
      }
    }
    const stream = await streamPieces(reply, pieces())
    if (file.isGzipped) void reply.header('content-encoding', 'gzip')
    void reply.header('etag', file.tag)
    return stream
  }

  /** Begins to make a file. It goes on to its end whether or not someone reads: the reader may come back. */
  async #begin(request: FastifyRequest, pull: Pull, question: string): Promise<KeptFile> {
    const release = await this.#slots.take(request.principal.authorityCode)
    try {
      if (request.signal.aborted) throw new Problem('request-timeout', 'The caller has gone.')
      const log = await beginBulkLog(this.#pool, request, pull.columns)
      const file = await KeptFile.make(log, pull.isPackable && acceptsGzip(request))
      this.#files.add(file, question)
      const work = this.#make(request, pull, file)
        .finally(release)
        .finally(() => this.#works.delete(work))
      this.#works.add(work)
      return file
    } catch (error) {
      release()
      throw error
    }
  }

  async #make({ principal }: FastifyRequest, pull: Pull, file: KeptFile): Promise<void> {
    const { signal } = this.#stop
    try {
      await readAs(await poolToRead(this.#pool), principal, async (tx) => {
        const pieces = this.#pace.keep(pull.pieces(tx, signal))
        for await (const bytes of file.isGzipped ? gzipPieces(pieces) : pieces) {
          signal.throwIfAborted()
          await file.write(bytes, pull.rowCounts())
        }
      })
      file.end()
      this.#files.noteMade(file)
    } catch (error) {
      file.end(error as Error)
      if (!file.isInUse) await this.#files.drop(file)
    }
  }
}

/** What is asked for and by whom: a file is given again only to the same person, who asks the same in the same role. */
const questionOf = ({ principal, routeOptions, params, query }: FastifyRequest, { type, columns }: Pull) =>
  JSON.stringify([
    principal.authorityCode,
    principal.subject,
    principal.role,
    routeOptions.url,
    params,
    query,
    type,
    columns,
  ])
