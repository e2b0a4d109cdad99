import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aBed, aChildInCare, aFee, aHome, aProvider, aSiblingGroup } from '../../support/builders.ts'

const service = await testApp(t)
const admin = await service.as('admin')

interface Item {
  placementId: string
  record: Record<string, Record<string, unknown>>
  missing: { field: string; note: string }[]
}
const list = async (query = '') =>
  (await admin.get(`/v1/standard-placements${query}`)).body.items as unknown as Item[]

async function place(fields: object) {
  const answer = await admin.post('/v1/placements', fields)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  return answer.body
}

t.test('a placement is given in the form of the standard, with the referral that it answers', async (t) => {
  const group = await aSiblingGroup(admin)
  const [elder, younger] = [
    await aChildInCare(admin, { reference: '90001', siblingGroupId: group.id }),
    await aChildInCare(admin, { siblingGroupId: group.id }),
  ]
  const provider = await aProvider(admin, { ofstedUrn: 'SC900001' })
  const home = await aHome(admin, { providerId: provider.id, postcode: 'CW1 0CC' })
  const beds: Body[] = [await aBed(admin, { homeId: home.id }), await aBed(admin, { homeId: home.id })]
  await aFee(admin, { homeId: home.id, weeklyFee: 4500.5, startsOn: '2023-01-01' })
  const request = await admin.post('/v1/placement-requests', {
    childIds: [elder.id],
    urgency: 'planned',
    receivedOn: '2023-11-01',
    neededFrom: '2023-11-03',
    referral: { preferredArea: 'cheshire east', siblings: 1, residential: 'preferred' },
  })
  await place({
    childId: younger.id,
    bedId: beds[1]?.id,
    placementType: 'residential',
    startedOn: '2023-11-01',
  })
  const placement = await place({
    childId: elder.id,
    bedId: beds[0]?.id,
    placementType: 'residential',
    startedOn: '2023-11-03',
    requestId: request.body.id,
    keepsSchool: true,
  })
  const [item] = await list(`?requestId=${request.body.id}`)
  t.equal(item?.placementId, placement.id)
  // £4,500.50 to the nearest pound is £4,501. The home has no number of its own: that of its provider.
  t.match(item?.record, {
    PlacementAvailability: { childId: 90001, neededBy: 'in less than 5 days', siblingCount: 1 },
    PlacementRecommendation: { residentialCareSuitability: 'Preferred' },
    ActualPlacement: {
      totalWeeklyCost: 4501,
      placementLocation: 'CW1',
      preferabilityLocation: true,
      educationContinuity: true,
      providerURN: 'SC900001',
      siblingsPlacedTogether: 1,
      placementType: 'Residential',
    },
    QualityAssurance: { referralDate: '2023-11-01', placementDate: String(placement.createdAt).slice(0, 10) },
  })
  t.ok(item?.missing.some(({ field }) => field === 'QualityAssurance.placementOfficerName'))
  t.notOk(item?.missing.some(({ field }) => field.startsWith('ActualPlacement.')))

  const csv = await admin.get<string>(`/v1/standard-placements?requestId=${request.body.id}`, {
    accept: 'text/csv',
  })
  const [header = '', row = ''] = csv.body.trim().split('\r\n')
  const cells = Object.fromEntries(header.split(',').map((name, index) => [name, row.split(',')[index]]))
  t.match(cells, {
    childId: '90001',
    placementLocation: 'CW1',
    placementType: 'Residential',
    totalWeeklyCost: '4501',
  })
})

t.test(
  'only placements that have started, of the standard’s three types, by the day they started',
  async (t) => {
    const types = ['internal-foster', 'supported-accommodation', 'nhs'] as const
    const ids: Record<string, string> = {}
    for (const placementType of types) {
      const child = await aChildInCare(admin, { dateOfBirth: '2006-12-15' })
      const kind = placementType === 'internal-foster' ? 'fostering-household' : 'supported-accommodation'
      const home =
        placementType === 'nhs'
          ? null
          : await aHome(admin, kind === 'fostering-household' ? { kind } : { kind, ageFrom: 16 })
      const bedId = home && (await aBed(admin, { homeId: home.id })).id
      const area = home ? {} : { statedArea: CHESHIRE_EAST }
      const stay = { childId: child.id, bedId, placementType, startedOn: '2023-10-10', weeklyCost: 321.49 }
      ids[placementType] = (await place({ ...stay, ...area })).id
    }
    const items = await list('?startedFrom=2023-10-10&startedTo=2023-10-11')
    t.same(
      items.map(({ placementId, record }) => [placementId, record.ActualPlacement?.placementType]).sort(),
      [
        [ids['internal-foster'], 'Foster'],
        [ids['supported-accommodation'], 'Supported Accommodation'],
      ].sort(),
    )
    for (const item of items) {
      t.equal(item.record.ActualPlacement?.totalWeeklyCost, 321)
      const fields = item.missing
        .map(({ field }) => field)
        .filter((field) => field.startsWith('ActualPlacement'))
      const names = ['preferabilityLocation', 'educationContinuity', 'providerURN']
      t.same(
        fields,
        names.map((name) => `ActualPlacement.${name}`),
      )
    }
    t.same(await list('?startedFrom=2023-10-11&startedTo=2023-10-12'), [])
  },
)

t.test('pages, access and what a key may see', async (t) => {
  const all = await list()
  const first = (await admin.get('/v1/standard-placements?limit=1')).body
  const rest = (await admin.get(`/v1/standard-placements?limit=500&cursor=${first.nextCursor}`)).body
  t.same([...first.items, ...rest.items], all)
  t.same((await (await service.as('admin', STOCKPORT)).get('/v1/standard-placements')).body.items, [])
  const { rows } = await service.ownerPool.query<{ count: number }>(
    "select count(*)::int from access_log where action = 'GET /v1/standard-placements' and authority_code = $1",
    [CHESHIRE_EAST],
  )
  t.ok((rows[0]?.count ?? 0) >= 3)
  const key = (
    await admin.post('/v1/keys', {
      name: 'region',
      purpose: 'Regional analysis',
      scopes: ['placements:read'],
    })
  ).body
  const { key: secret } = (await admin.post<{ key: string }>(`/v1/keys/${key.id}/secrets`, {})).body
  const { items } = (await service.with(secret).get('/v1/standard-placements')).body as unknown as {
    items: Item[]
  }
  t.equal(items.length, all.length)
  t.notOk(items.some(({ record }) => record.PlacementAvailability?.childId !== undefined))
  for (const query of ['limit=0', 'cursor=x', 'startedFrom=2023-02-30', 'childId=1'])
    t.equal((await admin.get(`/v1/standard-placements?${query}`)).status, 400, query)
})
