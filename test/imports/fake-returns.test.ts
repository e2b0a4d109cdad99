import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import t, { type Test } from 'tap'
import { STOCKPORT, testApp } from '../support/app.ts'
import { needs, sharedData } from '../support/shared-data.ts'
import { filesIn, importOf, reportOf, type Finding, type Import, type Sent } from './support.ts'

const CROYDON = 'E09000008'
const folder = sharedData('903')
const service = await testApp(t)
const tables = ['children', 'care_periods', 'legal_statuses', 'placements', 'return_rows']

/** A fingerprint of every row of every table that an import writes. */
async function fingerprint(): Promise<string[]> {
  return Promise.all(
    tables.map(async (table) => {
      const { rows } = await service.ownerPool.query<{ print: string }>(
        `select count(*) || ' ' || md5(string_agg(r::text, '' order by r::text)) as print from ${table} r`,
      )
      return `${table} ${rows[0]?.print}`
    }),
  )
}

/** Rows of CSV files, counted apart from the product. */
const linesOf = (files: readonly Sent[]) =>
  files.reduce(
    (total, { content }) =>
      total + (parse(content, { bom: true, relax_column_count: true }) as unknown[]).length - 1,
    0,
  )

function accountedFor(t: Test, done: Import, findings: readonly Finding[], rows: number) {
  const { read, new: added, changed, unchanged, rejected, repaired, modules } = done.counts
  t.equal(done.status, 'succeeded', done.detail ?? '')
  t.equal(read, rows, 'every row is read')
  t.equal(added + changed + unchanged + rejected, read, 'every row has one outcome')
  const rowsTold = (kind: string) =>
    new Set(
      findings
        .filter((found) => found.kind === kind)
        .map(({ file, module, row }) => `${file} ${module} ${row}`),
    ).size
  t.equal(rowsTold('rejected'), rejected, 'every rejected row has its reason')
  t.equal(rowsTold('repaired'), repaired, 'every repaired row is told of')
  t.ok(findings.every(({ reason, kind, row }) => reason !== '' && (kind !== 'rejected' || row !== null)))
  t.equal(
    Object.values(modules).reduce((total, module) => total + module.read, 0),
    read,
  )
}

const partial = { acceptPartial: 'true' }

t.test(
  'five fake years are loaded, every row is accounted for, and again they change nothing',
  needs(folder),
  async (t) => {
    const data = await service.as('data')
    const files = await filesIn(`${folder}/demand-fake`, /\.csv$/)
    t.equal(files.length, 20)
    const refused = await importOf(data, files)
    t.match(refused, { status: 'rejected', counts: { records: null } })
    t.match(
      await fingerprint(),
      tables.map((table) => `${table} `),
      'nothing is applied',
    )

    const done = await importOf(data, files, partial)
    accountedFor(t, done, await reportOf(data, done.id), linesOf(files))
    const before = await fingerprint()
    const again = await importOf(data, files, partial)
    t.match(again.counts, {
      read: done.counts.read,
      new: 0,
      changed: 0,
      rejected: done.counts.rejected,
      withdrawn: 0,
    })
    t.same(await fingerprint(), before)

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
    const done = await importOf(data, files, partial)
    accountedFor(t, done, await reportOf(data, done.id), linesOf(files))
  }
  const compared = await service.ownerPool.query(
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
  t.same(compared.rows, [])
})

t.test('the fake year of every module is loaded, as CSV and as XML', needs(folder), async (t) => {
  const data = await service.as('data', STOCKPORT)
  const files = await filesIn(`${folder}/validator-fake`, /\.csv$/)
  const done = await importOf(data, files, partial)
  accountedFor(t, done, await reportOf(data, done.id), linesOf(files))
  t.same(
    done.files.flatMap(({ modules }) => modules).sort(),
    'AD1 DoLo Episodes Header Missing OC2 OC3 PlacedAdoption PrevPerm Reviews SWEpisodes UASC'.split(' '),
  )
  const { rows } = await service.ownerPool.query(`select count(*) from import_rows where import_id = $1`, [
    done.id,
  ])
  t.match(rows, [{ count: linesOf(files) }], 'the rows are kept as received')

  const xml = await readFile(`${folder}/validator-fake/fake_903.xml`, 'utf8')
  const elements = (name: string) => xml.split(`<${name}>`).length - 1
  const second = await importOf(data, [{ name: 'fake_903.xml', content: xml }], partial)
  t.match(
    Object.fromEntries(
      Object.entries(second.counts.modules).map(([module, counts]) => [module, counts.read]),
    ),
    {
      Header: elements('CHILDID'),
      Episodes: elements('EPISODE'),
      Reviews: elements('AREVIEW'),
      Missing: elements('AMISSING'),
      OC2: elements('OC2'),
      PrevPerm: elements('PERMANENCE'),
      PlacedAdoption: elements('AD_PLACED'),
      UASC: elements('UASC'),
      OC3: elements('IN_TOUCH'),
      AD1: elements('DATE_INT'),
    },
  )
  accountedFor(t, second, await reportOf(data, second.id), second.counts.read)

  const before = await fingerprint()
  t.match((await importOf(data, files, partial)).counts, { new: 0, changed: 0 })
  t.match((await importOf(data, [{ name: 'fake_903.xml', content: xml }], partial)).counts, {
    new: 0,
    changed: 0,
  })
  t.same(await fingerprint(), before)
})
