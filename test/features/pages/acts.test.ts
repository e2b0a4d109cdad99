import t, { type Test } from 'tap'
import { testApp, type Body } from '../../support/app.ts'
import {
  aBed,
  aChild,
  aChildInCare,
  aHome,
  aPlacement,
  aPlacementRequest,
  aSeparation,
} from '../../support/builders.ts'
import { dayEntries } from '../../../src/platform/pages/form.ts'
import { hiddenFields, PlainBrowser, rowsOfPage, signedInAs, type PageAnswer } from './support.ts'

/** What a placements officer does on the pages of children and placements. Today is Friday 1 December 2023. */
t.setTimeout(300_000)
const service = await testApp(t)
const admin = await service.as('admin')
const officer = new PlainBrowser(service)
await officer.signIn('demonstration')

type Fields = [string, string][]

/** Fills in the form of the page at an address and sends it. */
async function fill(path: string, fields: Fields, browser = officer): Promise<PageAnswer> {
  const page = await browser.get(path)
  return browser.post(path, [...hiddenFields(page, path), ...fields])
}

const placementOf = async (id: unknown) => (await admin.get(`/v1/placements/${String(id)}`)).body
const idAfter = ({ location }: PageAnswer) => String(location).split('/').at(-1)

/** A girl of ten with foster carers since 10 January 2022. */
async function aGirlInFosterCare(
  fields: Record<string, unknown> = {},
): Promise<{ child: Body; placement: Body }> {
  const child = await aChildInCare(admin, fields)
  const home = await aHome(admin, { kind: 'fostering-household', confidential: true, registeredPlaces: 3 })
  const bed = await aBed(admin, { homeId: home.id })
  const placement = await aPlacement(admin, {
    childId: child.id,
    bedId: bed.id,
    placementType: 'ifa',
  })
  return { child, placement }
}

/** Whether a page has a button that leads there. */
const leadsTo = ({ text }: PageAnswer, path: string) => text.includes(`href="${path}"`)

t.test('a button for each open act, and of the others why they are not open', async (t) => {
  const { child, placement } = await aGirlInFosterCare()
  const page = await officer.get(`/children/${child.id}`)
  for (const act of ['move', 'end', 'planned-dates', 'notice', 'absences'])
    t.ok(leadsTo(page, `/placements/${placement.id}/${act}`), act)
  t.match(page.text, /Agree Staying Put[\s\S]*It is agreed from 17½ on\./)
  t.notOk(leadsTo(page, `/placements/${placement.id}/staying-put`))
  const closure = await officer.get(`/placements/${placement.id}/staying-put`)
  t.match(closure, { status: 200, text: /This cannot be done now\. It is agreed from 17½ on\./ })
  t.notMatch(closure.text, `action="/placements/${placement.id}/staying-put"`)

  const panel = new PlainBrowser(service)
  await panel.signIn('demonstration-head-of-service')
  const theirs = await panel.get(`/children/${child.id}`)
  t.equal(theirs.status, 200)
  t.notOk(leadsTo(theirs, `/placements/${placement.id}/move`), 'who may not write has no button')
  t.match(await panel.get(`/placements/${placement.id}/move`), { status: 403 })
})

t.test('a move to an agreed placement, and back: with its reason in the history', async (t) => {
  const { child, placement } = await aGirlInFosterCare()
  await fill(`/placements/${placement.id}/planned-dates`, dayEntries('to', '2023-12-01'))
  const next = await aHome(admin, { name: 'Rowan House' })
  const bed = await aBed(admin, { homeId: next.id })
  const target = await aPlacement(admin, {
    childId: child.id,
    bedId: bed.id,
    plannedFrom: '2023-12-01',
  })
  const path = `/placements/${placement.id}/move`

  const empty = await fill(path, [])
  t.match(empty, { status: 422, text: /There is a problem/ })
  for (const fault of [
    'The day must be given',
    'Whether it was planned must be chosen',
    'The reason must be chosen',
  ])
    t.equal(empty.text.split(fault).length, 3, `${fault}: at the top and at the field`)

  const nowhere = await fill(path, [
    ...dayEntries('on', '2023-12-01'),
    ['planned', 'yes'],
    ['reason', 'CARPL'],
  ])
  t.match(nowhere, { status: 400, text: /There is a problem[\s\S]*The placement to move to give one of/ })
  t.match(nowhere.text, /value="CARPL" selected/, 'what was filled in stays')

  const page = await officer.get(path)
  t.match(page.text, /Rowan House, planned from Fri 1 December 2023/)
  const form: Fields = [
    ...hiddenFields(page, path),
    ...dayEntries('on', '2023-12-01'),
    ['planned', 'yes'],
    ['reason', 'CARPL'],
    ['placementId', target.id],
  ]
  const first = await officer.post(path, form)
  t.match(first, { status: 303, location: `/placements/${target.id}` })
  t.match(await officer.post(path, form), { status: 303, location: first.location }, 'twice is once')
  t.match(await placementOf(placement.id), {
    endedOn: '2023-12-01',
    endReason: 'CARPL',
    movedToId: target.id,
  })
  t.match(await placementOf(target.id), { status: 'current', startedOn: '2023-12-01' })

  const correction = `/placements/${placement.id}/end-undo`
  t.ok(leadsTo(await officer.get(`/placements/${placement.id}`), correction))
  t.match(await fill(correction, []), { status: 422, text: /The reason must be given/ })
  t.match(await fill(correction, [['reason', 'The move was of the week after ’']]), { status: 303 })
  t.match(
    await placementOf(placement.id),
    { status: 'overdue', endedOn: null },
    'it was planned to end today',
  )
  t.match(await placementOf(target.id), { status: 'planned' })
  const history = await officer.get(`/children/${child.id}/history`)
  t.match(
    history.text,
    /Placement<\/td>[\s\S]*the end[\s\S]*demonstration[\s\S]*The move was of the week after ’/,
  )
})

t.test('notice, the planned end, and the end of care', async (t) => {
  const { child, placement } = await aGirlInFosterCare()
  const path = `/placements/${placement.id}`
  t.match(
    await fill(`${path}/notice`, [
      ['givenBy', 'carer'],
      ...dayEntries('on', '2023-11-30'),
      ...dayEntries('endsOn', '2023-12-28'),
    ]),
    { status: 303, location: path },
  )
  t.match(await placementOf(placement.id), { plannedTo: '2023-12-28', notice: { givenBy: 'carer' } })
  t.match((await officer.get(path)).text, /Runs out on Thu 28 December 2023/)
  t.match(await fill(`${path}/notice-withdrawal`, dayEntries('on', '2023-12-01')), { status: 303 })
  t.match(await placementOf(placement.id), { plannedTo: null, notice: null })
  t.match(await fill(`${path}/planned-dates`, dayEntries('to', '2024-02-30')), {
    status: 422,
    text: /The planned end must be one that exists/,
  })
  t.match(await fill(`${path}/planned-dates`, dayEntries('to', '2024-03-31')), { status: 303 })
  t.match(await placementOf(placement.id), { plannedTo: '2024-03-31' })

  const both: Fields = [
    ...dayEntries('on', '2023-12-01'),
    ['planned', 'yes'],
    ['reason', 'CARPL'],
    ['careEnds', 'E4A'],
  ]
  t.match(await fill(`${path}/end`, both), {
    status: 422,
    text: /The reason is of a change of placement: leave it out where care ends/,
  })
  const home = both.filter(([name]) => name !== 'reason')
  t.match(await fill(`${path}/end`, home), { status: 303, location: path })
  t.match(await placementOf(placement.id), { status: 'ended', endedOn: '2023-12-01', endPlanned: true })
  const { body } = await admin.get(`/v1/care-periods?childId=${child.id}`)
  t.match(body.items, [{ endedOn: '2023-12-01', endReason: 'E4A' }])
})

t.test('a stay elsewhere begins, and ends', async (t) => {
  const { child, placement } = await aGirlInFosterCare()
  const path = `/placements/${placement.id}/absences`
  t.match(await fill(path, [['placementType', 'temporary'], ...dayEntries('from', '2023-11-29')]), {
    status: 422,
    text: /The reason of the stay is given for a temporary stay/,
  })
  const answer = await fill(path, [
    ['placementType', 'temporary'],
    ['placeCode', 'T1'],
    ...dayEntries('from', '2023-11-29'),
  ])
  t.equal(answer.status, 303, answer.text)
  const stay = idAfter(answer)
  t.match(await placementOf(stay), { status: 'current', placeCode: 'T1', absenceFromId: placement.id })
  t.ok(leadsTo(await officer.get(`/children/${child.id}`), `/placements/${stay}/end`))
  t.match(await fill(`/placements/${stay}/end`, [...dayEntries('on', '2023-12-01'), ['planned', 'yes']]), {
    status: 303,
  })
  t.match(await placementOf(stay), { status: 'ended', endedOn: '2023-12-01' })
  t.match(await placementOf(placement.id), { status: 'current' }, 'the usual placement went on')
})

t.test('Staying Put is agreed for the eighteenth birthday, and undone', async (t) => {
  // 18 on 1 March 2024, and so past 17½ on 1 December 2023.
  const { placement } = await aGirlInFosterCare({ dateOfBirth: '2006-03-01' })
  const path = `/placements/${placement.id}/staying-put`
  const page = await officer.get(path)
  for (const [part, value] of [
    ['day', '1'],
    ['month', '3'],
    ['year', '2024'],
  ])
    t.match(page.text, new RegExp(`name="on-${part}"[^>]*value="${value}"`), 'the birthday is filled in')
  const answer = await fill(path, dayEntries('on', '2024-03-01'))
  t.equal(answer.status, 303, answer.text)
  const stay = idAfter(answer)
  t.match(await placementOf(stay), { placementType: 'staying-put', startedOn: '2024-03-01' })
  t.match(await fill(`/placements/${stay}/staying-put-undo`, [['reason', 'Agreed of another']]), {
    status: 303,
    location: `/placements/${placement.id}`,
  })
})

const confirmation: Fields = [['_step', 'correct']]

t.test('what is recorded of a child is put right with a reason; the history keeps both', async (t) => {
  const child = await aChildInCare(admin, { homePostcode: 'CW1 0CC' })
  const path = `/children/${child.id}/correction`
  const page = await officer.get(path)
  t.match(page.text, /value="CW1 0CC"/)
  const fields: Fields = [
    ['reference', String(child.reference)],
    ...dayEntries('dateOfBirth', '2013-07-15'),
    ['sex', 'female'],
    ['ethnicity', 'WBRI'],
    ['disabled', ''],
    ['homePostcode', 'CW1 0CC'],
    ['schoolPostcode', ''],
  ]
  t.match(await fill(path, fields), { status: 422, text: /The reason must be given/ })
  const elsewhere = fields.map(([name, value]): [string, string] => [
    name,
    name === 'homePostcode' ? 'nowhere' : value,
  ])
  const nowhere = hiddenFields(await fill(path, [...elsewhere, ['reason', 'It has moved']]), path)
  t.match(await officer.post(path, [...nowhere, ...confirmation]), {
    status: 400,
    text: /There is a problem[\s\S]*The home postcode/,
  })
  const old = hiddenFields(await officer.get(path), path).filter(([name]) => name !== '_step')
  const reason: Fields = [['reason', 'Seen on the birth certificate']]
  const look = await fill(path, [...fields, ...reason])
  t.match(look, { status: 200, text: /What this changes/ })
  t.match(rowsOfPage(look).slice(1), [
    ['The date of birth', /20\d\d$/, 'Mon 15 July 2013', /^The age on every day/],
    ['The ethnicity', /./, 'White British', 'Figures by ethnicity'],
  ])
  t.match(
    (await admin.get(`/v1/children/${child.id}`)).body,
    { version: child.version },
    'nothing is done yet',
  )
  const again = await officer.post(path, [...hiddenFields(look, path), ['_step', 'again']])
  t.match(again, {
    status: 200,
    text: /Correct what is recorded[\s\S]*value="2013"[\s\S]*Seen on the birth certificate/,
  })
  t.match(await officer.post(path, [...hiddenFields(look, path), ...confirmation]), {
    status: 303,
    location: `/children/${child.id}`,
  })
  t.match((await admin.get(`/v1/children/${child.id}`)).body, { dateOfBirth: '2013-07-15', disabled: null })
  t.match(
    (await officer.get(`/children/${child.id}/history`)).text,
    /Changed: the date of birth, the ethnicity[\s\S]*Seen on the birth certificate/,
  )
  t.match(await fill(path, [...fields, ...reason]), {
    status: 422,
    text: /What you filled in is what is recorded already/,
  })
  const stale = await officer.post(path, [
    ...old,
    ['reference', String(child.reference)],
    ['disabled', 'yes'],
    ...reason,
    ...confirmation,
  ])
  t.match(stale, {
    status: 412,
    text: /this was changed:\s+the date of birth, the ethnicity\. The page now shows/,
  })
})

t.test('what is recorded of a placement is put right, and what follows is told before', async (t) => {
  const { placement } = await aGirlInFosterCare()
  const path = `/placements/${placement.id}/correction`
  t.ok(leadsTo(await officer.get(`/placements/${placement.id}`), path))
  const page = await officer.get(path)
  t.match(page.text, /name="startedOn-year"[^>]*value="2022"/)
  t.notMatch(page.text, 'name="endedOn-day"', 'it has not ended')
  t.match(page.text, 'name="bedId"', 'the beds of its home')
  const fields: Fields = [
    ...dayEntries('startedOn', '2022-01-11'),
    ['placementType', 'ifa'],
    ['weeklyCost', '£1,250.50'],
    ['reason', 'Arrived a day later'],
  ]
  const look = await fill(path, fields)
  t.match(rowsOfPage(look).slice(1), [
    ['The day of arrival', 'Mon 10 January 2022', 'Tue 11 January 2022', /^Nights/],
    ['The cost', 'Nothing', '£1,251', 'Costs in figures and forecasts'],
  ])
  t.match(await placementOf(placement.id), { startedOn: '2022-01-10', weeklyCost: null })
  t.match(await officer.post(path, [...hiddenFields(look, path), ...confirmation]), {
    status: 303,
    location: `/placements/${placement.id}`,
  })
  t.match(await placementOf(placement.id), { startedOn: '2022-01-11', weeklyCost: 1250.5 })
  t.match((await admin.get(`/v1/placements/${placement.id}/versions`)).body.items.at(-1), {
    reason: 'Arrived a day later',
  })
  t.match(
    await fill(path, [
      ['weeklyCost', 'much'],
      ['reason', 'x'],
    ]),
    {
      status: 422,
      text: /The cost must be an amount of pounds/,
    },
  )
  t.match(await (await signedInAs(service, 'demonstration-head-of-service')).get(path), { status: 403 })
})

t.test('the history as it was known on a day', async (t) => {
  const { child, placement } = await aGirlInFosterCare()
  await fill(`/placements/${placement.id}/end`, [
    ...dayEntries('on', '2023-12-01'),
    ['planned', 'no'],
    ['reason', 'CHILD'],
  ])
  const query = new URLSearchParams(dayEntries('day', '2023-11-30')).toString()
  const path = `/children/${child.id}/history`
  t.match(
    (await officer.get(path)).text,
    /Placements, as known now[\s\S]*Fri 1 December 2023[\s\S]*Legal statuses/,
  )
  // The records of this test were made at the present instant, long after that day.
  t.match(
    (await officer.get(`${path}?${query}`)).text,
    /Placements, as known at the end of Thu 30 November 2023: nothing was on record/,
  )
  t.match(await officer.get(`${path}?day-day=31&day-month=2&day-year=2023`), {
    status: 422,
    text: /The day must be one that exists/,
  })
})

t.test('who must live apart is recorded and ended', async (t) => {
  const [child, other] = [await aChild(admin), await aChild(admin, { reference: 'APART-2' })]
  const path = `/children/${child.id}/separations`
  const fields: Fields = [['category', 'harm'], ...dayEntries('fromOn', '2023-12-01')]
  t.match(await fill(path, [['reference', 'NOBODY'], ...fields]), {
    status: 422,
    text: /No child with this reference is on record/,
  })
  t.match(await fill(path, [['reference', 'APART-2'], ...fields]), { status: 303, location: path })
  t.match(await officer.get(path), { text: /APART-2[\s\S]*One may harm the other/ })
  const { body } = await admin.get(`/v1/separations?childId=${child.id}`)
  const [separation] = body.items
  t.match(separation, { otherChildId: other.id, category: 'harm', fromOn: '2023-12-01', toOn: null })
  const end = `/separations/${separation!.id}`
  t.match(await fill(end, [...dayEntries('toOn', '2024-01-31'), ['reason', 'Assessed anew']]), {
    status: 303,
    location: path,
  })
  t.match((await admin.get(`/v1${end}`)).body, { toOn: '2024-01-31' })
})

t.test('dangers are said in the latest request', async (t) => {
  const child = await aChildInCare(admin)
  const path = `/children/${child.id}/dangers`
  t.match(await officer.get(path), { text: /there is none yet/ })
  const request = await aPlacementRequest(admin, { childIds: [child.id], referral: { pets: true } })
  t.match(
    await fill(path, [
      ['going-missing', 'high'],
      ['fire-setting', 'none'],
    ]),
    {
      status: 422,
      text: /The reason must be given/,
    },
  )
  t.match(
    await fill(path, [
      ['going-missing', 'high'],
      ['reason', 'Told by the school'],
    ]),
    { status: 303 },
  )
  t.match((await admin.get(`/v1/placement-requests/${request.id}`)).body.referral, {
    pets: true,
    risks: { 'going-missing': 'high' },
  })
  t.match((await officer.get(`/children/${child.id}`)).text, /going missing: <b>high risk/)
})

t.test('nothing is lost when a session ends in a form', async (t) => {
  const { child, placement } = await aGirlInFosterCare()
  const other = await aChild(admin)
  const separation = await aSeparation(admin, { childId: child.id, otherChildId: other.id })
  await aPlacementRequest(admin, { childIds: [child.id] })
  const words = 'These words were filled in'
  for (const path of [
    `/placements/${placement.id}/move`,
    `/children/${child.id}/correction`,
    `/children/${child.id}/dangers`,
    `/separations/${separation.id}`,
  ])
    await keepsDraft(t, path, path.endsWith('/move') ? ['on-day', '29'] : ['reason', words])
  await keepsDraft(t, `/children/${child.id}/separations`, ['reference', words])
  await officer.signIn('demonstration')
})

/** A form sent after the session has ended is there after the next sign-in. */
async function keepsDraft(t: Test, path: string, [name, value]: [string, string]): Promise<void> {
  const browser = new PlainBrowser(service)
  await browser.signIn('demonstration')
  const page = await browser.get(path)
  await service.ownerPool.query(`update page_sessions set expires_at = now() - interval '1 second'`)
  const answer = await browser.post(path, [...hiddenFields(page, path), [name, value]])
  t.match(answer, { status: 303, location: `/sign-in?to=${encodeURIComponent(path)}` })
  await browser.signIn('demonstration')
  t.match((await browser.get(path)).text, value === '29' ? /name="on-day"[^>]*value="29"/ : value, path)
}
