import { gzipSync } from 'node:zlib'
import t from 'tap'
import { testApp, type TestClient } from '../../../../support/app.ts'
import { form, type Sent } from '../../../../support/form.ts'
import { zip } from '../../../../support/zip.ts'
import { importEnd, post } from '../../../../features/returns/in/support.ts'

t.setTimeout(900_000)

const service = await testApp(t, { listen: true })
const data = await service.as('data')

const megabyte = 1_000_000
const head = 'CHILD,SEX,DOB,DUC\n'
const sheets = (sheet: string) => ({
  'xl/workbook.xml': '<workbook><sheets><sheet name="UASC" r:id="a"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="a" Target="sheet.xml"/></Relationships>',
  'xl/sheet.xml': sheet,
})
const row = 'A,1,01/02/2010,\n'
const children = (count: number) => Array.from({ length: count }, (_, child) => `${child},1,01/02/2010,`)

/** Small to send and large to read: the file as it is, and what is said of it. */
const attacks: [name: string, content: () => Buffer | string, says: RegExp][] = [
  ['gzip of nothing but blanks', () => gzipSync(Buffer.alloc(20 * megabyte, 10)), /empty/],
  ['gzip beyond the limit', () => gzipSync(Buffer.alloc(40 * megabyte, 10)), /larger, unpacked/],
  [
    'gzip in gzip',
    () => gzipSync(gzipSync(Buffer.alloc(40 * megabyte, 65))),
    /no SSDA903 module|CSV|not a text/,
  ],
  ['headings and blank lines', () => gzipSync(head + '\n'.repeat(10 * megabyte)), /2018|no row/],
  ['two million rows of one child', () => gzipSync(head + row.repeat(2 * megabyte - 1000)), /of one child/],
  ['a hundred thousand children', () => gzipSync(head + children(100_000).join('\n')), /50000 children/],
  ['lines of commas', () => gzipSync(head + ',,,\n'.repeat(400_000)), /300000 lines/],
  ['a line of 30 MB', () => gzipSync(head + 'A'.repeat(20 * megabyte)), /line 2 is longer/],
  ['a line of 30 MB of commas', () => gzipSync(','.repeat(20 * megabyte)), /line 1 is longer/],
  [
    'a quotation mark left open',
    () => gzipSync(`${head}"${row.repeat(megabyte)}`),
    /quotation mark left open/,
  ],
  ['zip beyond the limit', () => zip({ 'a.csv': '\n'.repeat(40 * megabyte) }), /larger, unpacked/],
  [
    'zip of many files',
    () => zip(Object.fromEntries(children(1900).map((_, i) => [`${i}.csv`, head + row.repeat(1000)]))),
    /of one child|300000 lines/,
  ],
  [
    'workbook of empty rows',
    () => zip(sheets(`<worksheet><sheetData>${'<row/>'.repeat(400_000)}`)),
    /300000 lines/,
  ],
  [
    'workbook of wide rows',
    () => zip(sheets(`<worksheet><sheetData><row><c r="IV1"><v>1</v></c></row>${'<row/>'.repeat(400_000)}`)),
    /300000 lines/,
  ],
  [
    'workbook of texts',
    () =>
      zip({
        ...sheets('<worksheet/>'),
        'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(megabyte)}</sst>`,
      }),
    /empty/,
  ],
  [
    'XML of children',
    () => gzipSync(`<EXPSSDA903>${'<CHILD></CHILD>'.repeat(400_000)}</EXPSSDA903>`),
    /of one child/,
  ],
]

/** Asks for something small again and again until `work` ends; resolves to how often it was answered meanwhile. */
async function answersUntil(client: TestClient, work: Promise<unknown>): Promise<number> {
  let [isOver, count] = [false, 0]
  const end = work.finally(() => (isOver = true))
  while (!isOver) {
    const { status } = await client.get('/v1/providers?limit=1')
    if (status !== 200) throw new Error(`a provider is answered with ${status}`)
    count += 1
  }
  await end
  return count
}

let otherAnswers = 0

for (const [name, content, says] of attacks) {
  t.test(name, async (t) => {
    const file: Sent = { name: `2017-18/${name}`, content: content() }
    const { body, headers } = form([file])
    const validation = data.post('/v1/returns/validation', body, headers)
    const others = await answersUntil(data, validation)
    const { status, body: answer } = await validation
    otherAnswers += others
    const words = status === 413 ? answer.detail : JSON.stringify(answer.notes)
    t.ok(status === 413 || status === 200, `${status}`)
    t.match(words, says)

    const answerToImport = await post(data, [file])
    const end = importEnd(data, answerToImport)
    otherAnswers += await answersUntil(data, end)
    const { id, status: outcome } = await end
    t.equal(outcome, 'rejected')
    const { body: report } = await data.get(`/v1/imports/${id}/report?kind=rejected`)
    if (status === 413) t.match(JSON.stringify(report.items), says)
  })
}

t.test('others are answered meanwhile', (t) => {
  t.ok(otherAnswers > 20 * attacks.length, `${otherAnswers} times`)
  t.end()
})

t.test('nothing of it is kept', async (t) => {
  for (const table of ['children', 'return_rows', 'import_rows'])
    t.equal((await service.ownerPool.query(`select from ${table}`)).rowCount, 0, table)
})

t.test('as many validations as may wait, and no more', async (t) => {
  const { body, headers } = form([
    { name: '2017-18/uasc.csv', content: gzipSync(head + children(40_000).join('\n')) },
  ])
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => data.post('/v1/returns/validation', body, headers)),
  )
  const statuses = answers.map(({ status }) => status).sort()
  t.same(statuses, [200, 200, 200, 503, 503, 503, 503, 503], 'one at work and two that wait')
  const refusal = answers.find(({ status }) => status === 503)
  t.match(refusal?.body.detail, /waits for its turn/)
  t.match(refusal?.headers, { 'retry-after': /\d/ })
})
