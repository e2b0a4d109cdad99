export interface Retrying {
  /** How often a request is sent at most; 5 unless said. */
  attempts?: number
  /** The longest wait before one is sent again, in milliseconds; a minute unless said. An answer that asks for more is given. */
  longestWaitMs?: number
  /** What sends a request, in place of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>
}

const FIRST_WAIT_MS = 500

/**
 * A `fetch` that sends a request again: after a 429, which says that nothing was done; after a 503 or a broken connection only
 * one that can be sent twice, as it reads or has an idempotency key.
 */
export function fetchPatiently({
  attempts = 5,
  longestWaitMs = 60_000,
  fetch = globalThis.fetch,
}: Retrying): (request: Request) => Promise<Response> {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= attempts
      const backoffMs =
        Math.min(longestWaitMs, FIRST_WAIT_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2)
      try {
        const answer = await fetch(request.clone())
        const isRefusedForNow = answer.status === 429 || (answer.status === 503 && canRepeat(request))
        if (!isRefusedForNow || isLast) return answer
        const waitMs = statedWaitMs(answer) ?? backoffMs
        if (waitMs > longestWaitMs) return answer
        await answer.body?.cancel()
        await wait(waitMs, request.signal)
      } catch (error) {
        if (isLast || request.signal.aborted || !canRepeat(request)) throw error
        await wait(backoffMs, request.signal)
      }
    }
  }
}

const canRepeat = ({ method, headers }: Request) =>
  method === 'GET' || method === 'HEAD' || headers.has('idempotency-key')

/** What `Retry-After` says, in milliseconds: it is a number of seconds, or an instant. */
function statedWaitMs({ headers }: Response): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs)
}

/** Resolves after a time; rejects when the signal aborts. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
