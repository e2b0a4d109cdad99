import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { ProxyAgent, request as requestThrough } from 'undici'
import { AddressRefused, addressAllowed, hostOf, isLoopback, lookupAllowed, mayCall } from './addresses.ts'

/** Which addresses may be called, and how. */
interface Calling {
  /** Whether this machine may be called. */
  loopback: boolean
  /** The proxy that https addresses other than this machine's are called through. */
  proxy?: string | undefined
  signal: AbortSignal
}

/**
 * Posts a body and resolves to the HTTP status of the answer, whose body is not read. Redirects are not followed.
 * @throws {AddressRefused} when the address may not be called
 * @throws {Error} when there is no answer; its `code` or name says why
 */
export async function post(
  address: string,
  headers: Record<string, string>,
  body: string,
  { loopback, proxy, signal }: Calling,
): Promise<number> {
  const url = new URL(address)
  const mayConnect = mayCall(url, loopback)
  const host = hostOf(url)
  if (isIP(host) && !mayConnect(host)) throw new AddressRefused()
  const isHere = host === 'localhost' || isLoopback(host)
  if (proxy && url.protocol === 'https:' && !isHere) {
    const ip = await addressAllowed(host, mayConnect)
    return postThrough(proxy, { url, ip }, { headers, body, signal })
  }
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

/**
 * Posts through a proxy, which is asked for the address that was checked and not for the name: what it would make of the name
 * can't be checked. The receiver is still told the name, and must have a certificate for it.
 */
async function postThrough(
  proxy: string,
  { url, ip }: { url: URL; ip: string },
  { headers, body, signal }: { headers: Record<string, string>; body: string; signal: AbortSignal },
): Promise<number> {
  const host = hostOf(url)
  const dispatcher = new ProxyAgent({
    uri: proxy,
    ...(!isIP(host) && { requestTls: { servername: host } }),
  })
  const target = new URL(url)
  target.hostname = isIP(ip) === 6 ? `[${ip}]` : ip
  try {
    const answer = await requestThrough(target, {
      method: 'POST',
      dispatcher,
      headers: { ...headers, host: url.host },
      body,
      signal,
    })
    answer.body.on('error', () => {}).destroy()
    return answer.statusCode
  } finally {
    await dispatcher.destroy()
  }
}
