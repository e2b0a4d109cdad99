import fc from 'fast-check'
import t from 'tap'
import { distanceMiles } from '../../../src/domain/distance.ts'
import { testDatabase } from '../../support/database.ts'

t.test('PostgreSQL and the domain agree on every distance', async (t) => {
  const { appPool } = await testDatabase(t)
  const metres = (max: number) => fc.integer({ min: 0, max })
  const nearbyPoints = fc.tuple(metres(60_000), metres(60_000), metres(60_000), metres(60_000))
  const far = fc.tuple(metres(700_000), metres(1_300_000), metres(700_000), metres(1_300_000))
  const pairs = fc.sample(fc.oneof(nearbyPoints, far), 20_000)
  const { rows } = await appPool.query<{ miles: number }>(
    `select distance_miles(p[1], p[2], p[3], p[4]) as miles
       from (select array[(j ->> 0)::integer, (j ->> 1)::integer, (j ->> 2)::integer, (j ->> 3)::integer] as p
               from jsonb_array_elements($1) with ordinality as e (j, n) order by n) pairs`,
    [JSON.stringify(pairs)],
  )
  const differ = pairs.filter(
    ([e1, n1, e2, n2], index) =>
      distanceMiles({ easting: e1, northing: n1 }, { easting: e2, northing: n2 }) !== rows[index]?.miles,
  )
  t.equal(rows.length, pairs.length)
  t.same(differ, [])
})

t.test('an unknown place is an unknown distance in PostgreSQL too', async (t) => {
  const { appPool } = await testDatabase(t)
  const { rows } = await appPool.query('select distance_miles(null, null, 370000, 355000) as miles')
  t.same(rows, [{ miles: null }])
})
