import t from 'tap'
import { testApp } from '../../support/app.ts'

/** What no client of ours sends: each is refused in words, and nothing of it is kept. */
const service = await testApp(t)
const admin = await service.as('admin')
const child = { reference: 'CH-1', dateOfBirth: '2013-06-15', sex: 'female' }
const json = { 'content-type': 'application/json' }

t.test('a key that an object has twice, at any depth', async (t) => {
  const bodies = [
    '{"reference":"CH-1","reference":"CH-2","dateOfBirth":"2013-06-15","sex":"female"}',
    '{"reference":"CH-1","reference":"CH-1","dateOfBirth":"2013-06-15","sex":"female"}',
    String.raw`{"reference":"CH-1","r\u0065ference":"CH-2","dateOfBirth":"2013-06-15","sex":"female"}`,
  ]
  for (const body of bodies)
    t.match(await admin.send('POST', '/v1/children', body, json), {
      status: 400,
      body: { type: '/problems/invalid-request', errors: [{ code: 'repeated-key' }] },
    })
  const filterBody =
    '{"measure":"occupancy","value":85,"startsOn":"2023-04-01","filter":{"sex":["x"],"sex":["y"]}}'
  t.match(await admin.send('POST', '/v1/targets', filterBody, json), {
    body: { errors: [{ code: 'repeated-key' }] },
  })
  t.match((await admin.get('/v1/children')).body.items, [], 'no child was recorded')

  const other = '{"sex":"female","reference":"CH-1","dateOfBirth":"2013-06-15"}'
  t.equal((await admin.send('POST', '/v1/children', other, json)).status, 201, 'keys in any order')
})

t.test('nesting without end', async (t) => {
  for (const depth of [1000, 200_000]) {
    const body = `${'['.repeat(depth)}${']'.repeat(depth)}`
    t.match(await admin.send('POST', '/v1/children', body, json), { status: 400 })
  }
})

t.test('characters that turn or hide what is read', async (t) => {
  for (const character of ['\u0000', '\u001b', '\ud800', '\u202e', '\u2066', '\u200f'])
    t.match(await admin.post('/v1/providers', { name: `A${character}B`, sector: 'private' }), {
      status: 400,
      body: { errors: [{ pointer: '#/name' }] },
    })
  for (const name of ['Żółta Dom', 'ਘਰ', '🏠 House'])
    t.equal((await admin.post('/v1/providers', { name, sector: 'private' })).status, 201, name)
  for (const url of [
    'https://example.com/\r\nX: y',
    'https://exam\tple.com/',
    'https://example.com/\u202eabc',
  ])
    t.match(await admin.post('/v1/webhooks', { url }), {
      status: 400,
      body: { errors: [{ pointer: '#/url' }] },
    })
})

t.test('a token whose subject cannot be shown or stored', async (t) => {
  for (const subject of ['a\u0000b', 'a\nb', 'a\u202eb', 'a\ud800b', 'a'.repeat(256)]) {
    const client = await service.as('admin', undefined, subject)
    t.match(await client.get('/v1/children'), { status: 401, body: { type: '/problems/unauthenticated' } })
  }
})

t.test('a form without its boundary, or cut short', async (t) => {
  const data = await service.as('data')
  const part = '--b\r\ncontent-disposition: form-data; name="files"; filename="header.csv"\r\n\r\nCHILD'
  for (const path of ['/v1/imports', '/v1/returns/validation'])
    for (const [type, body] of [
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=', 'x'],
      ['multipart/form-data; boundary=b', part],
      ['multipart/form-data; boundary=b', '--b\r\nfoo'],
    ] as const)
      t.match(await data.send('POST', path, body, { 'content-type': type }), {
        status: 400,
        body: { type: '/problems/invalid-request', errors: [{ pointer: '#' }] },
      })
})

t.test('years and days on which nothing is recorded', async (t) => {
  const analyst = await service.as('bi')
  for (const year of ['0000/01', '0001/02', '1899/00', '9998/99', '9999/00', '2022/24'])
    t.match(await analyst.get(`/v1/releases/preview?financialYear=${year}`), { status: 400 })
  t.match(await admin.post('/v1/children', { ...child, reference: 'CH-2', dateOfBirth: '1850-01-01' }), {
    status: 400,
    body: { errors: [{ pointer: '#/dateOfBirth' }] },
  })

  const target = { measure: 'occupancy', value: 85, startsOn: '2023-04-01' }
  const refusal = { status: 422, body: { errors: [{ code: 'target-dates-in-order' }] } }
  t.match(await admin.post('/v1/targets', { ...target, endsOn: '2022-04-01' }), refusal)
  const { body } = await admin.post('/v1/targets', { ...target, endsOn: '2024-04-01' })
  const path = `/v1/targets/${body.id}`
  t.match(await admin.patch(path, { endsOn: '2022-04-01' }, { 'if-match': '*' }), refusal)
  t.match(await admin.post('/v1/targets', target), { status: 409 }, 'still one at a time')
})
