import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { faultOfAddress, isPublic, lookupAllowed, mayCall } from '../../../src/features/events/addresses.ts'
import { post } from '../../../src/features/events/post.ts'

const privateAddresses = [
  '127.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254', // the metadata service of cloud machines
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:10.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  '2001:db8::1',
]
const outside = ['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '192.167.0.1', '2606:4700:4700::1111']

t.test('only the public internet is called', async (t) => {
  for (const address of privateAddresses) t.notOk(isPublic(address), address)
  for (const address of outside) t.ok(isPublic(address), address)
})

t.test('an address is refused however it is written', async (t) => {
  const urls = [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::ffff:7f00:1]/',
    'https://user:word@example.org/',
    'https://example.org/#part',
    'http://example.org/',
    'http://localhost/',
    'file:///etc/passwd',
  ]
  for (const address of urls) t.ok(faultOfAddress(address, false), address)
  t.equal(faultOfAddress('https://example.org/hook?a=b', false), null)
  t.equal(faultOfAddress('http://localhost:8080/hook', true), null)
  t.equal(faultOfAddress('http://127.0.0.1:8080/hook', true), null)
  t.ok(faultOfAddress('http://10.0.0.1/hook', true), 'this machine is not the network around it')
})

t.test('a name that leads inside is refused when it is called', async (t) => {
  const look = lookupAllowed(mayCall(new URL('https://localhost/'), false))
  const error = await new Promise((resolve) => look('localhost', { all: true }, (fault) => resolve(fault)))
  t.match(error, { code: 'ADDRESS-REFUSED' })

  let isCalled = false
  const server = createServer(() => (isCalled = true)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  for (const host of ['localhost', '127.0.0.1', '[::ffff:127.0.0.1]']) {
    const signal = AbortSignal.timeout(2000)
    await t.rejects(post(`https://${host}:${port}/`, {}, '{}', { loopback: false, signal }), {
      code: 'ADDRESS-REFUSED',
    })
  }
  t.notOk(isCalled)
})
