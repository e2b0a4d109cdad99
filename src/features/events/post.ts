import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { AddressRefused, hostOf, lookupAllowed, mayCall } from './addresses.ts'

/**
 * Posts a body and resolves to the HTTP status of the answer, whose body is not read. Redirects are not followed.
 * @throws {AddressRefused} when the address may not be called
 * @throws {Error} when there is no answer; its `code` or name says why
 */
export async function post(
  address: string,
  headers: Record<string, string>,
  body: string,
  { loopback, signal }: { loopback: boolean; signal: AbortSignal },
): Promise<number> {
  const url = new URL(address)
  const mayConnect = mayCall(url, loopback)
  if (isIP(hostOf(url)) && !mayConnect(hostOf(url))) throw new AddressRefused()
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      headers,
      agent: false,
      lookup: lookupAllowed(mayConnect),
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
