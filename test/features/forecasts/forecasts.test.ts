import t from 'tap'
import { testApp } from '../../support/app.ts'
import { finishedForecast, forecastFrom, totalOf } from './support.ts'

/**
 * Forecasts on the demonstration, whose records begin on 1 December 2018 and of whose children in care the counts are published: 533
 * on 1 December 2023. Its history goes on to today, so that what came of a forecast from then is known.
 */
t.setTimeout(600_000)
const app = await testApp(t, { contents: 'demonstration' })
const analyst = await app.as('bi')

await t.test(
  'a forecast from a month’s end has its children, months, sums, back-test and words',
  async (t) => {
    const forecast = await forecastFrom(analyst, {
      asAt: '2023-11-30',
      months: 12,
      title: 'Before the winter',
    })
    t.equal(forecast.status, 'done', JSON.stringify(forecast.detail))
    const { result } = forecast
    const measure = await analyst.get('/v1/measures/children-looked-after?asAt=2023-11-30')
    t.equal(result!.children, measure.body.items[0]!.value, 'as the measure counts')
    // Of those who left before 1 December 2018 nobody is in the demonstration, and the first leave in January 2019.
    const { rows } = await app.ownerPool.query<{ month: string }>(
      `select to_char(min(ended_on), 'YYYY-MM') as month from care_periods`,
    )
    t.same([rows[0]!.month, result!.historyFrom], ['2019-01', '2019-02-01'])
    t.equal(result!.months.length, 12)
    t.same([result!.months[0], result!.months[11]], ['2023-12-31', '2024-11-30'])
    for (const cut of ['category', 'placementType', 'ageBand', 'ageBandAndType', 'uasc', 'needAndType']) {
      const own = result!.series.filter((one) => one.by === cut)
      const sum = own.reduce((total, { values }) => total + values[11]!.mean, 0)
      t.ok(Math.abs(sum - totalOf(forecast).values[11]!.mean) < 0.01, `${cut} sums to the total`)
    }
    const { interval } = totalOf(forecast).values[11]!
    // The floor of 80 % at 12 months: N × √(0.0037 + 2.85 ÷ N) to each side.
    const floor = 2 * 533 * Math.sqrt(0.0037 + 2.85 / 533)
    t.ok(
      interval!.p90 - interval!.p10 >= floor * 0.97,
      `${interval!.p90} − ${interval!.p10} is no narrower than ${floor}`,
    )
    t.match(
      result!.sentences[0],
      /^Most likely \d+ children in care at the end of November 2024; 8 times in 10 between/,
    )
    t.match(result!.sentences.at(-1), /cannot know/)
    t.ok(result!.backTest!.origins.length > 8)
    t.ok(
      result!.backTest!.origins.every(({ basis }) => basis === 'as-recorded-since'),
      'the demonstration was loaded at once',
    )
    const year = result!.backTest!.scores.find(({ level, horizon }) => level === 'total' && horizon === 12)
    t.ok(year!.independentOrigins < year!.origins)
    t.equal(year!.ratios.naive, year!.error / year!.peerErrors.naive)
  },
)

await t.test('what has come since stands beside what was said, by the records of now', async (t) => {
  const forecast = await forecastFrom(analyst, { asAt: '2023-08-31', months: 3, method: 'naive' })
  const came = await analyst.get('/v1/measures/children-looked-after?asAt=2023-09-30')
  const [first] = forecast.outcomes.filter((one) => one.by === 'total')
  t.equal(first!.children, came.body.items[0]!.value)
  t.match(
    first!.sentence,
    /^At the end of August 2023 we said \d+ to \d+ for the end of September 2023; it was \d+/,
  )
})

await t.test(
  'the same question has the same answer; as CSV it has a line for each month of each series',
  async (t) => {
    const question = {
      asAt: '2022-11-30',
      months: 6,
      seed: 7,
      areas: [{ name: 'north', districts: ['SK9', 'SK10'] }],
    }
    const one = await forecastFrom(analyst, question)
    const other = await forecastFrom(analyst, question)
    t.same(one.result, other.result)
    const areas = one.result!.series.filter((one) => one.by === 'areaAndType')
    t.same([...new Set(areas.map(({ area }) => area))], ['north', 'elsewhere-or-unknown'])
    const sum = areas.reduce((total, { values }) => total + values[5]!.mean, 0)
    t.ok(Math.abs(sum - totalOf(one).values[5]!.mean) < 0.01)
    const csv = await analyst.get<string>(`/v1/forecasts/${one.id}`, { accept: 'text/csv' })
    t.equal(csv.body.trim().split('\r\n').length, 1 + one.result!.series.length * 6)
    t.match(csv.body, /^\uFEFFby,category,placementType,/)
  },
)

await t.test('peers give their mean path, and only the last value has an interval', async (t) => {
  for (const method of ['naive', 'dmr-12', 'dmr-24', 'dmr-all', 'markov']) {
    const { result } = await forecastFrom(analyst, { asAt: '2023-11-30', months: 6, method })
    const [total] = result!.series
    t.equal(total!.values[5]!.interval === null, method !== 'naive', method)
    const sum = result!.series
      .filter((one) => one.by === 'ageBandAndCategory')
      .reduce((all, { values }) => all + values[5]!.mean, 0)
    t.ok(Math.abs(sum - total!.values[5]!.mean) < 1e-6, `${method} sums`)
    if (method === 'naive') t.equal(total!.values[5]!.mean, result!.children)
  }
})

await t.test('for the public there are the fans of larger groups alone', async (t) => {
  const forecast = await forecastFrom(analyst, { asAt: '2023-11-30', months: 6, historyFrom: '2021-09-01' })
  const path = `/v1/forecasts/${forecast.id}/publication`
  type Series = { by: string; values: { p10: number; p90: number }[] }[]
  const { status, body } = await analyst.get<{ series: Series; leftOut: number }>(path)
  t.equal(status, 200)
  t.same(body.series[0]!.values[5]!.p90, totalOf(forecast).values[5]!.interval!.p90)
  t.ok(body.series.every(({ values }) => values.every(({ p10 }) => p10 >= 10)))
  t.equal(body.series.length + body.leftOut, 1 + 4 + 5, 'the total, four categories, five age bands')
  t.notMatch(JSON.stringify(body), /mean|sentences/)
  const csv = await analyst.get<string>(path, { accept: 'text/csv' })
  t.equal(csv.body.trim().split('\r\n').length, 1 + body.series.length * 6)
})

await t.test('what can’t be forecast is refused, or given in part, in words', async (t) => {
  t.match(await analyst.post('/v1/forecasts', { asAt: '2023-12-01' }), {
    status: 422,
    body: { errors: [{ pointer: '#/asAt', code: 'not-end-of-month' }] },
  })
  t.match(await analyst.post('/v1/forecasts', { asAt: '2199-12-31' }), {
    status: 422,
    body: { errors: [{ pointer: '#/asAt', code: 'month-not-over' }] },
  })
  t.match(await analyst.post('/v1/forecasts', { asAt: '2023-11-30', historyFrom: '2024-01-01' }), {
    status: 422,
    body: { errors: [{ pointer: '#/historyFrom', code: 'after-origin' }] },
  })
  const early = await forecastFrom(analyst, { asAt: '2020-06-30' })
  t.equal(early.result!.method, 'naive')
  t.match(early.result!.warnings[0], /17 months of history; with fewer than 24/)
  const short = await forecastFrom(analyst, { asAt: '2021-06-30' })
  t.equal(short.result!.months.length, 29)
  t.match(short.result!.warnings[0], /no forecast reaches further/i)
})

await t.test('a forecast is cancelled while it is made, stays so, and none is changed', async (t) => {
  const { body } = await analyst.post('/v1/forecasts', { asAt: '2023-10-31', worlds: 2000 })
  t.match(await analyst.post(`/v1/forecasts/${body.id}/cancel`), {
    status: 200,
    body: { status: 'cancelled' },
  })
  t.equal((await finishedForecast(analyst, body.id)).status, 'cancelled')
  const [latest] = (await analyst.get('/v1/forecasts?limit=1')).body.items
  t.match(latest, { id: body.id, status: 'cancelled', asAt: '2023-10-31' })
  const officer = await app.as('placements')
  t.equal((await officer.post('/v1/forecasts', {})).status, 403)
  t.equal((await officer.get(`/v1/forecasts/${body.id}`)).status, 200)
})
