import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** Where nobody waits for an answer: whole sets are pulled, and events are heard of for hours. */
const patientUrls = ['/v1/feeds', '/odata', '/v1/events/stream']
/** Whoever was answered may ask again within so many milliseconds. */
const RECENT_MS = 250
/** The longest rest behind a piece of a file: a pull that waited long for the database need not wait as long again. */
const MOST_MS = 250

/** The pace of pulls: as fast as the database gives their rows, and half as fast while others are being served. */
export class PullPace {
  /** Requests of others that are being answered, and when the last of them ended, by `performance.now()`. */
  #othersServed = 0
  #othersLeftAt = -Infinity

  constructor(app: FastifyInstance) {
    app.addHook('onRequest', async ({ routeOptions: { url = '' } }, { raw }) => {
      if (patientUrls.some((start) => url.startsWith(start))) return
      this.#othersServed++
      raw.once('close', () => {
        this.#othersServed--
        this.#othersLeftAt = performance.now()
      })
    })
  }

  /**
   * Begins a pull that is done in parts. The function that it gives is called behind each part, and rests for as long as the part
   * took while others are being served.
   * @param mostMs the longest rest, in milliseconds
   */
  begin(mostMs: number): () => Promise<void> {
    let began = performance.now()
    return async () => {
      const now = performance.now()
      if (this.#othersServed > 0 || now - this.#othersLeftAt < RECENT_MS)
        await setTimeout(Math.min(now - began, mostMs))
      began = performance.now()
    }
  }

  /** Takes the pieces of a file one by one. Between two, the database waits when what it has sent is not taken. */
  async *keep(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
    const rest = this.begin(MOST_MS)
    for await (const bytes of pieces) {
      yield bytes
      await rest()
    }
  }
}
