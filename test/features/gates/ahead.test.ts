import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacement, aPlacementRequest } from '../../support/builders.ts'
import { inDays, TODAY } from '../../support/placing.ts'
import { finishedPlan } from '../plans/support.ts'
import { insertPostcodes } from '../vacancies/fixture.ts'

/**
 * Whoever chooses sees beforehand what stands before each option (law.md): nothing in the authority's own area; in
 * Stockport, which adjoins Cheshire East, the nominated officer (CPPCR 11); in Cornwall the director (11(5)). In an
 * emergency both may start first. All three homes are as good as each other otherwise.
 */
const service = await testApp(t, { clock: () => new Date() })
await insertPostcodes(service.ownerPool, {
  CW991AA: { authority: CHESHIRE_EAST, easting: 370000, northing: 355000 },
  SK991AA: { authority: STOCKPORT, easting: 370100, northing: 355000 },
  TR991AA: { authority: 'E06000052', easting: 370200, northing: 355000 },
})
const officer = await service.as('placements')
const ownHome = await aHome(officer, { name: 'Own', postcode: 'CW99 1AA' })
await aBed(officer, { homeId: ownHome.id })
const adjoining = await aBed(officer, {
  homeId: (await aHome(officer, { name: 'Adjoining', postcode: 'SK99 1AA' })).id,
})
const distant = await aBed(officer, {
  homeId: (await aHome(officer, { name: 'Beyond', postcode: 'TR99 1AA' })).id,
})

type Gate = { gate: string; office: string | null; state: string; mayStartFirst: boolean; children: number[] }
type Option = { bed: { id: string }; home: { name: string }; gates: Gate[] }
interface Answer extends Record<string, unknown> {
  id: string
  items: Option[]
  nearMisses: Option[]
}
const search = async (body: Record<string, unknown>): Promise<Answer> =>
  (
    await officer.post<Answer>('/v1/vacancy-searches', {
      from: TODAY,
      to: inDays(30),
      homePostcode: 'CW99 1AA',
      ...body,
    })
  ).body
const gatesOf = (options: Option[]) =>
  Object.fromEntries(
    options.map(({ home, gates }) => [
      home.name,
      gates.map(({ gate, office, mayStartFirst }) => [gate, office, mayStartFirst]),
    ]),
  )

const stranger = { age: 12, sex: 'male' }
await t.test('each option of a search says what stands before it, and who opens it', async (t) => {
  const { items } = await search({ children: [stranger] })
  t.same(gatesOf(items), {
    Own: [],
    Adjoining: [['out-of-area', 'nominated-officer', false]],
    Beyond: [['at-a-distance', 'dcs', false]],
  })
  t.match(items.find(({ home }) => home.name === 'Beyond')?.gates, [
    { regulation: /reg\. 11\(5\)/, state: 'awaited', mayStartFirstInEmergency: true, children: [0] },
  ])
})

await t.test('an emergency says that it may start first', async (t) => {
  const child = await aChild(officer, { homePostcode: 'CW99 1AA' })
  const request = await aPlacementRequest(officer, {
    childIds: [child.id],
    urgency: 'emergency',
    neededFrom: TODAY,
  })
  const { items, id } = await search({ requestId: request.id, stay: 'placement', to: null })
  t.same(gatesOf(items).Adjoining, [['out-of-area', 'nominated-officer', true]])
  const { body } = await officer.get<{ options: { option: Option }[] }>(
    `/v1/vacancy-searches/${id}/compare?beds=${adjoining.id},${distant.id}`,
  )
  t.same(
    gatesOf(body.options.map(({ option }) => option)),
    {
      Adjoining: [['out-of-area', 'nominated-officer', true]],
      Beyond: [['at-a-distance', 'dcs', true]],
    },
    'side by side too',
  )
})

await t.test('a near miss says so as well', async (t) => {
  const { nearMisses } = await search({ children: [stranger], inAuthority: true })
  t.same(gatesOf(nearMisses).Adjoining, [['out-of-area', 'nominated-officer', false]])
})

await t.test('brothers and sisters who come count against the terms of a carer for fewer', async (t) => {
  const carer = { kind: 'fostering-household', confidential: true, registeredPlaces: 1 }
  const { id: homeId } = await aHome(officer, { name: 'For one', postcode: 'CW99 1AA', ...carer })
  for (const label of ['One', 'Two']) await aBed(officer, { homeId, label })
  const { items } = await search({ children: [stranger], types: ['ifa'] })
  t.same(gatesOf(items), { 'For one': [] })
  const { nearMisses } = await search({ children: [stranger, stranger], types: ['ifa'] })
  t.same(gatesOf(nearMisses)['For one'], [['carers-terms', null, false]])
})

await t.test('for brothers and sisters a gate says which of them it stands before', async (t) => {
  await aBed(officer, { homeId: ownHome.id })
  const [one, other] = [
    await aChild(officer, { dateOfBirth: inDays(-5660), homePostcode: 'CW99 1AA' }),
    await aChild(officer, { dateOfBirth: inDays(-3650), homePostcode: 'CW99 1AA' }),
  ]
  // Only the elder, in year 10 or 11 whatever the day, moves from another placement.
  await aPlacement(officer, { childId: one.id, bedId: distant.id, startedOn: inDays(-60) })
  const { items } = await search({ children: [{ childId: other.id }, { childId: one.id }], to: null })
  t.match(
    items.map(({ home, gates }) => [home.name, gates.map(({ gate, children }) => [gate, children])]),
    [['Own', [['key-stage-4-move', [1]]]]],
  )
  const { body } = await officer.post<{ steps: { options: Option[] }[] }>(
    `/v1/children/${one.id}/move-options`,
    { direction: 'stability', from: TODAY },
  )
  const moveOptions = body.steps.flatMap(({ options }) => options).filter(({ home }) => home.name === 'Own')
  t.ok(moveOptions.length > 0)
  t.ok(
    moveOptions.every(({ gates }) => gates.some(({ gate }) => gate === 'key-stage-4-move')),
    'the options of a move too',
  )
})

await t.test('a plan says it of each placement that it proposes', async (t) => {
  const child = await aChild(officer, { homePostcode: 'CW99 1AA' })
  const plan = await officer.post('/v1/plans', {
    needs: [{ children: [{ childId: child.id }], from: TODAY, inAuthority: false }],
    lastStart: TODAY,
  })
  t.equal(plan.status, 202)
  const { result } = await finishedPlan(officer, plan.body.id)
  t.match(result?.assignments, [
    { bedId: adjoining.id, gates: [{ gate: 'out-of-area', office: 'nominated-officer' }] },
  ])
})
