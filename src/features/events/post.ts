import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { AddressRefused, hostOf, lookupAllowed, mayCall } from './addresses.ts'

/**
 * Posts a body and gives the status of the answer, which is not read further; redirects are not followed.
 * @throws {Error} whose `code` or name says why there is no answer
 */
export async function post(
  address: string,
  headers: Record<string, string>,
  body: string,
  { loopback, signal }: { loopback: boolean; signal: AbortSignal },
): Promise<number> {
  const url = new URL(address)
  const allowed = mayCall(url, loopback)
  if (isIP(hostOf(url)) && !allowed(hostOf(url))) throw new AddressRefused()
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      headers,
      agent: false,
      lookup: lookupAllowed(allowed),
      signal,
    })
    call.once('response', (response) => {
      response.on('error', () => {})
      response.destroy()
      resolve(response.statusCode ?? 0)
    })
    call.on('error', reject)
    call.end(body)
  })
}
