import t from 'tap'
import type { PoolClient } from 'pg'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'
import { aHome } from '../../support/builders.ts'

const service = await testApp(t)
const officer = await service.as('data')

interface Event {
  id: string
  type: string
  subject: string
  data: { id: string; version: number }
}
interface Feed {
  items: Event[]
  nextCursor: string
}

const read = async (cursor?: string, limit = 1000): Promise<Feed> =>
  (await officer.get<Feed>(`/v1/events?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`)).body

/** Begins a transaction with the application's role; the test ends it. */
async function transaction(): Promise<PoolClient> {
  const client = await service.appPool.connect()
  await client.query(`begin; set local app.authority = '${CHESHIRE_EAST}'`)
  return client
}
async function end(client: PoolClient, how: 'commit' | 'rollback' = 'commit') {
  await client.query(how)
  client.release()
}
const setPlaces = (client: PoolClient, id: string, places: number) =>
  client.query('update homes set registered_places = $2 where id = $1', [id, places])

t.test('an event that is committed late is read after the cursor, though its number is lower', async (t) => {
  const [slow, quick] = [await aHome(officer), await aHome(officer)]
  const { nextCursor: start } = await read()

  const first = await transaction()
  await setPlaces(first, slow.id, 9)
  const second = await transaction()
  await setPlaces(second, quick.id, 9)
  await end(second)

  const early = await read(start)
  t.strictSame(
    early.items.map(({ data }) => data.id),
    [quick.id],
    'what is committed is not kept waiting by what is not',
  )
  await end(first)
  const late = await read(early.nextCursor)
  t.strictSame(
    late.items.map(({ data }) => data.id),
    [slow.id],
  )
})

t.test('changes of one record are in order, though the later came from the older transaction', async (t) => {
  const [home, other] = [await aHome(officer), await aHome(officer)]
  const { nextCursor: start } = await read()

  // The older transaction gets its number by writing to another record; then it waits for the younger one's lock.
  const older = await transaction()
  await setPlaces(older, other.id, 8)
  const younger = await transaction()
  await setPlaces(younger, home.id, 8)
  const update = setPlaces(older, home.id, 7)
  await end(younger)
  await update
  await end(older)

  const ofHome = (await read(start)).items.filter(({ data }) => data.id === home.id)
  t.strictSame(
    ofHome.map(({ data }) => data.version),
    [2, 3],
  )
})

t.test('a rolled back transaction leaves no hole that is waited for', async (t) => {
  const home = await aHome(officer)
  const { nextCursor: start } = await read()
  const client = await transaction()
  await setPlaces(client, home.id, 5)
  await end(client, 'rollback')
  await officer.patch(`/v1/homes/${home.id}`, { registeredPlaces: 6 }, { 'if-match': '*' })
  t.equal((await read(start)).items.length, 1)
})

t.test(
  'a reader that follows 20 writers misses nothing and sees each record’s changes in order',
  async (t) => {
    const homes = await Promise.all(Array.from({ length: 5 }, () => aHome(officer)))
    let { nextCursor: cursor } = await read()
    const seen: Event[] = []
    let writing = true
    const follow = async () => {
      for (;;) {
        const last = !writing
        const page = await read(cursor, 7)
        seen.push(...page.items)
        cursor = page.nextCursor
        if (last && page.items.length === 0) return
      }
    }

    const WRITERS = 20
    const CHANGES = 15
    const write = async (writer: number) => {
      for (let n = 0; n < CHANGES; n++) {
        const client = await service.ownerPool.connect()
        const home = homes[(writer + n) % homes.length]
        await client.query('begin')
        // Every change differs from the one before, so that each has its event.
        await client.query('update homes set name = $2 where id = $1', [home?.id, `${writer} ${n}`])
        if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 2))
        // Every fifth is rolled back.
        await client.query(n % 5 === 4 ? 'rollback' : 'commit')
        client.release()
      }
    }
    const following = [follow()]
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
    writing = false
    await Promise.all(following)

    // 15 changes by each of 20 writers, of which each rolls 3 back: 20 × 12 = 240.
    t.equal(seen.length, 240)
    t.equal(new Set(seen.map(({ id }) => id)).size, 240, 'none twice')
    for (const home of homes) {
      const versions = seen.filter(({ data }) => data.id === home.id).map(({ data }) => data.version)
      t.strictSame(
        versions,
        versions.map((_, index) => index + 2),
        'every version, in order',
      )
    }
  },
)

t.test('two readers that publish at once give each event one position', async (t) => {
  const { nextCursor: start } = await read()
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      await aHome(officer)
      await read()
    }),
  )
  const { rows } = await service.ownerPool.query<{
    n: number
    positions: number
    last: number
    head: number
  }>(
    `select count(*) as n, count(distinct position) as positions, max(position) as last,
            (select last_position from event_log) as head from events`,
  )
  t.equal(rows[0]?.n, rows[0]?.positions)
  t.equal(rows[0]?.last, rows[0]?.head)
  t.equal((await read(start)).items.length, 20, 'a provider and a home each')
})

t.test('the cursor at the end of the feed reads what comes later', async (t) => {
  const { nextCursor } = await read()
  const again = await read(nextCursor)
  t.strictSame(again, { items: [], nextCursor })
  await aHome(officer)
  t.equal((await read(nextCursor)).items.length, 2)
})

t.test('types narrow the feed, and its cursor passes by what they leave out', async (t) => {
  const { nextCursor: start } = await read()
  await aHome(officer)
  const homeClosed = 'uk.sufficiency.home.closed.v1'
  const homeOpened = 'uk.sufficiency.home.opened.v1'
  const none = await officer.get<Feed>(`/v1/events?cursor=${start}&types=${homeClosed}`)
  t.strictSame(none.body.items, [])
  t.not(none.body.nextCursor, start)
  const some = await officer.get<Feed>(`/v1/events?cursor=${start}&types=${homeClosed},${homeOpened}`)
  t.strictSame(
    some.body.items.map(({ type }) => type),
    [homeOpened],
  )
})

t.test('what is no cursor, no type and no scope is refused', async (t) => {
  t.match(await officer.get('/v1/events?cursor=nonsense'), {
    status: 400,
    body: { type: '/problems/invalid-cursor' },
  })
  t.match(await officer.get('/v1/events?types=home.opened'), {
    status: 400,
    body: { errors: [{ pointer: '#/query/types' }] },
  })
  t.equal((await (await service.as('bi')).get('/v1/events')).status, 403)
  t.equal((await (await service.as('bi')).get('/v1/events/stream')).status, 403)
  t.equal((await officer.get('/v1/event-types')).status, 200)
})
