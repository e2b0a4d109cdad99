import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { ForecastView } from '../../../src/features/forecasts/schema.ts'
import { dayEntries } from '../../../src/platform/pages/form.ts'
import { testApp } from '../../support/app.ts'
import { sendForm, signedInAs, type PageAnswer } from './support.ts'

t.setTimeout(600_000)

/** Of the demonstration: its records bear a forecast. */
const service = await testApp(t, { contents: 'demonstration' })
const client = await service.as('bi')
const analyst = await signedInAs(service, 'demonstration-analyst')
const opensOn = `${new Date().getUTCFullYear() + 1}-01-01`

async function finishedPage(path: string): Promise<PageAnswer> {
  for (;;) {
    const page = await analyst.get(path)
    if (page.status !== 200) throw new Error(page.text)
    if (!page.text.includes('data-renew-seconds')) return page
    await sleep(100)
  }
}

const forecastAt = async (path: string) => (await client.get<ForecastView>(`/v1${path}`)).body
const inMarkup = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;')

t.test('two homes of three beds in the north: asked on a form, told in sentences', async (t) => {
  t.match((await analyst.get('/forecasts')).text, 'href="/forecasts/what-if"')
  t.match((await analyst.get('/forecasts/what-if')).text, 'href="/forecasts/what-if/open-homes"')
  const path = '/forecasts/what-if/open-homes'
  const page = await analyst.get(path)
  const fields: [string, string][] = [
    ['title', 'Two homes in the north'],
    ['homes', '2'],
    ['bedsEach', '3'],
    ['placementType', 'residential'],
    ['area', 'North'],
    ...dayEntries('from', opensOn),
    ['rampMonths', '0'],
  ]
  t.match(await sendForm(analyst, page, path, fields.slice(1)), {
    status: 422,
    text: /The name must be given/,
  })
  t.match(
    await sendForm(analyst, page, path, [
      ...fields.filter(([name]) => name !== 'homes'),
      ['homes', '99'],
      ['districts', 'SK9'],
    ]),
    { status: 400, text: /href="#homes"/ },
    'what the API refuses is said at its field',
  )
  t.match(await sendForm(analyst, page, path, fields), { status: 400, text: /href="#districts"/ })
  const answer = await sendForm(analyst, page, path, [...fields, ['districts', 'sk9, SK10 wa16']])
  t.match(answer, { status: 303, location: /^\/forecasts\// })
  const forecast = await forecastAt(String(answer.location))
  t.match(forecast, { title: 'Two homes in the north' })
  const last = await finishedPage(String(answer.location))
  const { result } = await forecastAt(String(answer.location))
  const [scenario] = result!.scenarios
  t.equal(scenario?.title, 'Two homes in the north')
  t.ok(scenario!.sentences.length > 0)
  for (const sentence of scenario!.sentences) t.match(last.text, inMarkup(sentence))
})

t.test('which homes to open, with a budget: one sentence with its chance', async (t) => {
  const path = '/forecasts/commissioning'
  const page = await analyst.get(path)
  const budget: [string, string][] = [
    ['title', 'Homes for next year'],
    ['yearlyBudget', '£1,000,000'],
  ]
  t.match(await sendForm(analyst, page, path, budget), { status: 422, text: /of one home at least/ })
  const home = (position: number, title: string, cost: string): [string, string][] => [
    [`home-${position}-title`, title],
    [`home-${position}-placementType`, 'residential'],
    [`home-${position}-beds`, '3'],
    ...dayEntries(`home-${position}-opensOn`, opensOn),
    [`home-${position}-yearlyCost`, cost],
  ]
  t.match(await sendForm(analyst, page, path, [...budget, ...home(0, 'Mill Lane', '')]), {
    status: 422,
    text: /href="#home-0-yearlyCost"/,
  })
  const fields = [...budget, ...home(0, 'Mill Lane', '600000'), ...home(1, 'Park Road', '700,000')]
  const answer = await sendForm(analyst, page, path, fields)
  t.match(answer, { status: 303, location: /^\/forecasts\// })
  const last = await finishedPage(String(answer.location))
  const { result } = await forecastAt(String(answer.location))
  t.match(last.text, inMarkup(result!.commissioning!.sentence))
})

t.test('who may not make forecasts has no such page', async (t) => {
  const officer = await signedInAs(service, 'demonstration')
  for (const path of ['/forecasts/what-if', '/forecasts/what-if/fee', '/forecasts/commissioning'])
    t.match(await officer.get(path), { status: 403 }, path)
})
