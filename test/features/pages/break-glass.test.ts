import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aHome } from '../../support/builders.ts'
import { sendForm, signedInAs } from './support.ts'

/** Glass is broken by the clock of the database, so the service has that of the machine. */
const service = await testApp(t, { clock: () => new Date() })
const admin = await service.as('admin')
const household = await aHome(admin, {
  kind: 'fostering-household',
  confidential: true,
  postcode: 'CW1 2BJ',
  address: '7 Hidden Lane',
})
const officer = await signedInAs(service, 'demonstration')
const protector = await signedInAs(service, 'demonstration-data-protection')
const path = `/homes/${household.id}/address`
const secret = /CW1 2BJ|Hidden Lane/

t.test('an officer breaks glass with a reason, and sees the address and until when', async (t) => {
  const home = await officer.get(`/homes/${household.id}`)
  t.match(home, { status: 200, text: `href="${path}"` })
  const page = await officer.get(path)
  t.match(page.text, /The data protection officer is alarmed at once/)
  t.notMatch(page.text, secret)
  const withoutReason = await sendForm(officer, page, path, [
    ['reason', ' '],
    ['minutes', '30'],
  ])
  t.match(withoutReason, { status: 400, text: /href="#reason"/ })
  t.notMatch(withoutReason.text, secret)
  const broken = await sendForm(officer, page, path, [
    ['reason', 'A child is driven there <script>alert(1)</script>'],
    ['minutes', '30'],
  ])
  t.match(broken, { status: 303, location: path })
  const open = await officer.get(path)
  t.match(open.text, /7 Hidden Lane[\s\S]*CW1 2BJ[\s\S]*A child is driven there[\s\S]*Open to you until/)
  t.notMatch(open.text, '<script>alert')
  t.notMatch((await officer.get(`/homes/${household.id}`)).text, secret, 'no other page shows more')
})

t.test('the data protection officer is told, and each look is in the access log', async (t) => {
  const list = await protector.get('/data-protection/access')
  t.match(list.text, /Glass was broken[\s\S]*A child is driven there/)
  const { rows } = await service.ownerPool.query<{ action: string }>(
    'select action from access_log where break_glass_id is not null',
  )
  t.same(rows, [{ action: 'GET /v1/homes/:id' }])
})

t.test('the time ends by itself, and what one has broken opens nothing to others', async (t) => {
  const colleague = await service.as('placements', undefined, 'colleague@example.test')
  t.same((await colleague.get('/v1/break-glass')).body.items, [])
  t.match(await protector.get(path), { status: 403 }, 'whoever may not break it has no such page')
  await service.ownerPool.query(
    `update break_glass set created_at = now() - interval '2 hours', expires_at = now() - interval '1 minute'`,
  )
  const later = await officer.get(path)
  t.match(later.text, /Why can’t it wait/)
  t.notMatch(later.text, secret)
})
