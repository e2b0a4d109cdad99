import t from 'tap'
import { loadDemonstration } from '../../../../src/features/demo/load.ts'
import { loadReference } from '../../../../src/features/geography/index.ts'
import { testDatabase } from '../../../support/database.ts'
import { impossibleOn } from '../../../features/demo/invariants.ts'

t.setTimeout(900_000)

/** Days on which calendars are odd, each with another seed: a leap day, holidays, a Sunday of the clock change, a Saturday. */
const days = [
  '2024-06-30',
  '2024-12-25',
  '2025-03-30',
  '2026-01-01',
  '2027-02-28',
  '2028-02-29',
  '2029-09-01',
]

for (const [index, today] of days.entries()) {
  t.test(`loaded on ${today}, the demonstration has nothing impossible on record`, async (t) => {
    const { ownerPool } = await testDatabase(t, { contents: 'reference' })
    await loadReference(ownerPool)
    await loadDemonstration(ownerPool, { seed: String(index + 1), today })
    t.same(await impossibleOn(ownerPool, today), {})
    const { rows } = await ownerPool.query(
      `select to_char(d, 'YYYY-MM') as month, count(*)::int as children
         from generate_series('2023-12-31', $1::date, interval '1 month') d
         join care_periods k on k.nights @> d::date
        where not exists (select from legal_statuses l where l.child_id = k.child_id and l.status = 'V4')
        group by d having count(*) not between 500 and 600`,
      [today],
    )
    t.same(rows, [], 'from 500 to 600 children are looked after at the end of every month')
  })
}
