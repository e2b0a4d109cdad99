import t from 'tap'
import { testDatabase } from '../../support/database.ts'

t.test('a test has a migrated database of its own', async (t) => {
  const { appPool, ownerPool } = await testDatabase(t)
  const other = await testDatabase(t)
  const database =
    'select current_database() as name, count(*) as migrations from schema_migrations group by 1'
  const [here, there] = await Promise.all(
    [ownerPool, other.ownerPool].map((pool) => pool.query<{ name: string; migrations: number }>(database)),
  )
  t.not(here?.rows[0]?.name, there?.rows[0]?.name)
  t.equal(here?.rows[0]?.migrations, there?.rows[0]?.migrations)

  const { rows } = await appPool.query('select current_user as who')
  t.same(rows, [{ who: 'sufficiency_app' }], 'the application pool acts as the application’s role')
})
