import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { csv, importOf, reportOf } from './support.ts'

const service = await testApp(t)
const data = await service.as('data')

/** What an import itself keeps: its row and its report. */
const ownTables = ['imports', 'import_rows', 'import_findings', 'import_children', 'access_log']

/** A hash of the rows of every other table. */
async function everythingElse(): Promise<Record<string, string>> {
  const { rows: tables } = await service.ownerPool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
       and relname <> all ($1)`,
    [ownTables],
  )
  const prints: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await service.ownerPool.query<{ print: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(r::text, '' order by r::text), '')) as print from ${name} r`,
    )
    prints[name] = rows[0]?.print ?? ''
  }
  return prints
}

const childrenOf = async (id: string) => (await data.get(`/v1/imports/${id}/children`)).body.items
const none = { new: 0, changed: 0, removed: 0 }

const first = [
  csv('header', 'STAYS,1,05/06/2010,WBRI,,,', 'GOES,2,05/06/2011,WBRI,,,', 'NEVER,2,05/06/2012,WBRI,,,'),
  csv(
    'episodes',
    'STAYS,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
    'GOES,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
    'NEVER,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
  ),
]
const second = [
  csv('header', 'STAYS,1,05/06/2010,WBRI,,,', 'GOES,2,05/06/2011,WBRI,,,', 'COMES,2,05/06/2013,WBRI,,,'),
  csv(
    'episodes',
    'STAYS,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
    'GOES,03/05/2017,S,C2,N1,U4,PR1,01/09/2017,X1,CARPL,CW1 1AA,CW2 1AA,',
    'GOES,01/09/2017,P,C2,N1,K2,PR4,,,,CW1 1AA,CW2 1AA,',
    'COMES,03/06/2017,S,C2,N9,U4,PR1,,,,CW1 1AA,CW2 1AA,',
    'COMES,03/06/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
  ),
]
const partial = { acceptPartial: 'true' }

t.test('a dry run tells what the import does, and leaves nothing but its report', async (t) => {
  const webhook = await data.post('/v1/webhooks', { url: 'https://example.test/events' })
  t.ok([201, 403].includes(webhook.status))
  await importOf(data, first)
  const printBefore = await everythingElse()
  const trial = await importOf(data, second, { ...partial, dryRun: 'true' })
  t.same(await everythingElse(), printBefore, 'no record, version, event or figure is left')
  t.match(trial, {
    status: 'succeeded',
    dryRun: true,
    detail: 'A dry run: nothing is applied.',
    counts: {
      read: 8,
      new: 3,
      changed: 1,
      unchanged: 3,
      rejected: 1,
      records: {
        children: { new: 1, changed: 0, unchanged: 2, removed: 1 },
        placements: { new: 2, changed: 1, unchanged: 1, removed: 1 },
      },
    },
  })
  const children = await childrenOf(trial.id)
  t.same(children, [
    {
      reference: 'COMES',
      change: 'new',
      carePeriods: { ...none, new: 1 },
      legalStatuses: { ...none, new: 1 },
      placements: { ...none, new: 1 },
    },
    {
      reference: 'GOES',
      change: 'changed',
      carePeriods: none,
      legalStatuses: none,
      placements: { new: 1, changed: 1, removed: 0 },
    },
    {
      reference: 'NEVER',
      change: 'removed',
      carePeriods: { ...none, removed: 1 },
      legalStatuses: { ...none, removed: 1 },
      placements: { ...none, removed: 1 },
    },
  ])
  const { rows } = await service.ownerPool.query(
    `select count(*)::int as kept from import_rows where import_id = $1 and received ->> 'CHILD' = 'STAYS' and module = 'Header'`,
    [trial.id],
  )
  t.same(rows, [{ kept: 0 }], 'rows that the report says nothing of are not kept')

  const real = await importOf(data, second, partial)
  t.same(real.counts, trial.counts)
  t.same(await reportOf(data, real.id), await reportOf(data, trial.id), 'the report is the same')
  t.same(await childrenOf(real.id), children)
  const again = await importOf(data, second, { ...partial, dryRun: 'true' })
  t.match(again.counts, { new: 0, changed: 0 })
  t.same(await childrenOf(again.id), [])
})

t.test('a dry run says what would refuse the import', async (t) => {
  const printBefore = await everythingElse()
  const trial = await importOf(data, second, { dryRun: 'true' })
  t.match(trial, { status: 'rejected', detail: /1 of 8 rows/, counts: { records: null } })
  t.same(await childrenOf(trial.id), [])
  t.same(await everythingElse(), printBefore)
})

t.test('the children of an import are a spreadsheet when asked for, and who read it is kept', async (t) => {
  const { items } = (await data.get('/v1/imports')).body
  const real = items.find(({ dryRun, status }) => dryRun === false && status === 'succeeded')
  const path = `/v1/imports/${real?.id}/children`
  const { body, headers } = await data.get<string>(`${path}?limit=1`, { accept: 'text/csv' })
  t.match(
    body,
    /^\uFEFFreference,change,carePeriods.new,carePeriods.changed,.*placements.removed\r\nCOMES,new,1,0,0,1,/,
  )
  t.match(headers.link, /cursor=/)
  const { rows } = await service.ownerPool.query(
    `select cardinality(child_ids) as children from access_log where action = 'GET /v1/imports/:id/children' order by id desc limit 1`,
  )
  t.same(rows, [{ children: 1 }])
  t.equal((await (await service.as('bi')).get(path)).status, 403)
})
