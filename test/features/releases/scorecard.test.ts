import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { importPublished } from '../../../src/features/comparators/index.ts'
import { CHESHIRE_EAST, STOCKPORT, testApp } from '../../support/app.ts'
import { needsBrowser, openPage, violations } from '../../support/browser.ts'
import {
  anObservation,
  anObservationSeries,
  aScorecard,
  aScorecardComment,
  aTarget,
} from '../../support/builders.ts'
import { neighboursFile, stabilityFile } from '../scorecards/published.ts'
import type { Release } from './attacker.ts'
import { manyChildren } from './children.ts'

/**
 * The scorecard for publication. The releases of 2020/21 and 2021/22 are written by hand, so that what the scorecard
 * should show is known; that of 2022/23 is made from made-up children.
 */
const service = await testApp(t, { listen: true })
const [bi, everyone] = [await service.as('bi'), await service.as('published')]

type Shown = number | string | null
const item = (numerator: Shown, denominator: Shown = null, percent: Shown = null, group = {}) => ({
  ...{ from: null, asAt: '', group, labels: {} },
  ...{ numerator, denominator, percent, unknown: denominator === null ? null : 0 },
})
const table = (id: string, items: ReturnType<typeof item>[], version = 1) => ({
  measure: { id, title: id, definition: `Of ${id}`, source: '', version, numerator: '', denominator: null, unknown: null }, // prettier-ignore
  by: Object.keys(items[0]?.group ?? {}),
  every: 'year',
  items,
})
type Table = ReturnType<typeof table>

async function release(yearEnds: string, tables: Table[]): Promise<string> {
  const releaseTables = tables.map((one) => ({
    ...one,
    items: one.items.map((one) => ({ ...one, asAt: yearEnds })),
  }))
  const { rows } = await service.ownerPool.query<{ id: string }>(
    `insert into releases (authority_code, year_ends, tables, tally) values ($1, $2, $3, '{}') returning id`,
    [CHESHIRE_EAST, yearEnds, JSON.stringify(releaseTables)],
  )
  return rows[0]?.id ?? ''
}
const byAge = (young: Shown, old: Shown) => [
  item(young, null, null, { ageBand: '11-15' }),
  item(old, null, null, { ageBand: '16+' }),
]
const earlier = await release('2021-03-31', [
  table('children-looked-after', [item(100)]),
  table('children-looked-after', byAge(60, 40)),
  table('placements-3-plus', [item(9, 100, 9)]),
  table('fostered', [item(70, 100, 70)]),
  table('with-parents', [item(6, 100, 6)]),
  table('suitable-accommodation', [item(0, 0, 'z')]),
])
const byHand = await release('2022-03-31', [
  table('children-looked-after', [item(110)]),
  table('children-looked-after', byAge(70, 40)),
  table('placements-3-plus', [item(11, 110, 10)]),
  table('fostered', [item('c', 110, 'c')]),
  table('with-parents', [item(8, 110, 7)], 2),
  table('suitable-accommodation', [item(0, 0, 'z')]),
])

const series = 'checks'
await anObservationSeries(bi, { key: series, title: 'Health checks' })
await anObservation(bi, { series, asAt: '2022-03-31', value: 42.5 })
const folder = t.testdir()
await importPublished(service.ownerPool, await neighboursFile(folder))
await importPublished(
  service.ownerPool,
  await stabilityFile(folder, 's.csv', [
    { area: 'England', year: '2022', count: '8500', percent: '11' },
    { area: 'England', year: '2023', count: '8600', percent: '12' },
    { area: { old: '916', code: 'E10000013' }, year: '2022', count: '20', percent: '8' },
    { area: { old: '937', code: 'E10000031' }, year: '2022', count: 'c', percent: 'c' },
  ]),
)
const startsOn = '2021-04-01'
await aTarget(bi, { measure: 'placements-3-plus', value: 9.5, startsOn })
await aTarget(bi, { measure: 'fostered', value: 75, startsOn })

const { id: card } = await aScorecard(bi, {
  title: 'Committee',
  rows: [
    { ref: '1', measure: 'children-looked-after', priority: 'Children' },
    { ref: '2', measure: 'placements-3-plus', priority: 'Homes' },
    { ref: '3', measure: 'fostered', priority: 'Homes' },
    { ref: '4', measure: 'with-parents', priority: 'Homes' },
    { ref: '5', measure: 'suitable-accommodation' },
    { ref: '6', measure: 'children-looked-after', filter: { ageBand: ['16+'] }, title: 'Of 16 and over' },
    { ref: '7', measure: 'children-looked-after', filter: { ageBand: ['16+', '11-15'] } },
    { ref: '8', measure: 'children-looked-after', filter: { ageBand: ['16+'], sex: ['male'] } },
    { ref: '9', measure: 'mean-distance-miles' },
    { ref: '10', series },
  ],
})
for (const period of ['2021-Q4', '2022-Q4'])
  await aScorecardComment(bi, { scorecard: card, rowRef: '3', period, comment: 'Three siblings moved.' })

await manyChildren(service.ownerPool, 150, 7)
const { status, body: newRelease } = await bi.post('/v1/releases', { financialYear: '2022/23' })
if (status !== 201) throw new Error(JSON.stringify(newRelease))
const ofChildren = newRelease.id

interface Figure {
  value: number | null
  symbol: string | null
  numerator: Shown
  denominator: Shown
  unknown: Shown
}
interface Row {
  ref: string
  measure: string | null
  filter: Record<string, string[]>
  before: Figure | null
  figure: Figure | null
  level: { rag: string; why: string | null }
  direction: { arrow: string; verdict: string; rag: string; why: string | null }
}
interface Card {
  release: { id: string; releasedAt: string }
  before: { id: string } | null
  rows: Row[]
  summary: unknown
}
const path = (release: string, scorecard = card) => `/v1/releases/${release}/scorecards/${scorecard}`

t.test('a row is made of the release and of the one before, and judged by what they show', async (t) => {
  const { status, body } = await everyone.get<Card>(path(byHand))
  t.equal(status, 200)
  t.match(body, { release: { id: byHand, financialYear: '2021/22' }, before: { id: earlier } })
  const row = (ref: string) => body.rows.find((one) => one.ref === ref) as Row
  t.match(row('1'), {
    before: { value: 100 },
    figure: { value: 110, asAt: '2022-03-31', numerator: 110, denominator: null },
    level: { rag: 'n-a', why: 'no-target' },
    direction: { arrow: 'up', verdict: 'neither' },
  })
  t.match(row('2'), {
    before: { value: 9 },
    figure: { value: 10, numerator: 11, denominator: 110 },
    target: { value: 9.5, rule: { amberWithin: 10 } },
    level: { rag: 'amber' }, // 10 is 0.5 over 9.5, a tenth of which is 0.95
    direction: { arrow: 'up', verdict: 'worse', rag: 'red', why: null },
    neighbours: { mean: 8, valued: 1, of: 10, year: 2022 },
    national: { value: 11, year: 2022 },
  })
  t.match(row('3'), {
    before: { value: 70 },
    figure: { value: null, symbol: 'c', meaning: /^Confidential/, numerator: 'c', denominator: 110 },
    level: { rag: 'n-a', why: 'no-figure' },
    direction: { arrow: 'n-a', rag: 'n-a', why: 'no-figure' },
  })
  t.match(row('4'), { figure: { value: 7 }, direction: { arrow: 'n-a', why: 'definition-changed' } })
  t.match(row('5'), { figure: { symbol: 'z' }, direction: { arrow: 'n-a' } })
  t.match(row('6'), { title: 'Of 16 and over', figure: { value: 40 }, direction: { arrow: 'same' } })
  for (const ref of ['7', '8', '9', '10']) t.match(row(ref), { before: null, figure: null }, ref)
  t.same(body.summary, {
    level: { red: 0, amber: 1, green: 0, 'n-a': 9 },
    direction: { red: 1, amber: 1, green: 0, 'n-a': 8 },
  })
  t.equal((await everyone.get<Card>(path(earlier))).body.before, null)
})

t.test('what officers say, record elsewhere and are is not in it', async (t) => {
  for (const accept of ['application/json', 'text/csv', 'text/html']) {
    const { status, body } = await everyone.get<unknown>(path(byHand), { accept })
    t.equal(status, 200, accept)
    t.notMatch(JSON.stringify(body), /siblings moved|42\.5|@example|ownerRole/, accept)
  }
})

t.test('as CSV it has a line for each row, and says plainly what is not released', async (t) => {
  const { body } = await everyone.get<string>(path(byHand), { accept: 'text/csv' })
  t.match(
    body,
    /\r\n2,Three or more placements in the year,percent,low,8,1 of 10,11,9\.5,9,10,11,110,0,amber,up,worse,Homes,2021\/22,/,
  )
  t.match(body, /\r\n3,Fostered,percent,high,,,,75,70,c,c,110,0,n-a,n-a,n-a,Homes,/)
  t.match(body, /\r\n10,Health checks,percent,high,,,,,not released,not released,,,,n-a,/)
})

/** Every number in a JSON value, with its path. */
function numbersIn(value: unknown, position = ''): [at: string, number][] {
  if (typeof value === 'number') return [[position, value]]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${position}.${key}`))
}
const notFigures =
  /^\.(scorecard\.version|summary\..*|rows\.\d+\.(neighbours|national|target)\..*|rows\.\d+\.(before|figure)\.definitionVersion)$/

t.test('every figure in it is in the release, no count of 1 to 5 is, and nothing else is', async (t) => {
  const read = async (id: string) => (await everyone.get<Release>(`/v1/releases/${id}`)).body
  const releases = { before: await read(byHand), figure: await read(ofChildren) }
  const { counted: counts, hidden } = { counted: [] as string[], hidden: [] as string[] }
  for (const scorecard of [card, 'corporate-parenting']) {
    const { body } = await everyone.get<Card>(path(ofChildren, scorecard))
    const expected: [string, number][] = []
    for (const [index, row] of body.rows.entries())
      for (const part of ['before', 'figure'] as const) {
        const figure = row[part]
        if (figure === null) continue
        const items = releases[part].tables
          .filter(({ measure, every: step }) => measure.id === row.measure && step === 'year')
          .flatMap(({ items }) => items)
        const codes = Object.fromEntries(Object.entries(row.filter).map(([name, [code]]) => [name, code]))
        const cell = items.find(({ group }) => JSON.stringify(group) === JSON.stringify(codes))
        const { numerator, denominator, unknown, percent } = cell as (typeof items)[number]
        const releasedCells = { value: percent ?? numerator, numerator, denominator, unknown }
        for (const [name, value] of Object.entries(releasedCells)) {
          const small = typeof value === 'number' && value >= 1 && value <= 5
          if (small && (name !== 'value' || percent === null)) t.fail(`${row.ref} shows ${value}`)
          if (typeof value === 'number') expected.push([`.rows.${index}.${part}.${name}`, value])
        }
        t.equal(figure.symbol, typeof releasedCells.value === 'string' ? releasedCells.value : null, row.ref)
        if (figure.symbol === null) counts.push(row.ref)
        else hidden.push(row.ref)
      }
    const numbers = numbersIn(body).filter(([position]) => !notFigures.test(position))
    t.same(new Map(numbers), new Map(expected), 'number for number')
    for (const { figure, before: previous, level, direction } of body.rows) {
      if (figure?.value === undefined || figure.value === null) t.equal(level.rag, 'n-a')
      if (typeof figure?.value !== 'number' || typeof previous?.value !== 'number')
        t.match(direction, { arrow: 'n-a', verdict: 'n-a', rag: 'n-a' })
    }
  }
  t.ok(counts.length > 10 && hidden.length > 5, `${counts.length} shown, ${hidden.length} hidden`)
})

t.test('a published token reads it and no other scorecard, nor one of another authority', async (t) => {
  t.match(await everyone.get('/v1/scorecards'), { status: 403 })
  t.match(await everyone.get(`/v1/scorecards/${card}`), { status: 403 })
  const stranger = await service.as('published', STOCKPORT)
  t.match(await stranger.get(path(ofChildren)), { status: 404 })
  t.match(await stranger.get(path(ofChildren, 'corporate-parenting')), { status: 404 })
  t.match(await everyone.get(path(ofChildren, 'no-such-card')), { status: 404 })
  t.match(await everyone.get(path(card)), { status: 404 })
})

t.test("the committee's own says where that which may be published is", async (t) => {
  const releasedFor = async (period: string) =>
    (await bi.get(`/v1/scorecards/${card}?period=${period}`)).body.released
  t.same(await releasedFor('2023-Q2'), { financialYear: '2022/23', href: path(ofChildren) })
  t.same(await releasedFor('2022-Q3'), { financialYear: '2021/22', href: path(byHand) })
  t.equal(await releasedFor('2020-Q3'), null)
})

/** What axe can't judge and asks a person to check: the contrast of single symbols, and row group headings. Both were checked. */
const cannotJudge = /^(color-contrast: <span class="arrow|th-has-data-cells: <table class="card">)/

t.test('as a page in a real browser', { ...needsBrowser(), timeout: 600_000 }, async (t) => {
  const url = service.url + path(byHand)
  const { page, complaints } = await openPage(t, url, await service.token('published'))
  const text = async (ref: string) => {
    const row = page.locator('table.card tbody tr', { has: page.locator(`td:first-child:text-is("${ref}")`) })
    return (await row.innerText()).replace(/\s+/g, ' ')
  }
  t.match(await text('2'), /9% 9 of 100 10% 11 of 110 A Amber ▲ Up, worse$/)
  t.match(await text('3'), /70% 70 of 100 c confidential – Not judged, no figure – Not known$/)
  t.match(await text('4'), /Definition changed since the year before/)
  t.match(await text('10'), /not released not released – Not judged, no target – Not known$/)
  const { body } = await everyone.get<Card>(path(byHand))
  const pageText = await page.locator('body').innerText()
  t.match(pageText, /Cheshire East, year end 2021\/22: figures as at 31 March 2022/)
  t.match(pageText, /made of releases alone, that of 2021\/22 made on \d+ \w+ \d{4} \(/)
  for (const id of [body.release.id, earlier]) t.match(pageText, id)
  t.same(complaints, [])
  t.equal(await page.locator('script').count(), 0)
  for (const width of [1100, 360]) {
    await page.setViewportSize({ width, height: 900 })
    t.same(
      (await violations(page)).filter((numbers) => !cannotJudge.test(numbers)),
      [],
      `${width} pixels`,
    )
  }
  if (process.env.KEEP_PACK) {
    await page.setViewportSize({ width: 1100, height: 900 })
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    await writeFile(join(process.env.KEEP_PACK, 'released.pdf'), pdf)
    await page.screenshot({ path: join(process.env.KEEP_PACK, 'released.png'), fullPage: true })
  }
})
