import t, { type Test } from 'tap'
import { testApp } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aLegalStatus,
  aPlacement,
  aPlacementRequest,
} from '../../support/builders.ts'
import { inHours } from '../../support/placing.ts'

/** Lists narrowed as an officer asks: by child, by status, by dates. The day is 2023-12-01. */

const service = await testApp(t)
const officer = await service.as('placements')

const ids = async (path: string) => (await officer.get(`/v1/${path}`)).body.items.map(({ id }) => id)
const same = (t: Test, list: string[], records: { id: string }[]) =>
  t.same(list, records.map(({ id }) => id).sort())

t.test('placements by status, type and dates, now and as at a day', async (t) => {
  const { id: childId } = await aChild(officer)
  const past = await aPlacement(officer, { childId, startedOn: '2022-01-10', endedOn: '2022-06-01' })
  const current = await aPlacement(officer, { childId, startedOn: '2022-06-01', plannedTo: '2023-11-01' })
  const away = await aPlacement(officer, {
    childId,
    placementType: 'temporary',
    placeCode: 'T1',
    plannedFrom: '2023-12-20',
  })
  const list = (query: string) => ids(`placements?childId=${childId}&${query}`)
  same(t, await list(''), [past, current, away])
  same(t, await list('status=ended'), [past])
  same(t, await list('status=current'), [])
  same(t, await list('status=overdue'), [current])
  same(t, await list('status=planned'), [away])
  same(t, await list('status=overdue&asAt=2023-10-31'), [])
  same(t, await list('status=current&asAt=2023-10-31'), [current])
  same(t, await list('status=current&asAt=2022-05-31'), [past])
  same(t, await list('placementType=temporary'), [away])
  same(t, await list('startedOnSince=2022-01-11'), [current])
  same(t, await list('startedOnUntil=2022-01-10'), [past])
  same(t, await list('startedOnSince=2022-01-10&startedOnUntil=2022-06-01'), [past, current])
  same(t, await list('plannedFromSince=2023-12-01'), [away])
  const refusal = await officer.get('/v1/placements?status=asleep')
  t.match(refusal, { status: 400, body: { errors: [{ pointer: '#/query/status' }] } })
})

t.test('requests by child, also one of several, and by dates', async (t) => {
  const [one, other] = [await aChild(officer), await aChild(officer)]
  const alone = await aPlacementRequest(officer, { childIds: [one.id], receivedOn: '2023-11-01' })
  const both = await aPlacementRequest(officer, { childIds: [other.id, one.id], receivedOn: '2023-11-20' })
  same(t, await ids(`placement-requests?childId=${one.id}`), [alone, both])
  same(t, await ids(`placement-requests?childId=${other.id}`), [both])
  same(t, await ids(`placement-requests?childId=${one.id}&status=open&receivedOnSince=2023-11-02`), [both])
  same(t, await ids(`placement-requests?childId=${one.id}&receivedOnUntil=2023-11-19`), [alone])
})

t.test('holds by dates', async (t) => {
  const [bed, child] = [await aBed(officer), await aChild(officer)]
  const hold = await officer.post('/v1/holds', {
    beds: [{ bedId: bed.id, childId: child.id }],
    from: '2023-12-05',
    expiresAt: inHours(1),
  })
  same(t, await ids(`holds?childId=${child.id}&fromSince=2023-12-05`), [hold.body])
  same(t, await ids(`holds?childId=${child.id}&fromSince=2023-12-06`), [])
  same(t, await ids(`holds?childId=${child.id}&fromUntil=2023-12-04`), [])
})

t.test('periods of care and legal statuses by what they are and by dates', async (t) => {
  const { id: childId } = await aChild(officer)
  const first = await aCarePeriod(officer, {
    childId,
    startedOn: '2020-01-01',
    endedOn: '2020-06-01',
    endReason: 'E4A',
  })
  const second = await aCarePeriod(officer, { childId, startedOn: '2022-01-10' })
  const status = await aLegalStatus(officer, { childId, startedOn: '2022-01-10' })
  same(t, await ids(`care-periods?childId=${childId}&startedOnSince=2021-01-01`), [second])
  same(t, await ids(`care-periods?childId=${childId}&endedOnUntil=2020-06-01`), [first])
  same(t, await ids(`care-periods?childId=${childId}&endReason=E4A`), [first])
  same(t, await ids(`legal-statuses?childId=${childId}&status=C2`), [status])
  same(t, await ids(`legal-statuses?childId=${childId}&status=V2`), [])
})
