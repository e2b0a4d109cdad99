import { open, rm, type FileHandle } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PIECE_BYTES = 65_536

/**
 * Bytes on their way, kept in a file: they are written as fast as they are made and read as fast as a client takes them, so
 * that what makes them need not wait. The file has no name from the start, so that nothing of it is left whatever happens.
 */
export class Spool {
  readonly #file: FileHandle
  #size = 0
  #isWhole = false
  #failure: Error | undefined
  #wake = () => {}

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async make(): Promise<Spool> {
    const path = join(tmpdir(), `sufficiency-pack-${randomUUID()}`)
    const file = await open(path, 'wx+', 0o600)
    await rm(path)
    return new Spool(file)
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, this.#size)
    this.#size += bytes.length
    this.#wake()
  }

  /** There is no more to write: all is there or, with an error, something went wrong. */
  end(failure?: Error): void {
    this.#isWhole = failure === undefined
    this.#failure = failure
    this.#wake()
  }

  /** What is written, from the beginning; waits for what is still to be. */
  async *read(): AsyncGenerator<Buffer> {
    for (let position = 0; ;) {
      if (position < this.#size) {
        const { buffer, bytesRead } = await this.#file.read(
          Buffer.alloc(PIECE_BYTES),
          0,
          PIECE_BYTES,
          position,
        )
        position += bytesRead
        yield buffer.subarray(0, bytesRead)
      } else if (this.#failure !== undefined) throw this.#failure
      else if (this.#isWhole) return
      else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}
