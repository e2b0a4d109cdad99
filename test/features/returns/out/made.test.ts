import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import t from 'tap'
import { CHESHIRE_EAST, STOCKPORT, testApp, type Body, type TestClient } from '../../../support/app.ts'
import {
  aBed,
  aCarePeriod,
  aChild,
  aHome,
  aLegalStatus,
  aPlacement,
  aProvider,
} from '../../../support/builders.ts'
import { needs, sharedData } from '../../../support/shared-data.ts'
import { csv, importOf, partial } from '../in/support.ts'
import { contentOfRecords } from './support.ts'

/** The return of a year comes out of the records, however they were made. */
const service = await testApp(t, { clock: () => new Date('2024-06-01T12:00:00Z') })
const admin = await service.as('admin')
const data = await service.as('data')
const any = { 'if-match': '*' }

interface MadeReturn {
  year: string
  isOver: boolean
  children: number
  modules: { module: string; file: string; rows: number }[]
  validation: { rules: { rule: string; count: number }[] }
  xml: { leavesOut: string[]; misfits: { module: string; column: string; rows: number }[] }
}
const madeOf = async (year: string, client: TestClient = data) =>
  (await client.get<MadeReturn>(`/v1/returns/${year}`)).body
const rowsIn = async (year: string, file: string, client: TestClient = data) =>
  parse<Record<string, string>>((await client.get<string>(`/v1/returns/${year}/${file}`)).body, {
    columns: true,
  })

/** A girl who came into care on 10 May 2023, to an agency's carers, and was with other carers of theirs from 1 August. */
async function aFosteredGirl(reference: string): Promise<Body> {
  const child = await aChild(admin, { reference, homePostcode: 'CW1 0CC' })
  await aCarePeriod(admin, { childId: child.id, startedOn: '2023-05-10' })
  await aLegalStatus(admin, { childId: child.id, status: 'C1', startedOn: '2023-05-10' })
  const provider = await aProvider(admin, { sector: 'private', ofstedUrn: 'SC400001' })
  const bed = async () => {
    const fields = {
      kind: 'fostering-household',
      confidential: true,
      providerId: provider.id,
      postcode: 'CW2 0CC',
    }
    return aBed(admin, { homeId: (await aHome(admin, fields)).id })
  }
  const first = await aPlacement(admin, {
    childId: child.id,
    bedId: (await bed()).id,
    placementType: 'ifa',
    startedOn: '2023-05-10',
  })
  const move = {
    on: '2023-08-01',
    bedId: (await bed()).id,
    reason: 'CARPL',
    planned: true,
    keepsSchool: true,
  }
  const { status } = await admin.post(`/v1/placements/${first.id}/move`, move, any)
  if (status !== 201) throw new Error(`moved: ${status}`)
  return child
}

t.test('what was recorded here, and never came from a return, is in the return', async (t) => {
  await aFosteredGirl('LIVE-1')
  t.match(await rowsIn('2023-24', 'header.csv'), [{ CHILD: 'LIVE-1', SEX: '2', DOB: '15/06/2013' }])
  const place = {
    PLACE: 'U6',
    PLACE_PROVIDER: 'PR4',
    HOME_POST: 'CW1 0CC',
    PL_POST: 'CW2 0CC',
    URN: 'SC400001',
  }
  t.match(await rowsIn('2023-24', 'episodes.csv'), [
    {
      ...{ CHILD: 'LIVE-1', DECOM: '10/05/2023', RNE: 'S', LS: 'C1', CIN: 'N1', ...place },
      ...{ DEC: '01/08/2023', REC: 'X1', REASON_PLACE_CHANGE: 'CARPL' },
    },
    { DECOM: '01/08/2023', RNE: 'P', LS: 'C1', ...place, DEC: '', REC: '', REASON_PLACE_CHANGE: '' },
  ])
  t.same(await rowsIn('2022-23', 'episodes.csv'), [], 'and not in that of the year before')
  t.match(await madeOf('2023-24'), {
    year: '2023/24',
    isOver: true,
    children: 1,
    modules: [
      { module: 'Header', file: 'header.csv', rows: 1 },
      { module: 'Episodes', file: 'episodes.csv', rows: 2 },
    ],
  })
  t.match(await madeOf('2024-25'), { isOver: false, children: 1 })
})

t.test('the collection’s rules are checked first', async (t) => {
  const child = await aChild(admin, { reference: 'LIVE-2' })
  await aCarePeriod(admin, { childId: child.id, startedOn: '2023-05-10' })
  const { validation } = await madeOf('2023-24')
  const numbers = validation.rules.map(({ rule }) => rule)
  t.ok(numbers.includes('144') && numbers.includes('146'), 'neither legal status nor placement is recorded')
})

t.test('it goes in elsewhere and is the same', async (t) => {
  const away = await service.as('data', STOCKPORT)
  await importOf(
    data,
    [
      csv('header', 'BACK-1,1,01/06/2010,WBRI,,0,'),
      csv(
        'episodes',
        'BACK-1,10/05/2022,S,V2,N1,K2,PR4,01/02/2023,X1,CARPL,CW1 0CC,CW2 0CC,SC500001',
        'BACK-1,01/02/2023,P,V2,N1,H5,PR4,,,,CW1 0CC,CW2 1CC,',
      ),
    ],
    { year: '2022-23' },
  )
  const files = await Promise.all(
    (await madeOf('2022-23')).modules.map(async ({ file }) => ({
      name: file,
      content: (await data.get<string>(`/v1/returns/2022-23/${file}`)).body,
    })),
  )
  t.match(await importOf(away, files, { year: '2022-23' }), {
    status: 'succeeded',
    counts: { rejected: 0, repaired: 0 },
  })
  const lines = async (code: string) =>
    (await contentOfRecords(service.ownerPool, code, '2023-03-31')).filter((line) =>
      line.startsWith('BACK-1'),
    )
  t.same(await lines(STOCKPORT), await lines(CHESHIRE_EAST))
  t.equal(
    (await rowsIn('2022-23', 'episodes.csv', away))[0]?.URN,
    'SC500001',
    'with a number of no home on record',
  )
})

const schema = sharedData('903/CLA.xsd')
t.test('its XML form meets the schema of the collection', needs(schema), async (t) => {
  const { body, headers } = await data.get<string>('/v1/returns/2022-23', { accept: 'application/xml' })
  t.match(headers['content-disposition'], /ssda903-2022-23\.xml/)
  const [document, xsd] = [
    XmlDocument.fromString(body),
    XmlDocument.fromString(await readFile(schema ?? '', 'utf8')),
  ]
  const validator = XsdValidator.fromDoc(xsd)
  t.doesNotThrow(() => validator.validate(document))
  t.equal(document.find('/EXPSSDA903/CHILD/EPISODE').length, 2)
  for (const part of [validator, document, xsd]) part.dispose()
  const { status } = await importOf(
    await service.as('data', 'E09000008'),
    [{ name: '2022-23.xml', content: body }],
    {
      year: '2022-23',
    },
  )
  t.equal(status, 'succeeded', 'and can be read again')
})

t.test('what its XML form can not carry is told', async (t) => {
  const { xml } = await madeOf('2023-24')
  t.same(xml.misfits, [
    { module: 'Episodes', column: 'LS', rows: 1 },
    { module: 'Episodes', column: 'PLACE', rows: 1 },
  ])
  t.match(await data.get('/v1/returns/2023-24', { accept: 'application/xml' }), {
    status: 422,
    body: { errors: [{ code: 'not-in-xml' }, { code: 'not-in-xml' }] },
  })
})

t.test('all files come in one archive, with what is to be put right', async (t) => {
  const token = await service.token('data')
  const { headers, rawPayload } = await service.app.inject({
    url: '/v1/returns/2022-23',
    headers: { accept: 'application/zip', authorization: `Bearer ${token}` },
  })
  t.match(headers, { 'content-type': 'application/zip', 'content-disposition': /ssda903-2022-23\.zip/ })
  const result = await importOf(data, [{ name: 'return.zip', content: rawPayload }], {
    ...partial,
    year: '2022-23',
  })
  t.match(result, { status: 'succeeded', counts: { read: 3, new: 0, rejected: 0 } })
  const names = result.files.map(({ name }) => name.replace(/.*[!/]/, ''))
  t.same(names.sort(), ['episodes.csv', 'header.csv', 'validation.csv'])
})

t.test('who may not import reads no return, and a year is written as people write it', async (t) => {
  const officer = await service.as('placements')
  for (const path of ['/v1/returns/2023-24', '/v1/returns/2023-24/episodes.csv'])
    t.equal((await officer.get(path)).status, 403)
  for (const year of ['2023-25', '2023', '1999-00', 'x'])
    t.match(await data.get(`/v1/returns/${year}`), {
      status: 400,
      body: { errors: [{ pointer: '#/path/year' }] },
    })
  t.match(await data.get('/v1/returns/2023-24/unicorns.csv'), { status: 400 })
  const { rows } = await service.ownerPool.query<{ count: string }>(
    `select count(*) from access_log where action like 'GET /v1/returns/:year%' and cardinality(child_ids) > 0`,
  )
  t.ok(Number(rows[0]?.count) > 5, 'each is in the access log')
})
