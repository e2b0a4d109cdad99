import { isAbsolute } from 'node:path'
import t from 'tap'
import { ConfigError, loadConfig } from '../src/config.ts'

t.test('nothing needs to be set', async (t) => {
  const config = loadConfig({})
  t.match(config, { host: '127.0.0.1', port: 3000, databaseUrls: undefined, identityProviders: [] })
  t.ok(isAbsolute(config.dataDir))
  t.same(loadConfig({ PORT: '', DATABASE_URL: '' }), config, 'an empty variable is not set')
})

t.test('every fault is named at once', async (t) => {
  const environment = {
    PORT: 'http',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'postgres://owner@localhost/x',
    OIDC_ISSUER: 'https://login.example.org',
    RATE_LIMIT_PER_MINUTE: '0',
  }
  try {
    loadConfig(environment)
    t.fail('it was taken')
  } catch (error) {
    t.type(error, ConfigError)
    const lines = (error as Error).message.split('\n').slice(1)
    t.same(lines.map((line) => line.trim().split(' ')[0]).sort(), [
      'DATABASE_OWNER_URL',
      'DATABASE_URL',
      'LOG_LEVEL',
      'OIDC_AUDIENCE',
      'PORT',
      'RATE_LIMIT_PER_MINUTE',
    ])
  }
})

t.test('the application connects as itself, beside the owner', async (t) => {
  const [DATABASE_OWNER_URL, DATABASE_URL] = [
    'postgres://a@127.0.0.1/x',
    'postgres://sufficiency_app:p@127.0.0.1/x',
  ]
  t.same(loadConfig({ DATABASE_OWNER_URL, DATABASE_URL }).databaseUrls, {
    owner: DATABASE_OWNER_URL,
    app: DATABASE_URL,
    sender: 'postgres://sufficiency_sender:p@127.0.0.1/x',
    listener: 'postgres://sufficiency_sender:p@127.0.0.1/x',
  })
  const DATABASE_DIRECT_URL = 'postgres://sufficiency_app:p@127.0.0.1:5433/x'
  t.match(loadConfig({ DATABASE_OWNER_URL, DATABASE_URL, DATABASE_DIRECT_URL }).databaseUrls, {
    sender: 'postgres://sufficiency_sender:p@127.0.0.1/x',
    listener: 'postgres://sufficiency_sender:p@127.0.0.1:5433/x',
  })
  t.throws(() => loadConfig({ DATABASE_OWNER_URL }), { message: /DATABASE_URL is needed/ })
  t.throws(() => loadConfig({ DATABASE_URL }), { message: /DATABASE_OWNER_URL is needed/ })
  const asOwner = { DATABASE_OWNER_URL, DATABASE_URL: DATABASE_OWNER_URL }
  t.throws(() => loadConfig(asOwner), { message: /DATABASE_URL must connect as sufficiency_app/ })
})

t.test(
  'the demonstration runs on the embedded server, elsewhere when asked for, never beside a provider',
  async (t) => {
    const elsewhere = {
      DATABASE_OWNER_URL: 'postgres://owner@127.0.0.1/x',
      DATABASE_URL: 'postgres://sufficiency_app@127.0.0.1/x',
    }
    const provider = { OIDC_ISSUER: 'https://login.example.org', OIDC_AUDIENCE: 'api' }
    t.equal(loadConfig({}).demonstration, true)
    t.equal(loadConfig({ DEMONSTRATION: 'no' }).demonstration, false)
    t.equal(loadConfig(elsewhere).demonstration, false)
    t.equal(loadConfig({ ...elsewhere, DEMONSTRATION: 'yes' }).demonstration, true)
    t.throws(() => loadConfig({ ...provider, DEMONSTRATION: 'yes' }), {
      message: /DEMONSTRATION must not be yes/,
    })
  },
)

t.test('an identity provider is an issuer and an audience', async (t) => {
  const issuer = 'https://login.example.org/tenant'
  t.match(loadConfig({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'api' }).identityProviders, [
    { issuer, audience: 'api', jwksUri: undefined },
  ])
  t.throws(() => loadConfig({ OIDC_AUDIENCE: 'api' }), { message: /OIDC_ISSUER is needed/ })
})

t.test('a public address has no slash at its end, and proxies are addresses or networks', async (t) => {
  const config = loadConfig({
    PUBLIC_URL: 'https://beds.example/api/',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1,192.0.2.7',
  })
  t.equal(config.publicUrl, 'https://beds.example/api')
  t.same(config.trustedProxies, ['10.0.0.0/8', '::1', '192.0.2.7'])
  for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0', '10.0.0.1;10.0.0.2', '::1/129']) {
    t.throws(() => loadConfig({ TRUSTED_PROXIES: wrong }), { message: /TRUSTED_PROXIES must be/ }, wrong)
  }
  t.throws(() => loadConfig({ PUBLIC_URL: 'beds.example' }), { message: /PUBLIC_URL must be/ })
  t.equal(loadConfig({ CONTACT: 'team@beds.example' }).contact, 'team@beds.example')
  t.throws(() => loadConfig({ CONTACT: 'the team' }), { message: /CONTACT must be/ })
})

t.test('a receiver of the daily collection is whole, and its service is not mistaken', (t) => {
  const live = {
    authority: 'E06000049',
    receiver: 'live',
    url: 'https://collection.example/api/',
    tokenUrl: 'https://login.example/token',
    clientId: 'client',
    clientSecret: 'hush',
    supplierKey: 'key',
  }
  const load = (...receivers: object[]) => loadConfig({ DAILY_COLLECTION: JSON.stringify(receivers) })
  t.same(loadConfig({}).dailyReceivers, [])
  t.match(load(live).dailyReceivers, [
    { authorityCode: 'E06000049', kind: 'live', url: 'https://collection.example/api', hour: 2, scope: '' },
  ])
  const test = { ...live, receiver: 'test', url: 'https://collection.example/receiver-test/1' }
  t.match(load({ ...test, madeUpRecords: true }).dailyReceivers, [{ kind: 'test' }])
  const wrong: [object[], RegExp][] = [
    [[test], /madeUpRecords must be true for the test service/],
    [[{ ...live, url: test.url }], /url is that of the test service/],
    [[{ ...live, url: 'http://collection.example' }], /url must begin with https/],
    [[{ ...live, clientSecret: '' }], /clientSecret must be the secret/],
    [[{ ...live, hour: 24 }], /hour must be 23 or less/],
    [[{ ...live, authority: 'Cheshire' }], /authority must be a GSS code/],
    [[live, live], /must name each authority once/],
  ]
  for (const [receivers, message] of wrong) {
    try {
      load(...receivers)
      t.fail(String(message))
    } catch (error) {
      t.match((error as Error).message, message)
      t.notMatch((error as Error).message, /hush/)
    }
  }
  t.throws(() => loadConfig({ DAILY_COLLECTION: '{' }), { message: /DAILY_COLLECTION must be JSON/ })
  t.end()
})
