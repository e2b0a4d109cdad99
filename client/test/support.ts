import { connect, ProblemError, type Connecting, type Connection } from '@sufficiency/client'
import { aServiceKey } from '../../test/support/builders.ts'
import type { TestApp } from '../../test/support/app.ts'

/** A connection to the service of a test, with a new service key of the scopes. */
export async function connectWithKey(
  service: TestApp,
  scopes: readonly string[],
  options: Partial<Connecting> = {},
): Promise<Connection> {
  const admin = await service.as('admin')
  const { id } = await aServiceKey(admin, { scopes })
  const { key } = (await admin.post<{ key: string }>(`/v1/keys/${id}/secrets`, {})).body
  return connect({ url: service.url, credential: key, ...options })
}

/** Sends requests on, but answers the first ones itself or breaks them off: one entry a request, `undefined` sends it on. */
export function interfere(...interferences: ((() => Response) | undefined)[]) {
  const requests: Request[] = []
  const fetch = (request: Request): Promise<Response> => {
    const answer = interferences[requests.push(request.clone()) - 1]
    return answer === undefined ? globalThis.fetch(request) : (async () => answer())()
  }
  return { requests, fetch }
}

/** The error with which something is refused. */
export async function refusal(work: Promise<unknown>): Promise<ProblemError> {
  const result: unknown = await work.catch((reason: unknown) => reason)
  if (!(result instanceof ProblemError)) throw new Error('It was not refused.', { cause: result })
  return result
}
