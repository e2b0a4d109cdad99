import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import { post } from '../../../src/features/events/post.ts'
import { fetchThrough } from '../../../src/platform/http/outgoing-proxy.ts'

/** A proxy that notes which tunnels it is asked for and what is first said in each, and then cuts them. */
async function aProxy(t: Test) {
  const tunnels: string[] = []
  const greetings: string[] = []
  const server = createServer((request, response) => {
    tunnels.push(`not a tunnel: ${request.url}`)
    response.writeHead(500).end()
  })
  server.on('connect', ({ url = '' }, socket) => {
    tunnels.push(url)
    socket.on('error', () => {})
    socket.once('data', (bytes: Buffer) => {
      greetings.push(bytes.toString('latin1'))
      socket.destroy()
    })
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels, greetings }
}

type Test = Pick<typeof t, 'teardown'>

t.test('what is fetched goes through the proxy, but for this machine and the exceptions', async (t) => {
  const direct = getGlobalDispatcher()
  t.teardown(() => setGlobalDispatcher(direct))
  const proxy = await aProxy(t)
  const here = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
  await once(here, 'listening')
  t.teardown(() => here.close())
  fetchThrough({ url: proxy.url, exceptions: 'inside.invalid' })
  await t.rejects(fetch('https://login.example.org/keys'))
  await t.rejects(fetch('https://inside.invalid/keys'), 'which resolves to nothing')
  const { port } = here.address() as AddressInfo
  t.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'here')
  t.same(proxy.tunnels, ['login.example.org:443'])
  t.match(proxy.greetings, [/login\.example\.org/], 'and is told in TLS whom it is for')
})

t.test('a webhook is called through the proxy at the address that was checked', async (t) => {
  const proxy = await aProxy(t)
  const call = (address: string) =>
    post(address, {}, '{}', { loopback: false, proxy: proxy.url, signal: AbortSignal.timeout(5000) })
  await t.rejects(call('https://1.1.1.1/hook'))
  await t.rejects(call('https://[2606:4700:4700::1111]:8443/hook'))
  t.same(proxy.tunnels, ['1.1.1.1:443', '[2606:4700:4700::1111]:8443'])
  for (const address of ['https://10.0.0.1/', 'https://[::ffff:10.0.0.1]/', 'https://localhost/'])
    await t.rejects(call(address), { code: 'ADDRESS-REFUSED' }, address)
  t.equal(proxy.tunnels.length, 2, 'the proxy is asked for nothing that may not be called')
})
