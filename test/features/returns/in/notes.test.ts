import t from 'tap'
import { testApp } from '../../../support/app.ts'
import { csv, importOf, reportOf, type Finding } from './support.ts'

const service = await testApp(t)
const data = await service.as('data')
await service.ownerPool.query(
  `insert into postcodes (postcode, authority_code, country) values ('CW11AA', 'E06000049', 'E'), ('CW21AA', 'E06000049', 'E')
   on conflict do nothing`,
)

const line = (
  child: string,
  from: string,
  more: { place?: string; home?: string; postcode?: string; urn?: string } = {},
) =>
  `${child},${from},S,C2,N1,${more.place ?? 'K2,PR4'},01/03/2018,E4A,,${more.home ?? 'CW1 1AA'},${more.postcode ?? 'CW2 1AA'},${more.urn ?? ''}`

async function notesOf(headers: readonly string[], episodes: readonly string[]): Promise<Finding[]> {
  const result = await importOf(data, [csv('header', ...headers), csv('episodes', ...episodes)])
  t.equal(result.status, 'succeeded', result.detail ?? '')
  return reportOf(data, result.id, 'noted')
}

const headerOf = (child: string, dob = '05/06/2010', upn = '') => `${child},1,${dob},WBRI,${upn},,`

t.test('a home is found by its number in any case; a number that finds none is told once', async (t) => {
  const provider = await data.post('/v1/providers', {
    name: 'Agency',
    sector: 'private',
    ofstedUrn: 'SC777777',
  })
  const home = await data.post('/v1/homes', {
    providerId: provider.body.id, name: 'The Elms', kind: 'childrens-home', ofstedUrn: 'SC123456',
    postcode: 'CW2 1AA', registeredPlaces: 1, opensOn: '2015-01-01',
  }) // prettier-ignore
  t.equal(home.status, 201)
  const children = ['H1', 'H2', 'H3', 'H4', 'H5', 'H6']
  const notes = await notesOf(
    children.map((child, index) => headerOf(child, `0${index + 1}/06/2010`)),
    [
      line('H1', '01/05/2017', { urn: 'sc123456' }),
      line('H2', '02/05/2017', { urn: 'SC123456', postcode: 'CW1 1AA' }),
      line('H3', '03/05/2017', { urn: 'SC999999' }),
      line('H4', '04/05/2017', { urn: 'SC999999' }),
      line('H5', '05/05/2017', { urn: 'SC777777' }),
      line('H6', '06/05/2017', { urn: 'XXXXXXX' }),
    ],
  )
  t.match(
    notes.filter(({ column }) => column === 'URN'),
    [
      { row: 2, value: 'SC123456', reason: /no bed free/ },
      { row: 3, value: 'SC123456', reason: /at another postcode/ },
      { row: 4, value: 'SC999999', reason: /no home on record has this number.*1 more placements/ },
      { row: 6, value: 'SC777777', reason: /is a provider's/ },
    ],
  )
  const { rows } = await service.ownerPool.query(
    `select home_id from placements p join children c on c.id = p.child_id where c.reference = 'H1'`,
  )
  t.same(rows, [{ home_id: home.body.id }])
})

t.test('a postcode that no directory has is told once, with how often it is there', async (t) => {
  const notes = await notesOf(
    [headerOf('P1', '01/07/2010'), headerOf('P2', '02/07/2010')],
    [
      line('P1', '01/05/2017', { home: 'ZA1 1ZZ' }),
      line('P2', '02/05/2017', { home: 'CW1 1AA', postcode: 'za11zz' }),
    ],
  )
  t.match(
    notes.filter(({ reason }) => /directory/.test(reason)),
    [{ row: 2, column: 'HOME_POST', value: 'ZA1 1ZZ', reason: /1 more cells/ }],
  )
})

t.test('records that look like one child are told, with the way to merge them', async (t) => {
  const alike = async (headers: readonly string[], episodes: readonly string[]) =>
    (await notesOf(headers, episodes)).filter(({ reason }) => /same child/.test(reason))
  t.same(
    await alike(
      [headerOf('000123', '01/08/2010')],
      [line('000123', '01/05/2016').replace('01/03/2018', '01/03/2017')],
    ),
    [],
  )
  const number = await alike([headerOf('123', '02/08/2010')], [line('123', '02/05/2017')])
  t.match(number, [
    { module: 'Header', row: 2, value: '123', reason: /zeros before it.*POST \/v1\/children/ },
  ])

  const upn = 'A123456789012'
  await notesOf([headerOf('OLD', '03/08/2010', upn)], [line('OLD', '03/05/2017')])
  t.match(await alike([headerOf('NEW', '04/08/2010', upn)], [line('NEW', '04/05/2017')]), [
    { value: 'NEW', reason: /unique pupil number/ },
  ])
  await notesOf([headerOf('B4', '05/08/2010')], [line('B4', '05/05/2017')])
  t.match(await alike([headerOf('AFTER', '05/08/2010')], [line('AFTER', '05/05/2017')]), [
    { value: 'AFTER', reason: /same date of birth and sex, and came into care on the same day/ },
  ])

  const [, other, id] = /children\/(\S+)\/merge with otherId ([-\w]+)/.exec(number[0]?.reason ?? '') ?? []
  const { headers } = await data.get(`/v1/children/${other}`)
  const merge = await data.post(
    `/v1/children/${other}/merge`,
    { otherId: id, reason: 'A spreadsheet took the zeros away' },
    { 'if-match': String(headers.etag) },
  )
  t.equal(merge.status, 200, JSON.stringify(merge.body))
})
