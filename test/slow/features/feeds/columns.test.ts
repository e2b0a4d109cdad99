import fc from 'fast-check'
import t from 'tap'
import type { Principal } from '../../../../src/domain/access.ts'
import type { FeedColumn } from '../../../../src/domain/feeds/set.ts'
import { feedNames, feedSets } from '../../../../src/domain/feeds/sets.ts'
import { refreshMeasureValues } from '../../../../src/engines/figures/queries/measure-values.ts'
import { writeAs } from '../../../../src/platform/db/tenant.ts'
import { CHESHIRE_EAST, testApp } from '../../../support/app.ts'
import { aPlacementRequest } from '../../../support/builders.ts'
import { history, write, writePlaces } from '../../../features/measures/independent/histories.ts'
import { inCare } from '../../../features/measures/support.ts'
import { rowsOf } from '../../../features/feeds/support.ts'

t.setTimeout(900_000)

/** In random histories, in which each set has rows of some: columns are of their types, keys tell rows apart, codes have labels. */

const service = await testApp(t)
const admin = await service.as('admin')
await writePlaces(service.ownerPool)
const seen = new Set<string>()
const keeper: Principal = { subject: 'test', role: 'admin', authorityCode: CHESHIRE_EAST }

const forms: Record<FeedColumn['type'], (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  id: (value) => /^[0-9a-f-]{36}$/.test(String(value)),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  instant: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(String(value)),
  integer: Number.isSafeInteger,
  decimal: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
}

/** A forecast of one month, with a back-test. */
const aForecast = `insert into forecasts (authority_code, requested_by, as_at, asked, status, started_at, finished_at, result)
  values ($1, 'test', '2023-09-30', '{}', 'done', now(), now(), '{
    "method": "semi-markov-1", "children": 100, "historyFrom": "2019-01-01", "months": ["2023-10-31"],
    "series": [{"by": "total", "centre": "model", "isPublic": true, "values": [{"month": 1, "mean": 100.5, "few": null,
      "interval": {"p10": 90, "p25": 95, "p50": 100, "p75": 106, "p90": 111}}]}],
    "backTest": {"scores": [{"level": "total", "horizon": 3, "origins": 4, "independentOrigins": 4, "error": 2.5,
      "ratios": {"naive": 0.9, "dmr-24": 0.8}, "bias": 0.01, "coverage": 0.75, "crps": 1.8}]}}')`

for (const rows of fc.sample(history, { seed: 4, numRuns: 6 })) {
  t.test('every column is of its type, every key is there once, every code has a label', async (t) => {
    await write(service.ownerPool, rows)
    if (!seen.has('measure-values'))
      await writeAs(service.appPool, keeper, (tx) => refreshMeasureValues(tx, '2023-12-01'), {
        ofOneMoment: true,
      })
    if (!seen.has('forecasts')) await service.ownerPool.query(aForecast, [CHESHIRE_EAST])
    const child = await inCare(admin, '2023-09-01', undefined, { reference: 'SOUGHT-1' })
    const request = await aPlacementRequest(admin, { childIds: [child] })
    await admin.post('/v1/vacancy-searches', { requestId: request.id })
    const codes = await rowsOf(admin, 'codes')
    const labels = new Set(codes.map(({ list, code }) => `${list} ${code}`))
    for (const set of feedNames) {
      const columns: Readonly<Record<string, FeedColumn>> = feedSets[set].columns
      const rows = await rowsOf(admin, set)
      if (rows.length > 0) seen.add(set)
      for (const row of rows) {
        for (const [name, value] of Object.entries(row)) {
          const column = columns[name]
          const isRight = value === null || forms[column?.type ?? 'text'](value)
          if (!isRight) t.fail(`${set}.${name}: ${value}`)
          if (column?.codes && value !== null && !labels.has(`${column.codes} ${value}`))
            t.fail(`${set}.${name}: ${value} has no label`)
        }
        const key = feedSets[set].key.map((name) => row[name])
        if (key.includes(null)) t.fail(`${set}: a key is null`)
      }
      const keys = rows.map((row) => feedSets[set].key.map((name) => row[name]))
      t.equal(new Set(keys.map(String)).size, keys.length, `${set}: each key once`)
    }
  })
}

t.test('some history has rows of each set', (t) => {
  t.same(
    feedNames.filter((set) => !seen.has(set)),
    [],
  )
  t.end()
})
