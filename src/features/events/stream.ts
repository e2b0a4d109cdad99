import { Readable } from 'node:stream'
import { cloudEventOf } from '../../domain/events/cloud-event.ts'
import { encodeCursor } from '../../platform/http/cursor.ts'
import type { Alarm } from './alarm.ts'
import type { PublishedEvent } from './queries/feed.ts'

export interface StreamOptions {
  /** The position in the feed after which the stream begins. */
  from: number
  /** Reads a batch of events after a position, and gives the position to read on from. */
  read: (position: number) => Promise<{ events: PublishedEvent[]; next: number }>
  alarm: Alarm
  /** Whether the client may still read: asked before each batch, heartbeats included. */
  mayRead: () => Promise<boolean>
  heartbeatMs: number
  longestStreamMs: number
  /** Ends the stream, after the event that is being written. */
  stop: AbortSignal
}

const COME_BACK_MS = 3_000

/**
 * A stream of server-sent events. The id of each is a cursor of the feed. A heartbeat is an id without data: it shows that
 * the stream is alive and moves the client's cursor on. Events are read only as fast as the client takes them.
 */
export function eventStream({
  from,
  read,
  alarm,
  mayRead,
  heartbeatMs,
  longestStreamMs,
  stop,
}: StreamOptions): Readable {
  const ending = new AbortController()
  const end = () => ending.abort()
  const latest = setTimeout(end, longestStreamMs)
  stop.addEventListener('abort', end)

  async function* frames() {
    // A client that loses the stream before its first event comes back to where it began.
    yield `retry: ${COME_BACK_MS}\nid: ${encodeCursor([from])}\n\n`
    for (let position = from; !ending.signal.aborted;) {
      if (!(await mayRead())) return
      const { events, next } = await read(position)
      for (const event of events) {
        yield `id: ${encodeCursor([event.position])}\ndata: ${JSON.stringify(cloudEventOf(event))}\n\n`
        if (ending.signal.aborted) return
      }
      position = next
      if (events.length > 0) continue
      const woken = await alarm.wait(heartbeatMs, ending.signal)
      if (!woken && !ending.signal.aborted) yield `id: ${encodeCursor([position])}\n\n`
    }
  }

  return Readable.from(frames(), { highWaterMark: 1 }).once('close', () => {
    end()
    clearTimeout(latest)
    stop.removeEventListener('abort', end)
  })
}
