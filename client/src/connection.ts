import createClient, { type Client } from 'openapi-fetch'
import type { paths } from './api.ts'
import { fetchPatiently, type Retrying } from './retries.ts'

/** A method for each of HTTP's: `GET('/v1/homes', { params })` resolves to `{ data, error, response }`. */
export type Connection = Client<paths, 'application/json' | 'application/problem+json'>

export interface Connecting extends Retrying {
  /** Where the service is: `https://sufficiency.example`. */
  url: string
  /** A service key, or a token of the identity provider. A function is called for each request, so that it can renew a token. */
  credential: string | (() => string | Promise<string>)
  /** Why the records of children are read; it is kept in the access log. Name no one in it. */
  purpose?: string
}

/** A connection to the service. A request that is refused for now (429, 503) is sent again as the answer says. */
export function connect({ url, credential, purpose, ...retrying }: Connecting): Connection {
  const client = createClient<paths, 'application/json' | 'application/problem+json'>({
    baseUrl: url,
    fetch: fetchPatiently(retrying),
  })
  client.use({
    async onRequest({ request }) {
      const current = typeof credential === 'string' ? credential : await credential()
      request.headers.set('authorization', `Bearer ${current}`)
      if (purpose !== undefined && !request.headers.has('access-purpose'))
        request.headers.set('access-purpose', purpose)
      return request
    },
  })
  return client
}
