import { setTimeout as sleep } from 'node:timers/promises'
import { context, propagation, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { recordSpans } from './spans.ts'

/** How long a process that stops waits for the collector to take its last spans. */
const LAST_MS = 2000

/** Where spans are sent, and the name that they are sent under. */
export interface Collector {
  /** Address of the collector, to which `/v1/traces` is added. */
  url: string
  serviceName: string
}

/**
 * Sends spans to a collector by OTLP over HTTP, in the background: one that does not answer costs spans and nothing else. Only what
 * begins afterwards is traced: connections, apps. What else OpenTelemetry lets be set (sampling, headers, batches) is taken from its own
 * environment variables.
 * @returns what ends it
 */
export function exportTraces({ url, serviceName }: Collector): () => Promise<void> {
  const exporter = new OTLPTraceExporter({ url: `${url.replace(/\/+$/, '')}/v1/traces` })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  provider.register()
  recordSpans(provider.getTracer('sufficiency'))
  return async () => {
    recordSpans(undefined)
    await Promise.race([provider.shutdown().catch(() => {}), sleep(LAST_MS, undefined, { ref: false })])
    for (const api of [trace, context, propagation]) api.disable()
  }
}
