import { Readable } from 'node:stream'
import { cloudEventOf } from '../../domain/events/cloud-event.ts'
import { encodeCursor } from '../../platform/http/cursor.ts'
import type { Alarm } from './alarm.ts'
import type { PublishedEvent } from './queries/feed.ts'

export interface StreamOptions {
  /** The position after which it begins. */
  from: number
  /** Some of the events after a position, and the position to read on from. */
  read: (position: number) => Promise<{ events: PublishedEvent[]; next: number }>
  alarm: Alarm
  heartbeatMs: number
  longestStreamMs: number
  /** Ends the stream, after the event that is being written. */
  stop: AbortSignal
}

const COME_BACK_MS = 3_000

/**
 * Server-sent events, whose ids are cursors of the feed. A heartbeat is an id alone: it shows that the stream lives and
 * takes the client's place in the feed along. No more is read than the client takes.
 */
export function eventStream({
  from,
  read,
  alarm,
  heartbeatMs,
  longestStreamMs,
  stop,
}: StreamOptions): Readable {
  const over = new AbortController()
  const end = () => over.abort()
  const latest = setTimeout(end, longestStreamMs)
  stop.addEventListener('abort', end)

  async function* frames() {
    yield `retry: ${COME_BACK_MS}\n\n`
    for (let position = from; !over.signal.aborted;) {
      const { events, next } = await read(position)
      for (const event of events) {
        yield `id: ${encodeCursor([event.position])}\ndata: ${JSON.stringify(cloudEventOf(event))}\n\n`
        if (over.signal.aborted) return
      }
      position = next
      if (events.length > 0) continue
      const woken = await alarm.wait(heartbeatMs, over.signal)
      if (!woken && !over.signal.aborted) yield `id: ${encodeCursor([position])}\n\n`
    }
  }

  return Readable.from(frames(), { highWaterMark: 1 }).once('close', () => {
    end()
    clearTimeout(latest)
    stop.removeEventListener('abort', end)
  })
}
