import t from 'tap'
import {
  accountedFor,
  filesIn,
  fingerprint,
  importOf,
  linesOf,
  partial,
  reportOf,
  tables,
} from '../../../../features/returns/in/support.ts'
import { testApp } from '../../../../support/app.ts'
import { needs, sharedData } from '../../../../support/shared-data.ts'

t.setTimeout(900_000)

const folder = sharedData('903')
const service = await testApp(t)

const CROYDON = 'E09000008'

t.test(
  'five fake years are loaded, every row is accounted for, and again they change nothing',
  needs(folder),
  async (t) => {
    const data = await service.as('data')
    const files = await filesIn(`${folder}/demand-fake`, /\.csv$/)
    t.equal(files.length, 20)
    const refusal = await importOf(data, files)
    t.match(refusal, { status: 'rejected', counts: { records: null } })
    t.match(
      await fingerprint(service.ownerPool),
      tables.map((table) => `${table} `),
      'nothing is applied',
    )

    const result = await importOf(data, files, partial)
    accountedFor(t, result, await reportOf(data, result.id), linesOf(files))
    const fingerprintBefore = await fingerprint(service.ownerPool)
    const again = await importOf(data, files, partial)
    t.match(again.counts, {
      read: result.counts.read,
      new: 0,
      changed: 0,
      rejected: result.counts.rejected,
      withdrawn: 0,
    })
    t.same(await fingerprint(service.ownerPool), fingerprintBefore)

    const { rows } = await service.ownerPool.query(
      `select count(*) from children c where not exists (select from care_facts f where f.child_id = c.id)
       and exists (select from care_periods p where p.child_id = c.id)`,
    )
    t.match(rows, [{ count: 0 }], 'children in care have their facts for the measures')
  },
)

t.test('the same years one by one come to the same', needs(folder), async (t) => {
  const data = await service.as('data', CROYDON)
  for (const year of [2017, 2018, 2019, 2020, 2021]) {
    const files = await filesIn(`${folder}/demand-fake`, new RegExp(`^${year}`))
    const result = await importOf(data, files, partial)
    t.equal(result.counts.read, linesOf(files))
  }
  const comparison = await service.ownerPool.query(
    `with said as (
       select c.authority_code, c.reference, c.date_of_birth, c.sex, c.uasc, p.started_on, p.ended_on,
              p.placement_type, p.layer
         from children c left join placements p on p.child_id = c.id
     )
     select reference, started_on from said where authority_code = 'E06000049'
       and (reference, date_of_birth, sex, uasc, started_on, ended_on, placement_type, layer)::text not in
           (select (reference, date_of_birth, sex, uasc, started_on, ended_on, placement_type, layer)::text
              from said where authority_code = $1)`,
    [CROYDON],
  )
  t.same(comparison.rows, [])
})
