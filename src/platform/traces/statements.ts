import { SpanKind } from '@opentelemetry/api'
import type { PoolClient } from 'pg'
import { areSpansRecorded, failSpan, isWithinSpan, startSpan } from './spans.ts'

type Callback = (error: unknown, result: unknown) => void

/** The first word of a statement, such as `select`; undefined for what has a protocol of its own, such as COPY. */
function operationOf(statement: unknown): string | undefined {
  if (typeof statement === 'object' && statement !== null && 'submit' in statement) return undefined
  const text = typeof statement === 'string' ? statement : (statement as { text?: string } | undefined)?.text
  return /^(?:\s|--[^\n]*\n)*([a-z]+)/i.exec(text ?? '')?.[1]?.toLowerCase()
}

/** A span for each statement of a connection that is sent within another span. */
export function traceStatements(client: PoolClient): void {
  if (!areSpansRecorded()) return
  const query = client.query.bind(client) as (...parts: unknown[]) => unknown
  const queryInSpan = (...parts: unknown[]) => {
    const operation = isWithinSpan() ? operationOf(parts[0]) : undefined
    const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation }
    const span = operation && startSpan(operation, { kind: SpanKind.CLIENT, attributes })
    if (!span) return query(...parts)
    const end = (error?: unknown) => {
      if (error) failSpan(span, error)
      span.end()
    }
    const callback = parts.at(-1)
    if (typeof callback === 'function')
      return query(...parts.slice(0, -1), (error: unknown, result: unknown) => {
        end(error)
        ;(callback as Callback)(error, result)
      })
    const answer = query(...parts) as Promise<unknown>
    answer.then(() => end(), end)
    return answer
  }
  Object.assign(client, { query: queryInSpan })
}
