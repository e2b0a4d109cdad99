import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { operationsOf } from '../../contract/document.ts'
import { testApp } from '../../support/app.ts'
import { form } from '../../support/form.ts'
import { waitUntil } from '../../support/service.ts'
import { zip } from '../../support/zip.ts'
import { faultOf } from '../contract/generated-requests.ts'

/*
 * Every operation that takes files is sent forms that are none, that are cut short, too large or not what they say. Each is
 * answered as the reference declares, nothing of it is recorded, and no file of it stays.
 */

t.setTimeout(900_000)

const megabyte = 1_000_000
const service = await testApp(t, { listen: true, limits: { uploadBytes: 4 * megabyte } })
const admin = await service.as('admin')
const { body: document } = await admin.get<OpenApi.Document>('/openapi.json')
const operations = operationsOf(document).filter(({ body }) => body?.content['multipart/form-data'])

const rows = 'CHILD,SEX,DOB,DUC\nA1,1,01/02/2010,\n'
const good = form([{ name: '2017-18/uasc.csv', content: rows }])
const multipart = good.headers['content-type']
const file = (name: string, content: string | Buffer) => form([{ name, content }])
const part = (disposition: string, content = 'x') =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`
const raw = (...parts: string[]) => ({
  body: Buffer.from(`${parts.join('')}--b--\r\n`),
  headers: { 'content-type': 'multipart/form-data; boundary=b' },
})
const repeat = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => make(n))

const escapePath = join(tmpdir(), `sufficiency-escaped-${process.pid}.csv`)

interface Attack {
  body: Buffer | string
  headers: { 'content-type': string }
}
const asType = (type: string): Attack => ({ body: good.body, headers: { 'content-type': type } })

/** Refused before a row is read. */
const forms: Record<string, Attack> = {
  ...Object.fromEntries(
    [
      'multipart/form-data',
      'multipart/form-data; boundary=',
      'multipart/form-data; boundary="',
      'multipart/form-data; boundary=another',
      `multipart/form-data; boundary=${'b'.repeat(5000)}`,
      'multipart/mixed; boundary=a-boundary-of-the-form',
      'application/json',
      'application/x-www-form-urlencoded',
      'application/zip',
      'text/plain',
      'nonsense',
    ].map((type) => [`a form as ${type.slice(0, 50)}`, asType(type)]),
  ),
  ...Object.fromEntries(
    repeat(12, String).map((place) => {
      const length = Math.floor((good.body.length * Number(place)) / 12)
      return [
        `a form cut after ${length} bytes`,
        { body: good.body.subarray(0, length), headers: good.headers },
      ]
    }),
  ),
  'no part at all': raw(),
  'a field alone': raw(part('name="year"', '2017/18')),
  'a field of 100 kB': raw(part('name="year"', 'x'.repeat(100_000))),
  'a field of a name of 100 kB': raw(part(`name="${'x'.repeat(100_000)}"`)),
  'a thousand fields': raw(...repeat(1000, (n) => part(`name="field-${n}"`))),
  'a field that every object has': raw(part('name="__proto__"'), part('name="constructor"')),
  'a thousand files': raw(...repeat(1000, (n) => part(`name="files"; filename="${n}.csv"`, rows))),
  'a part of a thousand headers': raw(
    `--b\r\n${repeat(1000, (n) => `x-${n}: x\r\n`).join('')}Content-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\nx\r\n`,
  ),
  'a part without a name': raw('--b\r\n\r\nx\r\n'),
  'more bytes than may be': file('2017-18/uasc.csv', Buffer.alloc(5 * megabyte, 65)),
}

/** Read, and found to be none of what is taken. */
const files: Record<string, Attack> = {
  'an empty file': file('2017-18/uasc.csv', ''),
  'a picture': file('2017-18/uasc.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
  'a program as a workbook': file('list.xlsx', Buffer.from('MZ\u0090\u0000\u0003')),
  'NUL bytes': file('2017-18/uasc.csv', Buffer.alloc(1000)),
  'half of a surrogate in UTF-16': file('2017-18/uasc.csv', Buffer.from('fffe00d8', 'hex')),
  'a name that leaves its folder': file(`../../../..${escapePath}`, 'x'),
  'a gzip bomb': file('2017-18/uasc.csv.gz', gzipSync(Buffer.alloc(200 * megabyte, 10))),
  'a zip bomb': file('all.zip', zip({ '2017-18/uasc.csv': '\n'.repeat(50 * megabyte) })),
  'a zip that is cut': file('all.zip', zip({ 'a.csv': rows }).subarray(0, -30)),
  'a workbook of endless text': file(
    'list.xlsx',
    zip({ '[Content_Types].xml': '<Types/>', 'xl/sharedStrings.xml': `<sst>${'<si>'.repeat(megabyte)}` }),
  ),
  'entities within entities': file(
    '2017-18/all.xml',
    `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${repeat(20, (n) => `<!ENTITY e${n} "${n ? `&e${n - 1};`.repeat(10) : '&a;'}">`).join('')}]><EXPSSDA903>&e19;</EXPSSDA903>`,
  ),
}

const leftFolders = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`sufficiency-upload-${process.pid}-`))
const count = async (from: string) =>
  (await service.ownerPool.query<{ count: number }>(`select count(*)::int as count from ${from}`)).rows[0]
    ?.count
const openImports = `imports where status in ('queued', 'running')`
const changes = await count('record_versions')

for (const operation of operations) {
  const { method, path } = operation
  const request = { path: {}, query: {}, headers: {}, body: {} }
  for (const [name, { body, headers }] of Object.entries({ ...forms, ...files }))
    t.test(`${method} ${path}: ${name}`, async (t) => {
      const answer = await admin.send(method, path, body, headers)
      t.equal(faultOf(operation, answer, request), undefined)
      if (name in forms) t.ok(answer.status >= 400, `${answer.status}`)
      await waitUntil(async () => (await count(openImports)) === 0, 'every import has ended')
    })
}

t.test('a sender that says more than it sends, and hangs up', async (t) => {
  const token = await service.token('admin')
  const port = Number(new URL(service.url).port)
  for (const { method, path } of operations)
    for (const share of [0, 0.3, 0.9]) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
          `content-type: ${multipart}\r\ncontent-length: ${good.body.length}\r\n\r\n`,
      )
      socket.write(good.body.subarray(0, Math.floor(good.body.length * share)), () => socket.destroy())
      await once(socket, 'close')
    }
  t.equal((await admin.get('/v1/providers')).status, 200)
})

t.test('nothing of it is recorded, and nothing stays', async (t) => {
  t.ok(operations.length >= 4)
  t.equal(await count('record_versions'), changes)
  t.notOk(existsSync(escapePath))
  for (const table of ['children', 'homes', 'providers', 'return_rows']) t.equal(await count(table), 0, table)
  await waitUntil(async () => (await leftFolders()).length === 0, 'no file is left')
  const { idleCount, totalCount, waitingCount } = service.appPool
  t.same([totalCount - idleCount, waitingCount], [0, 0], 'every connection is back')
})
