import t from 'tap'
import { loadConfig } from '../../../../src/config.ts'
import { refreshMeasureValues } from '../../../../src/engines/figures/queries/measure-values.ts'
import { createPool } from '../../../../src/platform/db/pool.ts'
import { writeAs } from '../../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, testApp } from '../../../support/app.ts'
import { rowsOf } from '../../../features/feeds/support.ts'

t.setTimeout(900_000)

t.test(
  'the values of measures of the demonstration are computed with the limits of the service',
  async (t) => {
    const service = await testApp(t, { contents: 'demonstration' })
    const { statementTimeoutMs } = loadConfig({})
    const pool = createPool({ url: service.urls.app, statementTimeoutMs })
    t.teardown(() => pool.end())
    const principal = { subject: 'test', role: 'admin', authorityCode: CHESHIRE_EAST } as const
    await writeAs(pool, principal, (tx) => refreshMeasureValues(tx, '2023-12-01'), { ofOneMoment: true })

    const analyst = await service.as('bi')
    const rows = await rowsOf(analyst, 'measure-values', '?from=2023-03-01&to=2023-04-01')
    const { body } = await analyst.post<string>(
      '/v1/figures',
      { measures: 'all', by: [[]], points: ['2023-03-31'], period: 'year-to-date' },
      { accept: 'application/x-ndjson' },
    )
    type Item = { measure: string; period: string | null; numerator: number }
    const items = body
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Item)
    for (const name of ['children-missing', 'children-missing-5-times', 'children-looked-after']) {
      const item = items.find(({ measure }) => measure === name)
      const row = rows.find(
        ({ measure, dimension, period }) =>
          measure === name && dimension === 'none' && period === (item?.period ? 'year-to-date' : 'day'),
      )
      t.ok(row, `${name} is kept`)
      t.equal(row?.numerator, item?.numerator, `${name}: the API's own number`)
    }
  },
)
