import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aChildInCare, aPlacement } from '../../support/builders.ts'
import { PlainBrowser } from './support.ts'

const service = await testApp(t)
const admin = await service.as('admin')

/**
 * In care: three girls with agency carers since February 2022, and two boys, of whom one is in a children's home from 2023 and
 * one has no placement on record. On 31 March 2023, 3 of the 4 who are known to be placed are with an agency: 75.0%. Of the
 * girls 3 of 3, of the boys 0 of 1, with 1 not known. On 31 March 2022, 3 of 3, and of the boys nothing is known.
 */
for (const [position, sex] of (['female', 'female', 'female', 'male', 'male'] as const).entries()) {
  const child = await aChildInCare(admin, { sex, reference: `FIGURE-${position}` })
  if (position < 4)
    await aPlacement(admin, {
      childId: child.id,
      placementType: sex === 'female' ? 'ifa' : 'residential',
      startedOn: sex === 'female' ? '2022-02-01' : '2023-01-01',
    })
}
await aChildInCare(await service.as('admin', STOCKPORT), { reference: 'STOCKPORT-1' })

async function signedIn(subject: string): Promise<PlainBrowser> {
  const browser = new PlainBrowser(service)
  await browser.signIn(subject)
  return browser
}
const [analyst, officer] = [await signedIn('demonstration-analyst'), await signedIn('demonstration')]

/** The rows of the page's last table, each as the texts of its cells. */
function rowsOf(text: string): string[][] {
  const table = text.slice(text.lastIndexOf('<table'), text.lastIndexOf('</table>'))
  return [...table.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      cell
        .replace(/<span class="govuk-visually-hidden">[\s\S]*?<\/span>/g, '')
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  )
}

t.test('an analyst lands on the figures, and is led to nothing else', async (t) => {
  t.match(await analyst.get('/'), { status: 303, location: '/figures' })
  t.match(await officer.get('/'), { status: 303, location: '/today' })
  t.match(await new PlainBrowser(service).get('/'), { status: 303, location: '/sign-in' }, 'which leads back')
  const { text } = await analyst.get('/figures')
  const links = /service-navigation[\s\S]*?<\/header>/.exec(text)?.[0] ?? ''
  t.match(links, 'href="/figures"')
  t.notMatch(links, /href="\/(today|requests|approvals)"/)
})

t.test('the catalogue has every measure with its definition, and filters stay in its address', async (t) => {
  const { body } = await admin.get<{
    items: { id: string; definition: string; unit: string; over: string }[]
  }>('/v1/measures')
  const measureIds = (text: string) =>
    [...text.matchAll(/href="\/figures\/(?!views")([a-z0-9-]+)"/g)].map(([, id]) => id)
  t.same(
    measureIds((await analyst.get('/figures')).text),
    body.items.map(({ id }) => id),
  )
  t.same(
    measureIds((await analyst.get('/figures?unit=percent&over=period')).text),
    body.items.filter((one) => one.unit === 'percent' && one.over === 'period').map(({ id }) => id),
  )
  t.match((await analyst.get('/figures?unit=%3Cscript%3E')).text, 'No measure is like that')
})

t.test('a figure by one dimension has its counts, its unknowns and a bar for each group', async (t) => {
  const { status, text } = await analyst.get('/figures/with-ifa?by=sex&asAt=2023-03-31&every=&from=')
  t.equal(status, 200)
  t.same(rowsOf(text), [
    ['Sex', 'Counted', 'Of', 'Figure', 'Not known'],
    ['All', '3', '4', '75.0%', '1'],
    ['Female', '3', '3', '100.0%', '0'],
    ['Male', '0', '1', '0.0%', '1'],
  ])
  const widths = [...text.matchAll(/<rect[^>]*width="([^"]*)"/g)].map(([, width]) => Number(width))
  t.same(widths, [75, 100, 0], 'the highest bar takes the width')
  t.match(text, /<option value="sex" selected/)
  t.match(text, /value="2023-03-31"/)
  t.notMatch(text, '/records', 'an analyst is led to no records')
  t.notMatch(text, /FIGURE-\d/)
})

t.test('a figure over time has a line for each group, and a gap where nothing can be said', async (t) => {
  const { text } = await analyst.get('/figures/with-ifa?by=sex&asAt=2023-03-31&every=year&from=2022-03-31')
  t.same(rowsOf(text), [
    ['Day', 'All', 'Female', 'Male'],
    ['Thu 31 March 2022', '100.0% 3 of 3', '100.0% 3 of 3', '– 0 of 0'],
    ['Fri 31 March 2023', '75.0% 3 of 4', '100.0% 3 of 3', '0.0% 0 of 1'],
  ])
  const lines = [...text.matchAll(/class="app-lines__line" d="([^"]*)"/g)].map(([, path]) => path)
  // From 0 at 36 to 100 % at 4: 75 % is at 36 - 0.75 × 32 = 12.
  t.same(lines, ['M2.00 4.00L98.00 12.00', 'M2.00 4.00L98.00 4.00', 'M98.00 36.00'])
})

t.test('what is downloaded is what the API answers to the same question', async (t) => {
  const answer = await analyst.get('/figures/with-ifa/figures.csv?by=sex&asAt=2023-03-31')
  t.match(answer.headers, {
    'content-type': /^text\/csv/,
    'content-disposition': 'attachment; filename="with-ifa.csv"',
    'cache-control': 'no-store',
  })
  const { body } = await admin.post<string>(
    '/v1/figures',
    { measures: ['with-ifa'], by: [[], ['sex']], points: ['2023-03-31'] },
    { accept: 'text/csv' },
  )
  t.equal(answer.text, body)
})

t.test('who may read them is led to the records of a number, who may not finds no such page', async (t) => {
  const page = await officer.get('/figures/with-ifa?by=sex&asAt=2023-03-31')
  const links = [...page.text.matchAll(/href="(\/figures\/with-ifa\/records[^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )
  // Of all: counted, of, not known; of the girls: counted, of; of the boys: of, not known. A count of 0 leads nowhere.
  t.equal(links.length, 7)
  const [allCounted = '', , , ofGirls = '', , , unknownBoys = ''] = links
  const references = async (url: string) =>
    [...(await officer.get(url)).text.matchAll(/FIGURE-\d/g)].map(String).sort()
  t.same(await references(allCounted), ['FIGURE-0', 'FIGURE-1', 'FIGURE-2'])
  t.same(await references(ofGirls), ['FIGURE-0', 'FIGURE-1', 'FIGURE-2'])
  t.same(await references(unknownBoys), ['FIGURE-4'])
  t.match(await analyst.get(allCounted), { status: 404, text: /Page not found/ })
  const { rows } = await service.ownerPool.query<{ purpose: string }>(
    `select distinct purpose from access_log where action like '%/records'`,
  )
  t.same(rows, [{ purpose: 'page: the records behind a figure' }], 'and the look is in the access log')
})

t.test('what an address asks wrongly is said at its field', async (t) => {
  const answer = await analyst.get('/figures/with-ifa?asAt=2023-02-31')
  t.match(answer, { status: 422, text: /There is a problem[\s\S]*href="#asAt"[\s\S]*The day / })
  t.match(answer.text, /<title>\s*Error: /)
  t.match(await analyst.get('/figures/with-ifa?every=year&from=2023-04-01&asAt=2022-03-31'), {
    status: 422,
    text: /There is a problem/,
  })
  t.match(await analyst.get('/figures/with-ifa?by=voidReason'), { status: 422, text: /href="#by"/ })
  t.match(await analyst.get('/figures/no-such-measure'), { status: 404 })
  t.match(await analyst.get('/figures/no-such-measure?by=sex'), { status: 404 })
})

t.test('a scorecard is shown with the rows of the API, and as a file', async (t) => {
  const { body } = await admin.get<{ items: { id: string; title: string }[] }>('/v1/scorecards')
  const { text } = await analyst.get('/figures')
  for (const { id, title } of body.items) {
    t.match(text, `href="/figures/scorecards/${id}"`)
    const scorecard = await analyst.get(`/figures/scorecards/${id}`)
    t.match(scorecard, { status: 200, text: title })
    const { rows } = (await admin.get<{ rows: { ref: string }[] }>(`/v1/scorecards/${id}`)).body
    const refs = [...scorecard.text.matchAll(/<tr>\s*<td>([^<]*)<\/td>/g)].map(([, ref]) => ref)
    t.same(
      refs,
      rows.map(({ ref }) => ref),
    )
    const file = await analyst.get(`/figures/scorecards/${id}/scorecard.csv`)
    const { body: csv } = await admin.get<string>(`/v1/scorecards/${id}`, { accept: 'text/csv' })
    t.equal(file.text, csv)
  }
  t.match(await analyst.get('/figures/scorecards/nothing'), { status: 404 })
})
