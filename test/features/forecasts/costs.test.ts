import t from 'tap'
import { testApp } from '../../support/app.ts'
import { forecastFrom } from './support.ts'

/** What placements will cost, asked of the demonstration, whose fees, agreed costs and block contracts are on record. */
t.setTimeout(600_000)
const app = await testApp(t, { contents: 'demonstration' })
const analyst = await app.as('bi')
const always = { from: '2023-12-01' }

const { result } = await forecastFrom(analyst, {
  asAt: '2023-11-30',
  // A short history has few back-tests, which take longest.
  historyFrom: '2021-09-01',
  months: 16,
  budgets: [
    { title: 'No money', financialYear: '2023/24', placementTypes: ['residential'], pounds: 0 },
    { title: 'Plenty', financialYear: '2024/25', placementTypes: ['residential', 'ifa'], pounds: 1e9 },
    { title: 'Too far', financialYear: '2027/28', placementTypes: ['ifa'], pounds: 1 },
  ],
  scenarios: [
    { title: 'Nothing', edits: [] },
    { title: 'Agencies a tenth dearer', edits: [{ kind: 'fee', placementType: 'ifa', percent: 10, ...always }] },
    { title: 'More carers', edits: [
      { kind: 'carers', approvalsPerMonth: 1, resignationsPerMonth: 0, places: 2, ...always },
    ] },
    { title: 'No long stays in homes', edits: [
      { kind: 'duration-cap', placementType: 'residential', days: 365, probability: 0.5, ...always },
    ] },
  ],
}) // prettier-ignore
const costs = result!.costs!

await t.test('what is spent is what the records say, night by night and contract by contract', async (t) => {
  // Each night by itself, as plain SQL: nothing of ranges, which the service multiplies.
  const { rows } = await app.ownerPool.query<{ spot: number; block: number }>(
    `with night as (select generate_series(date '2023-04-01', date '2023-11-30', interval '1 day')::date as day),
     placed as (
       select n.day, f.placement_id, f.home_id
         from night n join care_facts f on f.from_on <= n.day and f.to_on > n.day
        where f.authority_code = 'E06000049' and f.known_to = 'infinity' and f.age < 18
          and (f.legal_status is null or f.legal_status not in ('V3', 'V4'))
          and not exists (select from contracts c where c.home_id = f.home_id and c.kind = 'block'
                             and c.starts_on <= n.day and (c.ends_on is null or c.ends_on > n.day)))
     select (select sum(coalesce(p.weekly_cost, fee.weekly_fee) / 7)::float8
               from placed left join placements p on p.id = placed.placement_id
               left join fees fee on fee.home_id = placed.home_id and fee.starts_on <= placed.day
                                 and (fee.ends_on is null or fee.ends_on > placed.day)) as spot,
            (select coalesce(sum(c.beds_bought * fee.weekly_fee / 7), 0)::float8
               from night n join contracts c on c.kind = 'block' and c.authority_code = 'E06000049'
                                            and c.starts_on <= n.day and (c.ends_on is null or c.ends_on > n.day)
               join fees fee on fee.home_id = c.home_id and fee.starts_on <= n.day
                            and (fee.ends_on is null or fee.ends_on > n.day)) as block`,
  )
  const { spot, block } = rows[0]!
  const year = costs.outturns.find((one) => one.financialYear === '2023/24' && one.title === null)!
  t.ok(spot > 1e6 && Math.abs(year.spent - spot - block) <= 1, `${year.spent} is ${spot} + ${block}`)
  // Eight of twelve months are over: the year costs about half as much again.
  t.ok(year.projected.p10 > year.spent && year.projected.p90 < 2 * year.spent)
})

await t.test('children and prices are those of the night, and months have their parts', async (t) => {
  const children = costs.prices.reduce((sum, one) => sum + one.children, 0)
  t.equal(children, result!.children)
  const [all, ...types] = costs.series
  const sum = types.reduce((total, { values }) => total + values[15]!.total.mean, 0)
  t.ok(Math.abs(sum - all!.values[15]!.total.mean) <= types.length, 'types sum to the whole')
  for (const { total, blockContracts, usual, volume, price } of all!.values) {
    t.ok(Math.abs(total.mean - blockContracts - usual - volume.mean - price.mean) <= 3)
    t.ok(total.p10 <= total.p50 && total.p50 <= total.p90)
  }
})

await t.test('budgets are judged where the forecast reaches the end of their year', async (t) => {
  const chance = (title: string) => costs.outturns.find((one) => one.title === title)?.chanceOver
  t.same([chance('No money'), chance('Plenty'), chance('Too far')], [1, 0, undefined])
  t.match(
    result!.sentences.find((one) => one.startsWith('All placements')),
    /^All placements: Most likely £\d+\.\d million in 2023\/24; 8 times in 10 between £/,
  )
  t.ok(result!.sentences.some((one) => one.includes('“Too far”')))
  t.match(
    await analyst.post('/v1/forecasts', {
      budgets: [{ title: 'x', financialYear: '2024', placementTypes: ['ifa'], pounds: 1 }],
    }),
    { status: 400, body: { errors: [{ pointer: '#/budgets/0/financialYear' }] } },
  )
})

await t.test('scenarios say what they change of costs and of what is short', async (t) => {
  const [nothing, dearer, carers, cap] = result!.scenarios
  t.ok(nothing!.costs!.effects.every(({ values }) => values.every(({ p10, p90 }) => p10 === 0 && p90 === 0)))
  const effect = (scenario: typeof nothing, type: string | null) =>
    scenario!.costs!.effects.find((one) => one.placementType === type)!.values[15]!
  const agencies = costs.series.find((one) => one.placementType === 'ifa')!.values[15]!
  const spot = agencies.total.mean - agencies.blockContracts
  t.ok(Math.abs(effect(dearer, 'ifa').mean - spot / 10) <= 2, 'a tenth of what is not bought in blocks')
  t.equal(effect(dearer, 'residential').mean, 0)
  t.match(dearer!.sentences[0], /^£[\d,]+ more in March 2025 than without it; 8 times in 10/)
  type Gaps = NonNullable<typeof result>['gap']
  const beds = (gaps: Gaps) => gaps.find((one) => one.placementType === 'internal-foster')!.values
  // One household of two places a month: 2 after one month, 32 after sixteen.
  t.equal(beds(carers!.gap)[0]!.beds - beds(result!.gap)[0]!.beds, 2)
  t.equal(beds(carers!.gap)[15]!.beds - beds(result!.gap)[15]!.beds, 32)
  t.match(carers!.sentences[0], /^With 32 foster places more by the end of March 2025, the chance/)
  t.ok(cap!.effects.find((one) => one.placementType === 'residential')!.values[15]!.mean < -0.5)
})

await t.test('planned beds that may not open, or open later, are relied on by so much', async (t) => {
  const ask = async (pipeline: object) =>
    (await forecastFrom(analyst, { asAt: '2023-11-30', historyFrom: '2021-09-01', months: 12, pipeline }))
      .result!
  const [asRecorded, slipping, none] = [await ask({}), await ask({ slipMonths: 3 }), await ask({ chance: 0 })]
  const beds = ({ gap }: typeof asRecorded) => gap.find((one) => one.placementType === 'residential')!.values
  const bedsOpened = (month: number) => beds(asRecorded)[month]!.beds - beds(none)[month]!.beds
  t.ok(bedsOpened(11) > 0, 'the demonstration has beds that open within the year')
  t.equal(
    beds(slipping)[11]!.beds,
    beds(none)[11]!.beds + bedsOpened(8),
    'those that were to open three months before',
  )
  t.equal(beds(slipping)[2]!.beds, beds(none)[2]!.beds)
})

await t.test('gaps by age count the beds of homes that take some of its ages', async (t) => {
  const gaps = result!.gapByAge!.filter((one) => one.placementType === 'residential')
  const byAge = (month: number) => gaps.reduce((sum, { values }) => sum + values[month]!.demand, 0)
  const all = result!.gap.find((one) => one.placementType === 'residential')!.values
  t.ok(Math.abs(byAge(15) - all[15]!.demand) < 0.01, 'children of the bands sum to all of the type')
  const { rows } = await app.ownerPool.query<{ beds: number }>(
    `select count(*)::integer as beds from beds b join homes h on h.id = b.home_id join providers p on p.id = h.provider_id
      where b.authority_code = 'E06000049' and h.placement_type = 'residential' and b.kind = 'standard'
        and h.age_from <= 15 and h.age_to >= 10
        and b.opens_on <= '2024-11-30' and (b.closes_on is null or b.closes_on > '2024-11-30')
        and (p.sector = 'own' or h.id in (select home_id from contracts where kind = 'block' and term @> date '2024-11-30'))
        and b.id not in (select bed_id from voids where starts_on <= '2024-11-30' and (ends_on is null or ends_on > '2024-11-30'))`,
  )
  t.equal(gaps.find((one) => one.ageBand === '10-15')!.values[11]!.beds, rows[0]!.beds)
  for (const { values } of result!.gap)
    for (const { month, nightsBeyond, chanceUnmet, demand } of values) {
      // A night for each child beyond the beds: between 28 and 31 of them.
      const children = chanceUnmet * demand
      t.ok(nightsBeyond! >= 28 * children - 1 && nightsBeyond! <= 31 * children + 1, `month ${month}`)
    }
})

await t.test('the queue is played day by day, and its shares are of its own counts', async (t) => {
  for (const { refused: refusals, requests, refusedShare, occupancy, nightsElsewhere, worlds } of result!
    .queues!) {
    t.equal(worlds, 50)
    t.ok(requests > 0 && Math.abs(refusedShare! - refusals / requests) < 0.001)
    t.ok(occupancy! > 0 && occupancy! <= 1)
    t.ok(nightsElsewhere.p10 <= nightsElsewhere.p90 && (refusals === 0 || nightsElsewhere.mean > 0))
  }
})
