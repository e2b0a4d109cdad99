import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { derivedUrls, type DatabaseUrls } from '../../src/platform/db/logins.ts'
import { databaseVariables, testDatabase } from '../support/database.ts'
import { command } from '../support/command.ts'

t.setTimeout(900_000)

const checkout = join(import.meta.dirname, '../..')

/** Runs `npm start` on the test's database, with an identity provider, so that no demonstration is loaded. */
function start(urls: DatabaseUrls, more: Record<string, string> = {}) {
  const child = spawn(process.execPath, command('start'), {
    cwd: checkout,
    env: {
      PATH: process.env.PATH,
      ...databaseVariables(urls),
      PORT: '0',
      OIDC_ISSUER: 'https://login.example.org',
      OIDC_AUDIENCE: 'sufficiency',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const errors = text(child.stderr)
  const end = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
  const ready = new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const [, address] = /ready at (http:\S+)\n/.exec(output) ?? []
      if (address) resolve(address)
    })
    void end.then(async () => reject(new Error(await errors)))
  })
  ready.catch(() => {})
  return { child, errors, ended: end, ready }
}

t.test('the service starts, and SIGTERM lets a request in flight finish', async (t) => {
  const { urls } = await testDatabase(t)
  const service = start(urls)
  const address = new URL(await service.ready)
  t.equal((await fetch(new URL('/health/ready', address))).status, 200)

  const socket = connect(Number(address.port), address.hostname)
  const answer = text(socket)
  const body = '{"half": true}'
  socket.write(
    `POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
  )
  socket.write(body.slice(0, 5))
  await sleep(200)
  service.child.kill('SIGTERM')
  await sleep(300)
  await t.rejects(fetch(new URL('/health/live', address)), 'it accepts no more')
  socket.write(body.slice(5))
  t.match(await answer, /^HTTP\/1\.1 404 /)
  t.equal(await service.ended, 0)
})

t.test('a request that does not end is cut off when the grace is over', async (t) => {
  const { urls } = await testDatabase(t)
  const service = start(urls, { SHUTDOWN_GRACE_MS: '200' })
  const address = new URL(await service.ready)
  const socket = connect(Number(address.port), address.hostname)
  socket.on('error', () => {})
  socket.write(
    'POST /nowhere HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  )
  await sleep(200)
  service.child.kill('SIGINT')
  t.equal(await service.ended, 0)
})

t.test('a start that fails says why in one line and exits with 1', async (t) => {
  const { urls, ownerPool } = await testDatabase(t)
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo

  const clash = start(urls, { PORT: String(port) })
  t.equal(await clash.ended, 1)
  t.equal(
    await clash.errors,
    `port ${port} of 127.0.0.1 is in use: stop what uses it, or set PORT to another\n`,
  )

  const away = start(derivedUrls('postgres://127.0.0.1:1/none'))
  t.equal(await away.ended, 1)
  t.equal(
    await away.errors,
    'the database of DATABASE_OWNER_URL does not let us in: connect ECONNREFUSED 127.0.0.1:1\n',
  )

  const nobody = start(urls, { OIDC_ISSUER: '', OIDC_AUDIENCE: '' })
  t.equal(await nobody.ended, 1)
  t.match(await nobody.errors, /^nothing says who may sign in: set OIDC_ISSUER and .* DEMONSTRATION=yes\n$/)

  await ownerPool.query(`update schema_migrations set checksum = '' where name = '0001_foundation'`)
  const withEdit = start(urls)
  t.equal(await withEdit.ended, 1)
  t.match(await withEdit.errors, /^migrations\/0001_foundation\.sql was edited after it was applied: .*\n$/)

  await ownerPool.query('drop table schema_definitions')
  const forerunner = start(urls)
  t.equal(await forerunner.ended, 1)
  t.match(
    await forerunner.errors,
    /^the database was made by a development version from before the first release.*\n$/,
  )

  const faulty = start(urls, { PORT: 'x', LOG_LEVEL: 'loud' })
  t.equal(await faulty.ended, 1)
  t.match(await faulty.errors, /^The configuration is not usable:\n {2}PORT .*\n {2}LOG_LEVEL .*\n$/)
})

t.test('a database that has known an identity provider never starts without one', async (t) => {
  const { urls, ownerPool } = await testDatabase(t)
  const demonstration = { OIDC_ISSUER: '', OIDC_AUDIENCE: '', DEMONSTRATION: 'yes' }
  await ownerPool.query(`insert into demonstration_key (secret) values (sha256('a'))`)
  const service = start(urls)
  await service.ready
  service.child.kill('SIGTERM')
  await service.ended

  for (const settings of [demonstration, { ...demonstration, DEMONSTRATION: '' }]) {
    const restart = start(urls, settings)
    t.equal(await restart.ended, 1)
    t.match(await restart.errors, /set OIDC_ISSUER and OIDC_AUDIENCE, or OIDC_PROVIDERS.*\n$/)
  }
  const { rows } = await ownerPool.query('select secret from demonstration_key')
  t.same(rows, [{ secret: null }], 'the key that made-up tokens were signed with is gone')
  const refusal = { message: 'the key of the demonstration was forgotten for good' }
  await t.rejects(ownerPool.query(`update demonstration_key set secret = sha256('a')`), refusal)
  await t.rejects(ownerPool.query('delete from demonstration_key'), refusal)
})
