import t from 'tap'
import { dayEntries } from '../../../src/platform/pages/form.ts'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aHome } from '../../support/builders.ts'
import { rowsOfPage, sendForm, signedInAs } from './support.ts'

/** Today is Friday 1 December 2023. */
const service = await testApp(t)
const admin = await service.as('admin')
const officer = await signedInAs(service, 'demonstration')

t.test('a bed is taken out of use, and is in use again', async (t) => {
  const home = await aHome(admin, { name: 'Void House' })
  const bed = await aBed(admin, { homeId: home.id, label: 'Attic' })
  const page = `/homes/${home.id}`
  t.match((await officer.get(page)).text, `href="${page}/void"`)
  const form = await officer.get(`${page}/void`)
  t.match(await sendForm(officer, form, `${page}/void`, []), { status: 422, text: /The bed must be chosen/ })
  const fields: [string, string][] = [['bedId', bed.id], ...dayEntries('startsOn', '2023-12-01')]
  t.match(await sendForm(officer, form, `${page}/void`, [...fields, ['reason', 'other']]), {
    status: 422,
    text: /href="#detail"/,
  })
  t.match(await sendForm(officer, form, `${page}/void`, [...fields, ['reason', 'repair']]), {
    status: 303,
    location: page,
  })
  const [record] = (await admin.get(`/v1/voids?bedId=${bed.id}`)).body.items
  t.match(record, { reason: 'repair', startsOn: '2023-12-01', endsOn: null })
  const homePage = await officer.get(page)
  t.ok(
    rowsOfPage(homePage).some((row) =>
      row.join().startsWith('Attic,Repair,Fri 1 December 2023,No end known,Say when it ends'),
    ),
  )
  const path = `/voids/${record!.id}`
  t.match(homePage.text, `href="${path}"`)
  t.match(
    await sendForm(officer, await officer.get(path), path, [
      ...dayEntries('endsOn', '2023-12-08'),
      ['reason', 'The roof is mended'],
    ]),
    { status: 303, location: page },
  )
  t.match((await admin.get(`/v1${path}`)).body, { endsOn: '2023-12-08' })
})

t.test('who may not write homes has no button; another authority finds no void', async (t) => {
  const home = await aHome(admin)
  const chair = await signedInAs(service, 'demonstration-head-of-service')
  t.notMatch((await chair.get(`/homes/${home.id}`)).text, `/homes/${home.id}/void`)
  t.match(await chair.get(`/homes/${home.id}/void`), { status: 403 })
  const others = await service.as('admin', STOCKPORT)
  const bed = await aBed(others)
  const theirs = await others.post('/v1/voids', { bedId: bed.id, reason: 'repair', startsOn: '2023-12-01' })
  t.match(await officer.get(`/voids/${theirs.body.id}`), { status: 404 })
})
