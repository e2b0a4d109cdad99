import {
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api'

/*
 * Spans say what was done, how long it took and how it ended, in words of the code's own: routes as they are declared, the first word
 * of a statement, kinds of jobs. Never what it was about: no text of a statement, no value, no URL, no message of an error.
 */

let tracer: Tracer | undefined

/** From now on spans are recorded by this tracer; undefined: none are. */
export function recordSpans(other: Tracer | undefined): void {
  tracer = other
}

export const areSpansRecorded = (): boolean => tracer !== undefined

/** A span that the caller ends, within the one of `outer`. Undefined where none are recorded. */
export const startSpan = (name: string, options: SpanOptions, outer?: Context): Span | undefined =>
  tracer?.startSpan(name, options, outer)

/** Whether what is being done now is part of a span. */
export const isWithinSpan = (): boolean => trace.getActiveSpan() !== undefined

/** Does work in a span of its own, within the one that it is called in. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  if (tracer === undefined) return work()
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      failSpan(span, error)
      throw error
    } finally {
      span.end()
    }
  })
}

/** Marks what a span is of as failed, with the code or the kind of its error. */
export function failSpan(span: Span, error: unknown): void {
  const { code, name } = error as { code?: unknown; name?: unknown }
  span.setStatus({ code: SpanStatusCode.ERROR })
  span.setAttribute('error.type', String(code ?? name))
}
