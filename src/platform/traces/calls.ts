import { context, propagation, SpanKind } from '@opentelemetry/api'
import { inSpan } from './spans.ts'

/**
 * Does a POST to another service in a span, given the headers by which that service can continue the trace. Where it was sent is not
 * said.
 * @param post resolves to the HTTP status of the answer
 */
export function inSpanOfCall(
  name: string,
  post: (headers: Record<string, string>) => Promise<number>,
): Promise<number> {
  const options = { kind: SpanKind.CLIENT, attributes: { 'http.request.method': 'POST' } }
  return inSpan(name, options, async (span) => {
    const headers: Record<string, string> = {}
    propagation.inject(context.active(), headers)
    const status = await post(headers)
    span?.setAttribute('http.response.status_code', status)
    return status
  })
}
