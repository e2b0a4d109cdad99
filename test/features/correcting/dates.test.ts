import t, { type Test } from 'tap'
import { testApp } from '../../support/app.ts'
import { csv, importOf, partial, reportOf } from '../returns/in/support.ts'
import { aCarePeriod, aChild, aLegalStatus, aPlacement, aPlacementRequest } from '../../support/builders.ts'

/** Dates that cannot be, by every way in; each refusal names the field. The day is 2023-12-01. */

const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
const any = { 'if-match': '*' }

type Fields = Record<string, unknown>
const refuses = async (
  t: Test,
  answer: ReturnType<typeof admin.post>,
  pointer: string,
  words: RegExp = /./,
) => {
  const { status, body } = await answer
  t.match({ status, body }, { status: 422, body: { errors: [{ pointer, detail: words }] } })
}
const born = { dateOfBirth: '2020-03-10' }
const post = (path: string, body: Fields) => admin.post(`/v1/${path}`, body)
const patch = (path: string, id: string, body: Fields) => admin.patch(`/v1/${path}/${id}`, body, any)
const stay = { placementType: 'residential', recordedAsHappened: 'Recorded for the test.' }

t.test('nothing of a child is dated before the birth', async (t) => {
  const { id: childId } = await aChild(admin, born)
  await refuses(t, post('care-periods', { childId, startedOn: '2020-03-09' }), '#/startedOn', /born/)
  await refuses(t, post('placements', { childId, ...stay, startedOn: '2020-03-09' }), '#/startedOn', /born/)
  const request = { childIds: [childId], urgency: 'planned', receivedOn: '2020-03-01' }
  await refuses(t, post('placement-requests', { ...request, neededFrom: '2020-03-09' }), '#/neededFrom')
  const order = { childId, kind: 'deprivation-of-liberty', fromOn: '2020-03-01', untilOn: '2020-04-01' }
  await refuses(t, post('liberty-orders', order), '#/fromOn')
  const care = await aCarePeriod(admin, { childId, startedOn: '2020-03-10' })
  await refuses(t, patch('care-periods', care.id, { startedOn: '2020-03-01' }), '#/startedOn', /born/)
  const home = await aPlacement(admin, { childId, startedOn: '2020-03-10' })
  await refuses(t, patch('placements', home.id, { startedOn: '2020-03-01' }), '#/startedOn', /born/)
  await refuses(
    t,
    patch('children', childId, { dateOfBirth: '2020-03-11' }),
    '#/dateOfBirth',
    /before this birth/,
  )
  t.equal((await patch('children', childId, { dateOfBirth: '2020-02-10' })).status, 200, 'earlier can be')
  const asylum = { uasc: true, uascCeasedOn: '2020-01-01' }
  await refuses(t, patch('children', childId, asylum), '#/uascCeasedOn')
})

t.test('nobody is born, comes into care, or arrives in the future', async (t) => {
  const tomorrow = '2023-12-02'
  const fields = { reference: 'TOMORROW', sex: 'female' }
  await refuses(t, post('children', { ...fields, dateOfBirth: tomorrow }), '#/dateOfBirth', /come/)
  const { id: childId } = await aChild(admin, born)
  await refuses(t, patch('children', childId, { dateOfBirth: tomorrow }), '#/dateOfBirth', /come/)
  await refuses(t, post('care-periods', { childId, startedOn: tomorrow }), '#/startedOn', /come/)
  const care = await aCarePeriod(admin, { childId })
  const end = { endedOn: tomorrow, endReason: 'E4A' }
  await refuses(t, patch('care-periods', care.id, end), '#/endedOn', /come/)
  await refuses(t, post('legal-statuses', { childId, status: 'V2', startedOn: tomorrow }), '#/startedOn')
  const home = await aPlacement(admin, { childId })
  await refuses(t, patch('placements', home.id, { startedOn: tomorrow }), '#/startedOn', /come/)
  await refuses(t, patch('placements', home.id, { endedOn: tomorrow }), '#/endedOn', /come/)
  const request = { childIds: [childId], urgency: 'planned', neededFrom: '2024-01-01', receivedOn: tomorrow }
  await refuses(t, post('placement-requests', request), '#/receivedOn', /come/)
})

t.test('after a death nothing follows, and a death is not recorded before what followed', async (t) => {
  const { id: childId } = await aChild(admin, born)
  const care = await aCarePeriod(admin, { childId, startedOn: '2022-01-10' })
  const late = await aPlacement(admin, { childId, startedOn: '2022-01-10', endedOn: '2023-05-02' })
  const death = { endedOn: '2023-05-01', endReason: 'E2' }
  await refuses(t, patch('care-periods', care.id, death), '#/endedOn', /after this death/)
  t.equal((await patch('placements', late.id, { endedOn: '2023-05-01' })).status, 200)
  t.equal((await patch('care-periods', care.id, death)).status, 200)
  await refuses(t, post('care-periods', { childId, startedOn: '2023-06-01' }), '#/startedOn', /died/)
  await refuses(t, post('placements', { childId, ...stay, startedOn: '2023-06-01' }), '#/endedOn', /died/)
  await refuses(
    t,
    post('placements', { childId, placementType: 'residential', plannedFrom: '2024-01-01' }),
    '#/endedOn',
  )
  const status = { childId, status: 'C2', startedOn: '2022-01-10', endedOn: '2023-05-02' }
  await refuses(t, post('legal-statuses', status), '#/endedOn', /died/)
})

t.test('a legal status is one of a child in care', async (t) => {
  const { id: childId } = await aChild(admin, born)
  const status = { childId, status: 'C1', startedOn: '2022-01-10' }
  await refuses(t, post('legal-statuses', status), '#/startedOn', /period of care first/)
  const span = { startedOn: '2022-01-10', endedOn: '2022-06-01', endReason: 'E4A' }
  const care = await aCarePeriod(admin, { childId, ...span })
  await refuses(t, post('legal-statuses', { ...status, endedOn: '2022-06-02' }), '#/startedOn')
  await refuses(t, post('legal-statuses', { ...status, startedOn: '2022-06-01' }), '#/startedOn')
  await aLegalStatus(admin, { childId, startedOn: '2022-02-01', endedOn: '2022-06-01' })
  await refuses(t, patch('care-periods', care.id, { endedOn: '2022-01-20' }), '#/endedOn', /out of it/)
  await refuses(t, patch('care-periods', care.id, { startedOn: '2022-02-02' }), '#/endedOn', /out of it/)
  await refuses(t, admin.del(`/v1/care-periods/${care.id}`, any), '#/endedOn', /out of it/)
  t.equal((await patch('care-periods', care.id, { endedOn: '2022-07-01' })).status, 200)
})

t.test('no placement starts after care has ended; Staying Put does', async (t) => {
  const { id: childId } = await aChild(admin, { dateOfBirth: '2004-06-01' })
  const span = { startedOn: '2020-01-10', endedOn: '2022-06-01', endReason: 'E17' }
  const care = await aCarePeriod(admin, { childId, ...span })
  await refuses(
    t,
    post('placements', { childId, ...stay, startedOn: '2022-07-01' }),
    '#/startedOn',
    /new period/,
  )
  const earlier = await aPlacement(admin, { childId, startedOn: '2021-01-10', endedOn: '2022-06-01' })
  await refuses(t, patch('placements', earlier.id, { startedOn: '2022-06-01' }), '#/startedOn', /new period/)
  await refuses(t, patch('care-periods', care.id, { endedOn: '2021-01-01' }), '#/endedOn', /out of it/)
  t.equal(
    (await post('placements', { childId, ...stay, placementType: 'staying-put', startedOn: '2022-06-01' }))
      .status,
    201,
  )
})

t.test(
  'a child may be placed before a period of care is recorded: that is for the attention list',
  async (t) => {
    const { id: childId } = await aChild(admin, born)
    t.equal((await post('placements', { childId, ...stay, startedOn: '2022-07-01' })).status, 201)
  },
)

t.test('of a death and a placement after it, recorded at once, one is refused', async (t) => {
  for (let round = 0; round < 8; round++) {
    const { id: childId } = await aChild(admin, born)
    const care = await aCarePeriod(admin, { childId })
    const [death, arrival] = await Promise.all([
      patch('care-periods', care.id, { endedOn: '2023-05-01', endReason: 'E2' }),
      post('placements', { childId, ...stay, startedOn: '2023-06-01' }),
    ])
    t.same([death.status, arrival.status].sort(), death.status === 200 ? [200, 422] : [201, 422])
  }
})

t.test(
  'a correction of what was there before the rules does not stop on other faults of the child',
  async (t) => {
    const { id: childId } = await aChild(admin, born)
    const status = await aLegalStatus(admin, {
      childId: (await aCarePeriod(admin, { childId })).childId,
    })
    const { ownerPool } = service
    await ownerPool.query('alter table legal_statuses disable trigger user')
    await ownerPool.query(`update legal_statuses set started_on = '2021-01-01' where id = $1`, [status.id])
    await ownerPool.query('alter table legal_statuses enable trigger user')
    t.equal((await post('placements', { childId, ...stay, startedOn: '2022-07-01' })).status, 201)
    t.equal((await patch('legal-statuses', status.id, { status: 'C1' })).status, 200)
    t.equal((await patch('legal-statuses', status.id, { startedOn: '2022-01-10' })).status, 200)
    await aPlacementRequest(admin, { childIds: [childId] })
  },
)

t.test('an import tells it of the rows of the child, and applies the others', async (t) => {
  const { id: childId } = await aChild(admin, { reference: 'BY-HAND', dateOfBirth: '2010-06-05' })
  await aPlacement(admin, {
    childId,
    placementType: 'with-parents',
    startedOn: '2011-01-10',
    endedOn: '2011-02-01',
  })
  await aChild(admin, { reference: 'FINE', dateOfBirth: '2010-06-05' })
  const headers = ['BY-HAND,2,05/06/2012', 'DIED,2,05/06/2010', 'FINE,2,05/06/2010']
  const files = [
    csv('header', ...headers.map((header) => `${header},WBRI,UN2,,`)),
    csv(
      'episodes',
      'BY-HAND,01/05/2018,S,C2,N1,U4,PR1,,,,,,',
      'DIED,01/05/2018,S,C2,N1,U4,PR1,01/06/2018,E2,,,,',
      'DIED,01/07/2018,S,C2,N1,U4,PR1,,,,,,',
      'FINE,01/05/2018,S,C2,N1,U4,PR1,,,,,,',
    ),
  ]
  const data = await service.as('data')
  t.equal((await importOf(data, files)).status, 'rejected', 'whole')
  const result = await importOf(data, files, partial)
  t.match(result, {
    status: 'succeeded',
    counts: { rejected: 5, records: { children: { new: 0, changed: 1 } } },
  })
  const findings = await reportOf(data, result.id, 'rejected')
  const reasonOf = (value: string) =>
    findings.filter((row) => row.value === value).map(({ reason }) => reason)
  t.match(reasonOf('BY-HAND'), [/before this birth/, /before this birth/])
  t.match(reasonOf('DIED'), [/death/, /death/, /death/])
  const { rows } = await service.ownerPool.query(
    `select reference from children c join care_periods p on p.child_id = c.id where reference = any($1)`,
    [['BY-HAND', 'DIED', 'FINE']],
  )
  t.same(rows, [{ reference: 'FINE' }])
})
