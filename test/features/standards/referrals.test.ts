import fc from 'fast-check'
import t from 'tap'
import { STOCKPORT, testApp, type Body } from '../../support/app.ts'
import { aChild } from '../../support/builders.ts'

/*
 * Expected values are those of the standard's own text: specification.md of github.com/SocialCareData/placements-standard,
 * version 2. The service runs on 1 December 2023.
 */

const service = await testApp(t)
const officer = await service.as('placements')

type Value = string | number | boolean | string[]
type Entity = Record<string, Value>
interface Referral {
  [entity: string]: Entity
  PlacementAvailability: Entity
  PlacementRequirements: Entity
  PlacementRecommendation: Entity
  Risks: Entity
  QualityAssurance: Entity
}

const suitability = ['Preferred', 'Suitable but not preferred', 'Unsuitable', 'Not specified']
const risk = ['No known risk', 'Risk Present']
/** The options of each field that has some, as the specification lists them. */
const options: Record<string, Record<string, string[]>> = {
  PlacementRequirements: {
    communicationNeeds: ['Y', 'N', 'Not Specified'],
    culturalNeeds: ['Required', 'Not required', 'Not Known', 'Other'],
    livingCompanions: [
      'Solo placement recommended',
      'With other children recommended',
      'Only with other older children',
      'Only with other younger children',
      'No preference',
    ],
    pets: ['Yes - must', 'Yes - can', 'No', 'Not Known'],
  },
  PlacementRecommendation: {
    fosterCareSuitability: suitability,
    residentialCareSuitability: suitability,
    supportedAccommodationSuitability: suitability,
  },
  Risks: {
    riskSelfHarm: risk,
    riskSexualExploitation: risk,
    riskCriminalExploitation: risk,
    riskDrugAlcohol: risk,
    riskEatingDisorder: risk,
    riskMissing: risk,
    riskToOthersPhysical: risk,
    riskToOthersSexual: risk,
    riskToOthersFire: risk,
    riskToOthersAnimals: risk,
    riskToOthersCriminal: risk,
  },
}
const urgencies = ['Today', 'in less than 5 days', 'in more than 5 days']
const languages = ['ESOL', 'BSL', 'Makaton', 'Other']
const support = [
  'additional supervision',
  'therapeutic support',
  'a worker for respite',
  'taxis to school',
  'other (please specify)',
]

const optionsOf = (entity: string) =>
  Object.fromEntries(
    Object.entries(options[entity] ?? {}).map(([name, all]) => [name, fc.constantFrom(...all)]),
  )
const text = fc.constantFrom('Near the sea', 'Crewe', 'See the chronology')
const few = (all: string[], none: string) =>
  fc.subarray(all).map((part) => (part.length === 0 ? [none] : part))

/** Any referral of the standard for a child. */
const anyReferral = (childId: number): fc.Arbitrary<Referral> =>
  fc.record({
    PlacementAvailability: fc.record(
      {
        childId: fc.constant(childId),
        neededBy: fc.constantFrom(...urgencies),
        siblingCount: fc.integer({ min: 0, max: 6 }),
        preferredLocation: text,
      },
      { requiredKeys: ['childId', 'neededBy'] },
    ),
    PlacementRequirements: fc.record(
      {
        ...optionsOf('PlacementRequirements'),
        specificCommunicationRequirements: few(languages, 'None'),
        homeAdaptation: fc.boolean(),
        additionalSupport: few(support, 'NA').map((all) => (all.length === 1 ? (all[0] ?? '') : all)),
        deprivationOfLiberty: fc.boolean(),
      },
      {
        requiredKeys: [
          ...Object.keys(options.PlacementRequirements ?? {}),
          'specificCommunicationRequirements',
          'homeAdaptation',
        ] as never[],
      },
    ),
    PlacementRecommendation: fc.record(optionsOf('PlacementRecommendation')),
    Risks: fc.record(
      { ...optionsOf('Risks'), riskOther: text, riskToOthersOther: text },
      { requiredKeys: Object.keys(options.Risks ?? {}) as never[] },
    ),
    QualityAssurance: fc.constant({ referralDate: '2023-11-27' }),
  })

/** A referral with little in it. */
async function aReferral(
  changes: Partial<Record<keyof Referral, Entity>> = {},
  childFields: Record<string, unknown> = {},
) {
  const child = await aChild(officer, childFields)
  const first = (entity: string) =>
    Object.fromEntries(Object.entries(options[entity] ?? {}).map(([name, all]) => [name, all[0] ?? '']))
  const base: Referral = {
    PlacementAvailability: { childId: String(child.reference) },
    PlacementRequirements: {
      ...first('PlacementRequirements'),
      specificCommunicationRequirements: ['None'],
      homeAdaptation: false,
    },
    PlacementRecommendation: first('PlacementRecommendation'),
    Risks: first('Risks'),
    QualityAssurance: { referralDate: '2023-11-27' },
  }
  const referral = Object.fromEntries(
    Object.entries({ ...base, ...changes }).map(([entity, fields]) => [
      entity,
      { ...base[entity], ...fields },
    ]),
  ) as Referral
  return { child, referral }
}

t.test('any referral of the standard comes out as it went in', async (t) => {
  let reference = 70_000
  await fc.assert(
    fc.asyncProperty(
      fc.constant(null).chain(() => anyReferral(++reference)),
      async (referral) => {
        const childId = Number(referral.PlacementAvailability.childId)
        const lookup = await officer.post('/v1/child-lookups', { reference: String(childId) })
        if (lookup.status !== 200) await aChild(officer, { reference: String(childId) })
        const receipt = await officer.post('/v1/standard-referrals', referral)
        t.equal(receipt.status, 201, JSON.stringify(receipt.body))
        t.same(receipt.body.record, referral)
        t.same(receipt.body.missing, [])
        t.same(receipt.body.notCarried, [])
        const read = await officer.get(String(receipt.headers.location))
        t.same(read.body.record, referral)
      },
    ),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 40) },
  )
})

t.test('it becomes a placement request, with the days that its answer allows', async (t) => {
  // 27 November 2023 and four days is 1 December; more than five days on is 3 December.
  const days = [
    ['Today', { urgency: 'emergency', neededFrom: '2023-11-27', latestStart: '2023-11-27' }],
    ['in less than 5 days', { urgency: 'planned', neededFrom: '2023-11-28', latestStart: '2023-12-01' }],
    ['in more than 5 days', { urgency: 'planned', neededFrom: '2023-12-03', latestStart: null }],
    [undefined, { urgency: 'planned', neededFrom: '2023-11-27', latestStart: null }],
  ] as const
  for (const [neededBy, expected] of days) {
    const { child, referral } = await aReferral({
      PlacementAvailability: { ...(neededBy && { neededBy }) },
      PlacementRequirements: { pets: 'Yes - must', specificCommunicationRequirements: ['BSL'] },
      PlacementRecommendation: { fosterCareSuitability: 'Unsuitable' },
      Risks: { riskToOthersFire: 'Risk Present' },
    })
    const receipt = await officer.post('/v1/standard-referrals', referral)
    t.equal((receipt.body.assumed as unknown[]).length, 1)
    const request = await officer.get(receipt.body.href as string)
    t.match(request.body, {
      childIds: [child.id],
      status: 'open',
      receivedOn: '2023-11-27',
      ...expected,
      referral: {
        pets: true,
        petsNeeded: true,
        communication: ['bsl'],
        fostering: 'unsuitable',
        risks: { 'fire-setting': 'present', 'self-harm': 'none' },
      },
    })
  }
})

t.test('a search for the request heeds what it says', async (t) => {
  const { referral } = await aReferral({
    PlacementRecommendation: { residentialCareSuitability: 'Unsuitable' },
  })
  const { requestId } = (await officer.post('/v1/standard-referrals', referral)).body
  const search = await officer.post('/v1/vacancy-searches', { requestId, limit: 5 })
  t.equal(search.status, 200, JSON.stringify(search.body))
})

t.test('what has no place is said, with why', async (t) => {
  const { referral } = await aReferral({
    QualityAssurance: {
      referralDate: '2023-11-27',
      referralOfficerName: 'A Duty Officer',
      costDate: '2023-11-28',
    },
  })
  const receipt = await officer.post('/v1/standard-referrals', {
    ...referral,
    ActualPlacement: { totalWeeklyCost: 900 },
  })
  t.equal(receipt.status, 201)
  t.same(
    (receipt.body.notCarried as { field: string; note: string }[]).map(({ field }) => field),
    ['QualityAssurance.referralOfficerName', 'QualityAssurance.costDate', 'ActualPlacement.totalWeeklyCost'],
  )
  t.match(JSON.stringify(receipt.body.notCarried), /names of people are not stored/)
  t.notMatch(JSON.stringify(receipt.body), /Duty Officer/)
  const { rows } = await service.ownerPool.query(
    "select from placement_requests where referral::text like '%Duty Officer%'",
  )
  t.same(rows, [])
})

t.test('each fault is told of the field of the standard, and nothing is recorded', async (t) => {
  const { referral } = await aReferral()
  const count = async () => (await service.ownerPool.query('select from placement_requests')).rowCount
  const total = await count()
  const wrong: [Partial<Record<string, unknown>>, number, string][] = [
    [{ PlacementAvailability: { childId: 'NOBODY-1' } }, 422, '#/PlacementAvailability/childId'],
    [
      { PlacementAvailability: { ...referral.PlacementAvailability, neededBy: 'Soon' } },
      400,
      '#/PlacementAvailability/neededBy',
    ],
    [
      { PlacementAvailability: { ...referral.PlacementAvailability, siblingCount: -1 } },
      400,
      '#/PlacementAvailability/siblingCount',
    ],
    [{ Risks: { ...referral.Risks, riskMissing: 'High risk' } }, 400, '#/Risks/riskMissing'],
    [{ Risks: { riskSelfHarm: 'No known risk' } }, 400, '#/Risks/riskMissing'],
    [
      {
        PlacementRequirements: {
          ...referral.PlacementRequirements,
          specificCommunicationRequirements: ['None', 'BSL'],
        },
      },
      400,
      '#/PlacementRequirements/specificCommunicationRequirements',
    ],
    [{ QualityAssurance: { referralDate: '2023-12-02' } }, 422, '#/QualityAssurance/referralDate'],
    [{ QualityAssurance: { referralDate: '2001-01-01' } }, 422, '#/PlacementAvailability/neededBy'],
    [{ Cost: 1 }, 400, '#/Cost'],
  ]
  for (const [change, status, pointer] of wrong) {
    const refusal = await officer.post('/v1/standard-referrals', { ...referral, ...change })
    t.match(refusal, { status }, JSON.stringify([pointer, refusal.body]))
    t.ok(
      refusal.body.errors?.some((fault) => fault.pointer === pointer),
      JSON.stringify([pointer, refusal.body.errors]),
    )
  }
  t.equal(await count(), total)
  const stranger = await service.as('placements', STOCKPORT)
  t.equal(
    (await stranger.post('/v1/standard-referrals', referral)).status,
    422,
    'another authority’s child is none',
  )
  t.equal((await (await service.as('panel')).post('/v1/standard-referrals', referral)).status, 403)
})

t.test('a request recorded here is given as far as it goes, and what is missing is named', async (t) => {
  const children: Body[] = [await aChild(officer), await aChild(officer), await aChild(officer)]
  const request = await officer.post('/v1/placement-requests', {
    childIds: children.map(({ id }) => id),
    urgency: 'planned',
    receivedOn: '2023-11-20',
    neededFrom: '2023-11-25',
    referral: { livingWith: 'solo', risks: { 'self-harm': 'low' }, fostering: 'preferred' },
  })
  const answer = (await officer.get(`/v1/standard-referrals/${request.body.id}`)).body as unknown as {
    record: Referral
    missing: { field: string }[]
  }
  // Needed on the fifth day: no longer "in less than 5 days".
  t.match(answer.record, {
    PlacementAvailability: {
      childId: children[0]?.reference,
      neededBy: 'in more than 5 days',
      siblingCount: 2,
    },
    PlacementRequirements: { livingCompanions: 'Solo placement recommended', culturalNeeds: 'Not Known' },
    PlacementRecommendation: {
      fosterCareSuitability: 'Preferred',
      residentialCareSuitability: 'Not specified',
    },
    Risks: { riskSelfHarm: 'Risk Present' },
  })
  t.same(
    answer.missing.map(({ field }) => field).filter((field) => !field.startsWith('Risks.')),
    ['PlacementRequirements.specificCommunicationRequirements', 'PlacementRequirements.homeAdaptation'],
  )
  t.equal(
    answer.missing.filter(({ field }) => field.startsWith('Risks.')).length,
    10,
    'eleven risks less one',
  )
  const stranger = await service.as('placements', STOCKPORT)
  t.equal((await stranger.get(`/v1/standard-referrals/${request.body.id}`)).status, 404)
  const { rows } = await service.ownerPool.query(
    "select from access_log where action = 'GET /v1/standard-referrals/:id' and child_ids @> array[$1::uuid]",
    [children[2]?.id],
  )
  t.equal(rows.length, 1)
})
