import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { importJob, submit } from '../../../../src/features/returns/in/service.ts'
import { writeAs } from '../../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body } from '../../../support/app.ts'
import { csv, form, importOf, post, reportOf } from './support.ts'

const service = await testApp(t, { limits: { uploadBytes: 2_000_000 } })
const { app, appPool, ownerPool } = service
const data = await service.as('data')

const header = csv('header', 'A,1,05/06/2010,WBRI,UN2,,')
const episodes = csv(
  'episodes',
  'A,03/05/2017,S,C2,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
  'A,01/09/2017,L,E1,N1,U4,PR1,,,,CW1 1AA,CW2 1AA,',
)

const tables = ['children', 'care_periods', 'legal_statuses', 'placements', 'return_rows']
/** All rows of all tables that an import writes. */
async function dump() {
  const all: Record<string, unknown[]> = {}
  for (const table of tables) {
    const { rows } = await ownerPool.query<{ row: string }>(
      `select ${table}::text as row from ${table} order by 1`,
    )
    all[table] = rows.map(({ row }) => row)
  }
  return all
}

t.test('an import answers at once with where to look, and then with what became of it', async (t) => {
  const answer = await post(data, [header, episodes])
  t.equal(answer.status, 202)
  t.equal(answer.headers.location, `/v1/imports/${answer.body.id}`)
  t.match(answer.body, {
    status: 'queued',
    counts: null,
    files: [{ name: 'header.csv' }, { name: 'episodes.csv' }],
  })
  let result: Body
  do result = (await data.get(String(answer.headers.location))).body
  while (result.status === 'queued' || result.status === 'running')
  t.match(result, {
    status: 'succeeded',
    detail: null,
    files: [
      { name: 'header.csv', modules: ['Header'], rows: 1 },
      { name: 'episodes.csv', modules: ['Episodes'], rows: 2 },
    ],
    counts: {
      read: 3, new: 3, changed: 0, unchanged: 0, rejected: 0, repaired: 1,
      records: { children: { new: 1 }, care_periods: { new: 1 }, legal_statuses: { new: 2 }, placements: { new: 1 } },
    },
  }) // prettier-ignore
  t.match(await reportOf(data, result.id, 'repaired'), [
    {
      kind: 'repaired',
      file: 'episodes.csv',
      module: 'Episodes',
      row: 2,
      column: 'DEC',
      rule: '142',
      reason: /2017-09-01/,
    },
  ])
  const { body: children } = await data.get('/v1/children')
  t.match(children.items, [
    { reference: 'A', dateOfBirth: '2010-06-05', sex: 'male', homePostcode: 'CW1 1AA' },
  ])
  const { body: placements } = await data.get(`/v1/placements?childId=${children.items[0]?.id}`)
  t.match(placements.items, [
    {
      placementType: 'internal-foster',
      placeCode: 'U4',
      startedOn: '2017-05-03',
      endedOn: null,
      bedId: null,
    },
  ])
})

t.test('the same files again change nothing', async (t) => {
  const dumpBefore = await dump()
  const again = await importOf(data, [episodes, header])
  t.match(again.counts, { read: 3, new: 0, changed: 0, unchanged: 3, rejected: 0 })
  t.same(await dump(), dumpBefore)
})

t.test('a later return changes what it says otherwise, and leaves the rest as it was', async (t) => {
  const dumpBefore = await dump()
  const result = await importOf(data, [
    csv('header', 'A,1,05/06/2010,WBRI,UN2,,', 'B,2,01/02/2012,BCRB,UN2,,'),
    csv(
      'episodes',
      'A,01/09/2017,L,E1,N1,U4,PR1,10/05/2018,X1,CARPL,CW1 1AA,CW2 1AA,',
      'A,10/05/2018,P,E1,N1,K2,PR4,,,,CW1 1AA,CW2 1AB,',
      'B,11/05/2018,S,V2,N1,P1,PR0,,,,,,',
    ),
  ])
  t.match(result.counts, {
    read: 5, new: 5, rejected: 0,
    records: {
      children: { new: 1, changed: 0, unchanged: 1 },
      care_periods: { new: 1, changed: 0, unchanged: 1 },
      placements: { new: 2, changed: 1, unchanged: 0, removed: 0 },
    },
  }) // prettier-ignore
  const dumpAfter = await dump()
  t.equal(dumpAfter.children?.filter((row) => dumpBefore.children?.includes(row)).length, 1)
  t.equal(dumpAfter.care_periods?.filter((row) => dumpBefore.care_periods?.includes(row)).length, 1)
})

t.test('one row that cannot be used refuses all of them, unless part is accepted', async (t) => {
  const dumpBefore = await dump()
  const files = [
    csv('header', 'C,1,05/06/2010,WBRI,UN2,,'),
    csv('episodes', 'C,31/02/2018,S,C2,N1,U4,PR1,,,,,,', 'C,01/05/2018,S,C2,N1,U4,PR1,,,,,,'),
  ]
  const refusal = await importOf(data, files)
  t.match(refusal, {
    status: 'rejected',
    detail: /1 of 3 rows/,
    counts: { read: 3, rejected: 1, records: null },
  })
  t.match(await reportOf(data, refusal.id, 'rejected'), [
    {
      file: 'episodes.csv',
      row: 2,
      column: 'DECOM',
      value: '31/02/2018',
      rule: '141',
      reason: /dd\/mm\/yyyy/,
    },
  ])
  t.same(await dump(), dumpBefore)
  const { rows } = await ownerPool.query(
    `select received ->> 'DECOM' as decom, outcome from import_rows where import_id = $1 and module = 'Episodes' order by row_number`,
    [refusal.id],
  )
  t.same(
    rows,
    [
      { decom: '31/02/2018', outcome: 'rejected' },
      { decom: '01/05/2018', outcome: 'new' },
    ],
    'the rows are kept as received',
  )

  const partialImport = await importOf(data, files, { acceptPartial: 'true' })
  t.match(partialImport, {
    status: 'succeeded',
    counts: { read: 3, new: 2, rejected: 1, records: { placements: { new: 1 } } },
  })
})

t.test('a file that cannot be read refuses all of them, by its name', async (t) => {
  const cut = { name: 'cut.csv.gz', content: gzipSync(header.content).subarray(0, 20) }
  const refusal = await importOf(data, [header, cut], { year: '2017-18' })
  t.match(refusal, { status: 'rejected', detail: /1 files/ })
  t.match(await reportOf(data, refusal.id, 'rejected'), [
    { kind: 'rejected', file: 'cut.csv.gz', module: null, row: null, reason: /cut short/ },
  ])
})

t.test('the report is a spreadsheet when asked for', async (t) => {
  const { id } = await importOf(data, [csv('episodes', 'Z,01/05/2018,S,C2,N1,U4,PR1,,,,,,')])
  const { headers, body } = await data.get<string>(`/v1/imports/${id}/report?kind=rejected`, {
    accept: 'text/csv',
  })
  t.match(headers['content-type'], /^text\/csv/)
  t.same(body.replace('\uFEFF', '').split('\r\n'), [
    'kind,file,module,row,column,value,rule,reason',
    'rejected,episodes.csv,Episodes,2,CHILD,Z,INT03,Child in Episodes is not in Header',
    '',
  ])
})

t.test('who read a report is kept with the children whose rows were in it', async (t) => {
  const { id } = await importOf(data, [csv('episodes', 'A,03/05/2017,S,C2,N9,U4,PR1,,,,,,')])
  await data.get(`/v1/imports/${id}/report`, { 'access-purpose': 'correcting the return' })
  const { rows } = await ownerPool.query(
    `select action, purpose, actor, child_ids = array(select id from children where reference = 'A') as of_the_child
       from access_log where action like '%report%' order by id desc limit 1`,
  )
  t.match(rows, [
    {
      action: 'GET /v1/imports/:id/report',
      purpose: 'correcting the return',
      actor: /^data@/,
      of_the_child: true,
    },
  ])
})

t.test('a placement recorded by hand is never overwritten, and the rest is applied', async (t) => {
  const child = await data.post('/v1/children', { reference: 'H', dateOfBirth: '2010-06-05', sex: 'female' })
  const placement = await data.post('/v1/placements', {
    childId: child.body.id, placementType: 'with-parents', startedOn: '2018-06-01', endedOn: '2018-07-01',
  }) // prettier-ignore
  t.equal(placement.status, 201)
  const files = [
    csv('header', 'H,2,05/06/2010,WBRI,UN2,,'),
    csv('episodes', 'H,01/05/2018,S,C2,N1,U4,PR1,,,,,,'),
  ]
  const others = [
    csv('header', 'H2,2,05/06/2010,WBRI,UN2,,'),
    csv('episodes', 'H2,02/05/2018,S,C2,N1,U4,PR1,,,,,,'),
  ]
  const partialImport = await importOf(data, [...files, ...others])
  t.match(partialImport, {
    status: 'succeeded',
    detail: /1 children are left as they are/,
    counts: { rejected: 2, records: { placements: { new: 1 } } },
  })
  t.match(await reportOf(data, partialImport.id, 'rejected'), [
    {
      module: 'Episodes',
      reason:
        /Recorded, changed or built on live: placements 2018-06-01 to 2018-07-01; by the returns: placements 2018-05-01 to now/,
    },
    { module: 'Header', column: 'CHILD', reason: /which is right/ },
  ])
  await data.del(`/v1/placements/${placement.body.id}`, { 'if-match': String(placement.headers.etag) })
  t.match(await importOf(data, files), { status: 'succeeded', detail: null, counts: { rejected: 0 } })
})

t.test('a placement is matched to the home of its URN and postcode, and to a bed that is free', async (t) => {
  const provider = await data.post('/v1/providers', { name: 'Good Homes', sector: 'private' })
  const home = await data.post('/v1/homes', {
    providerId: provider.body.id, name: 'The Elms', kind: 'childrens-home', ofstedUrn: 'SC123456',
    postcode: 'CW2 1AA', registeredPlaces: 1, opensOn: '2015-01-01',
  }) // prettier-ignore
  const bed = await data.post('/v1/beds', { homeId: home.body.id, label: '1', opensOn: '2015-01-01' })
  t.equal(bed.status, 201, JSON.stringify(bed.body))
  const place = (child: string, from: string, urn = 'SC123456', postcode = 'CW2 1AA') =>
    `${child},${from},S,C2,N1,K2,PR4,01/03/2019,E4A,,,${postcode},${urn}`
  const files = [
    csv('header', ...['P', 'Q', 'R'].map((child) => `${child},1,05/06/2010,WBRI,UN2,,`)),
    csv(
      'episodes',
      place('P', '01/05/2018'),
      place('Q', '01/06/2018'),
      place('R', '01/06/2018', 'SC123456', 'CW2 1AB'),
    ),
  ]
  const result = await importOf(data, files)
  t.equal(result.status, 'succeeded')
  t.match(
    (await reportOf(data, result.id)).filter(({ column }) => column === 'URN'),
    [{ kind: 'noted', row: 3, value: 'SC123456', reason: /no bed free/ }],
  )
  const recordsOf = async (reference: string) => {
    const { rows } = await ownerPool.query(
      `select bed_id, home_id, ended_on from placements p join children c on c.id = p.child_id where c.reference = $1`,
      [reference],
    )
    return rows as unknown
  }
  t.match(await recordsOf('P'), [{ bed_id: bed.body.id, home_id: home.body.id }])
  t.match(await recordsOf('Q'), [{ bed_id: null, home_id: home.body.id }])
  t.match(await recordsOf('R'), [{ bed_id: null, home_id: null }])

  const correction = csv('episodes', place('P', '01/05/2018').replace('01/03/2019', '01/02/2019'))
  t.match((await importOf(data, [correction])).counts, {
    changed: 1,
    records: { placements: { changed: 1 } },
  })
  t.match(await recordsOf('P'), [{ bed_id: bed.body.id, ended_on: '2019-02-01' }], 'it keeps its bed')
})

t.test('an import is seen and made by data officers of the authority alone', async (t) => {
  const { items } = (await data.get('/v1/imports')).body
  const id = String(items[0]?.id)
  for (const role of ['placements', 'bi', 'panel'] as const) {
    const client = await service.as(role)
    t.equal((await client.get('/v1/imports')).status, 403)
    t.equal((await client.get(`/v1/imports/${id}/report`)).status, 403)
    t.equal((await post(client, [header])).status, 403)
  }
  const other = await service.as('data', STOCKPORT)
  t.same((await other.get('/v1/imports')).body.items, [])
  t.equal((await other.get(`/v1/imports/${id}`)).status, 404)
  t.equal((await other.get(`/v1/imports/${id}/report`)).status, 404)
  t.equal(
    (await importOf(other, [header, episodes])).status,
    'succeeded',
    'its own child of the same reference',
  )
  const { rows } = await ownerPool.query(
    `select authority_code from children where reference = 'A' order by 1`,
  )
  t.same(rows, [{ authority_code: CHESHIRE_EAST }, { authority_code: STOCKPORT }])
})

t.test('imports are listed, the latest first, a page at a time', async (t) => {
  const all = (await data.get('/v1/imports')).body.items.map(({ id }) => id)
  const first = (await data.get('/v1/imports?limit=3')).body
  const second = (await data.get(`/v1/imports?limit=3&cursor=${first.nextCursor}`)).body
  t.same(
    [...first.items, ...second.items].map(({ id }) => id),
    all.slice(0, 6),
  )
})

t.test('a form that is not one of an import is a clear refusal, and leaves no file behind', async (t) => {
  // Only folders of this process, as other test files import at the same time.
  const leftovers = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith(`sufficiency-upload-${process.pid}-`)).length
  const leftoversBefore = await leftovers()
  t.match(await post(data, []), { status: 400, body: { errors: [{ pointer: '#/files' }] } })
  t.match(await post(data, [header], { acceptPartial: 'maybe' }), {
    status: 400,
    body: { errors: [{ pointer: '#/acceptPartial' }] },
  })
  for (const fields of [{ year: 'last' }, { year: '2022-24' }, { year: '2090-91' }]) {
    t.match(await post(data, [header], fields), { status: 400, body: { errors: [{ pointer: '#/year' }] } })
  }
  t.match(await post(data, [header], { confirmYear: 'true' }), {
    status: 400,
    body: { errors: [{ pointer: '#/confirmYear' }] },
  })
  t.match(await post(data, [header], { authority: 'E08000007' }), {
    status: 400,
    body: { errors: [{ pointer: '#/authority' }] },
  })
  t.match(await data.post('/v1/imports', { files: [] }), { status: 415 })
  const large = { name: 'large.csv', content: Buffer.alloc(2_000_001, 65) }
  t.match(await post(data, [large]), { status: 413 })
  const half = { name: 'half.csv', content: Buffer.alloc(1_100_000, 65) }
  t.match(await post(data, [half, half]), { status: 413 }, 'together')
  const { headers } = form([header])
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/imports',
    headers: {
      ...headers,
      'content-length': String(5e9),
      authorization: `Bearer ${await service.token('data')}`,
    },
    payload: 'a',
  })
  t.equal(answer.statusCode, 413, 'before any of it is read')
  t.equal(await leftovers(), leftoversBefore)
  t.match(await data.get('/v1/imports/0f0f0f0f-0000-4000-8000-000000000000'), { status: 404 })
  t.match(await data.get('/v1/imports/nonsense'), { status: 400 })
})

t.test('one import of an authority at a time; one whose process is gone has failed', async (t) => {
  await ownerPool.query(
    `insert into imports (authority_code, kind, status, requested_by, files) values ($1, 'ssda903', 'running', 'x', '[]')`,
    [CHESHIRE_EAST],
  )
  t.match(await post(data, [header]), { status: 409, body: { detail: /at work/ } })
  const heartbeat = (ago: string) =>
    ownerPool.query(`update imports set heartbeat_at = now() - $1::interval where status = 'running'`, [ago])
  await heartbeat('20 seconds')
  t.match(await post(data, [header]), { status: 409 }, 'its process may be busy')
  await heartbeat('31 seconds')
  const { body } = await data.get('/v1/imports?limit=500')
  t.match(
    body.items.filter(({ status }) => status === 'failed'),
    [{ detail: /send it again/ }],
  )
  t.equal((await importOf(data, [header], { year: '2018' })).status, 'succeeded')
})

t.test('an import that was taken for abandoned while it worked applies nothing', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'abandoned-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const file = { name: 'header.csv', path: join(folder, 'header.csv') }
  await writeFile(file.path, csv('header', 'ABANDONED,1,05/06/2010,WBRI,UN2,,').content)
  const principal = { subject: 'data@example.test', role: 'data', authorityCode: CHESHIRE_EAST } as const
  const year = { year: 2018, confirmed: false }
  const options = {
    files: [file],
    acceptPartial: false,
    dryRun: false,
    maxBytes: 1e6,
    today: '2023-12-01',
    year,
  }
  const { id } = await writeAs(appPool, principal, (tx) => submit(tx, options))
  await ownerPool.query(
    `update imports set status = 'running', heartbeat_at = now() - interval '1 hour' where id = $1`,
    [id],
  )
  const dumpBefore = await dump()
  t.equal((await data.get(`/v1/imports/${id}`)).body.status, 'failed')
  const job = importJob(appPool, principal, id, options)
  await t.rejects(job.run({ signal: new AbortController().signal, report() {} }), /ended already/)
  t.same(await dump(), dumpBefore)
  t.equal((await data.get(`/v1/imports/${id}`)).body.status, 'failed')
})
