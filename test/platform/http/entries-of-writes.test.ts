import t from 'tap'
import { testApp, type Answer, type Body } from '../../support/app.ts'
import { aBed, aChild, aPanelCase, aPlacement } from '../../support/builders.ts'
import { inHours, TODAY } from '../../support/placing.ts'

/** An answer that names a child has an entry in the access log, also where it is the answer of a write, or sent again. */

const service = await testApp(t, { clock: () => new Date() })
const officer = await service.as('admin')
const any = { 'if-match': '*' }

/** The children whose entries an answer has. */
async function childrenEntered({ headers }: Answer<Body>): Promise<string[]> {
  const { rows } = await service.ownerPool.query<{ id: string }>(
    'select unnest(child_ids) as id from access_log where request_id = $1',
    [headers['x-request-id']],
  )
  return rows.map(({ id }) => id)
}

t.test('a hold, its extension and its release', async (t) => {
  const child = await aChild(officer)
  const beds = [{ bedId: (await aBed(officer)).id, childId: child.id }]
  const hold = await officer.post('/v1/holds', { beds, from: TODAY, expiresAt: inHours(2) })
  t.same(await childrenEntered(hold), [child.id])
  const url = `/v1/holds/${hold.body.id}`
  t.same(await childrenEntered(await officer.post(`${url}/extension`, { expiresAt: inHours(3) }, any)), [
    child.id,
  ])
  t.same(await childrenEntered(await officer.post(`${url}/release`, {}, any)), [child.id])
})

t.test('a placement, its end, and the same sent again', async (t) => {
  const placement = await aPlacement(officer, { bedId: (await aBed(officer)).id, startedOn: '2023-06-01' })
  const end = () =>
    officer.post(
      `/v1/placements/${placement.id}/end`,
      { on: TODAY, reason: 'CARPL', planned: true },
      { ...any, 'idempotency-key': 'the end' },
    )
  const [first, again] = [await end(), await end()]
  t.match([first, again], [{ status: 200 }, { status: 200, headers: { 'idempotency-replayed': 'true' } }])
  t.not(first.headers['x-request-id'], again.headers['x-request-id'])
  for (const answer of [first, again]) t.same(await childrenEntered(answer), [placement.childId])
})

t.test('a case of a panel, its options and its decision', async (t) => {
  const panelCase = await aPanelCase(officer)
  const url = `/v1/panel-cases/${panelCase.id}`
  t.same(await childrenEntered(await officer.get(url)), [panelCase.childId])
})

t.test('the feed of events', async (t) => {
  const placement = await aPlacement(officer, { bedId: (await aBed(officer)).id, startedOn: '2023-06-01' })
  const answer = await officer.get('/v1/events?limit=1000')
  t.ok((await childrenEntered(answer)).includes(placement.childId as string))
})
