import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aChild, aChildInCare } from '../../support/builders.ts'
import { rowsOfPage, sendForm, signedInAs } from './support.ts'

/**
 * OLD was born in 1990 and never looked after: kept for 25 years from birth, so until 15 June 2015. NEW is in care. Glass is broken
 * by the clock of the database, so the service has that of the machine.
 */
const service = await testApp(t, { clock: () => new Date() })
const admin = await service.as('admin')
const old = await aChild(admin, { reference: 'OLD', dateOfBirth: '1990-06-15' })
const current = await aChildInCare(admin, { reference: 'NEW' })
const protector = await signedInAs(service, 'demonstration-data-protection')
const retention = '/data-protection/retention'

t.test('all that is kept of a child is shown, and as files; the look is in the log', async (t) => {
  const start = await protector.get('/data-protection')
  const unknown = await sendForm(protector, start, '/data-protection', [['reference', 'NOBODY']])
  t.match(unknown, { status: 422, text: /href="#reference"/ })
  const answer = await sendForm(protector, start, '/data-protection', [['reference', 'NEW']])
  const path = `/data-protection/children/${current.id}`
  t.match(answer, { status: 303, location: path })
  const page = await protector.get(path)
  t.match(page, { status: 200, text: /Official-Sensitive[\s\S]*What is withheld[\s\S]*NEW/ })
  const file = await protector.get(`${path}/subject-access.zip`)
  t.match(file.headers, {
    'content-type': /zip/,
    'content-disposition': 'attachment; filename="subject-access.zip"',
  })
  const log = await protector.get(`/data-protection/access/log?childId=${current.id}`)
  t.ok(
    rowsOfPage(log).some((row) => row[4] === 'page: a subject access request'),
    'who read it, and why',
  )
  t.notMatch(log.text, 'NEW', 'a log names no child by its reference')
})

t.test('a record past its time is erased after what would go was seen; a legal hold keeps it', async (t) => {
  const due = await protector.get(retention)
  const path = `${retention}/children/${old.id}`
  t.match(due.text, `href="${path}"`)
  t.notMatch(due.text, `${retention}/children/${current.id}`)

  const holds = await protector.get(`${retention}/holds`)
  const empty = await sendForm(protector, holds, `${retention}/holds`, [
    ['whose', 'one'],
    ['reference', 'OLD'],
    ['reason', ' '],
  ])
  t.match(empty, { status: 400, text: /href="#reason"/ })
  const hold = await sendForm(protector, holds, `${retention}/holds`, [
    ['whose', 'one'],
    ['reference', 'OLD'],
    ['reason', 'A claim <script>alert(1)</script>'],
  ])
  t.match(hold, { status: 303, location: new RegExp(`^${retention}/holds/`) })
  const holdPath = String(hold.location)
  const dueUnderHold = await protector.get(retention)
  t.notMatch(dueUnderHold.text, `href="${path}"`)
  t.match(dueUnderHold.text, /Legal hold/)
  const page = await protector.get(path)
  const refusal = await sendForm(protector, page, path, [])
  t.match(refusal, { status: 409, text: /There is a problem/ })
  const holdPage = await protector.get(holdPath)
  t.notMatch(holdPage.text, '<script>alert')
  t.match(await sendForm(protector, holdPage, holdPath, [['reason', 'The claim is settled']]), {
    status: 303,
  })
  t.match((await protector.get(holdPath)).text, /Lifted[\s\S]*The claim is settled/)

  const rehearsal = await sendForm(protector, page, path, [])
  t.match(rehearsal, { status: 200, text: /What would go[\s\S]*Nothing is erased yet/ })
  t.ok(rowsOfPage(rehearsal).some(([table, rows]) => table === 'children' && rows === '1'))
  t.equal((await admin.get(`/v1/children/${old.id}`)).status, 200)
  const erasure = await sendForm(protector, rehearsal, `${path}/erasure`, [])
  t.match(erasure, { status: 200, text: /Erased[\s\S]*receipt/ })
  // Each look is an entry of the access log, the one at what would go too.
  const withoutLog = (rows: string[][]) => rows.filter(([table]) => table !== 'access log')
  t.same(withoutLog(rowsOfPage(erasure)), withoutLog(rowsOfPage(rehearsal)), 'what was shown is what went')
  t.equal((await admin.get(`/v1/children/${old.id}`)).status, 404)
  t.match((await protector.get(retention)).text, /What was erased[\s\S]*never looked after/)
})

t.test('a breaking of glass is told, and looked into once', async (t) => {
  const officer = await service.as('placements')
  await officer.post('/v1/break-glass', { reason: 'A child is driven there tonight' })
  const list = await protector.get('/data-protection/access')
  t.match(list.text, /Glass was broken[\s\S]*A child is driven there tonight[\s\S]*To be looked into/)
  const path = /href="(\/data-protection\/access\/[0-9a-f-]{36})"/.exec(list.text)?.[1] ?? ''
  const page = await protector.get(path)
  const nothing = await sendForm(protector, page, path, [['note', 'The duty log has it']])
  t.match(nothing, { status: 400, text: /href="#finding"/ })
  const review: [string, string][] = [
    ['finding', 'explained'],
    ['note', 'The duty log has it'],
  ]
  t.match(await sendForm(protector, page, path, review), { status: 303, location: path })
  t.match((await protector.get(path)).text, /It was work, and is explained[\s\S]*The duty log has it/)
  t.match(await sendForm(protector, nothing, path, review), { status: 409, text: /looked into already/ })
  t.match(await protector.get('/data-protection/access?from=2020-01-01&to=2023-12-01'), {
    status: 422,
    text: /href="#from"/,
  })
})

t.test('the pages are for whoever answers for the data, of the own authority', async (t) => {
  const officer = await signedInAs(service, 'demonstration')
  for (const path of ['/data-protection', retention, `${retention}/holds`, '/data-protection/access'])
    t.match(await officer.get(path), { status: 403 }, path)
  const theirs = await aChild(await service.as('admin', STOCKPORT), { reference: 'THEIRS' })
  t.match(await protector.get(`/data-protection/children/${theirs.id}`), { status: 404 })
  const start = await protector.get('/data-protection')
  t.match(await sendForm(protector, start, '/data-protection', [['reference', 'THEIRS']]), { status: 422 })
})
