import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type TestClient } from '../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aChildInCare,
  aHome,
  aLegalStatus,
  aPlacement,
} from '../../support/builders.ts'
import { counts, figure, figures, postcodesAt } from './support.ts'

/** Records a child in care under a full care order over these dates. */
async function inCare(client: TestClient, child: Record<string, unknown>, from: string, to?: string) {
  const { id: childId } = await aChild(client, child)
  const ending = to === undefined ? {} : { endedOn: to, endReason: 'E4A' }
  await aCarePeriod(client, { childId, startedOn: from, ...ending })
  await aLegalStatus(client, { childId, startedOn: from, endedOn: to })
  return childId
}

t.test('a child is looked after from the first night to the night before care ends', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await inCare(client, {}, '2023-03-10', '2023-03-20')
  const figureOn = (day: string) => figure(client, `children-looked-after?asAt=${day}`)
  t.same(await figureOn('2023-03-09'), [0, null, 0, 0])
  t.same(await figureOn('2023-03-10'), [1, null, 1, 0])
  t.same(await figureOn('2023-03-19'), [1, null, 1, 0])
  t.same(await figureOn('2023-03-20'), [0, null, 0, 0], 'the day of leaving is no night in care')
})

t.test('short breaks, legal status V3 or V4, are not looked after; a status not recorded is', async (t) => {
  const client = await (await testApp(t)).as('admin')
  for (const status of ['V2', 'V3', 'V4']) {
    const { id: childId } = await aChild(client)
    await aCarePeriod(client, { childId })
    await aLegalStatus(client, { childId, status })
  }
  await aCarePeriod(client)
  t.same(await figure(client, 'children-looked-after'), [2, null, 2, 0])
  t.same(await counts(client, 'children-looked-after?by=legalStatus'), { V2: 1, unknown: 1 })
})

t.test('a legal status that changes divides the nights where it changes', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const { id: childId } = await aChild(client)
  await aCarePeriod(client, { childId, startedOn: '2023-01-01' })
  await aLegalStatus(client, { childId, status: 'V4', startedOn: '2023-01-01', endedOn: '2023-02-01' })
  await aLegalStatus(client, { childId, status: 'C1', startedOn: '2023-02-01' })
  t.same(await figure(client, 'children-looked-after?asAt=2023-01-31'), [0, null, 0, 0])
  t.same(await counts(client, 'children-looked-after?asAt=2023-02-01&by=legalStatus'), { C1: 1 })
})

t.test('ages change on the birthday; born on 29 February, on 1 March of a common year', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await inCare(client, { dateOfBirth: '2007-06-15' }, '2022-01-10')
  await inCare(client, { dateOfBirth: '2012-02-29' }, '2022-01-10')
  const bands = (day: string) => counts(client, `children-looked-after?by=ageBand&asAt=${day}`)
  // Born 15 June 2007: 15 on 14 June 2023, 16 on the next day. Born 29 February 2012: 10 on 28 February 2023.
  t.same(await bands('2023-02-28'), { '5-10': 1, '11-15': 1 })
  t.same(await bands('2023-03-01'), { '11-15': 2 })
  t.same(await bands('2023-06-14'), { '11-15': 2 })
  t.same(await bands('2023-06-15'), { '11-15': 1, '16+': 1 })
})

t.test("DfE's age bands part at 1, 5, 10 and 16", async (t) => {
  const client = await (await testApp(t)).as('admin')
  const births = [
    '2023-11-30',
    '2022-12-02',
    '2022-12-01',
    '2018-12-02',
    '2018-12-01',
    '2013-12-02',
    '2013-12-01',
  ]
  for (const dateOfBirth of [...births, '2007-12-02', '2007-12-01'])
    await inCare(client, { dateOfBirth }, '2023-11-30')
  // On 1 December 2023 they are 0, 0 | 1, 4 | 5, 9 | 10, 15 | 16.
  t.same(await counts(client, 'children-looked-after?by=ageBandDfe&asAt=2023-12-01'), {
    'under-1': 2,
    '1-4': 2,
    '5-9': 2,
    '10-15': 2,
    '16+': 1,
  })
})

t.test(
  'over 20 miles is judged on the distance to one decimal place; an unknown one is in the share of all, as published',
  async (t) => {
    const service = await testApp(t)
    const { ownerPool } = service
    const client = await service.as('admin')
    // 1 mile is 1,609.3 metres. 32,250 m are 20.04 miles, so 20.0; 32,347 m are 20.1; 8,047 m are 5.0.
    await postcodesAt(ownerPool, CHESHIRE_EAST, { ZZ10AA: 0, ZZ10AB: 8_047, ZZ10AC: 32_347 })
    await postcodesAt(ownerPool, STOCKPORT, { ZZ20AA: 32_250, ZZ20AB: 32_347 })
    for (const postcode of ['ZZ1 0AB', 'ZZ1 0AC', 'ZZ2 0AA', 'ZZ2 0AB', 'ZZ9 9ZZ']) {
      const child = await aChildInCare(client, { homePostcode: 'ZZ1 0AA' })
      await aPlacement(client, { childId: child.id, placementType: 'ifa', postcode })
    }
    await aChildInCare(client, { homePostcode: 'ZZ1 0AA' })
    // Six children; of the one at a postcode that isn't known and the one not placed neither place nor miles are known.
    t.same(await figure(client, 'children-looked-after'), [6, null, 6, 0])
    // DfE publishes shares of all six; of the four who are known, the share is higher.
    t.same(await figure(client, 'placed-in-authority'), [2, 6, 33.3333, 2])
    t.same(await figure(client, 'over-20-miles'), [2, 6, 33.3333, 2])
    t.same(await figure(client, 'over-20-miles-out-of-authority'), [1, 6, 16.6667, 2])
    t.same(await figure(client, 'placed-in-authority?notKnown=excluded'), [2, 4, 50, 2])
    t.same(await figure(client, 'over-20-miles?notKnown=excluded'), [2, 4, 50, 2])
    t.same(await figure(client, 'over-20-miles-out-of-authority?notKnown=excluded'), [1, 4, 25, 2])
    t.match((await client.get('/v1/measures/over-20-miles')).body, {
      switches: { notKnown: 'included', unaccompanied: 'included' },
      measure: { version: 3, changes: { length: 2 } },
    })
    // 5.0 + 20.1 + 20.0 + 20.1 = 65.2 miles over 4 children: 16.3.
    t.same(await figure(client, 'mean-distance-miles'), [65.2, 4, 16.3, 2])
    t.same(await counts(client, 'children-looked-after?by=distanceBand'), {
      'up-to-5': 1,
      'over-10-to-20': 1,
      'over-20-to-50': 2,
      unknown: 2,
    })
    t.same(await counts(client, 'children-looked-after?by=location'), { in: 2, out: 2, unknown: 2 })
  },
)

t.test('every kind of placement counts where its definition says', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const types = {
    'internal-foster': 5, 'ifa': 4, 'other-authority-foster': 1, 'connected-carer': 3, 'with-parents': 2,
    'residential': 2, 'secure': 1, 'supported-accommodation': 1, 'supported-lodgings': 1,
  } // prettier-ignore
  for (const [placementType, number] of Object.entries(types)) {
    for (let n = 0; n < number; n++) {
      const child = await aChildInCare(client)
      await aPlacement(client, { childId: child.id, placementType })
    }
  }
  await aChildInCare(client)
  // 5 + 4 + 1 + 3 + 2 + 2 + 1 + 1 + 1 = 20 placed, and one whose placement is not recorded.
  const shares = {
    fostered: [13, 20, 65, 1],
    'with-internal-foster': [5, 20, 25, 1],
    'with-ifa': [4, 20, 20, 1],
    'with-connected-carers': [3, 20, 15, 1],
    'with-parents': [2, 20, 10, 1],
    'with-parents-or-family': [5, 20, 25, 1],
    'in-residential': [2, 20, 10, 1],
    'in-supported-accommodation': [2, 20, 10, 1],
  }
  for (const [id, expected] of Object.entries(shares)) t.same(await figure(client, id), expected, id)
  t.same(await counts(client, 'children-looked-after?by=careFamily'), {
    fostering: 13,
    residential: 3,
    supported: 2,
    family: 2,
    unknown: 1,
  })
})

t.test("of children in children's homes, those under 13 and those disabled", async (t) => {
  const client = await (await testApp(t)).as('admin')
  // On 1 December 2023: 12 (13 tomorrow), 13 today, 5.
  const children = [
    { dateOfBirth: '2010-12-02', disabled: true },
    { dateOfBirth: '2010-12-01', disabled: false },
    { dateOfBirth: '2018-01-01', disabled: null },
  ]
  for (const fields of children) {
    const child = await aChildInCare(client, fields)
    await aPlacement(client, { childId: child.id, placementType: 'residential' })
  }
  t.same(await figure(client, 'residential-under-13?asAt=2023-12-01'), [2, 3, 66.6667, 0])
  t.same(
    await figure(client, 'residential-under-13?asAt=2023-12-01&youngAge=under-12'),
    [1, 3, 33.3333, 0],
    'the one who is 12 is not under 12',
  )
  t.same(await figure(client, 'residential-disabled?asAt=2023-12-01'), [1, 3, 33.3333, 1])
  // A record of disabled children alone does not make all children disabled: one of three here, too.
  t.same(await figure(client, 'disabled?asAt=2023-12-01&ageBand=0-4,5-10'), [0, 1, 0, 1])
  t.same(await figure(client, 'disabled?asAt=2023-12-01'), [1, 3, 33.3333, 1])
})

t.test('in care for need N2, a child counts as disabled', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const { id: childId } = await aChild(client)
  await aCarePeriod(client, { childId, need: 'N2' })
  t.same(await counts(client, 'children-looked-after?by=disability,need'), { 'yes N2': 1 })
})

t.test('during a temporary stay a child counts in the usual placement', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const child = await aChildInCare(client)
  await aPlacement(client, { childId: child.id, placementType: 'internal-foster' })
  await aPlacement(client, {
    childId: child.id,
    placementType: 'temporary',
    startedOn: '2023-05-01',
    endedOn: '2023-05-06',
  })
  t.same(await counts(client, 'children-looked-after?by=placementType&asAt=2023-05-03'), {
    'internal-foster': 1,
  })
})

t.test('a placement counts from the day of arrival, and the move on the day of the move', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const child = await aChildInCare(client)
  await aPlacement(client, {
    childId: child.id,
    placementType: 'residential',
    startedOn: '2022-01-10',
    endedOn: '2023-04-01',
    endReason: 'CARPL',
  })
  await aPlacement(client, { childId: child.id, placementType: 'ifa', startedOn: '2023-04-01' })
  const types = (day: string) => counts(client, `children-looked-after?by=placementType&asAt=${day}`)
  t.same(await types('2023-03-31'), { residential: 1 })
  t.same(await types('2023-04-01'), { ifa: 1 })
})

t.test('staying put: the bed is occupied, the young adult is not looked after', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const home = await aHome(client, { kind: 'fostering-household', confidential: true })
  const bed = await aBed(client, { homeId: home.id })
  const childId = await inCare(client, { dateOfBirth: '2005-06-01' }, '2022-01-10', '2023-06-01')
  await aPlacement(client, {
    childId,
    placementType: 'ifa',
    bedId: bed.id,
    endedOn: '2023-06-01',
    endReason: 'OTHER',
  })
  await aPlacement(client, { childId, placementType: 'staying-put', bedId: bed.id, startedOn: '2023-06-01' })
  t.same(await figure(client, 'children-looked-after?asAt=2023-05-31'), [1, null, 1, 0])
  t.same(await figure(client, 'children-looked-after?asAt=2023-06-01'), [0, null, 0, 0])
  t.same(await figure(client, 'occupancy?asAt=2023-06-01'), [1, 1, 100, 0])
})

t.test('whose the provision is follows from the provider; with parents it is theirs', async (t) => {
  const client = await (await testApp(t)).as('admin')
  const codes = {
    PR0: 'parents',
    PR1: 'own',
    PR2: 'other-authority',
    PR3: 'other-public',
    PR4: 'private',
    PR5: 'voluntary',
  }
  for (const providerCode of Object.keys(codes)) {
    const child = await aChildInCare(client)
    await aPlacement(client, { childId: child.id, providerCode })
  }
  const bySector = await counts(client, 'children-looked-after?by=providerSector')
  t.same(bySector, Object.fromEntries(Object.values(codes).map((code) => [code, 1])))
})

t.test('unaccompanied children count as such until the status ceases', async (t) => {
  const client = await (await testApp(t)).as('admin')
  await inCare(client, { uasc: true, uascCeasedOn: '2023-08-01' }, '2022-01-10')
  const uasc = (day: string) => counts(client, `children-looked-after?by=uasc&asAt=${day}`)
  t.same(await uasc('2023-07-31'), { yes: 1 })
  t.same(await uasc('2023-08-01'), { no: 1 })
})

t.test('a share of nobody has no value', async (t) => {
  const client = await (await testApp(t)).as('bi')
  t.same(await figure(client, 'fostered'), [0, 0, null, 0])
  t.same(await figures(client, 'fostered?by=sex'), [])
})
