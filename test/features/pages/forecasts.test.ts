import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { ForecastView } from '../../../src/features/forecasts/schema.ts'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { forecastFrom } from '../forecasts/support.ts'
import { hiddenFields, rowsOfPage, sendForm, signedInAs, type PageAnswer } from './support.ts'

t.setTimeout(240_000)

/** Of the demonstration: its records bear a forecast. */
const service = await testApp(t, { contents: 'demonstration' })
const analyst = await service.as('bi')
const browser = await signedInAs(service, 'demonstration-analyst')
const officer = await signedInAs(service, 'demonstration')

async function finishedPage(path: string): Promise<PageAnswer> {
  for (;;) {
    const page = await browser.get(path)
    if (page.status !== 200) throw new Error(page.text)
    if (!page.text.includes('data-renew-seconds')) return page
    await sleep(100)
  }
}

t.test('a forecast is asked for and read: words, chart and tables say what the API says', async (t) => {
  const { id } = await forecastFrom(analyst, { months: 12, title: 'Autumn <script>alert(1)</script>' })
  const { result } = (await analyst.get<ForecastView>(`/v1/forecasts/${id}`)).body
  t.match((await browser.get('/forecasts')).text, `href="/forecasts/${id}"`)
  const page = await finishedPage(`/forecasts/${id}`)
  t.notMatch(page.text, '<script>alert')
  for (const sentence of result!.sentences)
    t.match(page.text, sentence.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;'))
  const rows = rowsOfPage(page)
  const months = rows.slice(1, 13)
  const total = result!.series.find(({ by: cut }) => cut === 'total')!
  t.same(
    months.map((row) => row.slice(1)),
    total.values.map(({ interval }) => [
      String(interval!.p50),
      `${interval!.p25} and ${interval!.p75}`,
      `${interval!.p10} and ${interval!.p90}`,
      String(result!.children),
    ]),
  )
  // The last value from now to the end; 24 months so far; and of the middle a first point where the past ends, then one for each month.
  const lines = [...page.text.matchAll(/class="app-fan__line"\s+d="([^"]*)"/g)].map(
    ([, path = '']) => path.split(/[ML]/).length - 1,
  )
  t.same(lines, [2, 24, 13])
  const home = result!.gap.find(
    ({ placementType, area }) => placementType === 'residential' && area === null,
  )!
  const year = home.values[11]!
  t.ok(
    rows.some(
      (row) =>
        row[0] === 'Children&#39;s home' &&
        row[2] === String(year.beds) &&
        row[5] === `${Math.round(100 * year.chanceUnmet)}%`,
    ),
    'what is short, by kind of home',
  )
  const byAge = await browser.get(`/forecasts/${id}?by=ageBand`)
  t.match(byAge.text, /Under 1[\s\S]*16 and 17/)
  const file = await browser.get(`/forecasts/${id}/forecast.csv`)
  const { body } = await analyst.get<string>(`/v1/forecasts/${id}`, { accept: 'text/csv' })
  t.equal(file.text, body)

  t.match(await officer.get(`/forecasts/${id}`), { status: 200 }, 'who may read forecasts may look')
  t.throws(() => hiddenFields({ ...page }, '/forecasts'), 'and only who makes them has the form')
  t.notMatch((await officer.get('/forecasts')).text, 'Make the forecast')
})

t.test('a forecast is asked for on the page, and stopped', async (t) => {
  const list = await browser.get('/forecasts')
  const refusal = await sendForm(browser, list, '/forecasts', [['months', 'many']])
  t.match(refusal, { status: 400, text: /href="#months"/ })
  const answer = await sendForm(browser, list, '/forecasts', [
    ['title', 'To be stopped'],
    ['months', '36'],
  ])
  t.match(answer, { status: 303, location: /^\/forecasts\// })
  const path = String(answer.location)
  const page = await browser.get(path)
  t.match(page.text, 'data-renew-seconds')
  const stop = await sendForm(browser, page, `${path}/cancellation`, [])
  t.match(stop, { status: 303, location: path })
  t.match((await finishedPage(path)).text, /Cancelled[\s\S]*It was cancelled before it was made/)
})

t.test('another authority’s forecast is not found', async (t) => {
  const theirs = await (await service.as('bi', STOCKPORT)).post('/v1/forecasts', { months: 3, worlds: 50 })
  t.match(await browser.get(`/forecasts/${theirs.body.id}`), { status: 404 })
})
