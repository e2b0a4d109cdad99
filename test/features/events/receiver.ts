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
  /** The status that it was answered with. */
  status: number
}

/** How to answer an event: with a status, or with null not at all. */
type Behave = (event: Event) => number | null

export interface Receiver {
  url: string
  deliveries: Received[]
  /** The events answered with a 2xx, in order of arrival. */
  taken(): Event[]
  behave(how: Behave): void
  /** Resolves when `enough` is true; rejects when nothing arrives for long. */
  until(enough: (receiver: Receiver) => boolean, what?: string): Promise<void>
}

/** Longer than the waits before a fourth attempt, which a busy machine may need. */
const PATIENCE_MS = 60_000

/** Starts an HTTP server on this machine that receives webhooks. It answers 204 by default. */
export async function aReceiver(t: Test, port = 0): Promise<Receiver> {
  let behave: Behave = () => 204
  const deliveries: Received[] = []
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const event = JSON.parse(body) as Event
      const status = behave(event)
      deliveries.push({ headers: request.headers, body, event, status: status ?? 0 })
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
    deliveries,
    taken: () => deliveries.filter(({ status }) => status >= 200 && status < 300).map(({ event }) => event),
    behave(how) {
      behave = how
    },
    async until(enough, what = 'the events expected') {
      let last = { at: Date.now(), count: deliveries.length }
      for (; !enough(receiver); await sleep(10)) {
        if (deliveries.length > last.count) last = { at: Date.now(), count: deliveries.length }
        if (Date.now() - last.at > PATIENCE_MS)
          throw new Error(`${what} did not arrive: ${deliveries.length} deliveries did`)
      }
    },
  }
  return receiver
}
