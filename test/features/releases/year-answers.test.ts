import t from 'tap'
import { STOCKPORT, testApp, type TestClient } from '../../support/app.ts'
import { aCarePeriod, aChild, aLegalStatus, aPlacement } from '../../support/builders.ts'

interface Answer {
  tables: {
    from: string | null
    asAt: string
    isRefused: boolean
    merges: { codes: string[] }[]
    items: {
      group: Record<string, string>
      numerator: number | string
      denominator: number | string | null
    }[]
  }[]
}

const service = await testApp(t)
const [officer, analyst] = [await service.as('admin'), await service.as('bi')]
const [otherOfficer, otherAnalyst] = [await service.as('admin', STOCKPORT), await service.as('bi', STOCKPORT)]
const points = ['2023-03-31']

/** Children in care since January 2022, who moved for these reasons on 1 October 2022, or left care then. */
async function inCare(client: TestClient, number: number, ending: { move?: string; leave?: string }) {
  for (let child = 0; child < number; child++) {
    const { id: childId } = await aChild(client, { dateOfBirth: '2012-06-01' })
    const closing = ending.leave === undefined ? {} : { endedOn: '2022-10-01' }
    await aCarePeriod(client, {
      childId,
      startedOn: '2022-01-10',
      ...closing,
      ...(ending.leave && { endReason: ending.leave }),
    })
    await aLegalStatus(client, { childId, startedOn: '2022-01-10', ...closing })
    if (ending.move === undefined) continue
    const first = { startedOn: '2022-01-10', endedOn: '2022-10-01', endReason: ending.move }
    await aPlacement(client, { childId, placementType: 'ifa', ...first })
    await aPlacement(client, { childId, placementType: 'internal-foster', startedOn: '2022-10-01' })
  }
}

// Moves: 12 + 9 + 4 + 3 = 28. Left care: 9 + 8 + 4 + 3 = 24.
for (const [move, number] of Object.entries({ CARPL: 12, CREQB: 9, ALLEG: 4, STAND: 3 }))
  await inCare(officer, number, { move })
for (const [leave, number] of Object.entries({ E4A: 9, E5: 8, E11: 4, E12: 3 }))
  await inCare(officer, number, { leave })
await inCare(otherOfficer, 3, { leave: 'E4A' })
await inCare(otherOfficer, 9, {})
for (const client of [analyst, otherAnalyst]) {
  const { status, body } = await client.post('/v1/releases', { financialYear: '2022/23' })
  if (status !== 201) throw new Error(JSON.stringify(body))
}

const ask = (client: TestClient, body: object) =>
  client.post<Answer>('/v1/public-answers', { points, ...body })

/** The numerators above 0 of a table, by the codes of its groups. */
const counts = (table: Answer['tables'][number] | undefined) =>
  Object.fromEntries(
    (table?.items ?? [])
      .filter(({ numerator }) => numerator !== 0)
      .map(({ group, numerator }) => [Object.values(group).join(' '), numerator]),
  )

t.test('moves of a year by reason, and those who left care: rare reasons together', async (t) => {
  const { status, body } = await ask(analyst, {
    measures: ['moves', 'ceased-care'],
    by: [[]],
  })
  t.equal(status, 201)
  t.match(body.tables, [
    { from: '2022-04-01', asAt: '2023-03-31', items: [{ numerator: 28, denominator: null }] },
    { from: '2022-04-01', asAt: '2023-03-31', items: [{ numerator: 24 }] },
  ])
  const moves = await ask(analyst, { measures: ['moves'], by: [['moveReason']] })
  t.same(counts(moves.body.tables[0]), { CARPL: 12, CREQB: 9, concerns: 7 }, '4 + 3')
  t.match(moves.body.tables[0]?.merges, [{ codes: ['ALLEG', 'STAND', 'APPRR'] }])
  const ends = await ask(analyst, { measures: ['ceased-care'], by: [['careEndReason']] })
  t.same(counts(ends.body.tables[0]), { E4A: 9, E5: 8, adopted: 7 }, '4 + 3')
  const csv = await service
    .as('published')
    .then((everyone) => everyone.get<string>(String(ends.headers.location), { accept: 'text/csv' }))
  t.match(csv.body, /ceased-care,\d+,children,year-to-date,2022-04-01,2023-03-31,,,,E4A,/)
})

t.test('what is put together is not taken apart, whatever is asked next', async (t) => {
  for (const moveReason of [['ALLEG'], ['STAND'], ['CARPL', 'CREQB', 'ALLEG']]) {
    const { body } = await ask(analyst, { measures: ['moves'], cohort: { moveReason } })
    t.type(body.tables[0]?.items[0]?.numerator, 'string', moveReason.join())
  }
  const { body } = await ask(analyst, { measures: ['moves'], cohort: { moveReason: ['CARPL', 'CREQB'] } })
  t.equal(body.tables[0]?.items[0]?.numerator, 21, '12 + 9, which everyone can add up')
})

t.test('nothing is told of a year whose total the release does not show', async (t) => {
  const { body } = await ask(otherAnalyst, { measures: ['ceased-care'], by: [['careEndReason']] })
  t.match(body.tables, [{ isRefused: true }])
  t.same([...new Set(body.tables[0]?.items.map(({ numerator }) => numerator))], ['x'])
})

t.test('of a year, and by what happened alone', async (t) => {
  for (const [question, pointer, code] of [
    [{ measures: ['moves'], points: ['2023-03-31', '2023-02-28'] }, '#/points/0', 'not-end-of-year'],
    [{ measures: ['moves'], by: [['ageBand']] }, '#/by/0', 'too-many-subjects'],
    [{ measures: ['ceased-care'], by: [['sex']] }, '#/by/0', 'too-many-subjects'],
    [{ measures: ['moves'], cohort: { placementType: ['ifa'] } }, '#/by/0', 'too-many-subjects'],
  ] as const)
    t.match(
      await ask(analyst, question),
      { status: 422, body: { errors: [{ pointer, code }] } },
      JSON.stringify(question),
    )
})
