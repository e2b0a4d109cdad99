import t from 'tap'
import { testApp } from '../../test/support/app.ts'
import { aCaseSystem } from '../../test/support/builders.ts'
import { sendRecords, type SystemRecord } from '../examples/send-records.ts'
import { connectWithKey } from './support.ts'

const service = await testApp(t, { listen: true })
const admin = await service.as('admin')
await aCaseSystem(admin, { name: 'mosaic' })
const caseSystem = await connectWithKey(service, ['external-ids:write', 'homes:write'], {
  purpose: 'Nightly load',
})

t.test('a case system sends what it has, and is told what was refused', async (t) => {
  const records: SystemRecord[] = [
    {
      kind: 'homes',
      externalId: 'HOME-12',
      fields: {
        providerId: { externalId: 'ORG-12' },
        name: 'Elm House',
        kind: 'childrens-home',
        opensOn: '2019-01-01',
        registeredOn: '2019-01-01',
      },
    },
    { kind: 'providers', externalId: 'ORG-12', fields: { name: 'Cedar Care', sector: 'private' } },
    { kind: 'beds', externalId: 'BED-1', fields: { homeId: { externalId: 'HOME-13' }, label: 'Room 1' } },
  ]
  const refusals = await sendRecords(caseSystem, 'mosaic', records)
  t.match(refusals, [{ index: 2, externalId: 'BED-1', faults: [{ pointer: '#/records/2/fields/homeId' }] }])
  t.equal(refusals.length, 1)
  const { body } = await admin.get('/v1/homes')
  t.match(
    body.items.map(({ name }) => name),
    ['Elm House'],
  )
})
