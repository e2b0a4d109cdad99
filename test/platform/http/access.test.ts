import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import Fastify from 'fastify'
import t from 'tap'
import { roles, type Role, type Scope } from '../../../src/domain/access.ts'
import { auth } from '../../../src/platform/http/auth.ts'
import { plainClaims } from '../../../src/platform/http/claims.ts'
import { errors } from '../../../src/platform/http/errors.ts'
import {
  demonstrationVerifier,
  oidcVerifier,
  signDemonstrationToken,
} from '../../../src/platform/http/tokens.ts'
import { operationsOf } from '../../contract/document.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'

const service = await testApp(t)
const { body: document } = await service.with().get<OpenApi.Document>('/openapi.json')

const sample: Record<string, string> = { code: CHESHIRE_EAST, postcode: 'CW12BJ', key: 'not-found' }
const operations = operationsOf(document).map((operation) => ({
  ...operation,
  name: `${operation.method} ${operation.path}`,
  scope: /Takes the scope `([\w:-]+)`/.exec(operation.description ?? '')?.[1],
  url: operation.path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => sample[name] ?? '0c8f7a52-2d5b-4f0e-9a53-6f1d2b7c9e10',
  ),
}))

t.test('health, the reference and the problem pages are open to everyone, and nothing else is', async (t) => {
  const open = operations.filter(({ scope }) => scope === undefined).map(({ path }) => path)
  t.same(open, ['/health/live', '/health/ready', '/problems', '/problems/{key}'])
  for (const path of ['/health/live', '/health/ready', '/problems', '/problems/not-found', '/openapi.json']) {
    t.equal((await service.with().get(path)).status, 200, path)
  }
})

t.test('a route that says no scope is not served at all', async (t) => {
  const app = Fastify()
  await app.register(errors)
  const verify = () => Promise.reject(new Error())
  await app.register(auth, {
    verify,
    findHolder: () => Promise.resolve(undefined),
    isGlassBroken: () => Promise.resolve(false),
    failuresPerMinute: 1,
    authorizationUri: undefined,
  })
  t.throws(() => app.get('/v1/forgotten', () => 'secret'), { message: /says no scope/ })
})

t.test('every other operation refuses a request without a token', async (t) => {
  for (const { name, method, url, scope } of operations) {
    if (scope === undefined) continue
    const answer = await service.with().send(method, url)
    t.match(answer, { status: 401, body: { type: '/problems/unauthenticated' } }, name)
    const challenges = ['Bearer realm="Sufficiency"', 'Basic realm="Sufficiency", charset="UTF-8"']
    t.same(answer.headers['www-authenticate'], challenges, name)
  }
})

t.test('a role without the scope of an operation is refused, one with it is not', async (t) => {
  for (const role of Object.keys(roles) as Role[]) {
    const client = await service.as(role)
    for (const { name, method, url, scope } of operations) {
      if (scope === undefined) continue
      const isAllowed = (roles[role] as readonly Scope[]).includes(scope as Scope)
      if (isAllowed && url.endsWith('/stream')) continue // never ends; its own test listens to it
      const { status, body } = await client.send(method, url)
      if (isAllowed) {
        t.notOk([401, 403].includes(status), `${role} may ${name}`)
      } else {
        t.match({ status, body }, { status: 403, body: { type: '/problems/forbidden' } }, `${role}: ${name}`)
        t.ok(body.detail.includes(scope), 'names the scope')
      }
    }
  }
})

/** A token like those of the demonstration signer, with one fault. */
function forgeToken(secret: Uint8Array, claims: JWTPayload, expires = '1h'): Promise<string> {
  return new SignJWT({ role: 'admin', authority: CHESHIRE_EAST, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(claims.sub ?? 'someone')
    .setIssuer(claims.iss ?? 'urn:sufficiency:demonstration')
    .setAudience((claims.aud as string | undefined) ?? 'sufficiency')
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(secret)
}

t.test('a token counts only if it was signed here, for here, and has not expired', async (t) => {
  const secret = randomBytes(32)
  const mine = await testApp(t, {
    verify: demonstrationVerifier(secret),
  })
  const good = await forgeToken(secret, {})
  t.equal((await mine.with(good).get('/v1/homes')).status, 200)
  const [header = '', payload = '', signature = ''] = good.split('.')
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const bad: Record<string, string> = {
    'of another secret': await forgeToken(randomBytes(32), {}),
    expired: await forgeToken(secret, {}, '-1s'),
    'of another issuer': await forgeToken(secret, { iss: 'https://elsewhere.test' }),
    'for another audience': await forgeToken(secret, { aud: 'elsewhere' }),
    'of no known role': await forgeToken(secret, { role: 'owner' }),
    'of a role that objects inherit': await forgeToken(secret, { role: 'constructor' }),
    'of no authority': await forgeToken(secret, { authority: '' }),
    'of an authority that is SQL': await forgeToken(secret, { authority: "E06000049' or true --" }),
    'of no subject': await forgeToken(secret, { sub: '' }),
    unsigned: `${encode({ alg: 'none' })}.${payload}.`,
    'unsigned, with a signature': `${encode({ alg: 'none' })}.${payload}.${signature}`,
    'with other claims': `${header}.${encode({ role: 'admin' })}.${signature}`,
    garbage: 'a.b.c',
    'not a token': 'letmein',
  }
  for (const [name, token] of Object.entries(bad)) {
    const answer = await mine.with(token).get('/v1/homes')
    t.match(answer, { status: 401, body: { type: '/problems/unauthenticated' } }, name)
  }
  for (const authorization of ['', 'Bearer', 'Bearer ', `Basic ${good}`, good]) {
    t.equal((await mine.with().get('/v1/homes', { authorization })).status, 401, authorization)
  }
})

t.test('an authority that nobody knows sees nothing and writes nothing', async (t) => {
  const stranger = await service.as('admin', 'E06999999')
  t.same((await stranger.get('/v1/homes')).body.items, [])
  const answer = await stranger.post('/v1/providers', { name: 'Nowhere', sector: 'own' })
  t.match(answer, { status: 403, body: { type: '/problems/forbidden' } })
})

t.test('with an identity provider, its tokens count and the demonstration signer’s do not', async (t) => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const stranger = await generateKeyPair('RS256')
  let issuer = ''
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  const provider = createServer((request, response) => {
    const jwks = request.url === '/keys'
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(jwks ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` }))
  })
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  t.teardown(() => provider.close())

  const sign = (key: Parameters<SignJWT['sign']>[0], alg = 'RS256', kid = 'k1', audience = 'sufficiency') =>
    new SignJWT({ role: 'bi', authority: CHESHIRE_EAST })
      .setProtectedHeader({ alg, kid })
      .setSubject('analyst')
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key)
  const mine = await testApp(t, {
    verify: oidcVerifier([{ issuer, audience: 'sufficiency', claims: plainClaims }]),
  })
  const status = async (token: string) => (await mine.with(token).get('/v1/authorities')).status

  t.equal(await status(await sign(privateKey)), 200)
  t.equal(await status(await sign(privateKey, 'RS256', 'k1', 'elsewhere')), 401)
  t.equal(await status(await sign(stranger.privateKey)), 401, 'of another key')
  t.equal(await status(await sign(stranger.privateKey, 'RS256', 'k2')), 401, 'of an unknown key')
  const publicText = new TextEncoder().encode(await exportSPKI(publicKey))
  t.equal(await status(await sign(publicText, 'HS256')), 401, 'the public key as a secret')
  const who = { subject: 'x', role: 'admin', authorityCode: CHESHIRE_EAST } as const
  t.equal(await status(await signDemonstrationToken(randomBytes(32), who)), 401)

  const unreachable = await testApp(t, {
    verify: oidcVerifier([
      { issuer, audience: 'sufficiency', jwksUri: 'http://127.0.0.1:9/keys', claims: plainClaims },
    ]),
  })
  const answer = await unreachable.with(await sign(privateKey)).get('/v1/authorities')
  t.match(answer, { status: 503, body: { type: '/problems/unavailable' } }, 'nobody can tell')
})
