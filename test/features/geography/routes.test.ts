import t from 'tap'
import { syntheticPostcodesFor } from '../../../src/domain/geography/synthetic.ts'
import { displayPostcode } from '../../../src/domain/postcodes.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'

const service = await testApp(t)
const bi = await service.as('bi')

await service.ownerPool.query(`
  insert into postcodes (postcode, authority_code, country, easting, northing, terminated_on) values
    ('CW12BJ', 'E06000049', 'E', 370912, 355511, '1996-06-01'),
    ('CF101EP', null, 'W', 318300, 176300, null),
    ('BT15GS', null, 'N', null, null, null)`)

t.test('a postcode says where it is and whose, however it is typed', async (t) => {
  const expected = {
    postcode: 'CW1 2BJ',
    authority: { code: 'E06000049', name: 'Cheshire East' },
    country: 'E',
    terminatedOn: '1996-06-01',
    easting: 370912,
    northing: 355511,
    synthetic: false,
  }
  for (const spelling of ['CW1%202BJ', 'cw12bj', 'Cw12Bj']) {
    const answer = await bi.get(`/v1/postcodes/${spelling}`)
    t.equal(answer.status, 200)
    t.same(answer.body, expected, spelling)
  }
})

t.test('a synthetic postcode says that it is one', async (t) => {
  const [unit] = syntheticPostcodesFor(CHESHIRE_EAST, 1)
  const { body } = await bi.get(`/v1/postcodes/${unit?.postcode}`)
  t.match(body, { postcode: displayPostcode(unit?.postcode ?? ''), synthetic: true, terminatedOn: null })
})

t.test('a postcode outside England has no authority; one on another grid has no place on ours', async (t) => {
  t.match((await bi.get('/v1/postcodes/CF10%201EP')).body, { authority: null, country: 'W', easting: 318300 })
  t.match((await bi.get('/v1/postcodes/BT15GS')).body, {
    authority: null,
    country: 'N',
    easting: null,
    northing: null,
  })
})

t.test(
  'an unknown postcode is a 404; what is not shaped like one a 400 that says what would be',
  async (t) => {
    const unknown = await bi.get('/v1/postcodes/ZZ9%209ZZ')
    t.equal(unknown.status, 404)
    t.equal(unknown.body.type, '/problems/not-found')
    for (const text of ['CW1', '%00', "x'%20or%201=1--", 'CW12BJCW12BJ', '%F0%9F%92%A9']) {
      const { status, body } = await bi.get(`/v1/postcodes/${text}`)
      t.equal(status, 400, text)
      t.match(body.errors, [{ pointer: '#/path/postcode', detail: /CW1 2BJ/ }])
    }
  },
)

t.test('the list of authorities, read page by page, has each of the 153 once and in order', async (t) => {
  const codes: string[] = []
  let path = '/v1/authorities?limit=50'
  for (let pages = 0; ; pages++) {
    const { status, body } = await bi.get<{ items: { code: string }[]; nextCursor: string | null }>(path)
    t.equal(status, 200)
    codes.push(...body.items.map(({ code }) => code))
    if (body.nextCursor === null) {
      t.equal(pages, 3)
      break
    }
    path = `/v1/authorities?limit=50&cursor=${body.nextCursor}`
  }
  t.equal(codes.length, 153)
  t.same(codes, [...new Set(codes)].sort())
})

t.test('authorities come as CSV where that is asked for', async (t) => {
  const { headers, body } = await bi.get<string>('/v1/authorities?limit=1', { accept: 'text/csv' })
  t.match(headers['content-type'], /^text\/csv/)
  t.equal(
    body,
    '\uFEFFcode,name,regionCode,regionName,oldCode,synthetic\r\n' +
      'E06000001,Hartlepool,E12000001,North East,805,false\r\n',
  )
  t.match(headers.link, /rel="next"/)
})

t.test('one authority is read by its code', async (t) => {
  t.same((await bi.get('/v1/authorities/E06000049')).body, {
    code: 'E06000049',
    name: 'Cheshire East',
    regionCode: 'E12000002',
    regionName: 'North West',
    oldCode: '895',
    synthetic: false,
  })
  t.equal((await bi.get('/v1/authorities/E06999999')).status, 404)
  t.equal((await bi.get('/v1/authorities/895')).status, 400)
  t.equal((await bi.get('/v1/authorities?cursor=bm9uc2Vuc2U')).body.type, '/problems/invalid-cursor')
  t.equal((await bi.get('/v1/authorities?region=North')).status, 400, 'an unknown filter is refused')
})

t.test('geography takes a token, and any role will do', async (t) => {
  for (const path of ['/v1/authorities', '/v1/authorities/E06000049', '/v1/postcodes/CW12BJ']) {
    t.equal((await service.with().get(path)).status, 401, path)
    for (const role of ['placements', 'bi', 'panel', 'data', 'admin'] as const) {
      t.equal((await (await service.as(role)).get(path)).status, 200, `${role} ${path}`)
    }
  }
})
