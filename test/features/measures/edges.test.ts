import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import {
  aCarePeriod,
  aChild,
  aHome,
  aJudgement,
  aLegalStatus,
  aPopulation,
  aProvider,
  aSiblingGroup,
} from '../../support/builders.ts'
import {
  careOf,
  counts,
  figure,
  figures,
  freshClients,
  inCare,
  ratio,
  addPlacement,
  type Fields,
} from './support.ts'

/** Cases worked by hand at every boundary in the definitions; see also edges-of-leaving and stability. */

const service = await testApp(t)
const fresh = freshClients(service)

t.test('31 March is the last day of a financial year, 1 April the first of the next', async (t) => {
  const client = await fresh()
  await inCare(client, '2022-01-10', '2023-03-31', { endReason: 'E11' })
  await inCare(client, '2022-01-10', '2023-04-01', { endReason: 'E12' })
  await inCare(client, '2022-01-10', '2022-04-01', { endReason: 'E45' })
  await inCare(client, '2022-01-10', '2022-03-31', { endReason: 'E43' })
  // In the year to 31 March 2023: those of 1 April 2022 and 31 March 2023.
  t.same(await ratio(client, 'ceased-by-adoption?asAt=2023-03-31'), [1, 2])
  t.same(await ratio(client, 'ceased-by-sgo?asAt=2023-03-31'), [1, 2])
  t.same(await ratio(client, 'ceased-by-sgo?asAt=2022-03-31'), [1, 1], 'E43, of before 2018/19, is one too')
  t.same(await ratio(client, 'ceased-by-adoption?asAt=2023-04-01'), [1, 1], 'the year to date begins again')
  // On the night of 31 March 2023 the one who leaves that day is gone, the one who leaves the next is there.
  t.same(await ratio(client, 'children-looked-after?asAt=2023-03-31'), [1, null])
})

t.test('a night is 24 hours: in care and out on one day is no care', async (t) => {
  const client = await fresh()
  await inCare(client, '2022-06-01', '2022-06-01')
  t.same(await ratio(client, 'children-looked-after?asAt=2022-06-01'), [0, null])
  t.same(await ratio(client, 'ceased-care?asAt=2023-03-31'), [0, null])
  const { id: childId } = await aChild(client)
  await aCarePeriod(client, { childId, startedOn: '2022-07-01', endedOn: '2022-07-01', endReason: 'E8' })
  await careOf(client, childId, '2022-07-01', '2022-07-02')
  t.same(
    await ratio(client, 'started-care?asAt=2023-03-31'),
    [1, null],
    'nor does it begin with what follows that day',
  )
  t.same(await ratio(client, 'ceased-care?asAt=2023-03-31'), [1, null])
})

t.test('in care one day and out the next is care, and the end of it', async (t) => {
  const client = await fresh()
  await inCare(client, '2022-06-01', '2022-06-02')
  t.same(await ratio(client, 'children-looked-after?asAt=2022-06-01'), [1, null])
  t.same(await ratio(client, 'ceased-care?asAt=2023-03-31'), [1, null])
})

t.test(
  'back into care on the day of leaving it, and later: one child a night, and one child in the year',
  async (t) => {
    const client = await fresh()
    const child = await inCare(client, '2022-04-10', '2022-06-01')
    await careOf(client, child, '2022-06-01', '2022-09-01')
    await careOf(client, child, '2023-01-05')
    // Started on 10 April, 1 June and 5 January; ceased on 1 June and 1 September. DfE counts a child once in the year: at the
    // first start, and at the last cease.
    t.same(await ratio(client, 'started-care?asAt=2023-03-31'), [1, null])
    t.same(await ratio(client, 'ceased-care?asAt=2023-03-31'), [1, null])
    const quarters = 'from=2022-06-30&to=2023-03-31&every=quarter&period=quarter'
    const inQuarters = async (id: string) =>
      (await figures(client, `${id}/series?${quarters}`)).map(({ numerator }) => numerator)
    t.same(await inQuarters('started-care'), [1, 0, 0, 1])
    t.same(await inQuarters('ceased-care'), [1, 1, 0, 0])
    t.same(
      await ratio(client, 'ceased-care?from=2022-04-01&asAt=2022-08-31'),
      [1, null],
      'by then, on 1 June',
    )
    const figureOn = async (day: string) => (await figure(client, `children-looked-after?asAt=${day}`))[0]
    t.same(
      await Promise.all(['2022-06-01', '2022-08-31', '2022-09-01', '2023-01-05'].map(figureOn)),
      [1, 1, 0, 1],
    )
    t.same(await ratio(client, 'children-looked-after?asAt=2024-02-29'), [1, null], 'an open period goes on')
  },
)

t.test('care ends on the 18th birthday, whatever is recorded', async (t) => {
  const client = await fresh()
  await inCare(client, '2005-01-10', undefined, { dateOfBirth: '1990-05-20' })
  await inCare(client, '2005-01-10', '2020-01-01', { dateOfBirth: '1990-05-20' })
  const figureOn = async (day: string) => (await figure(client, `children-looked-after?asAt=${day}`))[0]
  await inCare(client, '2008-06-01', undefined, { dateOfBirth: '1990-05-20' }) // begun after it
  // Both turn 18 on 20 May 2008: one is never recorded as ended, one until 29.
  const days = ['2005-01-09', '2005-01-10', '2008-05-19', '2008-05-20', '2019-12-31', '2040-01-01']
  t.same(await Promise.all(days.map(figureOn)), [0, 2, 2, 0, 0, 0])
  const years = await figures(client, 'children-looked-after/series?from=2005-04-01&to=2011-03-31&every=year')
  t.same(
    years.map(({ numerator }) => numerator),
    [2, 2, 2, 0, 0, 0], // on 31 March of 2006, 2007 and 2008; then of 2009, 2010 and 2011
  )
  // Both have left in the year of their birthday; the reason is the recorded one.
  t.same(await counts(client, 'ceased-care?asAt=2009-03-31&by=careEndReason'), { unknown: 1, E4A: 1 })
  t.same(await counts(client, 'ceased-care?asAt=2020-03-31&by=careEndReason'), {})
})

t.test('the end of short breaks alone (V4) is no end of care', async (t) => {
  const client = await fresh()
  const { id: childId } = await aChild(client)
  await aCarePeriod(client, { childId, startedOn: '2022-05-01', endedOn: '2022-05-08', endReason: 'E8' })
  await aLegalStatus(client, { childId, status: 'V4', startedOn: '2022-05-01', endedOn: '2022-05-08' })
  t.same(await ratio(client, 'ceased-care?asAt=2023-03-31'), [0, null])
  t.same(await ratio(client, 'ceased-by-adoption?asAt=2023-03-31'), [0, 0])
})

t.test(
  'no moves: the same home, the same carer, adoption by the foster carers, a T code, less than a night',
  async (t) => {
    const client = await fresh()
    const { id: homeId } = await aHome(client)
    const goes = async (...stays: [from: string, to: string | null, fields?: Fields][]) => {
      const child = await inCare(client, '2022-04-10')
      for (const [from, to, fields] of stays) await addPlacement(client, child, from, to, fields)
    }
    await goes(['2022-04-10', '2022-06-01', { homeId }], ['2022-06-01', null, { homeId }])
    await goes(['2022-04-10', '2022-06-01'], ['2022-06-01', null, { sameCarer: true }])
    const adopters = { placementType: 'placed-for-adoption', placeCode: 'A3' }
    await goes(['2022-04-10', '2022-06-01'], ['2022-06-01', null, adopters])
    await goes(
      ['2022-04-10', null],
      ['2022-06-01', '2022-06-05', { placementType: 'temporary', placeCode: 'T4' }],
    )
    t.same(await ratio(client, 'moves?asAt=2023-03-31'), [0, null])
    // Adoption by others (A4) is a move. Through a home left on the day of arrival, there is one move and not two.
    await goes(['2022-04-10', '2022-06-01'], ['2022-06-01', null, { ...adopters, placeCode: 'A4' }])
    await goes(['2022-04-10', '2022-06-01'], ['2022-06-01', '2022-06-01'], ['2022-06-01', null])
    t.same(await ratio(client, 'moves?asAt=2023-03-31'), [2, null])
  },
)

t.test(
  'to leave care is no move; the reason tells whether a move was planned unless it is said',
  async (t) => {
    const client = await fresh()
    const leaver = await inCare(client, '2022-04-10', '2022-06-01')
    await addPlacement(client, leaver, '2022-04-10', '2022-06-01', { endReason: 'CREQB' })
    t.same(await ratio(client, 'moves?asAt=2023-03-31'), [0, null])
    const reasons: [endReason: string, endPlanned?: boolean][] = [
      ['CARPL'],
      ['CREQB'],
      ['OTHER'],
      ['PLACE'],
      ['CARPL', false],
      ['OTHER', true],
    ]
    for (const [endReason, endPlanned] of reasons) {
      const child = await inCare(client, '2022-04-10')
      await addPlacement(client, child, '2022-04-10', '2023-03-31', {
        endReason,
        ...(endPlanned !== undefined && { endPlanned }),
      })
      await addPlacement(client, child, '2023-03-31', null)
    }
    // Planned: CARPL, OTHER said to be. Not: CREQB, CARPL said not to be. OTHER and PLACE alone do not tell.
    t.same(await figure(client, 'unplanned-endings?asAt=2023-03-31'), [2, 4, 50, 2])
    t.same(await ratio(client, 'unplanned-endings?asAt=2023-03-30'), [0, 0])
  },
)

t.test('nights in unregistered places fall in the year that they are in', async (t) => {
  const client = await fresh()
  const child = await inCare(client, '2022-04-10')
  await addPlacement(client, child, '2023-03-30', '2023-04-03', { placementType: 'other' })
  // The nights of 30 and 31 March; of 1 and 2 April.
  t.same(await ratio(client, 'unregistered-nights?asAt=2023-03-31'), [2, null])
  t.same(await ratio(client, 'unregistered-nights?asAt=2024-03-31'), [2, null])
  t.same(await ratio(client, 'in-unregistered?asAt=2023-04-02'), [1, null])
  t.same(await ratio(client, 'in-unregistered?asAt=2023-04-03'), [0, null])
})

t.test('an open placement costs until the last night of the period, 29 February among them', async (t) => {
  const client = await fresh()
  const child = await inCare(client, '2018-04-10')
  await addPlacement(client, child, '2020-02-27', null, { weeklyCost: 700 })
  // 700 ÷ 7 = £100 a night: 27, 28 and 29 February 2020.
  t.same(await ratio(client, 'placement-spend?asAt=2020-02-29&period=month'), [300, null])
  // The 26 nights of February before it are in care, at a cost that is not known.
  t.same(await figure(client, 'placement-spend?asAt=2020-02-26&period=month'), [null, null, null, 26])
  const asCsv = await client.get<string>('/v1/measures/placement-spend?asAt=2020-02-26&period=month', {
    accept: 'text/csv',
  })
  t.match(asCsv.body, /2020-02-26,,,,,,,26,,\r\n$/, 'empty in CSV, and not 0')
  t.same(
    await figure(client, 'placement-spend?asAt=2017-12-31'),
    [0, null, 0, 0],
    'nobody in care: nothing was spent',
  )
  t.same(await figure(client, 'weekly-cost?asAt=2020-02-26'), [0, 0, null, 1], 'not placed: left out, not £0')
})

t.test('short breaks cost what they cost, and the nights at home between them nothing', async (t) => {
  const client = await fresh()
  const { id: childId } = await aChild(client)
  await aCarePeriod(client, { childId, startedOn: '2022-05-01' })
  await aLegalStatus(client, { childId, status: 'V4', startedOn: '2022-05-01' })
  const aBreak = { placementType: 'short-break', weeklyCost: 1400 }
  await addPlacement(client, childId, '2022-05-06', '2022-05-08', aBreak)
  await addPlacement(client, childId, '2022-05-20', '2022-05-22', aBreak)
  // Two weekends of two nights at 1,400 ÷ 7 = £200.
  t.same(await figure(client, 'placement-spend?asAt=2023-03-31'), [800, null, 800, 0])
  t.same(await counts(client, 'placement-spend?asAt=2023-03-31&by=legalStatus'), { V4: 800 })
  t.same(await ratio(client, 'children-looked-after?asAt=2022-05-06'), [0, null])
})

t.test('Wales is out; a postcode that no directory has is neither in nor out, and no distance', async (t) => {
  const client = await fresh()
  const places: [string, string | null, string, number | null][] = [
    ['ZZ80AA', STOCKPORT, 'E', 370_000],
    ['ZZ80AB', null, 'W', 330_000],
    ['ZZ80AC', null, 'E', 371_000],
    ['ZZ80AD', STOCKPORT, 'E', null],
  ]
  for (const [postcode, authority, country, easting] of places)
    await service.ownerPool.query(
      `insert into postcodes (postcode, authority_code, country, easting, northing) values ($1, $2, $3, $4, $5)`,
      [postcode, authority, country, easting, easting && 355_000],
    )
  for (const postcode of ['ZZ8 0AB', 'ZZ8 0AC', 'ZZ8 0AD', 'ZZ9 9ZZ']) {
    const child = await inCare(client, '2022-04-10', undefined, { homePostcode: 'ZZ8 0AA' })
    await addPlacement(client, child, '2022-04-10', null, { postcode })
  }
  const nowhere = await inCare(client, '2022-04-10', undefined, { homePostcode: 'ZZ9 9ZZ' })
  await addPlacement(client, nowhere, '2022-04-10', null, { postcode: 'ZZ8 0AB' })
  // Out: two in Wales, and one in Stockport, which has no grid reference but an authority. Unknown: one whose authority is
  // not known, and one whose postcode is not.
  const where = await counts(client, 'children-looked-after?by=location&asAt=2023-03-31')
  t.same(where, { out: 3, unknown: 2 })
  // Miles: Wales 40,000 ÷ 1,609.3 = 24.9; 1,000 ÷ 1,609.3 = 0.6. The other three have no distance, and are in no mean.
  t.same(await figure(client, 'mean-distance-miles?asAt=2023-03-31'), [25.5, 2, 12.75, 3])
  t.same(await figure(client, 'over-20-miles?asAt=2023-03-31'), [1, 5, 20, 3])
  t.same(await figure(client, 'over-20-miles-out-of-authority?asAt=2023-03-31'), [1, 5, 20, 4])
})

t.test('a judgement counts from its day, the home’s own before its provider’s', async (t) => {
  const client = await fresh()
  const { id: providerId } = await aProvider(client)
  const [own, other] = [await aHome(client, { providerId }), await aHome(client, { providerId })]
  await aJudgement(client, { providerId, judgedOn: '2022-05-01', grade: 'good' })
  await aJudgement(client, { homeId: own.id, judgedOn: '2023-03-31', grade: 'inadequate' })
  for (const home of [own, other]) {
    const child = await inCare(client, '2022-04-10')
    await addPlacement(client, child, '2022-04-10', null, { placementType: 'residential', homeId: home.id })
  }
  const good = (day: string) => figure(client, `good-or-outstanding?asAt=${day}`)
  t.same(await good('2022-04-30'), [0, 0, null, 2], 'none is recorded yet')
  t.same(await good('2022-05-01'), [2, 2, 100, 0])
  t.same(await good('2023-03-30'), [2, 2, 100, 0])
  t.same(await good('2023-03-31'), [1, 2, 50, 0])
})

t.test('the rate is over the estimate of that day or before; before the first there is none', async (t) => {
  const client = await fresh()
  await inCare(client, '2022-04-10')
  await aPopulation(client, { asAt: '2022-06-30', people: 50_000 })
  await aPopulation(client, { asAt: '2023-06-30', people: 40_000 })
  const rate = (day: string) => figure(client, `looked-after-rate-per-10000?asAt=${day}`)
  t.same(await rate('2022-06-29'), [0, 0, null, 1])
  t.same(await rate('2022-06-30'), [1, 50_000, 0.2, 0])
  t.same(await rate('2023-06-29'), [1, 50_000, 0.2, 0])
  t.same(await rate('2023-06-30'), [1, 40_000, 0.25, 0])
})

t.test('siblings are asked after while two are looked after: one who comes of age is not', async (t) => {
  const client = await fresh()
  const { id: siblingGroupId } = await aSiblingGroup(client)
  const { id: homeId } = await aHome(client)
  const elder = await inCare(client, '2022-04-10', '2022-06-15', {
    siblingGroupId,
    dateOfBirth: '2004-06-15',
    endReason: 'E6',
  })
  await addPlacement(client, elder, '2022-04-10', '2022-05-01', { homeId })
  await addPlacement(client, elder, '2022-05-01', '2022-05-10')
  await addPlacement(client, elder, '2022-05-10', '2022-06-15', { homeId: (await aHome(client)).id })
  const younger = await inCare(client, '2022-04-10', undefined, { siblingGroupId })
  await addPlacement(client, younger, '2022-04-10', null, { homeId })
  const apart = (day: string) => figure(client, `siblings-apart?asAt=${day}`)
  t.same(await apart('2022-04-30'), [0, 1, 0, 0], 'in one home')
  t.same(await apart('2022-05-01'), [0, 0, null, 1], 'where one is, is not recorded')
  t.same(await apart('2022-05-10'), [1, 1, 100, 0])
  t.same(await apart('2022-06-14'), [1, 1, 100, 0])
  t.same(await apart('2022-06-15'), [0, 0, null, 0], 'the 18th birthday: one is looked after')
})
