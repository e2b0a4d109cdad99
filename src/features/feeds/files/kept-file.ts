import { randomUUID } from 'node:crypto'
import type { FeedName } from '../../../domain/feeds/sets.ts'
import type { BulkLog } from '../bulk-log.ts'
import { Spool } from './spool.ts'

export type RowCounts = Partial<Record<FeedName, number>>

/** A file that is being made or is made, and what of it was given to its reader. */
export class KeptFile {
  /** Its strong entity tag: no other bytes have it. */
  readonly tag = `"${randomUUID()}"`
  readonly isGzipped: boolean
  readonly #log: BulkLog
  readonly #spool: Spool
  /** Behind which byte how many rows of each set have been read. */
  readonly #marks: { end: number; rows: RowCounts }[] = []
  #readerCount = 0
  /** Up to which byte everything was taken, and the furthest that was given. */
  #takenTo = 0
  #furthest = 0

  private constructor(spool: Spool, log: BulkLog, isGzipped: boolean) {
    this.#spool = spool
    this.#log = log
    this.isGzipped = isGzipped
  }

  static async make(log: BulkLog, isGzipped: boolean): Promise<KeptFile> {
    return new KeptFile(await Spool.make(), log, isGzipped)
  }

  get size(): number {
    return this.#spool.size
  }

  get isInUse(): boolean {
    return this.#readerCount > 0
  }

  async write(bytes: Uint8Array, rows: RowCounts): Promise<void> {
    await this.#spool.write(bytes)
    this.#marks.push({ end: this.#spool.size, rows })
  }

  /** There is no more to write: all is there or, with an error, something went wrong. */
  end(failure?: Error): void {
    this.#spool.end(failure)
  }

  /** Resolves to its bytes when all is written. */
  async whole(): Promise<number> {
    await this.#spool.whole()
    return this.#spool.size
  }

  /** Gives its bytes from one on, up to another or the end. At its end the log says what of the file has been given by now. */
  async *read(start = 0, end = Infinity): AsyncGenerator<Uint8Array, void> {
    this.#readerCount++
    let position = start
    try {
      for await (const bytes of this.#spool.read(start, end)) {
        this.#furthest = Math.max(this.#furthest, position + bytes.length)
        yield bytes
        if (position <= this.#takenTo) this.#takenTo = Math.max(this.#takenTo, position + bytes.length)
        position += bytes.length
      }
      await this.#spool.whole()
    } finally {
      this.#readerCount--
      await this.#log.end(this.#rowsGiven(), this.#spool.isWhole && this.#takenTo === this.#spool.size)
    }
  }

  close(): Promise<void> {
    return this.#spool.close()
  }

  #rowsGiven(): RowCounts {
    if (this.#furthest === 0) return {}
    return (this.#marks.find(({ end }) => end >= this.#furthest) ?? this.#marks.at(-1))?.rows ?? {}
  }
}
