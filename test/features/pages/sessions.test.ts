import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Headers } from '../../support/app.ts'
import { aChild, aPlacementRequest } from '../../support/builders.ts'
import { childFields, hiddenFields, PlainBrowser, requestFields } from './support.ts'

const service = await testApp(t)
const admin = await service.as('admin')
const day = '2023-12-01'
const sessionCookie = (browser: PlainBrowser) => browser.cookies.get('session') ?? ''

async function signedIn(subject = 'demonstration'): Promise<PlainBrowser> {
  const browser = new PlainBrowser(service)
  await browser.signIn(subject)
  return browser
}

t.test('nobody sees a page before they have signed in, and comes back to it after', async (t) => {
  const browser = new PlainBrowser(service)
  const redirect = await browser.get('/requests/new?x=1')
  t.match(redirect, { status: 303, location: '/sign-in?to=%2Frequests%2Fnew%3Fx%3D1' })
  const signIn = await browser.get(redirect.location ?? '')
  t.match(signIn, { status: 200, text: /Choose whom you want to be[\s\S]*made up/ })
  const [[, to] = []] = hiddenFields(signIn, '/sign-in')
  const back = await browser.post('/sign-in', [
    ['subject', 'demonstration'],
    ['to', to ?? ''],
  ])
  t.match(back, { status: 303, location: '/requests/new?x=1' })
})

t.test('a sign-in leads to pages of this service alone', async (t) => {
  for (const to of [
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'javascript:alert(1)',
  ]) {
    const answer = await new PlainBrowser(service).post('/sign-in', [
      ['subject', 'demonstration'],
      ['to', to],
    ])
    t.match(answer, { status: 303, location: '/' }, to)
  }
})

t.test('the cookie is for this service alone, and scripts cannot read it', async (t) => {
  const browser = new PlainBrowser(service)
  const answer = await browser.post('/sign-in', [['subject', 'demonstration']])
  const cookie = String(answer.headers['set-cookie'])
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) t.match(cookie, part)
  t.notMatch(cookie, 'Secure', 'over http, which the demonstration uses')
  const { rows } = await service.ownerPool.query<{ text: string }>(
    'select page_sessions::text as text from page_sessions',
  )
  t.notOk(
    rows.some(({ text }) => text.includes(sessionCookie(browser))),
    'the database has the hash of the secret, not the secret',
  )
})

t.test('a cookie that somebody planted is worth nothing after a sign-in (session fixation)', async (t) => {
  const attacker = await signedIn()
  const foreign = sessionCookie(attacker)
  const victim = new PlainBrowser(service)
  victim.cookies.set('session', foreign)
  await victim.signIn('demonstration-dcs')
  t.not(sessionCookie(victim), foreign)
  t.match(await victim.get('/approvals'), { status: 200 })
  t.match(await attacker.get('/requests'), { status: 303 }, 'and the session that was planted has ended')
})

t.test('signing out ends a session at the server, and everywhere all of the person', async (t) => {
  const [here, there, other] = await Promise.all([signedIn(), signedIn(), signedIn('demonstration-data')])
  const token = async (browser: PlainBrowser) => hiddenFields(await browser.get('/requests'), '/sign-out')
  const cookie = sessionCookie(here)
  await here.post('/sign-out', await token(here))
  here.cookies.set('session', cookie)
  t.match(await here.get('/requests'), { status: 303 }, 'though a browser kept the cookie')
  t.match(await there.get('/requests'), { status: 200 })
  const third = await signedIn()
  await there.post('/sign-out', [...(await token(there)), ['everywhere', 'yes']])
  t.match(await third.get('/requests'), { status: 303 })
  t.match(await other.get('/requests'), { status: 200 }, 'of nobody else')
})

t.test('a session is short, is renewed while it is used, and ends after a working day', async (t) => {
  const browser = await signedIn('demonstration-head-of-service')
  const person = `subject = 'demonstration-head-of-service'`
  const minutesLeft = async () => {
    const { rows } = await service.ownerPool.query<{ minutes: number }>(
      `select extract(epoch from expires_at - now())::float8 / 60 as minutes from page_sessions where ${person}`,
    )
    return rows[0]?.minutes ?? 0
  }
  t.ok((await minutesLeft()) <= 30)
  await service.ownerPool.query(
    `update page_sessions set expires_at = now() + interval '2 minutes' where ${person}`,
  )
  await browser.get('/approvals')
  t.ok((await minutesLeft()) > 25, 'renewed')
  await service.ownerPool.query(`update page_sessions set last_until = now() + interval '3 minutes',
    expires_at = now() + interval '2 minutes' where ${person}`)
  await browser.get('/approvals')
  t.ok((await minutesLeft()) <= 3.1, 'never past the last instant')
  await service.ownerPool.query(
    `update page_sessions set expires_at = now() - interval '1 second' where ${person}`,
  )
  t.match(await browser.get('/approvals'), { status: 303 })
})

t.test('what was filled in when a session ended is there after the next sign-in', async (t) => {
  const browser = await signedIn()
  const page = await browser.get('/requests/new')
  const fields = [
    ...hiddenFields(page, '/requests/new'),
    ...childFields('KEPT-1', 2017),
    ...requestFields(day),
  ]
  await service.ownerPool.query(`update page_sessions set expires_at = now() - interval '1 second'`)
  const redirect = await browser.post('/requests/new', fields)
  t.match(redirect, { status: 303, location: '/sign-in?to=%2Frequests%2Fnew' })
  t.match(await browser.get(redirect.location ?? ''), { text: /what you had filled in is still there/ })
  await browser.signIn('demonstration')
  t.match(await browser.get('/requests/new'), { text: /value="KEPT-1"/ })
  const other = await signedIn('demonstration-data')
  t.notMatch((await other.get('/requests/new')).text, 'KEPT-1', 'and nobody else sees it')
})

t.test('a form of a page from before the last sign-in is shown again with what was filled in', async (t) => {
  const browser = await signedIn()
  const page = hiddenFields(await browser.get('/requests/new'), '/requests/new')
  await browser.signIn('demonstration')
  const fields = [...childFields('LATE-1', 2017), ...requestFields(day)]
  const answer = await browser.post('/requests/new', [...page, ...fields])
  t.match(answer, {
    status: 403,
    text: /You have signed in again since you opened this page, so nothing was done[\s\S]*value="LATE-1"/,
  })
  t.match(
    await browser.post('/requests/new', [...hiddenFields(answer, '/requests/new'), ...fields]),
    { status: 303, location: /^\/requests\// },
    'and counts when it is sent from there',
  )
})

t.test('a form counts only with the token of a page that its sender was shown (CSRF)', async (t) => {
  const [browser, other] = [await signedIn(), await signedIn('demonstration-data')]
  const good = hiddenFields(await browser.get('/requests/new'), '/requests/new')
  const foreign = hiddenFields(await other.get('/requests/new'), '/requests/new')
  const rest = [...childFields('CSRF-1', 2017), ...requestFields(day)]
  for (const [name, fields, headers] of [
    ['without a token', [], {}],
    ['with an invented one', [['_token', 'a.b']], {}],
    ["with another person's", foreign, {}],
    ['from another site', good, { 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', good, { 'sec-fetch-site': 'same-site' }],
    [
      'from an older browser, of another origin',
      good,
      { 'sec-fetch-site': undefined, origin: 'http://elsewhere.example' },
    ],
  ] as [string, [string, string][], object][]) {
    const answer = await browser.post('/requests/new', [...fields, ...rest], headers)
    t.match(answer, { status: 403, text: /You may not see or do this|so nothing was done/ }, name)
  }
  t.match(
    (await admin.post('/v1/child-lookups', { references: ['CSRF-1'] })).body,
    { items: [] },
    'nothing was recorded',
  )
  t.match(
    await browser.post('/requests/new', [...good, ...rest]),
    { status: 303 },
    'it was the token that was wrong',
  )
})

t.test('pages load nothing of others, stand in no frame and are kept nowhere', async (t) => {
  const browser = await signedIn()
  for (const path of ['/requests', '/requests/new', '/sign-in', '/nothing-here']) {
    const { headers } = await browser.get(path)
    const policy = headers['content-security-policy']
    if (path === '/sign-in') continue // which leads on
    t.match(policy, "default-src 'none'", path)
    t.match(policy, "frame-ancestors 'none'", path)
    t.notMatch(policy, 'unsafe', path)
    t.equal(headers['cache-control'], 'no-store', path)
    t.equal(headers['x-content-type-options'], 'nosniff', path)
  }
  const { text } = await browser.get('/requests')
  t.notMatch(text, /<script(?![^>]*src=)|\sstyle="|\son\w+="/, 'nothing inline')
})

t.test('what a role may not see is a page that says so, and what is not there too', async (t) => {
  const officer = await signedIn()
  t.match(await officer.get('/approvals'), { status: 403, text: /Your role does not have this page/ })
  t.match(await officer.get('/nothing-here'), { status: 404, text: /<h1[^>]*>\s*Page not found/ })
  t.match(await officer.get('/requests/00000000-0000-4000-8000-000000000000'), {
    status: 404,
    text: /Page not found/,
  })
  t.match(await officer.get('/requests/%3Cscript%3E'), { status: 400, text: /<h1/ })
  t.match(
    await service.with().get('/v1/nothing'),
    { status: 404, body: { type: '/problems/not-found' } },
    'programs get a problem',
  )
})

t.test("another authority's records are not there", async (t) => {
  const others = await service.as('admin', STOCKPORT)
  const child = await aChild(others, { reference: 'STOCKPORT-1' })
  const request = await aPlacementRequest(others, { childIds: [child.id] })
  const browser = await signedIn()
  t.match(await browser.get(`/requests/${request.id}`), { status: 404 })
  t.notMatch((await browser.get('/requests')).text, request.id)
  const { rows } = await service.ownerPool.query('select distinct authority_code from page_sessions')
  t.same(rows, [{ authority_code: CHESHIRE_EAST }])
})

t.test('a look at a child is in the access log, with who looked and why', async (t) => {
  const child = await aChild(admin, { reference: 'LOGGED-1' })
  const request = await aPlacementRequest(admin, { childIds: [child.id] })
  const browser = await signedIn('demonstration-dcs')
  t.match(await browser.get(`/requests/${request.id}`), { status: 200, text: /LOGGED-1/ })
  const { rows } = await service.ownerPool.query<{ actor: string; purpose: string; action: string }>(
    'select distinct actor, role, purpose, action from access_log where $1 = any(child_ids) and actor like $2 order by action',
    [child.id, 'demonstration%'],
  )
  const purpose = 'page: a request, and what is to be done for it'
  t.match(rows, [
    { actor: 'demonstration-dcs', role: 'panel', purpose, action: 'GET /v1/children/:id' },
    { actor: 'demonstration-dcs', role: 'panel', purpose, action: 'GET /v1/placement-requests/:id' },
  ])
})

t.test('no header from outside makes a caller of anybody', async (t) => {
  for (const headers of [
    { cookie: 'session=x' },
    { 'x-inner-caller': 'admin' },
    { authorization: 'Session x' },
  ] as Headers[])
    t.match(await service.with().get('/v1/children', headers), { status: 401 })
  const browser = await signedIn()
  const cookie = `session=${sessionCookie(browser)}`
  t.match(
    await service.with().get('/v1/children', { cookie }),
    { status: 401 },
    'a session is for pages alone',
  )
})
