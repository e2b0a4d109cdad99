import t from 'tap'
import { dayEntries } from '../../../src/platform/pages/form.ts'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChildInCare, aHome, aPlacement } from '../../support/builders.ts'
import { hiddenFields, sendForm, signedInAs } from './support.ts'

/** Today is Friday 1 December 2023. */
t.setTimeout(120_000)
const service = await testApp(t)
const admin = await service.as('admin')
const officer = await signedInAs(service, 'demonstration')

type Fields = [string, string][]
const placementOf = async (id: string) => (await admin.get(`/v1/placements/${id}`)).body

/** A child with foster carers, with no end planned. */
async function aFosteredChild() {
  const child = await aChildInCare(admin, { homePostcode: 'CW1 0CC' })
  const foster = await aHome(admin, { kind: 'fostering-household', confidential: true })
  const bed = await aBed(admin, { homeId: foster.id })
  const placement = await aPlacement(admin, { childId: child.id, bedId: bed.id, placementType: 'ifa' })
  return { child, placement }
}

t.test('a bed known by name: what stands before it, and the child moved to it', async (t) => {
  const { child, placement } = await aFosteredChild()
  const home = await aHome(admin, { name: 'Bed House', postcode: 'CW1 0CC' })
  const bed = await aBed(admin, { homeId: home.id, label: 'Blue room' })
  const path = `/children/${child.id}/bed`
  t.match((await officer.get(`/children/${child.id}`)).text, `href="${path}"`)
  t.match((await officer.get(path)).text, new RegExp(`value="${home.id}"[^>]*>Bed House: 1 bed free tonight`))
  t.match((await officer.get(`${path}?home=${home.id}`)).text, /Blue room[\s\S]*See what stands before it/)
  const days = (fields: Fields) => new URLSearchParams(fields).toString()
  const place: Fields = [
    ['home', home.id],
    ['bed', bed.id],
  ]
  t.match(await officer.get(`${path}?${days([...place, ...dayEntries('from', '2023-02-30')])}`), {
    status: 422,
    text: /The first night must be a day that exists/,
  })
  const look = await officer.get(`${path}?${days([...place, ...dayEntries('from', '2023-12-01')])}`)
  t.match(look, { status: 200, text: /Blue room[\s\S]*What stands before it[\s\S]*Move the child there/ })
  const hidden = hiddenFields(look, path)
  t.match(await officer.post(path, hidden), { status: 422, text: /The reason must be chosen/ })
  const answer = await officer.post(path, [...hidden, ['planned', 'yes'], ['reason', 'CARPL']])
  t.match(answer, { status: 303, location: /^\/placements\// })
  t.match(await placementOf(String(answer.location).split('/').at(-1)!), {
    bedId: bed.id,
    status: 'current',
    startedOn: '2023-12-01',
    movedFromId: placement.id,
  })
})

t.test(
  'a bed for later is agreed where the child leaves by then, and the page leads to the move',
  async (t) => {
    const { child, placement } = await aFosteredChild()
    const home = await aHome(admin, { postcode: 'CW1 0CC' })
    const bed = await aBed(admin, { homeId: home.id })
    const path = `/children/${child.id}/bed`
    const wish = new URLSearchParams([
      ['home', home.id],
      ['bed', bed.id],
      ...dayEntries('from', '2023-12-04'),
    ]).toString()
    const dates = `/placements/${placement.id}/planned-dates`
    const early = await officer.get(`${path}?${wish}`)
    t.match(early.text, new RegExp(`no end by that day[\\s\\S]*href="${dates}"`))
    t.notMatch(early.text, 'Agree this bed')
    const ending = await sendForm(officer, await officer.get(dates), dates, dayEntries('to', '2023-12-04'))
    t.equal(ending.status, 303)
    const look = await officer.get(`${path}?${wish}`)
    const answer = await officer.post(path, hiddenFields(look, path))
    t.match(answer, { status: 303, location: /^\/placements\// })
    const id = String(answer.location).split('/').at(-1)!
    t.match(await placementOf(id), { bedId: bed.id, status: 'planned', plannedFrom: '2023-12-04' })
    const move = `/placements/${placement.id}/move?to=${id}`
    t.match((await officer.get(`/placements/${id}`)).text, `href="${move}"`)
    t.match((await officer.get(move)).text, new RegExp(`value="${id}" checked`), 'the bed is chosen already')
  },
)

t.test('a check of a bed says what the search would, and keeps nothing', async (t) => {
  // A boy may not live in a home for girls.
  const child = await aChildInCare(admin, { sex: 'male' })
  const home = await aHome(admin, { accepts: 'female' })
  const bed = await aBed(admin, { homeId: home.id })
  const ask = { childId: child.id, bedId: bed.id, from: '2023-12-01' }
  const { status, body } = await admin.post('/v1/placement-checks', ask)
  t.equal(status, 200)
  const gates = [{ gate: 'registration', why: 'The home is registered for girls only.', state: 'unmet' }]
  t.match(body, { homeId: home.id, placementType: 'residential', gates })
  t.match((await admin.get(`/v1/placements?childId=${child.id}`)).body, { items: [] })
  const refusal = (field: string) => ({ status: 422, body: { errors: [{ pointer: `#/${field}` }] } })
  t.match(await admin.post('/v1/placement-checks', { ...ask, bedId: child.id }), refusal('bedId'))
  t.match(await admin.post('/v1/placement-checks', { ...ask, childId: bed.id }), refusal('childId'))
  t.match(await admin.post('/v1/placement-checks', { ...ask, to: '2023-11-30' }), {
    status: 400,
    body: { errors: [{ pointer: '#/to' }] },
  })
  const others = await service.as('admin', STOCKPORT)
  t.match(await others.post('/v1/placement-checks', ask), refusal('childId'), "another authority's child")
})
