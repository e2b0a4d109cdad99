import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Principal } from '../../../src/domain/access.ts'
import { supposedFree, supposedOpen } from '../../../src/features/plans/queries/inputs.ts'
import { readAs } from '../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'
import { aBed, aHome, aJudgement, aProvider } from '../../support/builders.ts'

/** What a plan supposes of a bed is what the database would keep of it, column for column. */

const service = await testApp(t)
const client = await service.as('placements')
const principal: Principal = { subject: 'officer', role: 'placements', authorityCode: CHESHIRE_EAST }
const provider = await aProvider(client, { sector: 'private' })
const description = {
  kind: 'childrens-home',
  postcode: 'CW1 3CC',
  ageFrom: 9,
  ageTo: 15,
  accepts: 'female',
  capabilities: ['wheelchair-accessible'],
  takesSiblings: false,
  takesEmergencies: true,
} as const
const home = await aHome(client, { ...description, providerId: provider.id })
const bed = await aBed(client, { homeId: home.id, opensOn: '2023-12-01' })
await aJudgement(client, { homeId: home.id, grade: 'outstanding' })

type Row = Record<string, unknown>
const { rows } = await service.ownerPool.query<{ row: Row }>(
  'select to_jsonb(f) as row from bed_free f where bed_id = $1',
  [bed.id],
)
const record = rows[0]?.row ?? {}

t.test(
  'every column of a free bed says something, but for a departure awaited and places in question',
  (t) => {
    const empty = Object.keys(record)
      .filter((column) => record[column] === null)
      .sort()
    t.same(empty, ['awaiting_departure', 'places'])
    t.end()
  },
)

t.test('a bed that is supposed to be free earlier', async (t) => {
  const answer = await readAs(service.appPool, principal, (tx) =>
    supposedFree(tx, [{ bedId: bed.id, from: '2023-11-01', recordedFrom: '2023-12-01' }]),
  )
  t.strictSame(answer, [{ ...record, free_from: '2023-11-01', replaces: '2023-12-01' }])
})

t.test('a home that is supposed to open', async (t) => {
  const [id, bedId] = [randomUUID(), randomUUID()]
  const open = {
    ...description,
    capabilities: [...description.capabilities],
    sector: 'private',
    ofstedGrade: 'outstanding',
  }
  const answer = await readAs(service.appPool, principal, (tx) =>
    supposedOpen(tx, [{ ...open, id, bedIds: [bedId], postcode: 'CW13CC', from: '2023-12-01' }]),
  )
  t.strictSame(answer, [{ ...record, bed_id: bedId, home_id: id, registered: '(,)' }], 'and to be registered')
})
