import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { testApp } from '../../support/app.ts'
import { needsBrowser, openPage, violations } from '../../support/browser.ts'
import {
  aBed,
  aChildInCare,
  aPlacement,
  aScorecardComment,
  aTarget,
  anObservation,
  anObservationSeries,
} from '../../support/builders.ts'

/**
 * The committee's scorecard as a page, with every kind of row in it: computed figures with a target, a rule and a comment;
 * observations of four quarters; rows with nothing recorded; and words that would do harm if they were not escaped.
 */
const service = await testApp(t, { listen: true })
const bi = await service.as('bi')
const placements = await service.as('placements')

for (const startedOn of ['2022-02-01', '2023-02-01', '2023-09-01']) {
  const child = await aChildInCare(placements)
  const bed = await aBed(placements)
  await aPlacement(placements, { childId: child.id, bedId: bed.id, startedOn })
}
await aTarget(bi, { measure: 'children-looked-after', value: 3, startsOn: '2023-04-01' })
await anObservationSeries(bi, {
  key: 'reviews-in-time',
  title: 'Statutory reviews held in time <script>alert(1)</script>',
})
for (const [asAt, value] of [
  ['2022-12-31', 91],
  ['2023-03-31', 93],
  ['2023-06-30', 96],
  ['2023-09-30', 94],
] as const) {
  await anObservation(bi, { series: 'reviews-in-time', asAt, value })
}
await aTarget(bi, { series: 'reviews-in-time', value: 95 })
await aScorecardComment(bi, {
  scorecard: 'corporate-parenting',
  rowRef: '1.1',
  comment: 'Three & rising: "see the strategy".',
})
/** What axe can't judge and asks a person to check: the contrast of single symbols, and row group headings. Both were checked. */
const cannotJudge = /^(color-contrast: <span class="arrow|th-has-data-cells: <table class="card">)/

const path = '/v1/scorecards/corporate-parenting?period=2023-Q2'

t.test('in a real browser', { ...needsBrowser(), timeout: 600_000 }, async (t) => {
  const { page, complaints } = await openPage(t, service.url + path, await service.token('bi'))

  await t.test(
    'every row is laid out, what people wrote is text, and the browser complains of nothing',
    async (t) => {
      const laidOut = (await bi.get<{ rows: unknown[] }>(path)).body.rows.length
      t.ok(laidOut >= 43, 'as many as the pack of 2018 has')
      const refs = await page.locator('table th[scope="row"], table tbody tr > :first-child').allInnerTexts()
      t.ok(refs.length >= laidOut, `${refs.length} rows`)
      t.ok(await page.getByText('Three & rising: "see the strategy".').isVisible())
      t.equal(await page.locator('script').count(), 0)
      t.same(complaints, [])
    },
  )

  await t.test('level and direction are said in words, so that no colour is needed', async (t) => {
    const row = page.locator('tr', { hasText: 'Statutory reviews held in time' })
    // 94 against 95, within the amber of the default rule or below it; 96 the quarter before: down, which is worse.
    t.match(await row.first().innerText(), /Amber|Red/)
    t.match(await row.first().innerText(), /Down, worse/i)
    t.equal(await row.first().locator('svg').count(), 1)
    t.match(await row.first().innerHTML(), /Trend from 91\.0% in 2022-Q3 to 94\.0% in 2023-Q2/)
  })

  await t.test('axe finds nothing, at the width of a desk and of a phone', async (t) => {
    for (const width of [1100, 360]) {
      await page.setViewportSize({ width, height: 900 })
      const problems = (await violations(page)).filter((text) => !cannotJudge.test(text))
      t.same(problems, [], `${width} pixels`)
    }
  })

  await t.test('it prints on few pages', async (t) => {
    await page.setViewportSize({ width: 1100, height: 900 })
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    const pages = pdf.toString('latin1').match(/\/Type ?\/Page\b/g) ?? []
    t.ok(pages.length >= 1 && pages.length <= 8, `${pages.length} pages`)
    if (process.env.KEEP_PACK) {
      await writeFile(join(process.env.KEEP_PACK, 'scorecard.pdf'), pdf)
      await page.screenshot({ path: join(process.env.KEEP_PACK, 'scorecard.png'), fullPage: true })
    }
  })
})
