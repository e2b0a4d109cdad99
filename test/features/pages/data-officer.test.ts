import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aProvider } from '../../support/builders.ts'
import type { Sent } from '../../support/form.ts'
import { csv } from '../returns/in/support.ts'
import { hiddenFields, PlainBrowser, rowsOfPage, type PageAnswer } from './support.ts'

const service = await testApp(t)
const data = await service.as('data')
const admin = await service.as('admin')

async function signedIn(subject = 'demonstration-data'): Promise<PlainBrowser> {
  const browser = new PlainBrowser(service)
  await browser.signIn(subject)
  return browser
}

/** A return of children with one foster carer from 10 May 2022 on. */
const returnOf = (...references: string[]): Sent[] =>
  [
    csv('header', ...references.map((child) => `${child},1,05/06/2010,WBRI,UN2,,`)),
    csv('episodes', ...references.map((child) => `${child},10/05/2022,S,C2,N1,U4,PR1,,,,,,`)),
  ].map(({ name, content }) => ({ name: `2022-23/${name}`, content }))

const childrenCalled = async (...references: string[]) =>
  (await data.post('/v1/child-lookups', { references })).body.items.length

/** The page of an import once it has ended, by its own words. */
async function finishedPage(browser: PlainBrowser, path: string): Promise<PageAnswer> {
  for (;;) {
    const page = await browser.get(path)
    if (page.status !== 200) throw new Error(page.text)
    if (!page.text.includes('data-renew-seconds')) return page
    await sleep(50)
  }
}

/** Sends a return as the form on the page does; where it leads, once it has ended. */
async function send(browser: PlainBrowser, files: readonly Sent[], fields: [string, string][] = []) {
  const hidden = hiddenFields(await browser.get('/imports'), '/imports')
  const answer = await browser.upload('/imports', [...hidden, ...fields], files)
  if (answer.status !== 303) throw new Error(answer.text)
  const path = String(answer.location)
  return { path, page: await finishedPage(browser, path) }
}

t.test('a return is checked, imported and undone', async (t) => {
  const browser = await signedIn()
  const check = await send(browser, returnOf('PAGE-1', 'PAGE-2'))
  t.match(check.page.text, /Checked: nothing applied[\s\S]*Records that would be written/)
  const counts = ['Children', '2', '0', '0', '0']
  t.ok(
    rowsOfPage(check.page).some((row) => row.join() === counts.join()),
    JSON.stringify(rowsOfPage(check.page)),
  )
  t.equal(await childrenCalled('PAGE-1', 'PAGE-2'), 0)
  t.notMatch(check.page.text, 'Undo this import', 'a check has nothing to undo')

  const { path, page } = await send(browser, returnOf('PAGE-1', 'PAGE-2'), [['dryRun', 'no']])
  t.match(page.text, /Done[\s\S]*Records that were written/)
  t.ok(rowsOfPage(page).some((row) => row.join() === ['PAGE-1', 'New', '1 new', '1 new', '1 new'].join()))
  t.equal(await childrenCalled('PAGE-1', 'PAGE-2'), 2)
  t.match((await browser.get('/imports')).text, `href="${path}"`)

  const hidden = hiddenFields(page, `${path}/undo`)
  const refusal = await browser.post(`${path}/undo`, [...hidden, ['reason', ' ']])
  t.match(refusal, { status: 400, text: /There is a problem[\s\S]*The reason/ })
  t.match(refusal.text, `href="${path}/children.csv"`, 'its links are those of the import')
  const answer = await browser.post(`${path}/undo`, [...hidden, ['reason', 'The file of another year']])
  t.match(answer, { status: 303, location: /^\/imports\// })
  const undone = await finishedPage(browser, String(answer.location))
  t.match(undone.text, `href="${path}"`)
  t.equal(await childrenCalled('PAGE-1', 'PAGE-2'), 0)
  t.notMatch((await browser.get(path)).text, 'Undo this import', 'once is enough')
})

t.test('a return that cannot be used says why, and the row', async (t) => {
  const browser = await signedIn()
  const none = await browser.upload('/imports', hiddenFields(await browser.get('/imports'), '/imports'), [])
  t.match(none, { status: 422, text: /Choose the files of the return/ })
  const hidden = hiddenFields(none, '/imports')
  const year = await browser.upload('/imports', [...hidden, ['year', 'soon']], returnOf('BAD-1'))
  t.match(year, { status: 400, text: /There is a problem[\s\S]*The year/ })
  const nasty = csv(
    'header',
    '<script>alert(1)</script>,1,05/06/2010,WBRI,UN2,,',
    'BAD-2,1,31/06/2010,WBRI,UN2,,',
  )
  const { page } = await send(
    browser,
    [nasty],
    [
      ['year', '2022-23'],
      ['dryRun', 'no'],
    ],
  )
  t.match(page.text, /Rejected: nothing applied[\s\S]*By row[\s\S]*31\/06\/2010/)
  t.notMatch(page.text, '<script>alert')
})

t.test('a form with files that is sent twice is one import', async (t) => {
  const browser = await signedIn()
  const hidden = hiddenFields(await browser.get('/imports'), '/imports')
  const count = (await data.get('/v1/imports?limit=500')).body.items.length
  const first = await browser.upload('/imports', hidden, returnOf('TWICE-1'))
  t.equal(first.status, 303)
  await finishedPage(browser, String(first.location))
  const again = await browser.upload('/imports', hidden, returnOf('TWICE-1'))
  t.equal(again.location, first.location)
  t.equal((await data.get('/v1/imports?limit=500')).body.items.length, count + 1)
  t.match(
    await browser.upload('/imports', hidden, returnOf('TWICE-2')),
    { status: 422, text: /There is a problem/ },
    'other files with the same key are refused',
  )
})

t.test('files count only with the token of a page, and from a role that may import', async (t) => {
  const [browser, officer] = [await signedIn(), await signedIn('demonstration')]
  const files = returnOf('FOREIGN-1')
  const foreign = await browser.upload(
    '/imports',
    [
      ['_token', 'a.b'],
      ['dryRun', 'no'],
    ],
    files,
  )
  t.match(foreign, { status: 403, text: /so nothing was done/ })
  t.match(await officer.upload('/imports', [], files), {
    status: 403,
    text: /Your role does not have this page/,
  })
  t.match(await new PlainBrowser(service).upload('/imports', [], files), {
    status: 303,
    location: /^\/sign-in/,
  })
  t.match(
    await browser.upload(
      '/imports',
      [...hiddenFields(await browser.get('/imports'), '/imports'), ['x', '']],
      files,
    ),
    { status: 400, text: /This cannot be taken as it is/ },
  )
  t.equal(await childrenCalled('FOREIGN-1'), 0)
})

t.test('a file of a report has every row, however many', async (t) => {
  const browser = await signedIn()
  const references = Array.from({ length: 501 }, (_, index) => `MANY-${index}`)
  const { path, page } = await send(browser, returnOf(...references))
  t.match(page.text, /By child: the first 200/)
  const file = await browser.get(`${path}/children.csv`)
  t.match(file.headers, { 'content-type': /text\/csv/, 'content-disposition': /attachment/ })
  const lines = file.text.trim().split(/\r?\n/)
  t.equal(lines.length, 502, 'its headings, and a line of each child')
  t.equal(new Set(lines).size, 502, 'each once')
})

t.test('questions of a return are answered for one child, and for all others', async (t) => {
  const references = ['ASK-1', 'ASK-2', 'ASK-3']
  for (const reference of references) {
    const child = await data.post('/v1/children', { reference, dateOfBirth: '2010-06-05', sex: 'male' })
    await data.post('/v1/placements', {
      childId: child.body.id,
      placementType: 'with-parents',
      startedOn: '2022-06-01',
      endedOn: '2022-07-01',
    })
  }
  const browser = await signedIn()
  const { path, page } = await send(browser, returnOf(...references), [['dryRun', 'no']])
  t.match(page.text, /3 questions wait/)
  const form = await browser.get(`${path}/questions`)
  t.match(rowsOfPage(form)[1], [
    'ASK-1',
    'Placed with parents or person with parental responsibility: from Wed 1 June 2022 to Fri 1 July 2022',
    'Internal foster carer: from Tue 10 May 2022 on',
    '2022/23',
  ])
  const action = `${path}/questions`
  const hidden = hiddenFields(form, action)
  t.match(await browser.post(action, hidden), {
    status: 422,
    text: /Choose the children[\s\S]*Choose which is right[\s\S]*Say why/,
  })
  const [, one = ''] = /name="questions"[^>]*value="([\w-]{36})"/.exec(form.text) ?? []
  const reason: [string, string] = ['reason', 'The file was checked']
  const first = await browser.post(action, [...hidden, ['questions', one], ['answer', 'record'], reason])
  t.match(first, { status: 303, location: action })
  const rest = await browser.get(action)
  t.equal(rowsOfPage(rest).length, 3, 'the headings, and two questions')
  t.match(
    await browser.post(action, [...hidden, ['questions', one], ['answer', 'return'], reason]),
    { status: 422, text: /One was not answered/ },
    'what was answered stays',
  )
  await browser.post(action, [
    ...hiddenFields(rest, action),
    ['questions', 'all'],
    ['answer', 'return'],
    reason,
  ])
  t.match((await browser.get(action)).text, 'No question is open')
  const { body } = await data.get(`/v1${path}/questions`)
  t.same(body.items.map(({ answer }) => answer).sort(), ['record', 'return', 'return'])
})

t.test('homes by spreadsheet: the workbook comes filled, and goes back', async (t) => {
  await aProvider(data, { name: 'Cedar <b>Care</b>' })
  const browser = await signedIn()
  const cookie = `session=${browser.cookies.get('session')}`
  const answer = await service.app.inject({ url: '/supply/workbook.xlsx?filled=true', headers: { cookie } })
  t.match(answer.headers, { 'content-disposition': /supply\.xlsx/ })
  t.match(answer.rawPayload.subarray(0, 2).toString(), 'PK')
  const rows = [
    'Home,Provider,Kind,Places,Opens',
    "Page House,Cedar <b>Care</b>,Children's home,4,01/04/2020",
    'Castle House,Cedar <b>Care</b>,Castle,4,01/04/2020',
  ]
  const sheet = (...lines: string[]) => [{ name: 'rows.csv', content: lines.join('\r\n') }]
  const hidden = hiddenFields(await browser.get('/supply'), '/supply')
  const homes = async () => (await data.get('/v1/homes?limit=500')).body.items.map(({ name }) => name)
  const post = (fields: [string, string][], ...lines: string[]) =>
    browser.upload('/supply', [...hidden, ['list', 'workbook'], ...fields], sheet(...lines))

  const faulty = await post([['dryRun', 'no']], ...rows)
  t.match(faulty, {
    status: 200,
    text: /It cannot be used: nothing is recorded[\s\S]*Castle[\s\S]*is none of/,
  })
  t.match(await post([], ...rows.slice(0, 2)), { text: /nothing is recorded yet[\s\S]*Page House/ })
  t.same(await homes(), [])
  t.match(
    await post(
      [
        ['dryRun', 'no'],
        ['acceptPartial', 'yes'],
      ],
      ...rows,
    ),
    { text: /It is recorded/ },
  )
  t.same(await homes(), ['Page House'])
  t.match(await browser.upload('/supply', hidden, []), {
    status: 422,
    text: /Choose the file[\s\S]*Choose what it is/,
  })
})

t.test('a key is made, shown once, rotated and revoked', async (t) => {
  const browser = await signedIn('demonstration-administrator')
  const hidden = hiddenFields(await browser.get('/keys'), '/keys')
  const fields = (name: string): [string, string][] => [
    ...hidden,
    ['name', name],
    ['purpose', 'Monthly report; <i>performance</i> team'],
    ['scopes', 'homes:read'],
  ]
  t.match(await browser.post('/keys', fields('Power BI')), { status: 400, text: /The name takes 2 to 40/ })
  const { location } = await browser.post('/keys', fields('power-bi'))
  const path = String(location)
  const issue = async (more: [string, string][]) => {
    const page = await browser.get(path)
    const answer = await browser.post(`${path}/secret`, [...hiddenFields(page, `${path}/secret`), ...more])
    t.match(answer, { status: 200, headers: { 'cache-control': 'no-store' }, text: /shown this once/ })
    return /sufk_\w+?_[\w-]{43}/.exec(answer.text)?.[0] ?? ''
  }
  const statusOf = async (key: string) => (await service.with(key).get('/v1/homes')).status
  const first = await issue([['days', '30']])
  t.equal(await statusOf(first), 200)
  const page = await browser.get(path)
  t.match(page.text, /In use/)
  t.notMatch(page.text, first.slice(-20))
  const second = await issue([
    ['days', '30'],
    ['overlapHours', '24'],
  ])
  t.same([await statusOf(first), await statusOf(second)], [200, 200], 'the one before counts on')
  const third = await issue([
    ['days', '30'],
    ['overlapHours', '0'],
  ])
  t.same([await statusOf(first), await statusOf(second), await statusOf(third)], [401, 401, 200])
  const revocation = hiddenFields(await browser.get(path), `${path}/revocation`)
  t.match(await browser.post(`${path}/revocation`, [...revocation, ['reason', 'Replaced']]), { status: 303 })
  t.equal(await statusOf(third), 401)
  t.match((await browser.get(path)).text, /Revoked/)
  t.match(await (await signedIn()).get('/keys'), { status: 403 }, 'for administrators alone')
})

t.test('a webhook is recorded, given a secret, paused and removed', async (t) => {
  const browser = await signedIn()
  const hidden = hiddenFields(await browser.get('/webhooks'), '/webhooks')
  const refusal = await browser.post('/webhooks', [...hidden, ['url', 'http://127.0.0.1/x']])
  t.match(refusal, { status: 400, text: /There is a problem[\s\S]*The address/ })
  const { location } = await browser.post('/webhooks', [
    ...hidden,
    ['url', 'https://receiver.example/x'],
    ['description', '<b>Team</b>'],
    ['types', 'uk.sufficiency.home.opened.v1'],
  ])
  const path = String(location)
  const press = async (name: string, more: [string, string][] = []) =>
    browser.post(`${path}/${name}`, [...hiddenFields(await browser.get(path), `${path}/${name}`), ...more])
  t.match(await press('secret'), { status: 200, text: /whsec_[\w+/=]+/ })
  t.match(await browser.get(path), { text: /At work[\s\S]*home\.opened\.v1/ })
  await press('state')
  t.match((await browser.get(path)).text, /Paused: deliveries wait/)
  await press('state')
  t.match((await browser.get(path)).text, /At work/)
  t.match(await press('replay'), { status: 303, location: path })
  t.match(await press('removal'), { status: 400, text: /The reason/ })
  t.match(await press('removal', [['reason', 'The system is gone']]), { status: 303, location: '/webhooks' })
  t.match(await browser.get(path), { status: 404 })
  t.same((await admin.get('/v1/webhooks')).body.items, [])
})

t.test('each person begins at the first page that is theirs', async (t) => {
  for (const [subject, location] of [
    ['demonstration', '/today'],
    ['demonstration-data', '/today'],
    ['demonstration-administrator', '/today'],
  ] as const)
    t.match(await (await signedIn(subject)).get('/'), { status: 303, location }, subject)
  const pages = (await (await signedIn('demonstration')).get('/requests')).text
  t.notMatch(pages, 'href="/imports"', 'and is shown no page of others')
})
