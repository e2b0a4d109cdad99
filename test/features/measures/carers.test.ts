import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aCarerJourney } from '../../support/builders.ts'
import { counts, figure, freshClients } from './support.ts'

const service = await testApp(t)
const fresh = freshClients(service)

/** Four households of the year to 31 March 2023, and one that was approved long before. */
async function aYear(client: TestClient) {
  await aCarerJourney(client, {
    enquiredOn: '2022-04-01',
    appliedOn: '2022-05-01',
    assessmentStartedOn: '2022-06-01',
    panelOn: '2022-09-01',
    approvedOn: '2022-09-08', // 29 + 31 + 30 + 31 + 31 + 8 = 160 days after 1 April
    places: 3,
  })
  await aCarerJourney(client, {
    enquiredOn: '2022-05-10',
    appliedOn: '2022-06-01',
    closedOn: '2022-07-01',
    outcome: 'withdrawn',
    district: 'SK9',
  })
  await aCarerJourney(client, { enquiredOn: '2022-12-01', closedOn: '2022-12-20', outcome: 'withdrawn' })
  await aCarerJourney(client, {
    carerType: 'family-and-friends',
    enquiredOn: null,
    appliedOn: '2022-04-01',
    assessmentStartedOn: '2022-04-10',
    panelOn: '2022-07-01',
    approvedOn: '2022-07-01',
    places: 1,
    district: null,
  })
  await aCarerJourney(client, {
    enquiredOn: null,
    approvedOn: '2010-01-01',
    places: 2,
    closedOn: '2023-03-31',
    outcome: 'transferred',
  })
}

const client = await fresh()
await aYear(client)
const year = async (id: string, query = '') => figure(client, `${id}?asAt=2023-03-31${query}`)

t.test('each household is at the last stage that it has begun, from its day until the next', async (t) => {
  const stages = (day: string) => counts(client, `carers-in-pipeline?by=carerStage&asAt=${day}`)
  t.same(await stages('2022-03-31'), {})
  t.same(await stages('2022-04-01'), { enquiry: 1, application: 1 })
  t.same(await stages('2022-06-01'), { application: 1, assessment: 2 })
  t.same(await stages('2022-07-01'), { assessment: 1 }, 'one has withdrawn, one is approved')
  t.same(await stages('2022-09-07'), { panel: 1 })
  t.same(await stages('2022-09-08'), {})
})

t.test('approved households on a day: from the approval until the day on which they leave', async (t) => {
  const approvedOn = async (day: string) => (await figure(client, `approved-carers?asAt=${day}`))[0]
  t.same(await Promise.all(['2022-06-30', '2022-07-01', '2022-09-08'].map(approvedOn)), [1, 2, 3])
  t.same(await Promise.all(['2023-03-30', '2023-03-31'].map(approvedOn)), [3, 2])
  const types = await counts(client, 'approved-carers?by=carerType,carerDistrict&asAt=2023-03-31')
  t.same(types, { 'mainstream CW1': 1, 'family-and-friends unknown': 1 })
})

t.test('enquiries, applications, approvals and those who left, in a year', async (t) => {
  t.same(await year('carer-enquiries'), [3, null, 3, 0])
  t.same(await year('carer-applications'), [3, null, 3, 0])
  t.same(await year('carer-applications', '&carerType=mainstream'), [2, null, 2, 0])
  t.same(await year('carer-approvals'), [2, null, 2, 0])
  t.same(await counts(client, 'carers-left?by=carerEvent&asAt=2023-03-31'), { transferred: 1 })
  t.same(await figure(client, 'carer-enquiries?asAt=2022-06-30&period=quarter'), [2, null, 2, 0])
})

t.test('the net change is approvals less those who left, in households and in places', async (t) => {
  t.same(
    await year('carers-net-change'),
    [1, null, 1, 0],
    '2 − 1; and 2 approved on 31 March against 1 a year before',
  )
  t.same(await year('carer-places-net-change'), [2, null, 2, 0], '3 + 1 − 2')
  const lastDay = await figure(client, 'carers-net-change?asAt=2023-03-31&from=2023-03-31')
  t.same(lastDay, [-1, null, -1, 0], 'below 0 where more left')
})

t.test('conversion: of journeys that ended, and applications to enquiries', async (t) => {
  // Ended in the year: two approvals and two withdrawals. With an application: the approvals and one withdrawal.
  t.same(await year('carer-conversion'), [2, 4, 50, 0])
  t.same(await year('carer-conversion', '&stageReached=application,assessment,panel'), [2, 3, 66.6667, 0])
  t.same(await year('carer-applications-per-enquiry'), [3, 3, 100, 0])
  t.same(await figure(client, 'carer-applications-per-enquiry?asAt=2022-12-31&period=quarter'), [0, 1, 0, 0])
  t.same(await figure(client, 'carer-applications-per-enquiry?asAt=2023-02-28&period=month'), [0, 0, null, 0])
})

t.test('days from enquiry to approval; those without an enquiry are counted apart', async (t) => {
  t.same(await year('days-enquiry-to-approval'), [160, 1, 160, 1])
  t.same(await counts(client, 'carer-approvals?by=timeToApproval&asAt=2023-03-31'), {
    '121-180': 1,
    unknown: 1,
  })
})

t.test('what was recorded later is not in a figure as known before', async (t) => {
  const own = await fresh()
  const journey = await aCarerJourney(own, { enquiredOn: '2023-01-10' })
  const { rows } = await service.ownerPool.query<{ now: string }>('select clock_timestamp()::text as now')
  const then = encodeURIComponent(new Date(rows[0]?.now ?? '').toISOString().replace('Z', '999Z'))
  await own.patch(
    `/v1/carer-journeys/${journey.id}`,
    { closedOn: '2023-02-01', outcome: 'withdrawn' },
    { 'if-match': '*' },
  )
  t.same(await figure(own, 'carers-in-pipeline?asAt=2023-03-01'), [0, null, 0, 0])
  t.same(await figure(own, `carers-in-pipeline?asAt=2023-03-01&knownAt=${then}`), [1, null, 1, 0])
})
