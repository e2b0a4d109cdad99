import type { OpenAPIV3_1 as OpenApi } from 'openapi-types'
import t from 'tap'
import { operationsOf } from '../../contract/document.ts'
import { testApp } from '../../support/app.ts'

/** What was once answered with a 500, or taken as it came: each is refused, in words. */

const service = await testApp(t)
const admin = await service.as('admin')
const child = { reference: 'R-1', dateOfBirth: '2013-06-15', sex: 'female' }

t.test('multipart without a boundary', async (t) => {
  const { body: document } = await admin.get<OpenApi.Document>('/openapi.json')
  const uploads = operationsOf(document).filter(({ body }) => body?.content['multipart/form-data'])
  t.ok(uploads.length > 2)
  for (const { method, path } of uploads)
    for (const boundary of ['', '; boundary=', '; boundary="'])
      t.match(
        await admin.send(method, path.replace(/\{\w+\}/g, 'x'), 'x', {
          'content-type': `multipart/form-data${boundary}`,
        }),
        { status: /^4(00|15|22)$/, body: { type: /^\/problems\// } },
        `${method} ${path}${boundary}`,
      )
})

t.test('NUL in the subject of a token', async (t) => {
  const { status } = await (await service.as('admin', undefined, 'a\u0000b')).post('/v1/children', child)
  t.equal(status, 401)
})

t.test('years that cannot be', async (t) => {
  for (const year of ['0000/01', '9999/00', '2022/24', '1066/67', '2022', '2022/23/24', '%00'])
    for (const path of [`/v1/releases/preview?financialYear=${encodeURIComponent(year)}`]) {
      const { status } = await admin.get(path)
      t.ok(status >= 400 && status < 500, `${path}: ${status}`)
    }
  for (const financialYear of ['0000/01', '9999/00', '2022/24', '1066/67']) {
    const { status } = await admin.post('/v1/releases', { financialYear })
    t.ok(status >= 400 && status < 500, `${financialYear}: ${status}`)
  }
})

t.test('text that reads otherwise than it is written', async (t) => {
  for (const text of ['a\u202eb', 'a\u2066b\u2069', 'a\r\nb', 'a\u0000b']) {
    const { status } = await admin.post('/v1/providers', { name: text, sector: 'own' })
    t.equal(status, 400, JSON.stringify(text))
  }
  for (const url of [
    'https://example.test/a\r\nHost: b',
    'https://example.test/%0d%0aHost: b',
    'https://exa\u202emple.test/',
  ]) {
    const { status } = await admin.post('/v1/webhooks', {
      url,
      types: ['uk.sufficiency.placement.started.v1'],
    })
    t.ok(status === 400 || status === 422, `${JSON.stringify(url)}: ${status}`)
  }
})

t.test('a key twice', async (t) => {
  const body = '{"reference":"R-2","reference":"R-3","dateOfBirth":"2013-06-15","sex":"female"}'
  t.match(await admin.post('/v1/children', body, { 'content-type': 'application/json' }), {
    status: 400,
    body: { errors: [{ code: 'repeated-key' }] },
  })
})
