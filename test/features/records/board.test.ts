import t from 'tap'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aBed, aHome, aPlacement, aProvider, aRestriction, aVoid } from '../../support/builders.ts'

/** The board of all homes' vacancies. Today is 1 December 2023, so that the eight weeks end on 26 January 2024. */
const service = await testApp(t)
const officer = await service.as('admin')
const stockport = await service.as('admin', STOCKPORT)

interface BoardLine {
  home: { name: string; restriction: string | null }
  beds: number
  tonight: Record<string, number>
  nights: ({ from: string; to: string } & Record<string, unknown>)[]
}
const boardOf = async (query = '') =>
  (await officer.get<{ items: BoardLine[]; nextCursor: string | null }>(`/v1/vacancy-board${query}`)).body
const namesOf = async (query: string) => (await boardOf(query)).items.map(({ home }) => home.name)

const own = await aProvider(officer, { sector: 'own' })
const home = (name: string, fields: object = {}): Promise<Body> => aHome(officer, { name, ...fields })

const ash = await home('Ash', { ageFrom: 5, ageTo: 11, takesEmergencies: true, providerId: own.id })
const [first, second] = [await aBed(officer, { homeId: ash.id }), await aBed(officer, { homeId: ash.id })]
await aPlacement(officer, { bedId: first.id, startedOn: '2023-06-01', plannedTo: '2023-12-18' })
await aVoid(officer, { bedId: second.id, startsOn: '2023-12-04', endsOn: null })
const birch = await home('Birch', { kind: 'fostering-household', ageFrom: 0, ageTo: 4 })
await aBed(officer, { homeId: birch.id })
await aRestriction(officer, { homeId: birch.id })
const cedar = await home('Cedar')
const cedarBed = await aBed(officer, { homeId: cedar.id })
await aPlacement(officer, { bedId: cedarBed.id, startedOn: '2023-06-01' })
const kin = await home('Kin', { kind: 'connected-carer-household' })
await aBed(officer, { homeId: kin.id })
await home('No bed')
await aBed(stockport, { homeId: (await aHome(stockport, { name: 'Hidden' })).id })
const sharedHome = await aHome(stockport, { name: 'Shared', shared: true })
await aBed(stockport, { homeId: sharedHome.id })
const bedInUse = await aBed(stockport, { homeId: sharedHome.id })
await aVoid(stockport, { bedId: bedInUse.id, startsOn: '2023-11-01', endsOn: null })

t.test('each home with its beds tonight and on the nights to come, by name', async (t) => {
  const { items, nextCursor } = await boardOf()
  t.equal(nextCursor, null)
  t.same(
    items.map(({ home, beds, tonight }) => [home.name, beds, tonight.free]),
    [
      ['Ash', 2, 1],
      ['Birch', 1, 1],
      ['Cedar', 1, 0],
      ['Shared', 2, 1],
    ],
    'without connected carers, homes without beds, and what others do not share',
  )
  const none = { agreed: 0, held: 0, taken: 0 }
  t.same(items[0]?.nights, [
    { from: '2023-12-01', to: '2023-12-04', free: 1, occupied: 1, void: 0, ...none },
    { from: '2023-12-04', to: '2023-12-18', free: 0, occupied: 1, void: 1, ...none },
    { from: '2023-12-18', to: '2024-01-26', free: 1, occupied: 0, void: 1, ...none },
  ])
  t.equal(items[1]?.home.restriction, 'suspension')
  t.match(
    items[3]?.tonight,
    { free: 1, taken: 1, void: 0 },
    'of another authority no more than free or taken',
  )
})

t.test('the board by what is asked', async (t) => {
  t.same(await namesOf('?free=tonight'), ['Ash', 'Birch', 'Shared'])
  t.same(await namesOf('?age=4'), ['Birch', 'Cedar', 'Shared'])
  t.same(await namesOf('?sector=own'), ['Ash'])
  t.same(await namesOf('?type=ifa'), ['Birch'])
  t.same(await namesOf('?emergencies=true'), ['Ash'])
  t.same(await namesOf('?area=in&free=some'), ['Ash', 'Birch', 'Shared'], 'all lie in the area')
  t.match(await officer.get('/v1/vacancy-board?age=old'), { status: 400 })
  t.match(await officer.get('/v1/vacancy-board?child=1'), { status: 400 })
})

t.test('in pages, each home once', async (t) => {
  const names: string[] = []
  let cursor = ''
  do {
    const { items, nextCursor } = await boardOf(`?limit=1${cursor && `&cursor=${cursor}`}`)
    names.push(...items.map(({ home }) => home.name))
    cursor = nextCursor ?? ''
  } while (cursor)
  t.same(names, ['Ash', 'Birch', 'Cedar', 'Shared'])
})

t.test('for those who may read homes alone', async (t) => {
  t.match(await (await service.as('published')).get('/v1/vacancy-board'), { status: 403 })
})
