import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aCaseSystem, aChild, aHome, aProvider } from '../../support/builders.ts'
import { aFamily, idIn, outcomes, to, upsert } from './support.ts'

/** Which record an identifier is of. */

const service = await testApp(t)
const officer = await service.as('data')
const neighbour = await service.as('data', STOCKPORT)
for (const name of ['mosaic', 'icare']) await aCaseSystem(officer, { name })
await aCaseSystem(neighbour, { name: 'mosaic' })

const child = (externalId: string, fields: Record<string, unknown>) => ({
  kind: 'children',
  externalId,
  fields: { dateOfBirth: '2012-05-06', sex: 'female', ...fields },
})

t.test(
  'a record that is here already is found by what names it, and has the identifier from then on',
  async (t) => {
    const present = await aChild(officer, { reference: 'CE-1', dateOfBirth: '2012-05-06', sex: 'female' })
    const first = await upsert(officer, [child('C-1', { reference: 'CE-1', disabled: false })])
    t.match(first.body.records, [
      { outcome: 'changed', id: present.id, matchedBy: 'fields', fields: ['disabled'] },
    ])
    const rename = await upsert(officer, [child('C-1', { reference: 'CE-1A' })])
    t.match(rename.body.records, [{ outcome: 'changed', id: present.id, matchedBy: 'external-id' }])
    const home = await aHome(officer, { name: 'Elm House', providerId: (await aProvider(officer)).id })
    const { body } = await upsert(officer, [
      { kind: 'homes', externalId: 'H-1', fields: { providerId: home.providerId, name: 'Elm House' } },
    ])
    t.match(body.records, [{ outcome: 'unchanged', id: home.id, matchedBy: 'fields' }])
  },
)

t.test(
  'ours can be sent, once: what an identifier is of does not change unless it is detached',
  async (t) => {
    const [one, other] = [await aChild(officer), await aChild(officer)]
    const record = { kind: 'children', externalId: 'C-2', fields: {} }
    t.match((await upsert(officer, [{ ...record, id: one.id }])).body.records, [
      { outcome: 'unchanged', id: one.id, matchedBy: 'id' },
    ])
    t.match((await upsert(officer, [{ ...record, id: other.id }])).body.records, [
      { outcome: 'refused', faults: [{ pointer: '#/records/0/id', code: 'not-its-record' }] },
    ])
    t.match((await upsert(officer, [{ ...record, externalId: 'C-3', id: one.id }])).body.records, [
      { outcome: 'refused', faults: [{ pointer: '#/records/0/id', code: 'not-its-record' }] },
    ])
    const detach = { kind: 'children', externalId: 'C-2', detached: true }
    t.same(outcomes((await upsert(officer, [detach])).body), ['detached'])
    t.same(outcomes((await upsert(officer, [detach])).body), ['unchanged'])
    t.match((await upsert(officer, [{ ...record, id: other.id }])).body.records, [{ id: other.id }])
    t.equal((await officer.get(`/v1/children/${one.id}`)).body.version, 1, 'the record stays')
  },
)

t.test('two systems have identifiers of their own, and may name each other’s', async (t) => {
  const { body } = await upsert(officer, [child('X', { reference: 'CE-20' })])
  const id = idIn(body, 'X')
  const other = await upsert(officer, [child('X', { reference: 'CE-21' })], { system: 'icare' })
  t.not(idIn(other.body, 'X'), id)
  const care = {
    kind: 'care-periods',
    externalId: 'CP',
    fields: { childId: { externalId: 'X', system: 'mosaic' }, startedOn: '2022-01-10', need: 'N1' },
  }
  const result = await upsert(officer, [care], { system: 'icare' })
  t.equal((await officer.get(`/v1/care-periods/${idIn(result.body, 'CP')}`)).body.childId, id)
})

t.test('another authority’s records are never found, whatever is sent', async (t) => {
  const ours = await upsert(officer, aFamily())
  t.equal(ours.body.status, 'done')
  t.match(
    (await upsert(neighbour, aFamily())).body,
    { counts: { created: 8 } },
    'the same identifiers are theirs too',
  )
  const present = idIn(ours.body, 'C-1')
  t.match((await upsert(neighbour, [{ kind: 'children', externalId: 'N', id: present }])).body.records, [
    {
      outcome: 'refused',
      faults: [{ pointer: '#/records/0/id', detail: 'is no record of this kind of this authority' }],
    },
  ])
  const lookup = { kind: 'children', system: 'mosaic', externalIds: ['C-1', 'C-2'] }
  const items = await neighbour.post('/v1/external-id-lookups', lookup)
  t.equal(items.body.items.length, 1)
  t.not(items.body.items[0]?.id, present)
  t.same(
    (await neighbour.post('/v1/external-id-lookups', { kind: 'children', ids: [present] })).body.items,
    [],
  )
})

t.test('identifiers are read back, from either side, and who asks is in the access log', async (t) => {
  const { body } = await upsert(officer, [child('Y', { reference: 'CE-30' })])
  const id = idIn(body, 'Y')
  const byName = await officer.post(
    '/v1/external-id-lookups',
    { kind: 'children', system: 'mosaic', externalIds: ['Y', 'unknown'] },
    { 'access-purpose': 'Nightly check' },
  )
  const item = {
    system: 'mosaic',
    kind: 'children',
    externalId: 'Y',
    id,
    mergedFromId: null,
    href: `/v1/children/${id}`,
  }
  t.strictSame(byName.body.items, [item])
  t.strictSame((await officer.post('/v1/external-id-lookups', { kind: 'children', ids: [id] })).body.items, [
    item,
  ])
  const { rows } = await service.ownerPool.query(
    "select child_ids from access_log where purpose = 'Nightly check' and action = 'POST /v1/external-id-lookups'",
  )
  t.strictSame(rows, [{ child_ids: [id] }])
})

t.test('a load is a read of the children whose records it meets, a dry run too', async (t) => {
  const { body } = await upsert(officer, [child('Z', { reference: 'CE-40' })])
  const headers = { 'access-purpose': 'Trying a load' }
  await upsert(officer, [child('Z', { sex: 'male' })], { dryRun: true, headers })
  const { rows } = await service.ownerPool.query(
    "select child_ids from access_log where purpose = 'Trying a load'",
  )
  t.strictSame(rows, [{ child_ids: [idIn(body, 'Z')] }])
})

t.test('a merged child keeps its identifier: it leads to the other record, whose fields stay', async (t) => {
  const { body } = await upsert(officer, [
    child('M-1', { reference: 'CE-50' }),
    child('M-2', { reference: 'CE-51' }),
  ])
  const [survivor, other] = [idIn(body, 'M-1'), idIn(body, 'M-2')]
  const act = (action: string) =>
    officer.post(
      `/v1/children/${survivor}/${action}`,
      { otherId: other, reason: 'One child' },
      { 'if-match': '*' },
    )
  t.equal((await act('merge')).status, 200)
  const load = [
    child('M-2', { reference: 'CE-51', disabled: true }),
    {
      kind: 'care-periods',
      externalId: 'M-CP',
      fields: { childId: to('M-2'), startedOn: '2022-01-10', need: 'N1' },
    },
  ]
  const again = await upsert(officer, load)
  t.match(again.body.records, [
    { outcome: 'unchanged', id: other, mergedIntoId: survivor },
    { outcome: 'created' },
  ])
  t.equal((await officer.get(`/v1/care-periods/${idIn(again.body, 'M-CP')}`)).body.childId, survivor)
  t.match((await officer.get(`/v1/children/${survivor}`)).body, { reference: 'CE-50', disabled: null })
  const lookup = { kind: 'children', system: 'mosaic', externalIds: ['M-2'] }
  t.match((await officer.post('/v1/external-id-lookups', lookup)).body.items, [
    { id: survivor, mergedFromId: other },
  ])
  t.match((await officer.post('/v1/external-id-lookups', { kind: 'children', ids: [survivor] })).body.items, [
    { externalId: 'M-1' },
    { externalId: 'M-2' },
  ])
  t.match(
    (await upsert(officer, [{ kind: 'children', externalId: 'M-2', removed: { reason: 'x' } }])).body.records,
    [{ outcome: 'refused', faults: [{ code: 'merged' }] }],
  )
  t.equal((await act('unmerge')).status, 200)
  t.match((await upsert(officer, load.slice(0, 1))).body.records, [
    { outcome: 'changed', id: other, mergedIntoId: null, fields: ['disabled'] },
  ])
})
