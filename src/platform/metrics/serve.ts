import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectDefaultMetrics, register } from 'prom-client'

export interface MetricsServer {
  /** Where the metrics are read. */
  url: string
  close(): Promise<void>
}

/**
 * Serves the metrics of this process as Prometheus's text at `/metrics`, on a port of their own, so that a proxy that
 * opens the service to the world does not open them.
 */
export async function serveMetrics({ host, port }: { host: string; port: number }): Promise<MetricsServer> {
  collectDefaultMetrics()
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('The metrics are at /metrics.\n')
      return
    }
    register.metrics().then(
      (text) => response.writeHead(200, { 'content-type': register.contentType }).end(text),
      () => response.writeHead(503).end(),
    )
  })
  server.listen(port, host)
  await once(server, 'listening')
  const { port: actualPort } = server.address() as AddressInfo
  return {
    url: `http://${host}:${actualPort}/metrics`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
