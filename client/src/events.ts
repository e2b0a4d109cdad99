import type { paths } from './api.ts'
import type { Connection } from './connection.ts'
import { ProblemError } from './problems.ts'
import { wait } from './retries.ts'

/** What happened to a record, as CloudEvents 1.0 has it. It names the record; read the record to learn what it says now. */
export type CloudEvent =
  paths['/v1/events']['get']['responses'][200]['content']['application/json']['items'][number]

export interface Following {
  /** After which event to begin, as `cursor` of the one before says; without, with what happens from now on. */
  cursor?: string
  /** Only events of these types. */
  types?: readonly string[]
  signal?: AbortSignal
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/**
 * What happens, as it happens, each event with the cursor after it: store that with what you did, to go on from there. A stream
 * that ends or breaks off is taken up where it was.
 * @throws {ProblemError} when the stream is refused: 410 `cursor-expired` says that events have been missed
 */
export async function* followEvents(
  service: Connection,
  { cursor, types, signal }: Following = {},
): AsyncGenerator<{ event: CloudEvent; cursor: string }, void> {
  let position = cursor
  for (let waitMs = FIRST_WAIT_MS; !signal?.aborted;) {
    try {
      for await (const { id, data } of messages(await openStream(service, position, types, signal))) {
        waitMs = FIRST_WAIT_MS
        if (id !== undefined) position = id
        if (data !== undefined && position !== undefined)
          yield { event: JSON.parse(data) as CloudEvent, cursor: position }
      }
    } catch (error) {
      if (signal?.aborted) return
      if (error instanceof ProblemError) throw error
    }
    await wait(waitMs, signal).catch(() => {})
    waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)
  }
}

async function openStream(
  service: Connection,
  position: string | undefined,
  types: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const { response, error } = await service.GET('/v1/events/stream', {
    params: {
      query: { ...(types && { types: types.join(',') }) },
      header: { ...(position !== undefined && { 'last-event-id': position }) },
    },
    parseAs: 'stream',
    ...(signal && { signal }),
  })
  if (!response.ok || !response.body) throw new ProblemError(response, error)
  return response.body
}

/** The messages of a stream of server-sent events. One without data moves the cursor on: parsers of events alone leave it out. */
async function* messages(stream: ReadableStream<Uint8Array>) {
  let message: { id?: string; data?: string } = {}
  for await (const line of lines(stream)) {
    const [, field, text = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? []
    if (field === 'id') message.id = text
    if (field === 'data') message.data = message.data === undefined ? text : `${message.data}\n${text}`
    if (line !== '') continue
    yield message
    message = {}
  }
}

/** The lines of a stream of text, without their ends. One that was broken off is no line. */
export async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
}
