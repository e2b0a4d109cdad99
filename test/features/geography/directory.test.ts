import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { DirectoryError, importDirectory } from '../../../src/features/geography/index.ts'
import { testApp } from '../../support/app.ts'
import { aChild, aHome, aPlacement } from '../../support/builders.ts'

const service = await testApp(t)
const { ownerPool } = service
const folder = t.testdir()

let files = 0
async function load(content: string | Buffer) {
  const path = join(folder, `directory-${++files}.csv`)
  await writeFile(path, content)
  return importDirectory(ownerPool, path, { onRead() {}, onStep() {} })
}

const postcode = async (compact: string) => {
  const { rows } = await ownerPool.query(
    `select authority_code, country, easting, northing, terminated_on from postcodes where postcode = $1`,
    [compact],
  )
  return rows[0] as unknown
}

const header = 'pcds,oslaua,oseast1m,osnrth1m,doterm,ctry'
const crewe = 'CW1 2BJ,E06000049,370912,355511,,E92000001'
const inCheshireEast = { authority_code: 'E06000049', country: 'E', easting: 370912, northing: 355511 }

t.test('rows become postcodes, with lower-tier codes mapped to the upper tier', async (t) => {
  const counts = await load(`${header}\n${crewe}\nHG1 1AA,E07000165,430400,455600,199606,E92000001\n`)
  t.match(counts, { rows: 2, added: 2, changed: 0, unchanged: 0, notLocated: 0 })
  t.same(await postcode('CW12BJ'), { ...inCheshireEast, terminated_on: null })
  t.same(
    await postcode('HG11AA'),
    {
      authority_code: 'E06000065',
      country: 'E',
      easting: 430400,
      northing: 455600,
      terminated_on: '1996-06-01',
    },
    'Harrogate, now North Yorkshire; terminated in June 1996, kept and marked',
  )
})

t.test('loading the same file again changes nothing', async (t) => {
  const file = `${header}\n${crewe}\nCW1 2BK,E06000049,370950,355500,,E92000001\n`
  await load(file)
  t.match(await load(file), { rows: 2, added: 0, changed: 0, unchanged: 2 })
})

t.test(
  'every release is read: old and new column names, any order and case, more columns, gzip',
  async (t) => {
    const releases = {
      'ONSPD to 2024': `pcd,pcd2,pcds,doterm,oslaua,osward,oseast1m,osnrth1m,ctry\nM1  1AE,M1   1AE,M1 1AE,,E08000003,E05011376,384500,398100,E92000001\n`,
      'ONSPD 2025': `pcd7,pcd8,pcds,doterm,lad25cd,wd25cd,east1m,north1m,ctry25cd\nM1  1AE,M1   1AE,M1 1AE,,E08000003,E05011376,384500,398100,E92000001\n`,
      NSPL: `PCD,LAUA,CTRY,OSEAST1M,OSNRTH1M,DOTERM\n"M1  1AE","E08000003","E92000001",384500,398100,\n`,
      'byte-order mark, Windows line ends, a line end within quotes': `\uFEFF"pcds","lad23cd","note","east1m","north1m"\r\n"M1 1AE","E08000003","one\r\ntwo",384500,398100\r\n`,
    }
    const manchester = { authority_code: 'E08000003', country: 'E', easting: 384500, northing: 398100 }
    for (const [release, text] of Object.entries(releases)) {
      for (const content of [text, gzipSync(text)]) {
        await ownerPool.query(`delete from postcodes where postcode = 'M11AE'`)
        t.match(await load(content), { rows: 1, added: 1 }, release)
        t.match(await postcode('M11AE'), manchester, release)
      }
    }
  },
)

t.test(
  'outside England there is a country and no authority; distances only where the grid is ours',
  async (t) => {
    const counts = await load(
      [
        header,
        'CF10 1EP,W06000015,318300,176300,,W92000004',
        'EH1 1YZ,S12000036,325900,673600,,S92000003',
        'BT1 5GS,N09000003,333900,374500,,N92000002',
        'JE2 3AB,L99999999,,,,L93000001',
        'IM1 1AA,M99999999,238200,475900,,M83000003',
        'ZE9 9ZZ,,,,199012,',
        '',
      ].join('\n'),
    )
    t.match(counts, { rows: 6, added: 5, notLocated: 1 })
    const nowhere = { authority_code: null, terminated_on: null }
    t.same(await postcode('CF101EP'), { ...nowhere, country: 'W', easting: 318300, northing: 176300 })
    t.same(await postcode('EH11YZ'), { ...nowhere, country: 'S', easting: 325900, northing: 673600 })
    t.same(
      await postcode('BT15GS'),
      { ...nowhere, country: 'N', easting: null, northing: null },
      'Irish grid',
    )
    t.same(await postcode('JE23AB'), { ...nowhere, country: 'L', easting: null, northing: null })
    t.same(await postcode('IM11AA'), { ...nowhere, country: 'M', easting: 238200, northing: 475900 })
    t.equal(await postcode('ZE99ZZ'), undefined, 'never located, so unknown')
  },
)

t.test(
  'a postcode that the file does not have stays, and so does a termination it says nothing of',
  async (t) => {
    await load(`${header}\nCW1 2BL,E06000049,370900,355500,200101,E92000001\n`)
    await load(`pcds,lad25cd,east1m,north1m\nCW1 2BL,E06000049,370901,355500\n`)
    t.match(await postcode('CW12BL'), { easting: 370901, terminated_on: '2001-01-01' })
    await load(`${header}\n${crewe}\n`)
    t.match(await postcode('CW12BL'), { easting: 370901 })
  },
)

t.test('placements are located anew when the postcodes they depend on change', async (t) => {
  const client = await service.as('data')
  const child = await aChild(client, { homePostcode: 'CW2 7AA' })
  const home = await aHome(client, { postcode: 'SK1 3XA' })
  const { id } = await aPlacement(client, { childId: child.id, homeId: home.id })
  const positions = async () => {
    const { body } = await client.get(`/v1/placements/${id}`)
    return { location: body.location, distanceMiles: body.distanceMiles }
  }
  t.same(await positions(), { location: 'unknown', distanceMiles: null }, 'neither postcode is known: not 0')

  // 3 km east and 4 km north is 5 km; 5 / 1.6093 = 3.1069…
  const from = 'CW2 7AA,E06000049,370000,355000,,E92000001'
  const nearby = await load(`${header}\n${from}\nSK1 3XA,E06000049,373000,359000,,E92000001\n`)
  t.match(nearby, { homesChanged: 1, placementsChanged: 1 })
  t.same(await positions(), { location: 'in', distanceMiles: 3.1 })

  // 20 km east and 35 km north: √(400 + 1225) = 40.3113 km; / 1.6093 = 25.0489…
  await load(`${header}\n${from}\nSK1 3XA,E08000007,390000,390000,,E92000001\n`)
  t.same(await positions(), { location: 'out', distanceMiles: 25 })
})

const spoilt: [what: string, content: string | Buffer, says: RegExp][] = [
  ['an empty file', '', /is empty/],
  ['a header alone', header, /has a header but no rows/],
  ['no rows', `${header}\n`, /has a header but no rows/],
  [
    'missing columns',
    'pcds,oslaua\nCW1 2BJ,E06000049\n',
    /no column for easting \(oseast1m .*nor for northing/,
  ],
  ['another kind of CSV', 'CHILD,SEX,DOB\n1,1,01/01/2010\n', /no column for postcode/],
  ['a short row', `${header}\n${crewe}\nCW1 2BK,E06000049,37\n`, /row 3: missing data/],
  ['a long row', `${header}\n${crewe},more\n`, /row 2: extra data/],
  ['a quote never closed', `${header}\n${crewe}\n"CW1 2BK,E0\n`, /row \d+: unterminated CSV quoted field/],
  ['binary', Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 256)), /isn't a CSV/],
  ['one endless line', 'x'.repeat(200_000), /first line never ends/],
  ['a zip archive', Buffer.from('PK\u0003\u0004…'), /zip archive: unpack it/],
  ['UTF-16', Buffer.from(`\uFEFF${header}\n${crewe}\n`, 'utf16le'), /UTF-16/],
  ['Latin-1', Buffer.from(`${header},n\n${crewe},caf\u00e9\n`, 'latin1'), /isn't UTF-8 text: row 2/],
  [
    'a gzip cut short',
    gzipSync(`${header}\n${crewe}\n`.repeat(50)).subarray(0, -12),
    /gzip that ends too soon/,
  ],
  ['a gzip cut in its header', gzipSync(header).subarray(0, 12), /gzip that ends too soon/],
  ['the same postcode twice', `${header}\n${crewe}\n${crewe}\n`, /more than once: .*CW12BJ/],
  ['no postcode', `${header}\n${crewe}\nCW1,E06000049,1,1,,\n`, /row 3: "CW1" is no postcode/],
  ['an unknown authority', `${header}\nCW1 2BK,E06999999,1,1,,\n`, /row 2: "E06999999" is no authority code/],
  ['an unknown country', `${header}\nCW1 2BK,,1,1,,X1\n`, /row 2: "X" is no country/],
  ['an easting of words', `${header}\nCW1 2BK,E06000049,abc,1,,\n`, /row 2: "abc" is no easting/],
  ['a negative northing', `${header}\nCW1 2BK,E06000049,1,-1,,\n`, /row 2: "-1" is no northing/],
  ['a month that is none', `${header}\nCW1 2BK,E06000049,1,1,202513,\n`, /row 2: "202513" is no month/],
  [
    'SQL in a name',
    `pcds,oslaua,oseast1m,osnrth1m,"x); drop table postcodes; --"\nCW1 2BJ',E06000049,1,1,\n`,
    /is no postcode/,
  ],
]

t.test('a file that is not a directory is refused with its fault, and nothing of it stays', async (t) => {
  const count = async () => (await ownerPool.query('select count(*) as n from postcodes')).rows[0] as unknown
  const countBefore = await count()
  for (const [what, content, says] of spoilt) {
    const fault = await load(content).then(
      () => null,
      (error: unknown) => error,
    )
    t.ok(fault instanceof DirectoryError, what)
    t.match(fault, { message: says }, what)
  }
  t.same(await count(), countBefore)
})

t.test('a file that is not there, or is a folder, is said not to be readable', async (t) => {
  const quiet = { onRead() {}, onStep() {} }
  await t.rejects(importDirectory(ownerPool, join(folder, 'absent.csv'), quiet), /can't be read: ENOENT/)
  await t.rejects(importDirectory(ownerPool, folder, quiet), /can't be read: EISDIR/)
})

t.test('faults are counted by kind, each with its first row', async (t) => {
  const rows = Array.from({ length: 1000 }, (_, n) => `CW1 2BK,E06999999,${n === 500 ? 'x' : '1'},1,,`)
  await t.rejects(load(`${header}\n${rows.join('\n')}\n`), {
    message:
      /row 2: "E06999999" is no authority code known here \(1000 such rows\)\n {2}row 502: "x" is no easting in metres$/,
  })
})

t.test('two loads at once both come through', async (t) => {
  const rows = (from: number) =>
    Array.from(
      { length: 500 },
      (_, n) =>
        `CW${1 + (n % 9)} ${n % 10}${'ABDEFGHJLN'[Math.floor(n / 10) % 10]}${'PQRST'[Math.floor(n / 100)]},E06000049,${from + n},355000,,`,
    )
  const unique = (from: number) => [
    ...new Map(rows(from).map((row) => [row.slice(0, row.indexOf(',')), row])).values(),
  ]
  const results = await Promise.all(
    [370_000, 380_000].map((from) => load([header, ...unique(from), ''].join('\n'))),
  )
  t.same(
    results.map((counts) => counts.added + counts.changed),
    results.map(({ rows }) => rows),
  )
})
