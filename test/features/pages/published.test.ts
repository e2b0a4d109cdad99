import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aChildInCare, aPlacement } from '../../support/builders.ts'
import { rowsOfPage, sendForm, signedInAs, type PageAnswer } from './support.ts'

t.setTimeout(240_000)

/** In care all of 2022/23: nine children of 11 to 15, and three of 16 and over; so with 12 shown, both parts are hidden. */
const service = await testApp(t)
const admin = await service.as('admin')
for (let child = 0; child < 12; child++) {
  const dateOfBirth = child < 9 ? '2010-01-01' : '2006-06-01'
  const { id } = await aChildInCare(admin, { dateOfBirth, homePostcode: 'CW1 3CC' })
  await aPlacement(admin, { childId: id, startedOn: '2022-01-01' })
}
const analyst = await signedInAs(service, 'demonstration-analyst')
const officer = await signedInAs(service, 'demonstration')

const preview = (year: string) => analyst.get(`/releases/preview?financialYear=${encodeURIComponent(year)}`)

/** The rows of the table with a caption, without its headings. */
function tableOf({ text, ...page }: PageAnswer, caption: RegExp): string[][] {
  const tables = text.split('<table').slice(1)
  const table = tables.find((one) => caption.test(one.slice(0, one.indexOf('</caption>')))) ?? ''
  return rowsOfPage({ ...page, text: table.slice(0, table.indexOf('</table>')) }).slice(1)
}

t.test('a year is looked at before it is published, published once, and read by all who may', async (t) => {
  const page = await preview('2022/23')
  t.match(page, { status: 200, text: /Nothing is published yet/ })
  const byAge = tableOf(page, /by age band/i)
  const countOf = (group: string) => byAge.find(([name]) => name === group)?.[2]
  t.same([countOf('11 to 15'), countOf('16 and over')], ['c', 'c'])
  t.match((await officer.get('/releases')).text, 'No year has been released yet')
  t.notMatch((await officer.get('/releases')).text, 'See what would be published')

  const answer = await sendForm(analyst, page, '/releases/preview', [])
  t.match(answer, { status: 303, location: /^\/releases\// })
  const path = String(answer.location)
  t.match(await officer.get('/releases'), { text: `href="${path}"` })
  const release = await officer.get(path)
  t.same(tableOf(release, /by age band/i), byAge, 'what is published is what was shown before')
  const again = await sendForm(analyst, page, '/releases/preview', [])
  t.match(again, { status: 303, location: path }, 'sent twice, it is published once')
  t.match(await preview('2022/23'), {
    status: 422,
    text: /href="#financialYear">The year is released already/,
  })
  const file = await officer.get(`${path}/release.csv`)
  const { body } = await admin.get<string>(`/v1${path}`, { accept: 'text/csv' })
  t.equal(file.text, body)
  t.match(await analyst.get(`${path}/scorecards/corporate-parenting`), { status: 200 })
})

t.test('a year that cannot be released is refused at its field', async (t) => {
  for (const year of ['2022', '2022/24', '2098/99'])
    t.match(await preview(year), { status: /4\d\d/, text: /href="#financialYear"/ }, year)
  t.match(await officer.get('/releases/preview?financialYear=2021/22'), { status: 403 })
  const theirs = await (await service.as('admin', STOCKPORT)).get<{ items: { id: string }[] }>('/v1/releases')
  t.same(theirs.body.items, [])
})

t.test('a view has the figures of the API, with what they are', async (t) => {
  interface View {
    blocks: {
      title: string
      columns: { id: string; measure: { id: string } }[]
      rows: unknown[]
      total: { cells: Record<string, { shown: number | null }> }
    }[]
  }
  const list = await analyst.get('/figures/views')
  const [assessment, ...ids] = [...list.text.matchAll(/href="\/figures\/views\/([a-z-]+)"/g)].map(
    ([, id = '']) => id,
  )
  t.equal(assessment, 'sufficiency-assessment', 'first the assessment, a document of many tables')
  const { body } = await admin.get<{ items: { id: string }[] }>('/v1/views')
  t.same(
    ids,
    body.items.map(({ id }) => id),
  )
  for (const id of ids) {
    const page = await analyst.get(`/figures/views/${id}?asAt=2023-03-31`)
    t.equal(page.status, 200, id)
    const { blocks } = (await admin.get<View>(`/v1/views/${id}?asAt=2023-03-31`)).body
    t.equal(page.text.split('<table').length - 1, blocks.length)
    t.equal(
      rowsOfPage(page).length,
      blocks.reduce((sum, { rows }) => sum + rows.length + 2, 0),
      'a row for each, the whole, and the headings',
    )
    for (const { columns } of blocks)
      for (const { measure } of columns) t.match(page.text, `href="/figures/${measure.id}?asAt=2023-03-31"`)
  }
  const mix = await analyst.get('/figures/views/placement-mix?asAt=2023-03-31')
  t.ok(
    rowsOfPage(mix).some(([first, ...cells]) => first === 'All' && cells.includes('12')),
    'twelve children in all',
  )
  const file = await analyst.get('/figures/views/placement-mix/view.csv?asAt=2023-03-31')
  t.equal(
    file.text,
    (await admin.get<string>('/v1/views/placement-mix?asAt=2023-03-31', { accept: 'text/csv' })).body,
  )
  t.match(await analyst.get('/figures/views/placement-mix?asAt=soon'), { status: 422, text: /href="#asAt"/ })
  t.match(await analyst.get('/figures/views/no-such-view'), { status: 404 })
})
