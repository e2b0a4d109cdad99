import { readFile } from 'node:fs/promises'
import { DefaultSettings, TaskUtils } from '@microsoft/powerquery-parser'
import * as odataQuery from 'odata-query'
import t from 'tap'
import { fromBuffer } from 'yauzl'
import { testApp } from '../../support/app.ts'
import { figure } from '../measures/support.ts'
import { pull } from './support.ts'

/** The types of the package are those of CommonJS. */
const buildQuery = odataQuery.default as unknown as (query: object) => string

const BASE = 'https://api.example.test'
const service = await testApp(t, { contents: 'demonstration', publicUrl: BASE })
const analyst = await service.as('bi')

/** Whether a text is M, by the parser of Power Query's own editor. */
async function isM(script: string): Promise<boolean> {
  const task = await TaskUtils.tryLexParse(DefaultSettings, script)
  return TaskUtils.isParseStageOk(task)
}

t.test('a file for Power BI names the set', async (t) => {
  const { status, body, headers } = await analyst.get('/v1/feeds/child-months/connection.pbids')
  t.equal(status, 200)
  t.equal(headers['content-disposition'], 'attachment; filename="child-months.pbids"')
  t.same(body, {
    version: '0.1',
    connections: [
      { details: { protocol: 'odata', address: { url: `${BASE}/odata/ChildMonths` } }, mode: 'Import' },
    ],
  })
  t.equal((await analyst.get('/v1/feeds/nothing/connection.pbids')).status, 400)
  t.equal((await (await service.as('placements')).get('/v1/feeds/homes/workbook.xlsx')).status, 403)
})

t.test('a workbook has a query that reads the set when it is opened', async (t) => {
  const authorization = `Bearer ${await service.token('bi')}`
  const answer = await service.app.inject({
    url: '/v1/feeds/placements/workbook.xlsx',
    headers: { authorization },
  })
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['content-disposition'], 'attachment; filename="placements.xlsx"')
  const parts = await unpack(answer.rawPayload)
  t.match(parts['xl/connections.xml']?.toString(), /refreshOnLoad="1"/)
  // The query stands in a package of its own within the mashup, behind eight bytes: a version, and a length.
  const mashup = Object.values(parts).find((part) => part.includes('DataMashup') || part.subarray(0, 400).toString('utf16le').includes('DataMashup'))
  const xml = mashup?.[0] === 0xff || mashup?.[1] === 0 ? mashup.toString('utf16le') : (mashup?.toString() ?? '')
  const archive = Buffer.from(/<DataMashup[^>]*>([^<]*)</.exec(xml)?.[1] ?? '', 'base64')
  const formulas = await unpack(archive.subarray(8, 8 + archive.readUInt32LE(4)))
  const section = formulas['Formulas/Section1.m']?.toString() ?? ''
  t.match(section, `OData.Feed("${BASE}/odata/", null, [Implementation = "2.0", ODataVersion = 4`)
  t.match(section, '[Name = "Placements", Signature = "table"]')
  t.ok(await isM(/shared [^=]*= ([\s\S]*);\s*$/.exec(section)?.[1] ?? ''))
}) // prettier-ignore

/** The files of an archive by name. */
const unpack = (archive: Buffer): Promise<Record<string, Buffer>> =>
  new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const files: Record<string, Buffer> = {}
      zip.on('entry', (entry: { fileName: string }) => {
        zip.openReadStream(entry as never, (failure, stream) => {
          if (failure) return reject(failure)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => {
            files[entry.fileName] = Buffer.concat(chunks)
            zip.readEntry()
          })
        })
      })
      zip.on('end', () => resolve(files))
      zip.readEntry()
    })
  })

t.test('every piece of M in the guide is M', async (t) => {
  const guide = await readFile('docs/power-bi.md', 'utf8')
  const scripts = [...guide.matchAll(/```powerquery\n([\s\S]*?)```/g)].map(([, script = '']) => script)
  t.ok(scripts.length >= 3)
  for (const script of scripts) t.ok(await isM(script), script)
  t.notOk(await isM('let Source = OData.Feed( in Source'), 'the parser tells what is none')
})

t.test("an independent client's address, all pages of it, add up to the measure", async (t) => {
  const month = '2023-10-01'
  const query = buildQuery({
    select: ['childKey', 'placementType', 'lookedAfterAtEnd'],
    filter: { month: { type: 'raw', value: month }, lookedAfterAtEnd: true },
    orderBy: ['childKey'],
  })
  const { rows, pages } = await pull(analyst, `/odata/ChildMonths${query}`, { prefer: 'odata.maxpagesize=50' })
  t.ok(pages.length > 2)
  const [children] = await figure(analyst, 'children-looked-after?asAt=2023-10-31')
  t.equal(rows.length, children)
  t.equal(new Set(rows.map(({ childKey }) => childKey)).size, children)
}) // prettier-ignore
