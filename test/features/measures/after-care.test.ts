import t from 'tap'
import { testApp, type TestClient } from '../../support/app.ts'
import { aCarePeriod, aChild, aPlacement } from '../../support/builders.ts'
import { counts, figure, freshClients } from './support.ts'

/** The last of these young people turn 21 before it. */
const service = await testApp(t, { clock: () => new Date('2025-12-01T12:00:00Z') })
const fresh = freshClients(service)

/** A care leaver born on 1 June 2004, in one placement from `from` until the 18th birthday. */
async function leaver(client: TestClient, placementType: string, from = '2020-01-01') {
  const { id: childId } = await aChild(client, { dateOfBirth: '2004-06-01' })
  await aCarePeriod(client, { childId, startedOn: from, endedOn: '2022-06-01', endReason: 'E5' })
  const ending = { endedOn: '2022-06-01', endReason: 'CARPL' }
  await aPlacement(client, { childId, placementType, startedOn: from, ...ending })
  return childId
}

const close = (client: TestClient, childId: string, startedOn: string, endedOn?: string) =>
  aPlacement(client, {
    childId,
    placementType: 'staying-close',
    startedOn,
    ...(endedOn !== undefined && { endedOn }),
  })

t.test('Staying Close three months on, at 19 and at 20, of those who left where it is offered', async (t) => {
  const client = await fresh()
  const stays = await leaver(client, 'residential')
  await close(client, stays, '2022-06-01', '2023-06-01')
  const comesBack = await leaver(client, 'supported-accommodation')
  await close(client, comesBack, '2022-09-02', '2024-07-01')
  await leaver(client, 'supported-lodgings')
  await leaver(client, 'ifa') // Staying Put is for these
  await leaver(client, 'residential', '2022-03-03') // 90 nights in care, one short of 13 weeks
  const figureAt = (mark: string, day: string) =>
    figure(client, `staying-close-${mark}?asAt=${day}&period=month`)
  // 1 June 2022 + 3 months = 1 September: the first is there, the second begins the day after.
  t.same(await figureAt('18', '2022-09-30'), [1, 3, 33.3333, 0])
  // On the 19th birthday, 1 June 2023, the first has left that day; the second is there.
  t.same(await figureAt('19', '2023-06-30'), [1, 3, 33.3333, 0])
  t.same(await figureAt('20', '2024-06-30'), [1, 3, 33.3333, 0])
  t.same(await figureAt('20', '2024-05-31'), [0, 0, null, 0], 'nobody has that birthday in May')
  t.same((await figure(client, 'staying-put-18?asAt=2022-09-30&period=month'))[1], 1, 'the fostered one')
})

t.test('13 weeks of care count, 91 nights since the 14th birthday', async (t) => {
  const client = await fresh()
  await leaver(client, 'residential', '2022-03-02') // 30 + 30 + 31 = 91 nights to 1 June
  t.same(await figure(client, 'staying-close-18?asAt=2022-09-30&period=month'), [0, 1, 0, 0])
})

t.test('young people in Staying Close on a day, by age', async (t) => {
  const client = await fresh()
  const child = await leaver(client, 'residential')
  await close(client, child, '2022-06-01', '2025-07-01')
  const ages = (day: string) => counts(client, `in-staying-close?by=adultAge&asAt=${day}`)
  t.same(await ages('2022-05-31'), {}, 'in care still')
  t.same(await ages('2022-06-01'), { '18': 1 })
  t.same([await ages('2023-05-31'), await ages('2023-06-01')], [{ '18': 1 }, { '19': 1 }])
  t.same([await ages('2025-06-30'), await ages('2025-07-01')], [{ '21+': 1 }, {}])
  t.same(await figure(client, 'children-looked-after?asAt=2022-06-01'), [0, null, 0, 0], 'not looked after')
})

t.test('who goes on in Staying Close elsewhere has not begun again; who comes back has', async (t) => {
  const client = await fresh()
  const child = await leaver(client, 'residential')
  await close(client, child, '2022-06-01', '2022-10-01')
  await close(client, child, '2022-10-01', '2023-01-10')
  await close(client, child, '2023-02-01')
  const startsBetween = async (from: string, to: string) =>
    (await figure(client, `staying-close-started?from=${from}&asAt=${to}`))[0]
  t.equal(await startsBetween('2022-04-01', '2022-09-30'), 1)
  t.equal(await startsBetween('2022-10-01', '2022-12-31'), 0)
  t.equal(await startsBetween('2023-01-01', '2023-03-31'), 1)
})

t.test('Staying Put is counted in the same way, apart', async (t) => {
  const client = await fresh()
  const child = await leaver(client, 'ifa')
  await aPlacement(client, { childId: child, placementType: 'staying-put', startedOn: '2022-06-01' })
  t.same(await figure(client, 'in-staying-put?asAt=2023-01-01'), [1, null, 1, 0])
  t.same(await figure(client, 'in-staying-close?asAt=2023-01-01'), [0, null, 0, 0])
  t.same(await figure(client, 'staying-put-started?asAt=2023-03-31'), [1, null, 1, 0])
})
