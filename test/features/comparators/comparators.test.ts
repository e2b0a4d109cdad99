import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import t from 'tap'
import { importPublished } from '../../../src/features/comparators/index.ts'
import { testApp, type Body } from '../../support/app.ts'
import { databaseVariables } from '../../support/database.ts'
import { command } from '../../support/command.ts'
import { needs, sharedData } from '../../support/shared-data.ts'
import { neighboursFile, stabilityFile, type Line } from '../scorecards/published.ts'

const service = await testApp(t)
const { ownerPool } = service
const bi = await service.as('bi')
const folder = t.testdir()

const la = (old: string, code: string, percent: string, count = '20'): Line => ({
  area: { old, code },
  count,
  percent,
})

/**
 * Three or more placements, 2023. Neighbours with a value: 6, 8, 9, 10, 10, 12, 15 = seven of them, sum 70, mean 10,
 * median 10 (the fourth of seven). Symbols c, k and z stand for three.
 */
const lines: Line[] = [
  { area: 'England', count: '8500', percent: '10' },
  { area: 'North West', count: '1500', percent: '9' },
  la('895', 'E06000049', '13', '73'),
  la('916', 'E10000013', '6'),
  la('937', 'E10000031', '8'),
  la('815', 'E06000065', '9'),
  la('877', 'E06000007', '10'),
  la('865', 'E06000054', '10'),
  la('850', 'E10000014', '12'),
  la('896', 'E06000050', 'c', 'c'),
  la('931', 'E10000025', 'k', '1'),
  la('885', 'E10000034', 'z', '0'),
  la('370', 'E08000016', '15'), // Barnsley by the code it had before
]

const wide = await neighboursFile(folder)
const file = await stabilityFile(folder, 'stability.csv', lines)

t.test('a file is loaded with a report of every row, and again without effect', async (t) => {
  const models = await importPublished(ownerPool, wide)
  t.match(models, { kind: 'statistical-neighbours', added: 1, changed: 0, unchanged: 0, counts: { used: 1 } })
  t.match(await importPublished(ownerPool, wide), { added: 0, changed: 0, unchanged: 1 })

  const first = await importPublished(ownerPool, file)
  // 13 rows: three with symbols, Barnsley by its old code, the other nine plainly.
  t.same(first.counts, { used: 9, 'symbol-kept': 3, 'used-by-old-code': 1 })
  t.match(first, { added: 13, changed: 0, unchanged: 0 })
  t.match(first.rows[12], { row: 14, outcome: 'used-by-old-code', reason: /found by its old/ })
  t.match(await importPublished(ownerPool, file), { added: 0, changed: 0, unchanged: 13 })

  const { items } = (await bi.get('/v1/comparator-imports')).body
  t.equal(items.length, 2, 'the same content is one import')
  t.match(items[0], {
    file: 'stability.csv',
    kind: 'placement-stability',
    rows: [
      { outcome: 'used', used: true, rows: 9 },
      { outcome: 'symbol-kept', rows: 3 },
      { outcome: 'used-by-old-code', rows: 1 },
    ],
  })
})

t.test('neighbours are averaged over those with a value, and it is said how many that is', async (t) => {
  const { body } = await bi.get('/v1/comparators?measure=placements-3-plus')
  t.equal(body.items.length, 1)
  t.match(body.items[0], {
    series: { id: 'placements-3-plus', unit: 'percent', source: /placement stability/ },
    year: 2023,
    national: { value: 10, symbol: null, count: 8500, file: 'stability.csv', row: 2 },
    region: { code: 'E12000002', name: 'North West', value: 9 },
    own: { value: 13, count: 73 },
    neighbours: { mean: 10, median: 10, valued: 7, of: 10, model: 2025 },
  })
  const { authorities } = (body.items[0] as unknown as { neighbours: { authorities: Body[] } }).neighbours
  t.match(authorities[6], { code: 'E06000050', name: 'Cheshire West and Chester', value: null, symbol: 'c' })
  t.match(authorities[7], { value: null, symbol: 'k' })
  t.match(authorities[8], { value: null, symbol: 'z' })
  t.match(authorities[9], { code: 'E08000038', name: 'Barnsley', value: 15, symbol: null })
})

t.test('a revised file changes what it says otherwise and leaves the rest; years stay apart', async (t) => {
  const revision = await stabilityFile(folder, 'revised.csv', [
    { area: 'England', count: '8510', percent: '11' },
    { area: 'England', year: '202324', count: '8600', percent: 'x' },
  ])
  t.match(await importPublished(ownerPool, revision), { added: 1, changed: 1, unchanged: 0 })
  const comparatorFor = async (query: string) => (await bi.get(`/v1/comparators?${query}`)).body.items[0]
  t.match(await comparatorFor('year=2023'), { national: { value: 11, count: 8510 }, own: { value: 13 } })
  t.match(await comparatorFor(''), {
    year: 2024,
    national: { value: null, symbol: 'x', meaning: 'Not available' },
    own: null,
    neighbours: { mean: null, median: null, valued: 0, of: 10 },
  })
  t.same((await bi.get('/v1/comparators?year=2001')).body.items, [])
})

t.test('what cannot be used is told row by row, and nothing is guessed', async (t) => {
  const england = (line: Partial<Line>): Line => ({
    area: 'England',
    year: '2021',
    count: '1',
    percent: '9',
    ...line,
  })
  const path = await stabilityFile(folder, 'faulty.csv', [
    la('909', 'E10000006', 'z', 'x'), // Cumbria, abolished in 2023
    la('895', 'E06000050', '9'), // the old code is Cheshire East's, the new one its neighbour's
    england({ percent: '' }),
    england({ percent: 'about 9' }),
    england({ year: '2021/22' }),
    england({ what: 'CLA on 31 March,Total children' }),
    england({ count: '"1,234"' }),
    england({ percent: '8' }),
  ])
  const report = await importPublished(ownerPool, path)
  t.same(
    report.rows.map(({ row, outcome }) => [row, outcome]),
    [
      [2, 'no-such-authority'],
      [3, 'codes-disagree'],
      [4, 'empty-cell'],
      [5, 'unreadable-cell'],
      [6, 'other-period'],
      [7, 'no-measure'],
      [8, 'used'],
      [9, 'repeated'],
    ],
  )
  t.match((await bi.get('/v1/comparators?year=2021')).body.items[0], { national: { value: 9, count: 1234 } })
})

t.test('a file that is none of those known is refused whole', async (t) => {
  const write = async (name: string, text: string) => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  const fails = async (path: string, why: RegExp) =>
    t.rejects(importPublished(ownerPool, path), { name: 'PublishedFileError', message: why })
  await fails(await write('a.csv', 'one,two\n1,2\n'), /a\.csv is no file that is known by its columns/)
  await fails(await write('b.csv', 'one,two\n1,2,3\n'), /b\.csv is no CSV/)
  await fails(join(folder, 'absent.csv'), /absent\.csv is not there/)
  await fails(await neighboursFile(folder, 'neighbours.csv'), /its name must hold the year/)
})

t.test('the indicators that are taken are declared, and CSV is a table', async (t) => {
  const { items } = (await bi.get('/v1/comparator-series')).body
  t.match(
    items.find(({ id }) => id === 'placements-3-plus'),
    { measure: 'placements-3-plus', value: 'children_percent', rows: { cla_group: 'CLA on 31 March' } },
  )
  const csv = await bi.get<string>('/v1/comparators?year=2023', { accept: 'text/csv' })
  t.match(csv.body, /\r\nplacements-3-plus,.*,percent,2023,11,North West,9,13,10,10,7,10\r\n/)
})

t.test('the command loads files and writes the report of every row', async (t) => {
  const report = join(folder, 'r.csv')
  const run = (...args: string[]) =>
    new Promise<{ code: number | null; stdout: string; stderr: string }>((resolveOutput) => {
      const child = execFile(
        process.execPath,
        [...command('import'), 'dfe', ...args],
        {
          cwd: resolve(import.meta.dirname, '../../..'),
          env: { ...process.env, ...databaseVariables(service.urls) },
        },
        (_error, stdout, stderr) => resolveOutput({ code: child.exitCode, stdout, stderr }),
      )
    })
  const ran = await run(file, wide, '--report', report)
  t.equal(ran.code, 0, ran.stderr)
  t.match(
    ran.stdout,
    /13 rows read from stability\.csv \(placement-stability\)\n {2}figures: 0 new, 1 changed, 12 as they were/,
  )
  t.match(ran.stdout, /3 rows, the first of them row 11: Used; a symbol stands/)
  const reportLines = (await readFile(report, 'utf8')).trim().split('\n')
  t.equal(reportLines.length, 1 + 13 + 1)
  t.match(reportLines[1], 'stability.csv,2,used,Used.')
  t.match(await run(), { code: 1, stderr: /Give the published files/ })
})

const files = [
  'cla_number_and_rate_per_10k_children',
  'la_cla_placement_stability',
  'sn_model_2025_wide',
].map((name) => sharedData(`dfe-published/${name}.csv`))

t.test('the real files are used, Barnsley and Sheffield too', needs(files[0] ?? null), async (t) => {
  for (const path of files) await importPublished(ownerPool, path ?? '')
  const stable = (await bi.get('/v1/comparators?year=2025&measure=long-term-stability')).body.items[0]
  // In the file: England 19,680 children, 69 %; Cheshire East 114, 63 %.
  t.match(stable, { national: { value: 69, count: 19680 }, own: { value: 63, count: 114 } })
  for (const [code, value] of [
    ['E08000038', 57], // Barnsley, E08000016 in the file: 68 of 120
    ['E08000039', 63], // Sheffield, E08000019 in the file
  ] as const) {
    const client = await service.as('bi', code)
    const { body } = await client.get('/v1/comparators?year=2025&measure=long-term-stability')
    t.match(body.items[0], { own: { value }, neighbours: { of: 10 } }, code)
  }
})
