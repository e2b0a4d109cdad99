import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacement, aProvider, aRestriction, aVoid } from '../../support/builders.ts'
import { applyCure, find, grid, insertPostcodes, type Missed } from './fixture.ts'

/*
 * What a near miss may be cured by, and what never. Asked on 1 December 2023 from CW99 1AA, from 8 January to
 * 1 April 2024 (84 nights) unless told. Every home has one bed and is in a place of its own kind for one test.
 */
const app = await testApp(t)
await insertPostcodes(app.ownerPool, grid)
const admin = await app.as('admin')
const officer = await app.as('placements')
const agency = await aProvider(admin, { name: 'Agency', sector: 'private' })
const council = await aProvider(admin, { name: 'Council', sector: 'own' })

const place = { postcode: 'CW99 1AE' }
async function home(name: string, fields: object = {}) {
  const { id } = await aHome(admin, { name, providerId: agency.id, ...place, ...fields })
  const bed = await aBed(admin, { homeId: id, label: name })
  return { id, bedId: bed.id }
}
const ask = {
  children: [{ age: 9, sex: 'male' }],
  from: '2024-01-08',
  to: '2024-04-01',
  homePostcode: 'CW99 1AA',
  maxMiles: 3,
}
const missOf = (misses: readonly Missed[] | null, name: string) =>
  misses?.find((miss) => miss.home.name === name)
const has = (items: readonly { home: { name: string } }[], name: string) =>
  items.some((option) => option.home.name === name)

for (const reason of ['allegation', 'suspension', 'restriction', 'resignation', 'closing'])
  await t.test(
    `a void for ${reason} is never cured: the home is no near miss, nor any other bed of it`,
    async (t) => {
      const { id, bedId } = await home(`Void ${reason}`)
      await aVoid(admin, { bedId, reason, startsOn: '2023-12-01', endsOn: '2024-01-20' })
      const other = await aBed(admin, { homeId: id, label: 'Other' })
      await aVoid(admin, { bedId: other.id, reason: 'repair', startsOn: '2023-12-01', endsOn: '2024-01-20' })
      const { nearMisses } = await find(officer, ask)
      t.equal(missOf(nearMisses, `Void ${reason}`), undefined)
    },
  )

await t.test(
  'nor a home that closes, a restriction of it, or a shared home with an allegation',
  async (t) => {
    const house = await home('Closing', { closesOn: '2024-03-01' })
    await aVoid(admin, { bedId: house.bedId, startsOn: '2023-12-01', endsOn: '2024-01-20' })
    const other = await home('Restricted')
    await aRestriction(admin, { homeId: other.id, startsOn: '2023-12-01', endsOn: '2024-01-20' })
    const theirs = await app.as('admin', STOCKPORT)
    const provider = await aProvider(theirs, { sector: 'private' })
    const theirHome = await aHome(theirs, { name: 'Shared', providerId: provider.id, ...place, shared: true })
    const bed = await aBed(theirs, { homeId: theirHome.id })
    await aVoid(theirs, { bedId: bed.id, reason: 'allegation', startsOn: '2023-12-01', endsOn: '2024-01-20' })
    const { nearMisses } = await find(officer, ask)
    for (const name of ['Closing', 'Restricted', 'Shared']) t.equal(missOf(nearMisses, name), undefined, name)
  },
)

await t.test(
  'a bed kept empty for a child there is asked of the social worker, for these nights alone',
  async (t) => {
    const { bedId } = await home('Kept')
    const emptyBed = await aVoid(admin, {
      bedId,
      reason: 'reduced-occupancy',
      startsOn: '2023-12-01',
      endsOn: '2024-06-01',
    })
    const { nearMisses } = await find(officer, ask)
    const cures = missOf(nearMisses, 'Kept')?.cures ?? []
    t.same(
      cures.map(({ kind }) => kind),
      ['social-worker'],
    )
    t.match(cures[0]?.sentence, /^Ask the social worker of the child there: /)
    await applyCure(admin, cures[0]!)
    t.ok(has((await find(officer, ask)).items, 'Kept'))
    const voids = (await admin.get(`/v1/voids?bedId=${bedId}`)).body.items as Record<string, unknown>[]
    t.match(
      voids.sort((a, b) => String(a.startsOn).localeCompare(String(b.startsOn))),
      [
        { id: emptyBed.id, startsOn: '2023-12-01', endsOn: '2024-01-08' },
        { reason: 'reduced-occupancy', startsOn: '2024-04-01', endsOn: '2024-06-01' },
      ],
      'before and after the nights asked for it stays as it was',
    )
  },
)

await t.test('a void that begins in the stay and outlasts it begins after it', async (t) => {
  const { bedId } = await home('Later void')
  const gap = await aVoid(admin, { bedId, startsOn: '2024-01-20', endsOn: null })
  const { nearMisses } = await find(officer, ask)
  const cure = missOf(nearMisses, 'Later void')?.cures.find(({ kind }) => kind === 'void')
  t.same(cure?.changes, [{ record: 'voids', id: gap.id, action: null, fields: { startsOn: '2024-04-01' } }])
  await applyCure(admin, cure!)
  t.ok(has((await find(officer, ask)).items, 'Later void'))
})

await t.test(
  'a shorter stay is told only where it is of use: 28 nights, or half of those asked for',
  async (t) => {
    // Of 84 nights: 27 are too few, 28 enough. Of 28 nights: 13 too few, 14 enough.
    for (const [name, plannedFrom] of [
      ['Nights 13', '2024-01-21'],
      ['Nights 14', '2024-01-22'],
      ['Nights 27', '2024-02-04'],
      ['Nights 28', '2024-02-05'],
    ] as const) {
      const { bedId } = await home(name, { postcode: 'CW99 1AF' })
      await aPlacement(admin, { bedId, plannedFrom, childId: (await aChild(admin)).id })
    }
    const nearby = { ...ask, homePostcode: 'CW99 1AF' }
    const curable = async (fields: object) =>
      ((await find(officer, { ...nearby, ...fields })).nearMisses ?? [])
        .filter(({ cures }) => cures.some(({ kind }) => kind === 'shorter-stay'))
        .map(({ home }) => home.name)
        .sort()
    t.same(await curable({}), ['Nights 28'])
    t.same(await curable({ to: null }), ['Nights 28'])
    t.same(await curable({ to: '2024-02-05' }), ['Nights 14', 'Nights 27'])
  },
)

await t.test('a legal minimum is told as the birthday from which the law allows it', async (t) => {
  const there = { postcode: 'CW99 1AB' }
  await home('Supported', { ...there, kind: 'supported-accommodation', ageFrom: 16, ageTo: 17 })
  const nearby = { ...ask, homePostcode: there.postcode }
  const search = (dateOfBirth: string) =>
    find(officer, { ...nearby, children: [{ dateOfBirth, sex: 'male' }] })
  const soon = missOf((await search('2008-01-29')).nearMisses, 'Supported')
  t.equal(soon?.inTheWay.criterion, 'legal-minimum-age')
  t.same(soon?.cures, [
    {
      kind: 'birthday',
      sentence: 'From 16, on 29 January 2024: the law allows supported accommodation from then.',
      search: { from: '2024-01-29', to: '2024-04-22' },
      changes: [],
    },
  ])
  t.ok(
    has(
      (
        await find(officer, {
          ...nearby,
          children: [{ dateOfBirth: '2008-01-29', sex: 'male' }],
          ...soon?.cures[0]?.search,
        })
      ).items,
      'Supported',
    ),
  )
  // 6 February is 29 days later than the first night; of a child told by age alone the birthday is not known.
  t.equal(missOf((await search('2008-02-06')).nearMisses, 'Supported'), undefined)
  const byAge = await find(officer, { ...nearby, children: [{ age: 15, sex: 'male' }] })
  t.equal(missOf(byAge.nearMisses, 'Supported'), undefined)
})

await t.test(
  'who turns 18 in the stay is asked for until then, and may stay put with foster carers',
  async (t) => {
    const there = { postcode: 'CW99 1AD' }
    await home('Carers', {
      ...there,
      kind: 'fostering-household',
      confidential: true,
      providerId: council.id,
    })
    await home('House', there)
    const nearby = {
      ...ask,
      homePostcode: there.postcode,
      children: [{ dateOfBirth: '2006-02-20', sex: 'male' }],
    }
    const { nearMisses } = await find(officer, nearby)
    t.same(missOf(nearMisses, 'Carers')?.cures, [
      {
        kind: 'until-18',
        sentence: '18 on 20 February 2024: Staying Put with the carers from then, if all agree.',
        search: { to: '2024-02-20' },
        changes: [],
      },
    ])
    t.equal(
      missOf(nearMisses, 'House')?.cures[0]?.sentence,
      '18 on 20 February 2024: care ends, and adult services and leaving care take over.',
    )
    t.ok(has((await find(officer, { ...nearby, to: '2024-02-20' })).items, 'House'))
  },
)

await t.test('own filters are told as filters, and rules are not', async (t) => {
  await home('Far', { postcode: 'CW99 1AB' })
  const answer = await find(officer, {
    ...ask,
    children: [{ age: 9, sex: 'male' }],
    types: ['residential'],
    maxMiles: 4.5,
  })
  const miss = missOf(answer.nearMisses, 'Far')
  t.match(miss?.inTheWay, { criterion: 'within-miles', filter: true })
  t.same(
    miss?.cures.map(({ sentence, search }) => [sentence, search]),
    [['Your own filter: widen to 5 miles.', { maxMiles: 5 }]],
  )
  await home('Girls', { accepts: 'female' })
  t.match(missOf((await find(officer, ask)).nearMisses, 'Girls')?.inTheWay, {
    criterion: 'sex-accepted',
    filter: false,
  })
})
