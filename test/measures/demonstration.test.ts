import t from 'tap'
import { ensureDemonstration, referenceDay } from '../../src/demo/index.ts'
import { testApp } from '../support/app.ts'

t.test('every measure has a figure for the demonstration authority', async (t) => {
  const service = await testApp(t)
  await ensureDemonstration(service.ownerPool)
  const analyst = await service.as('bi')
  const { items } = (await analyst.get('/v1/measures')).body
  const empty: string[] = []
  /** Where care leavers live is returned for whole years. */
  const lastReturn = '2023-03-31'
  for (const { id } of items) {
    const day = id === 'suitable-accommodation' ? lastReturn : referenceDay
    const { body } = await analyst.get(`/v1/measures/${id}?asAt=${day}`)
    if (typeof body.items[0]?.value !== 'number') empty.push(id)
  }
  t.same(empty, [])
  const data = await service.as('data')
  const [kept] = (await data.get('/v1/imports')).body.items
  t.match(kept, { status: 'succeeded', requestedBy: 'demonstration' })
  t.equal((await data.get(`/v1/imports/${kept?.id}`)).status, 200)
})
