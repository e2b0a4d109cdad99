import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** Connections that a process has at once; one more is closed as it comes. */
const MOST_CONNECTIONS = 5000

/**
 * Hangs up on clients that take nothing of an answer for so long, so that none holds what is being sent to it for good, and bounds
 * the connections, so that those of the database and files always find room.
 */
export function endSlowClients({ server }: FastifyInstance, { patienceMs }: { patienceMs: number }): void {
  server.maxConnections = MOST_CONNECTIONS
  server.on('request', (_request, answer: ServerResponse) => {
    // Without bytes that wait it is the client who waits, for an answer that is being made or for an event.
    answer.setTimeout(patienceMs, () => answer.writableLength > 0 && answer.destroy())
  })
}
