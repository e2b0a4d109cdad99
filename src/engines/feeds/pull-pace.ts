import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** Where whole sets are pulled: whoever asks there is no other who waits. */
const pullUrls = ['/v1/feeds', '/odata']
/** Others are being served if somebody has asked for something else within so many milliseconds. */
const RECENT_MS = 250
/** The longest rest behind a piece of a file: a pull that waited long for the database need not wait as long again. */
const MOST_MS = 250

/** The pace of pulls: as fast as the database gives their rows, and half as fast while others are being served. */
export class PullPace {
  #othersAskedAt = -Infinity

  constructor(app: FastifyInstance) {
    app.addHook('onRequest', async ({ routeOptions: { url = '' } }) => {
      if (!pullUrls.some((start) => url.startsWith(start))) this.#othersAskedAt = performance.now()
    })
  }

  /**
   * Rests after a part of a pull for as long as it took, while others are being served.
   * @param began when the part was begun, by `performance.now()`
   */
  async rest(began: number, mostMs: number): Promise<void> {
    const now = performance.now()
    if (now - this.#othersAskedAt < RECENT_MS) await setTimeout(Math.min(now - began, mostMs))
  }

  /** Takes the pieces of a file one by one. Between two, the database waits when what it has sent is not taken. */
  async *keep(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    let began = performance.now()
    for await (const bytes of pieces) {
      yield bytes
      await this.rest(began, MOST_MS)
      began = performance.now()
    }
  }
}
