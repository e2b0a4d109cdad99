import { once } from 'node:events'
import { constants, createGzip } from 'node:zlib'

/** Packs pieces as one gzip stream, as quickly as it can be done. */
export async function* gzipPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  const output: Buffer[] = []
  gzip.on('data', (bytes: Buffer) => output.push(bytes))
  try {
    for await (const piece of pieces) {
      await new Promise<void>((resolve, reject) => {
        gzip.write(piece, (error) => (error ? reject(error) : resolve()))
      })
      yield* output.splice(0)
    }
    gzip.end()
    await once(gzip, 'end')
    yield* output
  } finally {
    gzip.destroy()
  }
}
