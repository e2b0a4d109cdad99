import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import t from 'tap'
import { loadConfig } from '../../../src/config.ts'
import { oidcVerifier } from '../../../src/platform/http/tokens.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aProvider } from '../../support/builders.ts'

/** Sign-in with tokens of the form that Entra ID issues (v2.0), from an issuer on this machine. */

const CLIENT = randomUUID()
const { publicKey, privateKey } = await generateKeyPair('RS256')
const stranger = await generateKeyPair('RS256')
const tenants = { east: randomUUID(), stockport: randomUUID() }
const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig' }

const entra = createServer((request, response) => {
  const [, tenant = '', ...rest] = (request.url ?? '').split('/')
  const here = `http://127.0.0.1:${(entra.address() as AddressInfo).port}/${tenant}`
  response.setHeader('content-type', 'application/json')
  const isDiscovery = rest.join('/') === 'v2.0/.well-known/openid-configuration'
  response.end(
    JSON.stringify(
      isDiscovery ? { issuer: `${here}/v2.0`, jwks_uri: `${here}/discovery/keys` } : { keys: [jwk] },
    ),
  )
})
await new Promise<void>((resolve) => entra.listen(0, '127.0.0.1', resolve))
t.teardown(() => entra.close())
const login = `http://127.0.0.1:${(entra.address() as AddressInfo).port}`
const issuerOf = (tenant: string) => `${login}/${tenant}/v2.0`

const groups = { officers: randomUUID(), analysts: randomUUID(), east: randomUUID(), stockport: randomUUID() }

/** Cheshire East's tenant gives app roles and is one authority; the other serves two authorities, told by groups. */
const configuration = [
  {
    issuer: issuerOf(tenants.east),
    audience: [CLIENT, `api://${CLIENT}`],
    authorizationUri: `${login}/${tenants.east}/oauth2/authorize`,
    subject: 'oid',
    role: { claim: 'roles', values: { 'Sufficiency.Admin': 'admin', 'Sufficiency.Analyst': 'bi' } },
    authority: { claim: 'tid', values: { [tenants.east]: CHESHIRE_EAST } },
  },
  {
    issuer: issuerOf(tenants.stockport),
    audience: CLIENT,
    subject: 'oid',
    role: { claim: 'groups', values: { [groups.officers]: 'placements', [groups.analysts]: 'bi' } },
    authority: { claim: 'groups', values: { [groups.east]: CHESHIRE_EAST, [groups.stockport]: STOCKPORT } },
  },
]
const { identityProviders } = loadConfig({ OIDC_PROVIDERS: JSON.stringify(configuration) })
const service = await testApp(t, {
  verify: oidcVerifier(identityProviders),
  authorizationUri: identityProviders[0]?.authorizationUri,
})

/** The claims of an access token of Entra ID for a person; those that are given replace or, if undefined, remove them. */
function claimsOf(tenant: string, claims: Record<string, unknown>): JWTPayload {
  const person = {
    aud: CLIENT,
    iss: issuerOf(tenant),
    azp: randomUUID(),
    azpacr: '1',
    name: 'A Person',
    preferred_username: 'a.person@council.example',
    oid: '11111111-2222-3333-4444-555555555555',
    rh: '0.x',
    scp: 'user_impersonation',
    sub: 'pairwise-for-this-application',
    tid: tenant,
    uti: 'x',
    ver: '2.0',
    ...claims,
  }
  return Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined))
}

const sign = (claims: JWTPayload, { key = privateKey, kid = 'k1', expires = '75m' } = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
    .setIssuedAt()
    .setNotBefore('-5m')
    .setExpirationTime(expires)
    .sign(key)

const ask = async (token: string, path = '/v1/homes') => service.with(token).get(path)
const east = (claims: Record<string, unknown>) =>
  sign(claimsOf(tenants.east, { roles: ['Sufficiency.Admin'], ...claims }))
const stockport = (claims: Record<string, unknown>) =>
  sign(claimsOf(tenants.stockport, { groups: [groups.officers, groups.stockport], ...claims }))

t.test('app roles give the role, the tenant gives the authority, and no name is stored', async (t) => {
  const admin = service.with(await east({}))
  const { id } = await aProvider(admin)
  const { body } = await admin.get(`/v1/providers/${id}/versions`)
  t.match(body.items, [{ actor: '11111111-2222-3333-4444-555555555555' }])
  const { rows } = await service.ownerPool.query<{ row: string }>(
    'select to_jsonb(v)::text as row from record_versions v',
  )
  for (const { row } of rows) t.notMatch(row, /A Person|a\.person/)
  const analyst = await ask(await east({ roles: ['Sufficiency.Analyst'] }))
  t.match(analyst, { status: 403, body: { detail: /role "bi"/ } })
  const both = await ask(await east({ roles: ['Sufficiency.Analyst', 'Sufficiency.Admin', 'Other'] }))
  t.equal(both.status, 200, 'of several roles the one listed first counts')
  t.equal((await ask(await east({ aud: `api://${CLIENT}` }))).status, 200, 'each audience that is listed')

  const other = service.with(await stockport({}))
  t.match(await other.get(`/v1/providers/${id}`), { status: 404 }, 'another tenant is another authority')
  t.equal((await ask(await stockport({ groups: [groups.officers, groups.east] }))).status, 200)
})

t.test('what is wrong with a genuine token is told', async (t) => {
  const many = { groups: undefined }
  const elsewhere = {
    ...many,
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: 'https://graph.microsoft.com/v1.0/x/getMemberObjects' } },
  }
  const cases: [name: string, token: string, detail: RegExp][] = [
    ['no role', await east({ roles: undefined }), /claim "roles" names no role that is known here/],
    ['an unknown role', await east({ roles: ['Else.Admin'] }), /claim "roles" names no role/],
    ['an inherited name', await east({ roles: ['constructor', '__proto__'] }), /names no role/],
    ['no subject', await east({ oid: undefined }), /claim "oid" names nobody/],
    ['another tenant', await east({ tid: randomUUID() }), /claim "tid" names no authority/],
    ['two authorities', await stockport({ groups: Object.values(groups) }), /names more than one authority/],
    ['no authority', await stockport({ groups: [groups.officers] }), /claim "groups" names no authority/],
    ['overage', await stockport(elsewhere), /"groups" was left out, as the person is in too many groups/],
    ['overage, implicit', await stockport({ ...many, hasgroups: true }), /"groups" was left out/],
    ['another audience', await east({ aud: randomUUID() }), /for another audience/],
    ['expired', await sign(claimsOf(tenants.east, {}), { expires: '-1m' }), /^The token has expired\.$/],
    ['of v1.0', await east({ iss: `https://sts.windows.net/${tenants.east}/` }), /issuer that is not known/],
  ]
  for (const [name, token, detail] of cases) {
    const answer = await ask(token)
    t.match(answer, { status: 401, body: { type: '/problems/unauthenticated', detail } }, name)
    t.notMatch(JSON.stringify(answer.body), /Person|1111/, `${name}: nothing of the person`)
  }
})

t.test('of a token that is not genuine nothing is told', async (t) => {
  const forgeries = {
    'of another key': await sign(claimsOf(tenants.east, { roles: [] }), { key: stranger.privateKey }),
    'of an unknown key': await sign(claimsOf(tenants.east, {}), { key: stranger.privateKey, kid: 'k2' }),
    'expired too': await sign(claimsOf(tenants.east, {}), { key: stranger.privateKey, expires: '-1m' }),
  }
  for (const [name, token] of Object.entries(forgeries)) {
    const detail = 'The token is not valid here, or has expired.'
    t.match(await ask(token), { status: 401, body: { detail } }, name)
  }
  const impostor = await sign({
    ...claimsOf(tenants.east, { roles: ['Sufficiency.Admin'] }),
    iss: issuerOf(tenants.stockport),
  })
  t.equal((await ask(impostor)).status, 401, 'each issuer has its own map')
})

t.test('who sends nothing, or Bearer alone, is told where to sign in', async (t) => {
  const uri = `authorization_uri="${login}/${tenants.east}/oauth2/authorize"`
  for (const headers of [{}, { authorization: 'Bearer' }, { authorization: 'Bearer ' }]) {
    const answer = await service.with().get('/v1/homes', headers as Record<string, string>)
    t.equal(answer.status, 401)
    t.match(answer.headers['www-authenticate'], [`Bearer realm="Sufficiency", ${uri}`, /^Basic realm=/])
  }
  const refusal = await ask(await east({ roles: [] }))
  t.match(refusal.headers['www-authenticate'], [`Bearer realm="Sufficiency", error="invalid_token", ${uri}`])
})

t.test('a configuration that cannot be meant is refused, by the name of what is wrong', (t) => {
  const [first] = configuration
  const faults: [value: unknown, message: RegExp][] = [
    ['{', /OIDC_PROVIDERS must be JSON/],
    [[], /OIDC_PROVIDERS must have an identity provider/],
    [[{ ...first, issuer: 'login' }], /OIDC_PROVIDERS\.0\.issuer must be an http or https address/],
    [[{ ...first, audience: undefined }], /OIDC_PROVIDERS\.0\.audience must be/],
    [
      [{ ...first, role: { claim: 'roles', values: { x: 'owner' } } }],
      /\.role\.values\.x must be one of placements/,
    ],
    [[{ ...first, role: { claim: 'roles', values: { x: 'system' } } }], /\.role\.values\.x must be one of/],
    [[{ ...first, authority: { code: 'Cheshire' } }], /OIDC_PROVIDERS\.0\.authority/],
    [[{ ...first, tenant: 'x' }], /OIDC_PROVIDERS\.0 .*tenant/],
    [[first, first], /OIDC_PROVIDERS must name each issuer once/],
  ]
  for (const [value, message] of faults) {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    t.throws(() => loadConfig({ OIDC_PROVIDERS: text }), { message }, text.slice(0, 60))
  }
  const both = {
    OIDC_PROVIDERS: JSON.stringify([first]),
    OIDC_ISSUER: 'https://a.example',
    OIDC_AUDIENCE: 'x',
  }
  t.throws(() => loadConfig(both), { message: /OIDC_ISSUER belongs into OIDC_PROVIDERS/ })
  t.end()
})

t.test('the configuration in the recipe is one that is taken', async (t) => {
  const page = await readFile(new URL('../../../docs/entra-id.md', import.meta.url), 'utf8')
  const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = '']) => text)
  t.ok(examples.length >= 2)
  for (const text of examples) t.ok(loadConfig({ OIDC_PROVIDERS: text }).identityProviders.length > 0)
})
