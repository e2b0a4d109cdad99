import t from 'tap'
import { referenceDay } from '../../../src/features/demo/index.ts'
import { testApp } from '../../support/app.ts'

const service = await testApp(t, { contents: 'demonstration' })

t.test('every measure has a figure for the demonstration authority', async (t) => {
  const analyst = await service.as('bi')
  const { items } = (await analyst.get('/v1/measures')).body
  const empty: string[] = []
  /** What OC3 says of care leavers is returned for whole years. */
  const lastReturn = '2023-03-31'
  const isReturned = (id: string) =>
    id === 'suitable-accommodation' || /^care-leavers-(in-touch|.*work)/.test(id)
  for (const { id } of items) {
    const day = isReturned(id) ? lastReturn : referenceDay
    const { body } = await analyst.get(`/v1/measures/${id}?asAt=${day}`)
    if (typeof body.items[0]?.value !== 'number') empty.push(id)
  }
  t.same(empty, [
    // Ofsted gives these outcomes since September 2024.
    'supported-consistently-strong',
    // Emergencies and notice are known of placements agreed in the service, as those of the demonstration are from its
    // reference day on.
    'emergency-placements',
    'days-notice-to-end',
    // The demonstration has no rows of Missing, Reviews, OC2 and AD1: what is not known is not 0.
    'share-missing',
    'missing-incidents-per-child',
    'reviews-in-time',
    'children-reviewed-in-time',
    'took-part-in-reviews',
    'health-assessments',
    'dental-checks',
    'immunisations-up-to-date',
    'development-checks',
    'substance-misuse',
    'substance-misuse-intervention',
    'convicted',
    'sdq-scored',
    'sdq-mean-score',
    'sdq-concern',
    'days-placement-order-to-match',
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
      where collection_year = 2023 and cells ->> 'IN_TOUCH' <> 'RHOM' and cells ->> 'ACCOM' is distinct from '0'`,
  )
  t.match(JSON.stringify(body), `"denominator":${rows[0]?.leavers},`, 'all who had a birthday in the year')
})
