import t from 'tap'
import { ensureDemonstration, referenceDay } from '../../src/demo/index.ts'
import { testApp } from '../support/app.ts'

t.test('every measure has a figure for the demonstration authority', async (t) => {
  const service = await testApp(t)
  await ensureDemonstration(service.ownerPool)
  const analyst = await service.as('bi')
  const { items } = (await analyst.get('/v1/measures')).body
  const empty: string[] = []
  for (const { id } of items) {
    const { body } = await analyst.get(`/v1/measures/${id}?asAt=${referenceDay}`)
    if (typeof body.items[0]?.value !== 'number') empty.push(id)
  }
  t.same(empty, ['suitable-accommodation'], 'care leavers’ accommodation comes with a return alone')
})
