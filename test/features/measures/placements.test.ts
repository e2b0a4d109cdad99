import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aCarePeriod, aChild, aLegalStatus, aPlacement } from '../../support/builders.ts'
import { addPlacement, careOf, counts, figure, freshClients, inCare, type Fields } from './support.ts'
import { recordsOf } from './records/support.ts'

/** Placements that begin and end, and notice of their end, worked by hand. */

const service = await testApp(t)
const fresh = freshClients(service)
const year = 'asAt=2023-03-31'

t.test('placements begun: the first of a period of care, and those after it', async (t) => {
  const client = await fresh()
  const child = await inCare(client, '2022-05-01', '2022-12-01')
  await addPlacement(client, child, '2022-05-01', '2022-05-20') // first
  await addPlacement(client, child, '2022-05-20', '2022-08-01', { placementType: 'residential' }) // later
  await addPlacement(client, child, '2022-06-01', '2022-06-08', { placementType: 'temporary' }) // not a usual one
  await addPlacement(client, child, '2022-08-01', '2022-08-01') // not a night
  await addPlacement(client, child, '2022-08-02', '2022-12-01') // later, after a night of which nothing is recorded
  await careOf(client, child, '2023-01-10')
  await addPlacement(client, child, '2023-01-10', null) // first, of the next period
  const other = await inCare(client, '2020-01-01')
  await addPlacement(client, other, '2020-01-01', '2022-07-01') // before the year
  await addPlacement(client, other, '2022-07-01', null, { sameCarer: true }) // goes on with the carer
  t.same(await counts(client, `placements-begun?${year}&by=placementOrder`), { first: 2, later: 2 })
  t.same(await counts(client, `placements-begun?${year}&by=placementType`), { ifa: 3, residential: 1 })
  t.same(await figure(client, `placements-begun?asAt=2022-05-31&period=month`), [2, null, 2, 0])
})

t.test('care that began before the first day on record has no first placement', async (t) => {
  const client = await fresh()
  const ofBefore = async (fields: Fields) => {
    const { id: childId } = await aChild(client)
    await aCarePeriod(client, { childId, startedOn: '2022-05-01', startedBefore: true })
    await aLegalStatus(client, { childId, startedOn: '2022-05-01' })
    await addPlacement(client, childId, '2022-05-01', '2022-05-20', fields)
    await addPlacement(client, childId, '2022-05-20', null)
  }
  await ofBefore({ startedBefore: true }) // the placement as well: begun nobody knows when
  await ofBefore({}) // the placement on that day (RNE P): after another, that nobody knows of
  t.same(await counts(client, `placements-begun?${year}&by=placementOrder`), { later: 3, unknown: 0 })
  const unknown = await recordsOf(client, `placements-begun?${year}`, 'unknown')
  t.match(unknown, [{ from: '2022-05-01', facts: { placementOrder: 'unknown' } }])
  t.same(await figure(client, `placements-begun?${year}`), [3, null, 3, 1])
})

t.test('made in an emergency: known of placements agreed here', async (t) => {
  const client = await fresh()
  for (const emergency of [true, true, false]) {
    const childId = await inCare(client, '2022-05-01')
    await aPlacement(client, { childId, placementType: 'ifa', startedOn: '2022-05-01', emergency })
  }
  const brought = await inCare(client, '2022-05-01')
  const { id } = await addPlacement(client, brought, '2022-05-01', null)
  await service.ownerPool.query('update placements set agreed_at = null where id = $1', [id])
  t.same(await figure(client, `emergency-placements?${year}`), [2, 3, 66.6667, 1])
})

t.test('the same school after a move: of children aged 5 or over of whom it is recorded', async (t) => {
  const client = await fresh()
  for (const [keepsSchool, dateOfBirth] of [
    [true, '2012-06-01'],
    [false, '2012-06-01'],
    [null, '2012-06-01'],
    [true, '2017-05-20'], // 5 on the day
    [false, '2017-05-21'], // 4
  ] as const) {
    const child = await inCare(client, '2022-05-01', undefined, { dateOfBirth })
    await addPlacement(client, child, '2022-05-01', '2022-05-20') // the first is no move
    const { id } = await addPlacement(
      client,
      child,
      '2022-05-20',
      null,
      keepsSchool === null ? {} : { keepsSchool },
    )
    if (keepsSchool === null)
      await service.ownerPool.query('update placements set keeps_school = null where id = $1', [id])
  }
  t.same(await figure(client, `same-school-after-move?${year}`), [2, 3, 66.6667, 1])
  t.same(await counts(client, `placements-begun?${year}&placementOrder=later&by=keepsSchool`), {
    no: 2,
    unknown: 1,
    yes: 2,
  })
})

/** Who gives notice, on which day, and the day on which it runs out. */
type NoticeTerms = [givenBy: string, on: string, endsOn: string]

async function giveNotice(client: TestClient, id: unknown, [givenBy, day, endsOn]: NoticeTerms) {
  const path = `/v1/placements/${String(id)}`
  const { headers } = await client.get(path)
  const answer = await client.post(
    `${path}/notice`,
    { givenBy, on: day, endsOn },
    { 'if-match': String(headers.etag) },
  )
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
}

t.test('placements ended after notice: by whom, how long after it, for what reason', async (t) => {
  const client = await fresh()
  const ends = async (
    notice: NoticeTerms | null,
    to: string,
    { endReason = 'CREQB', careTo }: { endReason?: string; careTo?: string } = {},
  ) => {
    const child = await inCare(client, '2022-05-01', careTo)
    const { id } = await addPlacement(client, child, '2022-05-01', null)
    if (notice) await giveNotice(client, id, notice)
    await service.ownerPool.query('update placements set ended_on = $2, end_reason = $3 where id = $1', [
      id,
      to,
      endReason,
    ])
    return id
  }
  await ends(['provider', '2022-06-01', '2022-06-29'], '2022-06-29') // after 28 days
  await ends(['provider', '2022-06-01', '2022-06-29'], '2022-06-03', { endReason: 'STAND' }) // after 2
  await ends(['provider', '2022-06-10', '2022-06-10'], '2022-06-10', { careTo: '2022-06-10' }) // the same day, and care too
  await ends(['carer', '2022-06-01', '2022-06-29'], '2022-06-21') // after 20
  await ends(null, '2022-06-21')
  const undone = await ends(['provider', '2022-06-01', '2022-06-29'], '2022-07-20')
  await service.ownerPool.query("update notices set withdrawn_on = '2022-06-15' where placement_id = $1", [
    undone,
  ])
  // Six ended, five of them while care went on; three after notice by the provider, half.
  t.same(await figure(client, `placements-ended?${year}`), [6, null, 6, 0])
  t.same(await figure(client, `moves?${year}`), [5, null, 5, 0])
  t.same(await figure(client, `ended-after-provider-notice?${year}`), [3, 6, 50, 0])
  t.same(await counts(client, `placements-ended?${year}&by=noticeGiver`), { provider: 3, carer: 1, none: 2 })
  t.same(await counts(client, `placements-ended?${year}&by=moveReason&noticeGiver=provider`), {
    CREQB: 2,
    STAND: 1,
  })
  t.same(await counts(client, `placements-ended?${year}&by=noticeLength&noticeGiver=provider`), {
    'same-day': 1,
    '1-to-6': 1,
    '28+': 1,
  })
  t.same(await figure(client, `days-notice-to-end?${year}`), [50, 4, 12.5, 0], '28 + 2 + 0 + 20')
  t.same(await figure(client, `days-notice-to-end?${year}&noticeGiver=provider`), [30, 3, 10, 0])
  t.same(await counts(client, `notices-given?${year}&by=noticeGiver`), { provider: 4, carer: 1 })
  t.same(await counts(client, `notices-given?${year}&by=noticeLength`), { 'same-day': 1, '28+': 4 })
  t.same(await figure(client, `notices-given?asAt=2022-05-31&period=month`), [0, null, 0, 0])
})
