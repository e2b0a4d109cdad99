import t from 'tap'
import { referenceDay } from '../../../src/features/demo/index.ts'
import { testApp } from '../../support/app.ts'

const service = await testApp(t, { contents: 'demonstration' })

t.test('every measure has a figure for the demonstration authority', async (t) => {
  const analyst = await service.as('bi')
  const { items } = (await analyst.get('/v1/measures')).body
  const empty: string[] = []
  // What OC2, OC3, Missing, Reviews and AD1 say is returned for whole years.
  const lastReturn = '2023-03-31'
  const valueOn = async (id: string, day: string) =>
    (await analyst.get(`/v1/measures/${id}?asAt=${day}`)).body.items[0]?.value
  for (const { id } of items) {
    const value = (await valueOn(id, referenceDay)) ?? (await valueOn(id, lastReturn))
    if (typeof value !== 'number') empty.push(id)
  }
  t.same(empty, [
    // Ofsted gives these outcomes since September 2024.
    'supported-consistently-strong',
    // Emergencies, schools and notice are known of placements agreed in the service, as those of the demonstration are from its
    // reference day on.
    'emergency-placements',
    'same-school-after-move',
    'days-notice-to-end',
    // SWEpisodes is returned since 2023/24, and the last return of the demonstration is that of 2022/23.
    'social-worker-changes-2-plus',
  ])
  const data = await service.as('data')
  const [latestImport] = (await data.get('/v1/imports')).body.items
  t.match(latestImport, { status: 'succeeded', requestedBy: 'demonstration' })
  t.equal((await data.get(`/v1/imports/${latestImport?.id}`)).status, 200)
})

t.test('care ends at 18 in it, and every home is registered', async (t) => {
  const { rows } = await service.ownerPool.query(
    `select c.reference, c.date_of_birth, k.started_on, k.ended_on from care_periods k join children c on c.id = k.child_id
      where coalesce(k.ended_on, $1::date + 1) > birthday(c.date_of_birth, 18)`,
    [referenceDay],
  )
  t.same(rows, [])
  const analyst = await service.as('bi')
  const { body } = await analyst.get(`/v1/measures/in-unregistered?asAt=${referenceDay}`)
  t.match(body.items, [{ numerator: 0, unknown: 0 }], '0 unregulated (Sufficiency Strategy 2024–27)')
})

t.test('a release of the demonstration holds its care leavers, whom a return tells of', async (t) => {
  const release = await (await service.as('bi')).post('/v1/releases', { financialYear: '2022/23' })
  t.equal(release.status, 201)
  const everyone = await service.as('published')
  const { body } = await everyone.get(`/v1/releases/${release.body.id}?measure=suitable-accommodation`)
  const { rows } = await service.ownerPool.query<{ leavers: number }>(
    `select count(*)::int as leavers from return_rows
      where collection_year = 2023 and cells ->> 'IN_TOUCH' <> 'RHOM'
        and not (cells ->> 'IN_TOUCH' = 'YES' and cells ->> 'ACCOM' = '0')`,
  )
  t.match(JSON.stringify(body), `"denominator":${rows[0]?.leavers},`, 'all who had a birthday in the year')
})
