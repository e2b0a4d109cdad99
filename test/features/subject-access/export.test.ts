import { createHash } from 'node:crypto'
import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Answer, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePlan,
  aChildInCare,
  aConsultation,
  aHome,
  aPanelCase,
  aPlacement,
  aPlacementRequest,
  aSeparation,
  aSiblingGroup,
  aWish,
  someNeeds,
} from '../../support/builders.ts'
import { unzip } from '../../support/unzip.ts'

/** A boy with carers, his sister, who waits with him, and another child from whom he is kept apart. */
const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
const officer = await service.as('data-protection')
const why = { 'access-purpose': 'Subject access request 12' }
const any = { 'if-match': '*' }

const siblingGroupId = (await aSiblingGroup(admin)).id
const boy = await aChildInCare(admin, { reference: 'SAR-1', dateOfBirth: '2012-04-05', siblingGroupId })
const sister = await aChildInCare(admin, { reference: 'SAR-2', dateOfBirth: '2014-07-09', siblingGroupId })
const enemy = await aChildInCare(admin, { reference: 'SAR-3', dateOfBirth: '2011-11-13' })
const household = await aHome(admin, {
  kind: 'fostering-household',
  name: 'Household 77',
  confidential: true,
  postcode: 'CW1 2BJ',
})
const agency = await aPlacement(admin, {
  childId: boy.id,
  placementType: 'ifa',
  postcode: 'CW1 2BJ',
  endedOn: '2022-06-01',
  endReason: 'CARPL',
  endPlanned: true,
})
await aPlacement(admin, {
  childId: boy.id,
  startedOn: '2022-06-01',
  bedId: (await aBed(admin, { homeId: household.id })).id,
  placementType: 'internal-foster',
})
const request = await aPlacementRequest(admin, { childIds: [boy.id, sister.id] })
await aSeparation(admin, { childId: enemy.id, otherChildId: boy.id })
await someNeeds(admin, { childId: boy.id })
await aCarePlan(admin, { childId: boy.id })
await aWish(admin, { childId: boy.id, wish: 'Not to live with SAR-3 again.' })
await aConsultation(admin, { childId: boy.id, requestId: request.id })
await aPanelCase(admin, { childId: boy.id })
await admin.patch(`/v1/children/${boy.id}`, { sex: 'male' }, { ...any, 'change-reason': 'Recorded wrongly.' })
const search = { children: [{ childId: boy.id }, { childId: sister.id }], from: '2023-12-04' }
t.equal((await admin.post('/v1/vacancy-searches', search)).status, 200)

interface Export extends Body {
  tables: { recordType: string; rows: Record<string, unknown>[] }[]
}
const url = `/v1/children/${boy.id}/subject-access`
const ask = (headers = {}) => officer.get<Export>(url, { ...why, ...headers })
const rowsOf = ({ body }: Answer<Export>, table: string) =>
  body.tables.find(({ recordType }) => recordType === table)?.rows ?? []

t.test('everything that was recorded is in it, with the correction and who read it', async (t) => {
  const answer = await ask()
  t.equal(answer.status, 200)
  t.same(answer.body.tables.map(({ recordType }) => recordType).sort(), [
    'access_log',
    'care_periods',
    'care_plans',
    'child_needs',
    'children',
    'consultations',
    'legal_statuses',
    'panel_cases',
    'placement_requests',
    'placements',
    'record_versions',
    'request_children',
    'separations',
    'sibling_groups',
    'vacancy_searches',
    'wishes',
  ])
  t.match(rowsOf(answer, 'children'), [{ id: boy.id, reference: 'SAR-1', date_of_birth: '2012-04-05' }])
  t.match(
    rowsOf(answer, 'record_versions').filter(
      ({ record_id: id, change }) => id === boy.id && change === 'changed',
    ),
    [{ reason: 'Recorded wrongly.', actor: 'admin@example.test', before: { sex: 'female' } }],
  )
  t.ok(
    rowsOf(await ask(), 'access_log').some(
      ({ actor, purpose }) => actor === 'data-protection@example.test' && purpose === why['access-purpose'],
    ),
    'the export before is in the next',
  )
})

t.test('what is about others is withheld, whatever the form', async (t) => {
  const secrets = [
    sister.id,
    enemy.id,
    'SAR-2',
    'SAR-3',
    '2014-07-09',
    '2011-11-13',
    'CW12BJ',
    'CW1 2BJ',
    'Household 77',
  ]
  const token = await service.token('data-protection')
  for (const accept of ['application/json', 'text/html', 'application/zip']) {
    const answer = await fetch(service.url + url, {
      headers: { accept, authorization: `Bearer ${token}`, ...why },
    })
    t.equal(answer.status, 200, accept)
    t.match(answer.headers.get('content-type'), accept)
    const bytes = Buffer.from(await answer.arrayBuffer())
    const text =
      accept === 'application/zip' ? Object.values(await unzip(bytes)).join('\n') : bytes.toString()
    t.ok(text.includes('SAR-1'), accept)
    for (const secret of secrets) t.notOk(text.includes(secret), `${accept}: ${secret}`)
  }
  const { postcode } = rowsOf(await ask(), 'placements').find(({ id }) => id === agency.id) ?? {}
  t.equal(postcode, 'withheld: where other people live')
})

t.test('the files are those that the manifest names, with its sums', async (t) => {
  const answer = await fetch(service.url + url, {
    headers: {
      accept: 'application/zip',
      authorization: `Bearer ${await service.token('data-protection')}`,
      ...why,
    },
  })
  const { 'manifest.json': manifest, ...files } = await unzip(Buffer.from(await answer.arrayBuffer()))
  const { files: entries } = JSON.parse(String(manifest)) as {
    files: { name: string; rows?: number; sha256: string }[]
  }
  t.same(Object.keys(files).sort(), entries.map(({ name }) => name).sort())
  for (const { name, sha256 } of entries)
    t.equal(
      createHash('sha256')
        .update(files[name] ?? '')
        .digest('hex'),
      sha256,
      name,
    )
  t.equal((JSON.parse(String(files['children.json'])) as unknown[]).length, 1)
  t.match(String(files['children.csv']), /SAR-1/)
})

t.test('the record into which another was merged has what was said of both', async (t) => {
  const twin = await aChildInCare(admin, { reference: 'SAR-9' })
  const single = await aChildInCare(admin, { reference: 'SAR-8', sex: 'male' })
  await service.ownerPool.query('update children set merged_into_id = $1 where id = $2', [single.id, twin.id])
  const answer = await officer.get<Export>(`/v1/children/${single.id}/subject-access`, why)
  t.same(
    rowsOf(answer, 'children')
      .map(({ reference }) => reference)
      .sort(),
    ['SAR-8', 'SAR-9'],
  )
})

t.test('without a purpose, a scope or a child of one’s own there is none', async (t) => {
  t.match(await officer.get(url), {
    status: 400,
    body: { errors: [{ pointer: '#/headers/access-purpose' }] },
  })
  t.equal((await (await service.as('placements')).get(url, why)).status, 403)
  const stranger = await service.as('data-protection', STOCKPORT)
  t.equal((await stranger.get(url, why)).status, 404)
  const { rows } = await service.ownerPool.query(
    `select from access_log where authority_code = $1 and action like '%subject-access' and child_ids @> array[$2::uuid]`,
    [CHESHIRE_EAST, boy.id],
  )
  t.ok(rows.length > 0)
})
