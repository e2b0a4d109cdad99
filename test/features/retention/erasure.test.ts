import t from 'tap'
import { compareReadModel, readModels } from '../../../src/platform/db/read-models.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Answer, type Body } from '../../support/app.ts'
import {
  aBed,
  aCarePlan,
  aChild,
  aChildInCare,
  aConsultation,
  aDisruptionMeeting,
  anIntroduction,
  aPanelAction,
  aPanelCase,
  aPlacement,
  aPlacementRequest,
  aSeparation,
  aSiblingGroup,
  aWish,
  someNeeds,
} from '../../support/builders.ts'
import { waitUntil } from '../../support/service.ts'
import { importOf } from '../returns/in/support.ts'

/** A boy of 2011 and his sister, of whom everything is recorded in 2023; in 2087 his record is past its time. */
let now = new Date('2023-12-01T12:00:00Z')
const service = await testApp(t, { clock: () => now })
const { ownerPool } = service
const admin = await service.as('admin')
const officer = await service.as('data-protection')
const any = { 'if-match': '*' }
const later = () => (now = new Date('2086-06-01T12:00:00Z'))
const sooner = () => (now = new Date('2023-12-01T12:00:00Z'))

/** Words that are in the boy's records alone. */
const marker = 'zeppelin'
const secrets = [marker, 'ERASE1', '2011-05-17']

async function must<T extends Body>(answer: Promise<Answer<T>>): Promise<T> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(JSON.stringify(body))
  return body
}

const siblingGroupId = (await aSiblingGroup(admin)).id
const boy = await aChildInCare(admin, { reference: 'ERASE1', dateOfBirth: '2011-05-17', siblingGroupId })
const sister = await aChildInCare(admin, { reference: 'STAYS1', dateOfBirth: '2013-02-03', siblingGroupId })
const peer = await aChildInCare(admin, { reference: 'STAYS2' })

async function populate(): Promise<{ request: Body; alone: Body; search: Body }> {
  const bed = await aBed(admin)
  const stay = await aPlacement(admin, {
    childId: boy.id,
    bedId: bed.id,
    endedOn: '2023-05-01',
    endReason: 'CREQB',
    endPlanned: false,
  })
  await aDisruptionMeeting(admin, { placementId: stay.id, lessons: `The ${marker} was too loud.` })
  const present = await aPlacement(admin, { childId: boy.id, bedId: bed.id, startedOn: '2023-05-01' })
  await must(
    admin.post(`/v1/placements/${present.id}/checklist`, {
      item: 'visit',
      on: '2023-11-01',
      note: marker,
    }),
  )
  const request = await aPlacementRequest(admin, { childIds: [boy.id, sister.id] })
  const alone = await aPlacementRequest(admin, { childIds: [boy.id] })
  await must(
    admin.post('/v1/holds', {
      beds: [{ bedId: (await aBed(admin)).id, childId: boy.id }],
      from: '2023-12-04',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      requestId: alone.id,
    }),
  )
  await someNeeds(admin, { childId: boy.id })
  await aCarePlan(admin, { childId: boy.id })
  await aSeparation(admin, { childId: boy.id, otherChildId: peer.id })
  await aWish(admin, { childId: boy.id, wish: `To ride a ${marker}.` })
  await aConsultation(admin, { childId: boy.id, requestId: alone.id })
  await aConsultation(admin, {
    childId: sister.id,
    requestId: request.id,
    party: 'other-childs-social-worker',
    otherChildId: boy.id,
  })
  await anIntroduction(admin, { childId: boy.id })
  const heard = await aPanelCase(admin, { childId: boy.id, question: `May he have a ${marker}?` })
  await aPanelAction(admin, { caseId: heard.id, what: marker })
  await must(
    admin.post(`/v1/panel-cases/${heard.id}/options`, { direction: 'stability', from: '2023-12-04' }, any),
  )
  const decision = { outcome: 'agreed', reasons: marker, chairRole: 'Head of service', on: '2023-12-01' }
  await must(admin.post(`/v1/panel-cases/${heard.id}/decision`, decision, any))
  await must(admin.post(`/v1/panel-cases/${heard.id}/links`, { placementId: present.id }, any))
  const search = await must(
    admin.post('/v1/vacancy-searches', {
      children: [{ childId: boy.id }, { childId: sister.id }],
      from: '2023-12-04',
      requestId: request.id,
    }),
  )
  const plan = await must(
    admin.post('/v1/plans', {
      needs: [{ children: [{ childId: boy.id }], from: '2023-12-01' }],
      lastStart: '2023-12-31',
    }),
  )
  await waitUntil(async () => (await admin.get(`/v1/plans/${plan.id}`)).body.finishedAt !== null, 'the plan')
  await must(admin.patch(`/v1/children/${boy.id}`, { sex: 'male' }, { ...any, 'change-reason': marker }))
  const wish = await aWish(admin, { childId: boy.id, wish: `A second ${marker}.` })
  await admin.del(`/v1/wishes/${wish.id}`, any)
  await must(
    admin.post(
      '/v1/wishes',
      { childId: boy.id, subject: 'where-to-live', heardOn: '2023-11-01', heardBy: 'Advocate', wish: marker },
      { 'idempotency-key': 'once' },
    ),
  )
  await importHeader()
  return { request, alone, search }
}

/** A return with both children, as it was received. */
async function importHeader(): Promise<void> {
  const content =
    'CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nERASE1,1,17/05/2011,WBRI,UN1,,\nSTAYS1,2,03/02/2013,WBRI,UN1,,\n'
  const { status } = await importOf(admin, [{ name: 'header.csv', content }], { year: '2023' })
  if (status !== 'succeeded') throw new Error(status)
}
const { request, alone, search } = await populate()

/** Tables in which a text stands, whatever the column. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await ownerPool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  const names: string[] = []
  for (const { name } of rows) {
    const { rowCount } = await ownerPool.query(
      `select from ${name} t where position($1 in to_jsonb(t)::text) > 0 limit 1`,
      [text],
    )
    if (rowCount) names.push(name)
  }
  return names
}

const erase = (dryRun: boolean, client = officer) => client.post(`/v1/children/${boy.id}/erasure`, { dryRun })
/** How many were looked after on the last day of November 2023, as figures say now. */
const countChildren = async () =>
  (await admin.get('/v1/measures/children-looked-after?asAt=2023-11-30')).body.items[0]?.numerator as number

t.test('a record that must be kept is not erased, and the refusal gives the law', async (t) => {
  t.match(await erase(false), {
    status: 409,
    body: { type: '/problems/action-not-open', detail: /75 years .*regulation 50.* from 2086-05-17 on/ },
  })
  t.same((await officer.get('/v1/retention/due')).body.items, [])
})

t.test('what is past its time is listed, with why', async (t) => {
  later()
  const { body } = await officer.get('/v1/retention/due')
  t.match(body, {
    asAt: '2086-06-01',
    total: 1,
    items: [{ childId: boy.id, rule: 'looked-after', keptUntil: '2086-05-17', legalHoldId: null }],
  })
})

t.test('under a legal hold nothing is erased, by the service or by the owner of the tables', async (t) => {
  later()
  for (const childId of [boy.id, null]) {
    const hold = await must(officer.post('/v1/legal-holds', { childId, reason: 'An inquiry.' }))
    t.match(await erase(false), { status: 409, body: { type: '/problems/conflict' } })
    t.match(await erase(true), { status: 409 })
    for (const statement of [
      `delete from children where id = '${boy.id}'`,
      `delete from record_versions where record_id = '${boy.id}'`,
      `delete from access_log where child_ids @> array['${boy.id}'::uuid]`,
      `delete from legal_holds where id = '${hold.id}'`,
      `select set_config('app.authority', '${CHESHIRE_EAST}', false); select erase_child('${boy.id}', 'looked-after')`,
    ]) {
      const client = await ownerPool.connect()
      try {
        await client.query('begin')
        await t.rejects(client.query(statement), /hold|referenced|foreign key/, statement)
      } finally {
        await client.query('rollback')
        client.release(true)
      }
    }
    t.match((await officer.get('/v1/retention/due')).body.items, [{ legalHoldId: hold.id }])
    t.match(await must(officer.post(`/v1/legal-holds/${hold.id}/lift`, { reason: 'It is over.' }, any)), {
      liftReason: 'It is over.',
      liftedBy: 'data-protection@example.test',
    })
    t.match(await officer.post(`/v1/legal-holds/${hold.id}/lift`, { reason: 'Again.' }, any), { status: 409 })
  }
})

t.test('a dry run tells exactly what goes, and erases nothing', async (t) => {
  later()
  const dry = await must(erase(true))
  t.match(dry, { id: null, dryRun: true, rule: 'looked-after' })
  t.ok((await tablesWith(marker)).length > 5)
  t.equal((await officer.get('/v1/erasures')).body.items.length, 0)
})

t.test('erasure takes the child out of every table, and leaves what is of others', async (t) => {
  sooner()
  const figure = await countChildren()
  later()
  const { tally } = (await must(erase(true))) as Body & { tally: Record<string, number> }
  for (const table of [
    'children',
    'placements',
    'panel_decisions',
    'import_rows',
    'return_rows',
    'holds',
    'plans',
    'record_versions',
  ])
    t.ok((tally[table] ?? 0) > 0, table)

  const receipt = await must(erase(false))
  t.match(receipt, { rule: 'looked-after', dryRun: false })
  for (const secret of secrets) t.same(await tablesWith(secret), [], secret)
  // Events of the erasure itself tell other systems which ids are gone; the requests of his
  // sister said with whom; that figures change is noted for an hour.
  t.same(await tablesWith(boy.id), ['events', 'facts_changed', 'record_versions'])

  t.equal((await admin.get(`/v1/children/${sister.id}`)).status, 200)
  t.match((await admin.get(`/v1/placement-requests/${request.id}`)).body, { childIds: [sister.id] })
  t.equal((await admin.get(`/v1/placement-requests/${alone.id}`)).status, 404)
  const { rows } = await ownerPool.query<{ children: { childId?: string }[] }>(
    `select criteria -> 'children' as children from vacancy_searches where id = $1`,
    [search.id],
  )
  t.same(
    rows[0]?.children.map(({ childId }) => childId),
    [undefined, sister.id],
    'the search counts on',
  )

  sooner()
  t.equal(await countChildren(), figure - 1)
  for (const model of readModels)
    t.match(await compareReadModel(ownerPool, model, CHESHIRE_EAST), { absent: 0, extra: 0 }, model.name)
})

t.test('the receipt says by which rule and who, and nothing of whom', async (t) => {
  const { body } = await officer.get('/v1/erasures')
  t.match(body.items, [
    { rule: 'looked-after', erasedBy: 'data-protection@example.test', tally: { children: 1 } },
  ])
  t.notMatch(JSON.stringify(body), boy.id)
  later()
  t.match(await erase(false), { status: 404 })
})

t.test('entries of the access log go by their age, but for those of a child under a hold', async (t) => {
  now = new Date()
  const [free, subject] = [await aChild(admin), await aChild(admin)]
  await ownerPool.query(
    `insert into access_log (authority_code, at, actor, role, action, request_id, child_ids)
     select $1, now() - interval '10 years', 'x', 'placements', 'GET /v1/children/:id', 'r', array[c] from unnest($2::uuid[]) c`,
    [CHESHIRE_EAST, [free.id, subject.id]],
  )
  const hold = await must(officer.post('/v1/legal-holds', { childId: subject.id, reason: 'A claim.' }))
  const ask = (dryRun: boolean) => officer.post('/v1/erasures', { rule: 'access-log', dryRun })
  t.match(await ask(true), { status: 200, body: { id: null, tally: { access_log: 1 } } })
  t.match(await ask(false), { status: 200, body: { tally: { access_log: 1 } } })
  t.match(await ask(false), { body: { tally: { access_log: 0 } } })
  await must(officer.post(`/v1/legal-holds/${hold.id}/lift`, { reason: 'Settled.' }, any))
  t.match(await ask(false), { body: { tally: { access_log: 1 } } })
})

t.test('only who has the scope erases, and only of the own authority', async (t) => {
  later()
  t.equal((await erase(true, await service.as('data'))).status, 403)
  const stranger = await service.as('data-protection', STOCKPORT)
  t.equal((await stranger.post(`/v1/children/${sister.id}/erasure`, { dryRun: true })).status, 404)
  t.match(await stranger.post('/v1/legal-holds', { childId: sister.id, reason: 'Mine now.' }), {
    status: 422,
    body: { errors: [{ pointer: '#/childId' }] },
  })
})
