import t from 'tap'
import type { ForecastView } from '../../../src/features/forecasts/schema.ts'
import type { Assessment } from '../../../src/features/views/assessment/schema.ts'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { needsBrowser, openPage, violations } from '../../support/browser.ts'
import type { MeasureAnswer } from '../measures/support.ts'

/** The assessment of the demonstration: measures' own figures, the latest forecast, the plan, and reasons for what is missing. */
t.setTimeout(600_000)
const app = await testApp(t, { contents: 'demonstration', listen: true })
const analyst = await app.as('bi')
const path = '/v1/views/sufficiency-assessment?asAt=2023-12-01'
const read = async () => (await analyst.get<Assessment>(path)).body
const sectionOf = ({ sections }: Assessment, id: string) => sections.find((one) => one.id === id)!

await t.test('without a forecast and a plan it says what is missing, and how to come by it', async (t) => {
  const assessment = await read()
  t.same(
    assessment.sections.map(({ id }) => id),
    ['need', 'trends', 'supply', 'gap', 'unmet-need', 'quality', 'cost', 'forecast', 'plan'],
  )
  t.equal(assessment.forecast, null)
  for (const id of ['gap', 'cost', 'forecast'])
    t.match(
      sectionOf(assessment, id).missing.join(' '),
      /no forecast .* is on record.*POST \/v1\/forecasts/,
      id,
    )
  t.match(sectionOf(assessment, 'plan').missing.join(' '), /POST \/v1\/actions/)
})

await t.test('every cell is the figure of its measure, whose definition stands at the end', async (t) => {
  const assessment = await read()
  const blocks = assessment.sections.flatMap((section) => section.blocks)
  t.equal(new Set(blocks.map(({ id }) => id)).size, blocks.length, 'each table once')
  const definitions = new Map(assessment.definitions.map((one) => [one.id, one]))
  for (const { id, columns, total } of blocks)
    for (const column of columns) {
      const definition = definitions.get(column.measure.id)
      t.ok(definition && definition.numerator.length > 0, `${column.measure.id} is defined`)
      if (column.href.includes('/series')) continue
      const answer = await analyst.get<MeasureAnswer>(column.href.replace(/([?&])by=[^&]*&?/, '$1'))
      const { numerator, denominator } = answer.body.items[0]!
      t.match(total.cells[column.id], { numerator, denominator }, `${id} ${column.id}`)
    }
})

await t.test('the latest forecast and the plan are in it once they are on record', async (t) => {
  const { id } = (
    await analyst.post('/v1/forecasts', {
      asAt: '2023-11-30',
      months: 16,
      worlds: 50,
      title: 'Winter',
      historyFrom: '2021-09-01',
    })
  ).body
  for (;;) {
    const { status } = (await analyst.get(`/v1/forecasts/${id}`)).body
    if (status === 'done') break
    if (status !== 'queued' && status !== 'running') throw new Error(String(status))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const { status } = await analyst.post('/v1/actions', {
    ref: '4.4', what: 'Fill <b>85 %</b> of foster places', ownerRole: 'Head of fostering',
    startsOn: '2023-06-01', dueOn: '2024-03-31', measures: [{ measure: 'children-looked-after' }],
  }) // prettier-ignore
  t.equal(status, 201)
  const assessment = await read()
  t.match(assessment.forecast, { id, asAt: '2023-11-30', title: 'Winter' })
  const { result } = (await analyst.get<ForecastView>(`/v1/forecasts/${id}`)).body
  const [gap, cost, forecast, plan] = ['gap', 'cost', 'forecast', 'plan'].map((one) =>
    sectionOf(assessment, one),
  )
  t.same(
    [gap, forecast, plan].map((one) => one!.missing),
    [[], [], []],
  )
  t.same(forecast!.sentences, result!.sentences)
  t.equal(forecast!.fan!.length, 16)
  t.same(cost!.outturns, result!.costs!.outturns)
  for (const row of gap!.gap!)
    t.ok(
      Math.abs(row.childrenBeyond - row.chanceUnmet * row.children) < 0.001,
      'the chance has its two parts',
    )
  const movement = plan!.actions![0]!.moved[0]!
  const then = (await analyst.get<MeasureAnswer>('/v1/measures/children-looked-after?asAt=2023-06-01')).body
    .items[0]!.value
  t.match(movement, { then: { asAt: '2023-06-01', value: then }, now: { asAt: '2023-12-01', value: 533 } })
  const early = (await analyst.get<Assessment>('/v1/views/sufficiency-assessment?asAt=2023-05-01')).body
  t.match([early.forecast, sectionOf(early, 'plan').actions], [null, []], 'what came later is not in it')
})

await t.test('nothing of another authority’s is in it', async (t) => {
  const other = await app.as('bi', STOCKPORT)
  const { status, body } = await other.get<Assessment>(path)
  t.equal(status, 200)
  t.equal(body.forecast, null)
  t.same(sectionOf(body, 'plan').actions, [])
  t.equal(sectionOf(body, 'need').blocks[0]!.total.cells.fostered!.denominator, 0)
  t.match(sectionOf(body, 'need').missing[0], /nothing is on record/)
})

/** What axe can't judge: black on white that is scrolled out of sight. */
const cannotJudge = /^color-contrast: <(td|span class="about")/

await t.test('as a page to print, in a real browser', { ...needsBrowser(), timeout: 120_000 }, async (t) => {
  const { page, complaints } = await openPage(t, app.url + path, await app.token('bi'))
  t.equal(await page.locator('main > section').count(), 10)
  t.equal(await page.locator('script').count(), 0)
  t.equal(await page.locator('svg[role=img]').count(), 1)
  t.ok(await page.getByText('Fill <b>85 %</b> of foster places').isVisible(), 'what people wrote is text')
  t.same(complaints, [])
  for (const width of [1100, 360]) {
    await page.setViewportSize({ width, height: 900 })
    t.same(
      (await violations(page)).filter((text) => !cannotJudge.test(text)),
      [],
      `${width} pixels`,
    )
    t.ok(
      await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth'),
      'no wider than the window',
    )
  }
})
