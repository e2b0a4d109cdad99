import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'

export interface Event {
  id: string
  source: string
  type: string
  subject: string
  data: { id: string; version: number }
}

export interface Received {
  headers: IncomingHttpHeaders
  body: string
  event: Event
  /** What it was answered with. */
  status: number
}

/** Says how to answer an event: a status, or null to leave it without an answer. */
type Behave = (event: Event) => number | null

export interface Receiver {
  url: string
  received: Received[]
  /** Every event taken with a 2xx, in the order of arrival. */
  taken(): Event[]
  behave(how: Behave): void
  /** Resolves when `enough` holds of what has been received; rejects when nothing comes for long. */
  until(enough: (receiver: Receiver) => boolean, what?: string): Promise<void>
}

/** Longer than the waits before a fourth attempt, which a machine with much else to do can bring about. */
const PATIENCE_MS = 60_000

/** Something on this machine that webhooks are delivered to. It answers 204 unless told otherwise. */
export async function aReceiver(t: Test, port = 0): Promise<Receiver> {
  let behave: Behave = () => 204
  const received: Received[] = []
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const event = JSON.parse(body) as Event
      const status = behave(event)
      received.push({ headers: request.headers, body, event, status: status ?? 0 })
      if (status === null) return open.add(response)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    taken: () => received.filter(({ status }) => status >= 200 && status < 300).map(({ event }) => event),
    behave(how) {
      behave = how
    },
    async until(enough, what = 'the events expected') {
      let last = { at: Date.now(), count: received.length }
      for (; !enough(receiver); await sleep(10)) {
        if (received.length > last.count) last = { at: Date.now(), count: received.length }
        if (Date.now() - last.at > PATIENCE_MS)
          throw new Error(`${what} did not arrive: ${received.length} deliveries did`)
      }
    },
  }
  return receiver
}
