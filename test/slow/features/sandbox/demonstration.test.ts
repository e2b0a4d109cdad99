import t from 'tap'
import { runSandboxCommand } from '../../../../src/features/sandbox/index.ts'
import { CHESHIRE_EAST, testApp, type Body } from '../../../support/app.ts'
import { contentsOf } from '../../../features/sandbox/support.ts'

/** The whole demonstration as a sandbox: much of every kind of record is changed, and all of it is back. */

t.setTimeout(900_000)

t.test('the demonstration is put back row by row, and its figures with it', async (t) => {
  const service = await testApp(t, { contents: 'demonstration', clock: () => new Date() })
  const { ownerPool } = service
  const admin = await service.as('admin')
  await runSandboxCommand(ownerPool, { action: 'make', authorityCode: CHESHIRE_EAST })
  const seed = await contentsOf(ownerPool, CHESHIRE_EAST)
  const figure = async () =>
    (await admin.get<{ items: Body[] }>('/v1/measures/children-looked-after?asAt=2023-12-01')).body.items
  t.match(await figure(), [{ numerator: 533 }])
  const { rows } = await ownerPool.query<{ id: string }>(
    `select p.id from care_periods p where p.started_on < '2023-11-01' and p.ended_on is null limit 5`,
  )
  for (const { id } of rows)
    t.equal((await admin.patch(`/v1/care-periods/${id}`, { need: 'N8' }, { 'if-match': '*' })).status, 200)
  await ownerPool.query(
    `delete from legal_statuses where authority_code = $1 and ended_on is null and started_on > '2023-10-01'`,
    [CHESHIRE_EAST],
  )
  t.notSame(await contentsOf(ownerPool, CHESHIRE_EAST), seed)
  t.equal((await admin.post('/v1/sandbox/reset', { authorityCode: CHESHIRE_EAST })).status, 200)
  t.same(await contentsOf(ownerPool, CHESHIRE_EAST), seed)
  t.match(await figure(), [{ numerator: 533 }])
})
