import t from 'tap'
import { testApp } from '../../support/app.ts'
import { sendForm, signedInAs } from './support.ts'

const service = await testApp(t)
const admin = await service.as('admin')
const chair = await signedInAs(service, 'demonstration-head-of-service')

t.test('a panel is made, and who sits on it is changed with a reason', async (t) => {
  t.match((await chair.get('/panels')).text, 'href="/panels/new"')
  const page = await chair.get('/panels/new')
  const fields: [string, string][] = [
    ['title', 'Homes in the north'],
    ['purpose', 'Looks at homes in the north.'],
    ['meets', 'monthly'],
    ['chairRole', 'Head of service'],
    ['roles', 'Virtual school\r\n\r\n Health  '],
  ]
  t.match(await sendForm(chair, page, '/panels/new', fields), {
    status: 422,
    text: /The short name must be given/,
  })
  const answer = await sendForm(chair, page, '/panels/new', [...fields, ['reference', 'north']])
  t.match(answer, { status: 303, location: /^\/panels\/[0-9a-f-]{36}$/ })
  const path = String(answer.location)
  const panel = async () => (await admin.get(`/v1${path}`)).body
  t.match(await panel(), { reference: 'north', meets: 'monthly', roles: ['Virtual school', 'Health'] })

  const members = `${path}/members`
  t.match((await chair.get(path)).text, `href="${members}"`)
  const form = await chair.get(members)
  t.match(form.text, /Virtual school\nHealth<\/textarea>/)
  const changes = [...fields.filter(([name]) => name !== 'roles'), ['roles', 'Health'] as const]
  t.match(await sendForm(chair, form, members, changes), { status: 422, text: /The reason must be given/ })
  t.match(await sendForm(chair, form, members, [...changes, ['reason', 'The school has left']]), {
    status: 303,
    location: path,
  })
  t.match(await panel(), { roles: ['Health'], reference: 'north' })
  t.match(
    await sendForm(chair, form, members, [...changes, ['reason', 'Again']]),
    { status: 412, text: /this was changed:\s+who sits on it/ },
    'a page that was out of date says what has changed',
  )
})

t.test('who may not write panels has no such page', async (t) => {
  const analyst = await signedInAs(service, 'demonstration-analyst')
  t.match(await analyst.get('/panels/new'), { status: 403 })
})
