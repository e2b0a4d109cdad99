import t from 'tap'
import { testApp } from '../../support/app.ts'
import { aServiceKey } from '../../support/builders.ts'
import { rowsOf, type FeedRow } from '../feeds/support.ts'
import { forecastFrom } from './support.ts'

/** The sets of forecasts say what the forecast says, and what came since; without `forecasts:read`, what is published. */
t.setTimeout(600_000)
const app = await testApp(t, { contents: 'demonstration' })
const admin = await app.as('admin')
const forecast = await forecastFrom(await app.as('bi'), {
  asAt: '2023-08-31',
  months: 3,
  historyFrom: '2021-05-01',
  title: 'Autumn',
})
const result = forecast.result!
const cellOf = ({ month, category, placementType, ageBand }: FeedRow) =>
  [month, category, placementType, ageBand].join(' ')

await t.test('each month of each category, type and age is as the forecast has it', async (t) => {
  const rows = await rowsOf(admin, 'forecast-months')
  const cuts = ['total', 'category', 'placementType', 'ageBand', 'ageBandAndCategory', 'ageBandAndType']
  const series = result.series.filter((one) => cuts.includes(one.by))
  // All; 4 categories; 8 types; 5 ages; 5 ages by 4 categories and by 8 types: in 3 months.
  t.equal(rows.length, 3 * (1 + 4 + 8 + 5 + 20 + 40))
  const rowOf = new Map(rows.map((row) => [cellOf(row), row]))
  for (const { category, placementType, ageBand, values, centre, isPublic } of series)
    for (const { month, mean, interval, few } of values) {
      const asAt = result.months[month - 1]!
      const key = [`${asAt.slice(0, 8)}01`, category ?? 'all', placementType ?? 'all', ageBand ?? 'all']
      t.match(
        rowOf.get(key.join(' ')),
        {
          forecastId: forecast.id,
          asAt,
          mean,
          centre,
          isPublic,
          p90: interval?.p90 ?? null,
          none: few?.none ?? null,
        },
        key.join(' '),
      )
    }
  t.match(await rowsOf(admin, 'forecasts'), [
    { forecastId: forecast.id, title: 'Autumn', method: 'semi-markov-1', children: result.children },
  ])
})

await t.test('months that are over have who came and whether it was within', async (t) => {
  const rows = new Map((await rowsOf(admin, 'forecast-months')).map((row) => [cellOf(row), row]))
  const measure = await admin.get('/v1/measures/children-looked-after?asAt=2023-09-30')
  t.equal(rows.get('2023-09-01 all all all')!.children, measure.body.items[0]!.value)
  // The clock says 1 December 2023: all three are over.
  for (const { asAt, category, ageBand, children, hit } of forecast.outcomes)
    t.match(rows.get([`${asAt.slice(0, 8)}01`, category ?? 'all', 'all', ageBand ?? 'all'].join(' ')), {
      children,
      hit,
    })
  t.ok(forecast.outcomes.length > 20)
})

await t.test('what is published is a set of its own, and all that others see', async (t) => {
  const page = await admin.get(`/v1/forecasts/${forecast.id}/publication`)
  type Fans = {
    category: string | null
    ageBand: string | null
    values: { asAt: string; p10: number; p90: number }[]
  }[]
  const expected = (page.body.series as Fans).flatMap(({ category, ageBand, values }) =>
    values.map(({ asAt, p10, p90 }) => [asAt, category ?? 'all', ageBand ?? 'all', p10, p90].join(' ')),
  )
  const { id } = await aServiceKey(admin, { scopes: ['feeds:read'] })
  const { key } = (await admin.post<{ key: string }>(`/v1/keys/${id}/secrets`, {})).body
  const readByKey = (set: string) => rowsOf(app.with(), set, `?key=${key}`)
  const fans = await readByKey('published-fans')
  t.same(
    fans.map(({ asAt, category, ageBand, p10, p90 }) => [asAt, category, ageBand, p10, p90].join(' ')).sort(),
    expected.sort(),
  )
  const [row] = await readByKey('forecast-months')
  t.same(
    ['mean', 'p10', 'p90', 'none', 'hit'].filter((column) => column in row!),
    [],
  )
  t.notOk('title' in (await readByKey('forecasts'))[0]!)
})

await t.test('back-tests are a set; the sets are OData, CSV and Parquet as well', async (t) => {
  const scores = await rowsOf(admin, 'forecast-scores')
  t.same(
    scores.map(({ level, horizon, coverage, naiveRatio }) => ({ level, horizon, coverage, naiveRatio })),
    result
      .backTest!.scores.map(({ level, horizon, coverage, ratios }) => ({
        level, horizon, coverage, naiveRatio: ratios.naive,
      }))
      .sort((a, b) => (a.level === b.level ? a.horizon - b.horizon : a.level < b.level ? -1 : 1)),
  ) // prettier-ignore
  const odata = await admin.get<{ value: { forecast: { method: string } }[] }>(
    `/odata/ForecastMonths?$filter=${encodeURIComponent("category eq 'all' and ageBand eq 'all'")}&$expand=forecast($select=method)`,
  )
  t.equal(odata.body.value.length, 3)
  t.equal(odata.body.value[0]!.forecast.method, 'semi-markov-1')
  const csv = await admin.get<string>('/v1/feeds/forecast-months', { accept: 'text/csv' })
  t.equal(csv.body.trim().split('\r\n').length, 1 + 3 * 78)
  t.equal((await admin.get('/v1/feeds/forecast-months?format=parquet')).status, 200)
})
