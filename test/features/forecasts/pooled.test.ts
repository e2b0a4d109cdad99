import t from 'tap'
import { spreadPriors } from '../../../src/domain/forecast/constants.ts'
import { CHESHIRE_EAST, testApp } from '../../support/app.ts'
import { forecastFrom } from './support.ts'

/** What back-tests of other authorities say is pooled where five and more agree, and never told of one. */
t.setTimeout(600_000)
const app = await testApp(t, { contents: 'demonstration' })
const analyst = await app.as('bi')
const { rows } = await app.ownerPool.query<{ code: string }>(
  'select code from authorities where code <> $1 order by code limit 6',
  [CHESHIRE_EAST],
)
const others = rows.map(({ code }) => code)

const share = (code: string, shares: boolean) =>
  app.ownerPool.query(
    `insert into authority_settings (authority_code, emergency_approval_working_days, warning_days, shares_forecast_spreads)
     values ($1, 5, 14, $2)
     on conflict (authority_code) do update set shares_forecast_spreads = excluded.shares_forecast_spreads`,
    [code, shares],
  )
/** A forecast of another authority, by whose back-tests ages at three months lay within so many half-widths. */
const add = (code: string, asAt: string, halfWidths: number) =>
  app.ownerPool.query(
    `insert into forecasts (authority_code, requested_by, as_at, asked, status, finished_at, result)
     values ($1, 'x', $2, '{}', 'done', now(), $3)`,
    [code, asAt, { calibration: { learned: [{ level: 'age', horizon: 3, halfWidths, origins: 2 }] } }],
  )
const calibration = async () =>
  (await forecastFrom(analyst, { asAt: '2023-11-30', months: 3, historyFrom: '2021-09-01' })).result!
    .calibration!

await t.test('four are too few, five are pooled, and only for who shares its own', async (t) => {
  for (const [index, code] of others.slice(0, 4).entries()) {
    await share(code, true)
    await add(code, '2023-10-31', 2 + index)
  }
  await share(CHESHIRE_EAST, true)
  await add(others[4]!, '2023-10-31', 6)
  await share(others[4]!, false)
  t.equal((await calibration()).authorities, 0, 'the fifth does not share')
  await share(others[4]!, true)
  // What an authority said before is not in it.
  await add(others[4]!, '2022-10-31', 100)
  const { authorities, spreads, learned: ownSpreads } = await calibration()
  t.equal(authorities, 5)
  // Of 2, 3, 4, 5 and 6 the mean is 4, worth ten origins, against eight of the shipped spread; the authority's own against eight of that.
  // That is more than the shipped spreads of longer horizons, so all five are their mean; and again where the authority's own is more.
  const [three, ...longer] = spreadPriors.age
  const prior = ((10 * 4 + 8 * three!) / 18 + longer.reduce((sum, spread) => sum + spread, 0)) / 5
  const own = ownSpreads!.find(({ level, horizon }) => level === 'age' && horizon === 3)!
  const shrunk = (own.origins * own.halfWidths + 8 * prior) / (own.origins + 8)
  const expected = shrunk > prior ? (shrunk + 4 * prior) / 5 : shrunk
  t.ok(Math.abs(spreads.age[0]! - expected) < 1e-9, `${spreads.age[0]}, not ${expected}`)
  await share(CHESHIRE_EAST, false)
  t.equal((await calibration()).authorities, 0)
})

await t.test('an authority says so in its settings', async (t) => {
  const admin = await app.as('admin')
  const { body, headers } = await admin.get('/v1/settings')
  t.equal(body.sharesForecastSpreads, false)
  const answer = await admin.patch(
    '/v1/settings',
    { sharesForecastSpreads: true },
    { 'if-match': String(headers.etag) },
  )
  t.match(answer, { status: 200, body: { sharesForecastSpreads: true } })
})
