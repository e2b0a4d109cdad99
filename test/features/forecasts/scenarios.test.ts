import t from 'tap'
import { testApp } from '../../support/app.ts'
import { forecastFrom } from './support.ts'

/** What would two homes of three beds in the north change? Asked of the demonstration, as a commissioner would. */
t.setTimeout(600_000)
const app = await testApp(t, { contents: 'demonstration' })
const analyst = await app.as('bi')
const areas = [
  { name: 'north', districts: ['SK9', 'SK10', 'SK11', 'SK12', 'WA16'] },
  { name: 'south', districts: ['CW1', 'CW2', 'CW5', 'CW11', 'CW12'] },
]
const twoHomes = {
  kind: 'open-homes', homes: 2, bedsEach: 3, placementType: 'residential', area: 'north', from: '2023-12-01',
  poundsPerBedWeek: 5000,
} // prettier-ignore

await t.test('the answer is a sentence with its chance, and the beds are counted', async (t) => {
  const { result, detail } = await forecastFrom(analyst, {
    asAt: '2023-11-30',
    months: 12,
    areas,
    scenarios: [
      { title: 'Two homes in the north', edits: [twoHomes] },
      { title: 'Nothing', edits: [] },
      { title: 'A fifth fewer come', edits: [{ kind: 'entries', factor: 0.8, from: '2023-12-01' }] },
    ],
  })
  t.ok(result, String(detail))
  const [homes, nothing, fewer] = result!.scenarios
  t.match(
    homes!.sentences[0],
    /^With 2 children’s homes of 3 beds opened in the area north from December 2023, the chance that a child from there who needs one finds none of the authority’s falls from \d+ % to \d+ % by the end of November 2024\.$/,
  )
  // 6 beds × £5,000 × 365.25 ÷ 7 weeks = £1,565,357.
  t.match(
    homes!.sentences[1],
    /^Of the 6 new beds, \d\.\d are in use on average at the end of November 2024 \(\d+ %\)\. They cost £1,565,357 a year, used or not: £[\d,]+ for each week that a child lives there\.$/,
  )
  type Gaps = NonNullable<typeof result>['gap']
  const north = (gaps: Gaps) =>
    gaps.find((one) => one.placementType === 'residential' && one.area === 'north')!.values[11]!
  t.equal(north(homes!.gap).beds, north(result!.gap).beds + 6)
  t.ok(north(homes!.gap).chanceUnmet < north(result!.gap).chanceUnmet)
  t.equal(north(homes!.gap).demand, north(result!.gap).demand, 'homes change nobody’s need')
  t.ok(
    nothing!.effects.every(({ values }) =>
      values.every((value) => value.mean === 0 && value.p10 === 0 && value.p90 === 0),
    ),
  )
  t.same(nothing!.gap, result!.gap)
  const total = fewer!.effects.find((one) => one.by === 'total')!.values[11]!
  // 200 or so come in a year: a fifth is 40, of whom some would have left by then.
  t.ok(total.mean < -10 && total.mean > -45 && total.p10 <= total.p50 && total.p50 <= total.p90)
  t.match(fewer!.sentences[0], /^\d+ fewer children in care at the end of November 2024 than without it/)
  // Beds of the council and of block contracts, counted by plain SQL.
  const { rows } = await app.ownerPool.query<{ beds: number }>(
    `select count(*)::integer as beds from beds b join homes h on h.id = b.home_id join providers p on p.id = h.provider_id
      where b.authority_code = 'E06000049' and h.placement_type = 'residential' and b.kind = 'standard'
        and b.opens_on <= '2024-11-30' and (b.closes_on is null or b.closes_on > '2024-11-30')
        and (p.sector = 'own' or h.id in (select home_id from contracts where kind = 'block' and term @> date '2024-11-30'))
        and b.id not in (select bed_id from voids where starts_on <= '2024-11-30' and (ends_on is null or ends_on > '2024-11-30'))`,
  )
  const everywhere = result!.gap.find((one) => one.placementType === 'residential' && one.area === null)!
  t.equal(everywhere.values[11]!.beds, rows[0]!.beds)
})

await t.test('within a budget, the homes are chosen that leave the fewest nights short', async (t) => {
  const home = (title: string, area: string, beds: number) => ({
    title, placementType: 'residential', area, beds, opensOn: '2023-12-01', yearlyCost: 250_000 * beds,
  }) // prettier-ignore
  const candidates = [
    home('North Three', 'north', 3),
    home('North Two', 'north', 2),
    home('South Three', 'south', 3),
  ]
  const { result } = await forecastFrom(analyst, {
    asAt: '2023-11-30', months: 6, areas, commissioning: { candidates, yearlyBudget: 1_000_000 },
  }) // prettier-ignore
  const plan = result!.commissioning!
  t.ok(plan.proven && plan.yearlyCost <= 1_000_000 && plan.chosen.length >= 1)
  t.ok(plan.nightsShort < plan.nightsShortOfNothing)
  // More than four beds cost more than the budget, and each bed saves at most one child a night: 183 nights until the end of May.
  t.ok(plan.nightsShort >= plan.nightsShortOfNothing - 4 * 183 - 1)
  t.match(
    plan.sentence,
    /^Open (North|South).*: by the end of May 2024 children find no such bed on [\d,]+ nights, instead of [\d,]+/,
  )
})

await t.test('a home can’t open in an area that nobody has named', async (t) => {
  t.match(
    await analyst.post('/v1/forecasts', { areas: [], scenarios: [{ title: 'x', edits: [twoHomes] }] }),
    {
      status: 400,
      body: { errors: [{ pointer: '#/scenarios' }] },
    },
  )
})
