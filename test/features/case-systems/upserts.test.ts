import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aCaseSystem } from '../../support/builders.ts'
import { aFamily, idIn, outcomes, upsert } from './support.ts'

const service = await testApp(t)
const officer = await service.as('data')
await aCaseSystem(officer, { name: 'mosaic' })

const countOf = async (table: string): Promise<number> =>
  Number((await service.ownerPool.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count)

t.test(
  'records that refer to each other are recorded in one call, in whatever order they stand',
  async (t) => {
    const { status, body } = await upsert(officer, aFamily())
    t.equal(status, 200)
    t.match(body, { status: 'done', counts: { records: 8, created: 8, refused: 0 } })
    const placement = await officer.get(`/v1/placements/${idIn(body, 'PL-1')}`)
    t.match(placement.body, { childId: idIn(body, 'C-1'), bedId: idIn(body, 'B-1'), startedOn: '2023-02-01' })
    const child = await officer.get(`/v1/children/${idIn(body, 'C-1')}`)
    t.match(child.body, { reference: 'CE-1042', siblingGroupId: idIn(body, 'SG-1'), version: 1 })
  },
)

t.test('a second load changes nothing: no version, no event', async (t) => {
  const counts = [await countOf('record_versions'), await countOf('events'), await countOf('external_ids')]
  const { body } = await upsert(officer, aFamily())
  t.match(body, { status: 'done', counts: { records: 8, unchanged: 8 } })
  t.same([await countOf('record_versions'), await countOf('events'), await countOf('external_ids')], counts)
})

t.test('what differs is changed, and the history says why', async (t) => {
  const { body } = await upsert(officer, [
    { kind: 'children', externalId: 'C-1', fields: { disabled: true, sex: 'female' } },
  ])
  t.match(body.records, [{ outcome: 'changed', version: 2, matchedBy: 'external-id', fields: ['disabled'] }])
  const versions = await officer.get(`/v1/children/${idIn(body, 'C-1')}/versions`)
  t.match(versions.body.items.at(-1), { reason: 'Load of mosaic' })
})

t.test('what is over gets its end, and what never was is removed', async (t) => {
  const end = [
    {
      kind: 'placements',
      externalId: 'PL-1',
      ended: { on: '2023-06-01', reason: 'CARPL' },
      fields: { endPlanned: true },
    },
  ]
  t.match((await upsert(officer, end)).body.records, [{ outcome: 'changed' }])
  t.same(outcomes((await upsert(officer, end)).body), ['unchanged'])
  const { body } = await upsert(officer, [
    { kind: 'children', externalId: 'C-1', removed: { reason: 'A test' } },
  ])
  t.match(body.records, [{ outcome: 'refused', faults: [{ pointer: '#/records/0' }] }])
  const removals = ['children', 'sibling-groups', 'care-periods', 'placements', 'legal-statuses'].map(
    (kind, index) => ({
      kind,
      externalId: ['C-1', 'SG-1', 'CP-1', 'PL-1', 'LS-1'][index],
      removed: { reason: 'Recorded by mistake' },
    }),
  )
  t.same(outcomes((await upsert(officer, removals, { dryRun: true })).body), Array(5).fill('removed'))
  t.same(outcomes((await upsert(officer, removals)).body), Array(5).fill('removed'))
  t.same(outcomes((await upsert(officer, removals)).body), Array(5).fill('unchanged'))
  t.equal(await countOf('children'), 0)
})
