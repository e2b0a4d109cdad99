import { open, rm, type FileHandle } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PIECE_BYTES = 65_536

/**
 * Bytes on their way, kept in a file: they are written as fast as they are made and read as fast as clients take them, once or
 * more, so that what makes them need not wait. The file has no name from the start, so that nothing of it is left whatever happens.
 */
export class Spool {
  readonly #file: FileHandle
  #size = 0
  #isWhole = false
  #failure: Error | undefined
  #waiting: (() => void)[] = []

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async make(): Promise<Spool> {
    const path = join(tmpdir(), `sufficiency-pull-${randomUUID()}`)
    const file = await open(path, 'wx+', 0o600)
    await rm(path)
    return new Spool(file)
  }

  /** Bytes that are written. */
  get size(): number {
    return this.#size
  }

  get isWhole(): boolean {
    return this.#isWhole
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, start, bytes.length - start, this.#size)
      start += bytesWritten
      this.#size += bytesWritten
    }
    this.#wake()
  }

  /** There is no more to write: all is there or, with an error, something went wrong. */
  end(failure?: Error): void {
    this.#isWhole = failure === undefined
    this.#failure = failure
    this.#wake()
  }

  /** Resolves when all is written. */
  async whole(): Promise<void> {
    while (!this.#isWhole) await this.#change()
  }

  /** What is written from one byte on, up to another or the end; waits for what is still to be. */
  async *read(start = 0, end = Infinity): AsyncGenerator<Buffer> {
    for (let position = start; position < end;) {
      if (position < this.#size) {
        const length = Math.min(PIECE_BYTES, this.#size - position, end - position)
        const { buffer, bytesRead } = await this.#file.read(Buffer.alloc(length), 0, length, position)
        position += bytesRead
        yield buffer.subarray(0, bytesRead)
      } else if (this.#isWhole) return
      else await this.#change()
    }
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  /** Resolves when more is written, or all. */
  async #change(): Promise<void> {
    if (this.#failure === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    // It may have come while this waited.
    const failure = this.#failure
    if (failure !== undefined) throw failure
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
