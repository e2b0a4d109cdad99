import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import t from 'tap'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'
import { PlainBrowser } from './support.ts'

/** What the next ID token says, and what the provider was asked: a provider that signs in whoever comes. */
const says: Record<string, unknown> = { sub: 'officer-1', roles: ['Sufficiency.Placements'] }
const grants = new Map<string, URLSearchParams>()
const { publicKey, privateKey } = await generateKeyPair('RS256')
const provider: Server = createServer((request, response) => {
  void answer(request.url ?? '', request.method === 'POST' ? text(request) : Promise.resolve('')).then(
    (body) => {
      response.writeHead(body === null ? 400 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body ?? { error: 'invalid_grant' }))
    },
  )
})
provider.listen(0, '127.0.0.1')
await once(provider, 'listening')
t.teardown(() => provider.close())
const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`

async function answer(path: string, body: Promise<string>): Promise<object | null> {
  if (path === '/.well-known/openid-configuration')
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
    }
  if (path === '/keys')
    return { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: '1', use: 'sig' }] }
  const form = new URLSearchParams(await body)
  const query = grants.get(form.get('code') ?? '')
  grants.delete(form.get('code') ?? '')
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (query?.get('code_challenge') !== challenge) return null
  const idToken = await new SignJWT({ nonce: query.get('nonce'), ...says })
    .setProtectedHeader({ alg: 'RS256', kid: '1' })
    .setIssuer(issuer)
    .setAudience('pages')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey)
  return { access_token: 'x', token_type: 'Bearer', expires_in: 300, id_token: idToken }
}

const service = await testApp(t, {
  signIn: {
    kind: 'identity-provider',
    publicUrl: undefined,
    providers: [
      {
        issuer,
        audience: 'api',
        signIn: { clientId: 'pages', clientSecret: 'secret' },
        claims: {
          subject: 'sub',
          role: { claim: 'roles', values: { 'Sufficiency.Placements': 'placements' } },
          authority: { code: CHESHIRE_EAST },
        },
      },
    ],
  },
})

/** Begins to sign in, and says yes at the provider. Gives the address to which the provider sends the browser back. */
async function consent(browser: PlainBrowser, code: string): Promise<string> {
  const start = await browser.get('/sign-in/start?provider=0&to=%2Frequests%2Fnew')
  const query = new URL(start.location ?? '').searchParams
  grants.set(code, query)
  return `/sign-in/end?code=${code}&state=${query.get('state')}`
}

t.test(
  'a person signs in with their own account, by code with PKCE, and comes back to the page',
  async (t) => {
    const browser = new PlainBrowser(service)
    t.match(
      (await browser.get('/sign-in?to=%2Frequests%2Fnew')).text,
      '/sign-in/start?provider=0&amp;to=%2Frequests%2Fnew',
    )
    const start = await browser.get('/sign-in/start?provider=0&to=%2Frequests%2Fnew')
    const query = new URL(start.location ?? '').searchParams
    t.match(Object.fromEntries(query), {
      response_type: 'code',
      client_id: 'pages',
      code_challenge_method: 'S256',
      redirect_uri: 'http://localhost:80/sign-in/end',
    })
    t.match(await browser.get(await consent(browser, 'one')), { status: 303, location: '/requests/new' })
    t.match(await browser.get('/requests/new'), { status: 200, text: /Placements officer/ })
    const { rows } = await service.ownerPool.query('select subject, role, authority_code from page_sessions')
    t.same(rows, [{ subject: 'officer-1', role: 'placements', authority_code: CHESHIRE_EAST }])
  },
)

t.test('an answer that this browser did not ask for signs nobody in', async (t) => {
  const [browser, other] = [new PlainBrowser(service), new PlainBrowser(service)]
  const back = await consent(browser, 'two')
  t.match(await other.get(back), { status: 303, location: '/sign-in' }, 'in another browser')
  await consent(other, 'three')
  t.match(await other.get(back), { status: 403 }, "with another's state")
  t.match(
    await browser.get(back.replace('code=two', 'code=guess')),
    { status: 403 },
    'with a code that was not given',
  )
  t.match(await browser.get('/requests'), { status: 303 })
})

t.test('an account without a role here is told so, and no pages are shown', async (t) => {
  says.roles = ['Another.Application']
  const browser = new PlainBrowser(service)
  const refusal = await browser.get(await consent(browser, 'four'))
  t.match(refusal, { status: 403, text: /names no role that is known here/ })
  t.match(await browser.get('/requests'), { status: 303 })
  t.match(
    await browser.post('/sign-in', [['subject', 'demonstration']]),
    { status: 405 },
    'nor is there a chooser',
  )
})
