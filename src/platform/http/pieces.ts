import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/**
 * Makes a stream of an answer's pieces, to be sent. The first is made before, so that what fails until then is refused as a
 * problem; the others as the client takes them. `pieces` is always brought to its end: where the client goes away, by `return`.
 */
export async function streamPieces(
  reply: FastifyReply,
  pieces: AsyncGenerator<Uint8Array, void>,
): Promise<Readable> {
  const first = await pieces.next()
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      pieces.next().then(
        ({ done: isOver = false, value }) => this.push(isOver ? null : value),
        (error: Error) => this.destroy(error),
      )
    },
    destroy(error, settle) {
      pieces.return().then(
        () => settle(error),
        (failure: Error) => settle(error ?? failure),
      )
    },
  })
  stream.push(first.done ? null : first.value)
  if (reply.raw.destroyed) stream.destroy()
  else reply.raw.once('close', () => stream.destroy())
  return stream
}
