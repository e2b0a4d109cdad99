import assert from 'node:assert/strict'
import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChild, aHome, aPlacement, aProvider, aRestriction, aVoid } from '../../support/builders.ts'
import { inHours } from '../../support/placing.ts'
import { applyCure, find, grid, insertPostcodes } from './fixture.ts'

/**
 * A boy of 9, from 8 January until 5 February 2024, within 3 miles of the home at CW99 1AA, where nothing fits. Every
 * home has one bed, unless told, and is 2.0 miles from there, unless told; and what is in the way:
 *
 * home      rule                     cure
 * Alder     age: 10 to 17            a variation of registration: from 9
 * Beech     sex: girls               a variation of registration: any
 * Clover    void, 1 Dec to 20 Jan    the void closed on 8 January
 * Daisy     void, one night 20 Jan   the void gone
 * Elder     occupied until 11 Jan    three days later
 * Fennel    occupied until 6 Feb     none: 29 days later is more than 28
 * Garlic    taken from 1 February    a shorter stay, until 1 February: 24 of 28 nights
 * Heather   its child was to leave   the end recorded
 *           on 30 November
 * Iris      5.0 miles                the officer's own filter: 5 miles
 * Jasmine   an emergency bed         an emergency stay
 * Kale      girls of 10 to 17        none: breaks two rules
 * Lupin     void and girls           none: breaks two rules
 * Mallow    occupied with no end     none: nobody knows when it is free
 * Nettle    held                     the hold released
 * Orchid    occupied until 11 Jan;   none: three days later he is 9 still, but the bed closes on 6 February
 *           closes on 6 February
 */
const app = await testApp(t)
await insertPostcodes(app.ownerPool, grid)
const admin = await app.as('admin')
const officer = await app.as('placements')
const beds: Record<string, string> = {}
const homes: Record<string, string> = {}
const voids: Record<string, string> = {}
const stays: Record<string, string> = {}
const agency = await aProvider(admin, { name: 'Agency', sector: 'private' })

async function home(name: string, fields: object = {}, bed: object = {}) {
  const { id } = await aHome(admin, { name, providerId: agency.id, postcode: 'CW99 1AE', ...fields })
  homes[name] = id
  beds[name] = (await aBed(admin, { homeId: id, label: name, ...bed })).id
}
const empty = async (name: string, startsOn: string, endsOn: string, reason: string) =>
  (voids[name] = (await aVoid(admin, { bedId: beds[name], startsOn, endsOn, reason })).id)
const stay = async (name: string, fields: object) =>
  (stays[name] = (await aPlacement(admin, { bedId: beds[name], ...fields })).id)
const present = { startedOn: '2023-06-01' }

await home('Alder', { ageFrom: 10 })
await home('Beech', { accepts: 'female' })
await home('Clover')
await empty('Clover', '2023-12-01', '2024-01-20', 'carer-holiday')
await home('Daisy')
await empty('Daisy', '2024-01-20', '2024-01-21', 'repair')
await home('Elder')
await stay('Elder', { ...present, plannedTo: '2024-01-11' })
await home('Fennel')
await stay('Fennel', { ...present, plannedTo: '2024-02-06' })
await home('Garlic')
await stay('Garlic', { plannedFrom: '2024-02-01' })
await home('Heather')
await stay('Heather', { ...present, plannedTo: '2023-11-30' })
await home('Iris', { postcode: 'CW99 1AB' })
await home('Jasmine', {}, { kind: 'emergency' })
await home('Kale', { accepts: 'female', ageFrom: 10 })
await home('Lupin', { accepts: 'female' })
await empty('Lupin', '2023-12-01', '2024-01-20', 'repair')
await home('Mallow')
await stay('Mallow', present)
await home('Nettle')
await home('Orchid', {}, { closesOn: '2024-02-06' })
await stay('Orchid', { ...present, plannedTo: '2024-01-11' })
const hold = await admin.post('/v1/holds', {
  beds: [{ bedId: beds.Nettle, childId: (await aChild(admin)).id }],
  from: '2024-01-01',
  expiresAt: inHours(1),
})
assert.equal(hold.status, 201)

const ask = {
  children: [{ age: 9, sex: 'male' }],
  from: '2024-01-08',
  to: '2024-02-05',
  homePostcode: 'CW99 1AA',
  maxMiles: 3,
}
const answer = await find(officer, ask)
const misses = answer.nearMisses ?? []
const missOf = (name: string) => misses.find((miss) => miss.home.name === name)
const search = (fields: object) => ({ search: fields, changes: [] })
const change = (record: string, id: unknown, fields: object | null, action: string | null = null) => ({
  search: null,
  changes: [{ record, id, action, fields }],
})

await t.test('nothing found says what stands first in the way', async (t) => {
  // Age keeps out Alder alone and Kale with another rule; no rule keeps out more than one bed alone.
  t.match(answer, {
    found: 0,
    items: [],
    firstRule: 'age-within-registration',
    summary:
      'Nothing found. First in the way: age within registration on every night, which keeps out 1 bed by that alone. There are 10 near misses.',
  })
})

await t.test('each home that breaks one rule is a near miss with its cures, and no other', async (t) => {
  const expected: Record<string, [rule: string, ...cures: [kind: string, cure: object][]]> = {
    Alder: ['age-within-registration', ['variation', change('homes', homes.Alder, { ageFrom: 9 })]],
    Beech: ['sex-accepted', ['variation', change('homes', homes.Beech, { accepts: 'any' })]],
    Clover: [
      'free-every-night',
      ['delay', search({ from: '2024-01-20', to: '2024-02-17' })],
      ['void', change('voids', voids.Clover, { endsOn: '2024-01-08' })],
    ],
    Daisy: [
      'free-every-night',
      ['delay', search({ from: '2024-01-21', to: '2024-02-18' })],
      ['void', change('voids', voids.Daisy, null)],
    ],
    Elder: ['free-every-night', ['delay', search({ from: '2024-01-11', to: '2024-02-08' })]],
    Garlic: ['free-every-night', ['shorter-stay', search({ to: '2024-02-01' })]],
    Heather: [
      'free-every-night',
      [
        'departure',
        change('placements', stays.Heather, { on: '2023-12-01', reason: 'CARPL', planned: true }, 'end'),
      ],
    ],
    Iris: ['within-miles', ['miles', search({ maxMiles: 5 })]],
    Jasmine: ['bed-for-the-stay', ['bed', search({ stay: 'emergency' })]],
    Nettle: ['free-every-night', ['hold', change('holds', hold.body.id, {}, 'release')]],
  }
  t.same(misses.map(({ home }) => home.name).sort(), Object.keys(expected).sort())
  for (const [name, [rule, ...cures]] of Object.entries(expected)) {
    const miss = missOf(name)
    t.equal(miss?.inTheWay.criterion, rule, name)
    t.same(
      miss?.cures.map(({ kind, search, changes }) => [kind, { search, changes }]),
      cures,
      name,
    )
    t.equal(miss?.reasons.find(({ criterion }) => criterion === rule)?.met, false, name)
    t.same(miss?.reasons.filter(({ kind, met: isMet }) => kind === 'must' && isMet === false).length, 1, name)
  }
})

await t.test('what is in the way and its cure read as an officer would say them', async (t) => {
  const says = (name: string) => [
    missOf(name)?.inTheWay.detail,
    ...(missOf(name)?.cures ?? []).map(({ sentence }) => sentence),
  ]
  t.same(says('Alder'), [
    'Age 9 on the first night; registered for ages 10 to 17.',
    'A variation of registration: from ages 10 to 17 to ages 9 to 17.',
  ])
  t.same(says('Clover'), [
    "Void from 1 December 2023 until 20 January 2024: carer's holiday.",
    '12 days later: free from 20 January 2024.',
    "Closing the void of bed Clover (carer's holiday) on the nights asked for.",
  ])
  t.same(says('Iris'), ['More than 3 miles from home.', 'Your own filter: widen to 5 miles.'])
  t.same(says('Garlic').at(-1), 'A shorter stay: free until 1 February 2024, 24 nights.')
})

await t.test('a near miss becomes an option when its cure is applied', async (t) => {
  const finds = async (name: string, fields: object = {}) =>
    (await find(officer, { ...ask, ...fields })).items.some(({ home }) => home.name === name)
  for (const { home, cures } of misses) {
    for (const cure of cures) {
      const { kind, search } = cure
      t.notOk(await finds(home.name), `${home.name} before`)
      await applyCure(admin, cure)
      t.ok(await finds(home.name, search ?? {}), `${home.name}: ${kind}`)
    }
  }
})

await t.test(
  'a search that finds something tells near misses of other homes, and keeps what it came to',
  async (t) => {
    const again = await find(officer, ask)
    t.match(again, { firstRule: null, nearMisses: [{}] })
    const homeNames = new Set(again.items.map(({ home }) => home.name))
    t.notOk(again.nearMisses?.some(({ home }) => homeNames.has(home.name)))
    const record = await officer.get(`/v1/vacancy-searches/${answer.id}`)
    t.match(record.body, { found: 0, firstRule: 'age-within-registration', homeIds: [] })
    t.ok(
      ['delay', 'void', 'variation', 'hold', 'bed', 'shorter-stay', 'departure'].includes(
        record.body.nearestMiss as string,
      ),
    )
    t.same((await officer.get(`/v1/vacancy-searches/${again.id}`)).body.homeIds, [
      ...new Set(again.items.map(({ home }) => home.id)),
    ])
  },
)

await t.test('why a bed of another authority is void is never told', async (t) => {
  const theirs = await app.as('admin', STOCKPORT)
  const provider = await aProvider(theirs, { sector: 'private' })
  const sharedHome = await aHome(theirs, {
    name: 'Quince',
    providerId: provider.id,
    postcode: 'CW99 1AE',
    shared: true,
  })
  const bed = await aBed(theirs, { homeId: sharedHome.id, label: 'Quince' })
  await aVoid(theirs, { bedId: bed.id, startsOn: '2023-12-01', endsOn: '2024-01-10', reason: 'repair' })
  const { nearMisses } = await find(officer, ask)
  const quince = nearMisses?.find(({ home }) => home.name === 'Quince')
  t.same(
    quince?.cures.map(({ kind }) => kind),
    ['delay'],
  )
  t.notMatch(JSON.stringify(quince), /void|repair/i)
})

const siblings = {
  ...ask,
  children: [
    { age: 6, sex: 'male' },
    { age: 9, sex: 'male' },
  ],
  maxMiles: 12,
  homePostcode: 'CW99 1AF',
}
await t.test(
  'of brothers and sisters, a home that lacks one bed or one rule for all of them is near',
  async (t) => {
    const place = { postcode: 'CW99 1AF' }
    await home('One', place)
    await home('Two', place)
    await aBed(admin, { homeId: homes.Two, label: 'Empty' }).then(({ id }) => (beds.Empty = id))
    await empty('Empty', '2024-01-01', '2024-03-01', 'staff-vacancy')
    await home('Apart', { ...place, takesSiblings: false })
    await aBed(admin, { homeId: homes.Apart, label: 'Second' })
    const { nearMisses, found: optionCount } = await find(officer, siblings)
    t.equal(optionCount, 0)
    const missesByHome = Object.fromEntries(
      (nearMisses ?? []).map(({ home, inTheWay, cures }) => [
        home.name,
        [inTheWay.criterion, ...cures.map(({ kind }) => kind)],
      ]),
    )
    t.match(missesByHome, {
      One: ['enough-beds', 'variation'],
      Two: ['free-every-night', 'void'],
      Apart: ['takes-siblings', 'variation'],
    })
    for (const { cures } of (nearMisses ?? []).filter(({ home }) =>
      ['One', 'Two', 'Apart'].includes(home.name),
    )) {
      await applyCure(admin, cures[0]!)
    }
    const afterCure = await find(officer, siblings)
    t.same(afterCure.items.map(({ home }) => home.name).sort(), ['Apart', 'One', 'Two'])
  },
)

await t.test('a later start cures company that ends as planned; nothing cures a suspension', async (t) => {
  const there = { postcode: 'CW99 1AD' }
  for (const [name, plannedTo] of [
    ['Rowan', '2024-01-15'],
    ['Vetch', null],
  ] as const) {
    await home(name, there)
    const other = await aBed(admin, { homeId: homes[name], label: 'Other' })
    await aPlacement(admin, { ...present, bedId: other.id, plannedTo })
  }
  for (const [name, endsOn] of [
    ['Sorrel', '2024-01-20'],
    ['Thyme', null],
  ] as const) {
    await home(name, there)
    await aRestriction(admin, { homeId: homes[name], endsOn })
  }
  const alone = {
    ...ask,
    children: [{ age: 9, sex: 'male', livingWith: 'solo' }],
    homePostcode: there.postcode,
  }
  const { found: optionCount, nearMisses } = await find(officer, alone)
  t.equal(optionCount, 0)
  const missesByHome = (nearMisses ?? []).map(({ home, inTheWay, cures }) => [
    home.name,
    [inTheWay.criterion, ...cures.flatMap(({ sentence, search }) => [sentence, search?.from])],
  ])
  t.same(Object.fromEntries(missesByHome), {
    Rowan: [
      'solo-where-required',
      '7 days later: once someone there leaves, as planned on 15 January 2024.',
      '2024-01-15',
    ],
    Vetch: ['solo-where-required'],
  })
})
