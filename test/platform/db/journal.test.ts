import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Journal, type Entry } from '../../../src/platform/db/journal.ts'
import { testDatabase } from '../../support/database.ts'

const { appPool, ownerPool } = await testDatabase(t)
const authorities = ['E06000049', 'E08000007']
await ownerPool.query(`insert into authorities (code, name) select code, code from unnest($1::text[]) code`, [
  authorities,
])

const entryOf = (authorityCode: string, purpose: string): Entry => ({
  table: 'access_log',
  row: {
    authority_code: authorityCode,
    actor: 'officer@example.test',
    role: 'placements',
    action: 'GET /v1/children/:id',
    purpose,
    request_id: randomUUID(),
    child_ids: [randomUUID()],
  },
})

/** The purposes of an authority's entries in order, and the number of transactions that wrote them. */
async function logOf(authorityCode: string) {
  const { rows } = await ownerPool.query<{ purposes: string[] | null; commits: number }>(
    `select array_agg(purpose order by id) as purposes, count(distinct xmin::text)::integer as commits
       from access_log where authority_code = $1`,
    [authorityCode],
  )
  return { purposes: rows[0]?.purposes ?? [], commits: rows[0]?.commits ?? 0 }
}

t.afterEach(() => ownerPool.query('truncate access_log'))

t.test('entries of many reads at once are kept in order, many in a transaction', async (t) => {
  const journal = new Journal(appPool)
  const read = Array.from({ length: 200 }, (_, index) => String(index))
  await Promise.all(read.map((purpose, index) => journal.append(entryOf(authorities[index % 2]!, purpose))))
  for (const [remainder, authority] of authorities.entries()) {
    const { purposes, commits } = await logOf(authority)
    t.same(
      purposes,
      read.filter((_, index) => index % 2 === remainder),
      authority,
    )
    t.ok(commits <= 2, 'of 100 entries')
  }
})

t.test('an entry is durable when its append resolves, not later', async (t) => {
  const journal = new Journal(appPool)
  for (const purpose of ['first', 'second']) {
    await journal.append(entryOf(authorities[0]!, purpose))
    t.equal((await logOf(authorities[0]!)).purposes.at(-1), purpose)
  }
})

t.test('an entry that PostgreSQL refuses is refused alone', async (t) => {
  const journal = new Journal(appPool)
  const results = await Promise.allSettled([
    journal.append(entryOf(authorities[0]!, 'before')),
    journal.append(entryOf('E06999999', 'of an authority that nobody knows')),
    journal.append(entryOf(authorities[0]!, 'after')),
    journal.append(entryOf(authorities[1]!, 'elsewhere')),
  ])
  t.match(results, [
    { status: 'fulfilled' },
    { status: 'rejected', reason: { constraint: 'access_log_authority_code_fkey' } },
    { status: 'fulfilled' },
    { status: 'fulfilled' },
  ])
  t.same((await logOf(authorities[0]!)).purposes, ['before', 'after'])
  t.same((await logOf(authorities[1]!)).purposes, ['elsewhere'])
})

t.test('while the log cannot be written every append is refused, and afterwards none', async (t) => {
  const journal = new Journal(appPool)
  const appendTwo = () =>
    Promise.allSettled(['one', 'two'].map((purpose) => journal.append(entryOf(authorities[0]!, purpose))))
  await ownerPool.query('revoke insert on access_log from sufficiency_app')
  t.match(await appendTwo(), [{ reason: { code: '42501' } }, { reason: { code: '42501' } }])
  await ownerPool.query('grant insert on access_log to sufficiency_app')
  t.match(await appendTwo(), [{ status: 'fulfilled' }, { status: 'fulfilled' }])
  t.same((await logOf(authorities[0]!)).purposes, ['one', 'two'])
})
