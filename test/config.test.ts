import { isAbsolute } from 'node:path'
import t from 'tap'
import { ConfigError, loadConfig } from '../src/config.ts'

t.test('nothing needs to be set', async (t) => {
  const config = loadConfig({})
  t.match(config, { host: '127.0.0.1', port: 3000, databaseUrl: undefined, identityProviders: [] })
  t.ok(isAbsolute(config.dataDir))
  t.same(loadConfig({ PORT: '', DATABASE_URL: '' }), config, 'an empty variable is not set')
})

t.test('every fault is named at once', async (t) => {
  const environment = {
    PORT: 'http',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://localhost/x',
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
      'DATABASE_URL',
      'LOG_LEVEL',
      'OIDC_AUDIENCE',
      'PORT',
      'RATE_LIMIT_PER_MINUTE',
    ])
  }
})

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
