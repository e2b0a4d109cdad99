import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import t from 'tap'
import { STOCKPORT, testApp } from '../../support/app.ts'
import { aBed, aChildInCare, aHome, aPlacement } from '../../support/builders.ts'
import { readRaw } from '../measures/independent/by-hand.ts'
import { computeByHand } from '../measures/independent/computed.ts'
import { aDay, history, write, writePlaces } from '../measures/independent/histories.ts'
import type { Figure, MeasureAnswer } from '../measures/support.ts'

/** Each figure of a view is the one that its measure gives. */

type Cell = Pick<Figure, 'numerator' | 'denominator' | 'value' | 'unknown'> & { shown: number | null }
interface Row {
  asAt: string
  group: Record<string, string>
  labels: Record<string, string>
  cells: Record<string, Cell>
}
interface Column {
  id: string
  title: string
  measure: { id: string; unit: string; version: number }
  shows: 'value' | 'numerator' | 'denominator'
  unit: string
  from: string | null
  href: string
}
interface Block {
  id: string
  by: string[]
  trend: object | null
  columns: Column[]
  rows: Row[]
  total: Row
}
interface ViewAnswer {
  view: { id: string; title: string }
  asAt: string
  blocks: Block[]
}
interface List {
  items: { id: string; title: string; href: string; blocks: { id: string; columns: object[] }[] }[]
}

/** The clock of the service under test. */
const today = '2023-12-01'
const service = await testApp(t)
const owner = service.ownerPool
await writePlaces(owner)
const analyst = await service.as('bi')
const { items: list } = (await analyst.get<List>('/v1/views')).body

async function view(path: string): Promise<ViewAnswer> {
  const { status, body } = await analyst.get<ViewAnswer>(`/v1/views/${path}`)
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
  return body
}
const blockOf = ({ blocks }: ViewAnswer, id: string) => blocks.find((block) => block.id === id) as Block

const counts = ({ numerator, denominator, value, unknown }: Omit<Cell, 'shown'>) => ({
  ...{ numerator, denominator, value, unknown },
})
const keyOf = (row: { asAt: string; group: Record<string, string> }) =>
  `${row.asAt} ${JSON.stringify(row.group)}`
const isSomething = ({ numerator, denominator, unknown }: Omit<Cell, 'shown'>) =>
  numerator !== 0 || (denominator ?? 0) !== 0 || unknown !== 0

t.test('the list has what strategies print, and where to ask it', async (t) => {
  const expected = [
    'placement-mix', 'legal-status-by-age', 'residential', 'supported-accommodation', 'unaccompanied-children',
    'cared-for-trend', 'capacity', 'block-contracts', 'areas', 'moves', 'staying-on', 'carers-pipeline',
  ] // prettier-ignore
  t.same(
    list.map(({ id }) => id),
    expected,
  )
  for (const { href, title, blocks } of list) {
    const answer = await analyst.get<ViewAnswer>(href)
    t.match(answer, { status: 200, body: { view: { title }, asAt: today } })
    t.same(
      answer.body.blocks.map(({ id }) => id),
      blocks.map(({ id }) => id),
    )
  }
})

t.test('every cell of every view is the figure of its measure, asked itself, in any history', async (t) => {
  const property = fc.asyncProperty(history, aDay, async (rows, day) => {
    await write(owner, rows)
    const differences: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const { id } of list) {
      for (const block of (await view(`${id}?asAt=${day}`)).blocks) {
        for (const { id: column, href, shows } of block.columns) {
          const name = `${id} ${block.id} ${column}`
          const response = await analyst.get<MeasureAnswer>(href)
          if (response.status !== 200) throw new Error(`${href}: ${JSON.stringify(response.body)}`)
          const cells = block.rows.map((row) => ({ key: keyOf(row), cell: row.cells[column] as Cell }))
          const items = block.by.length === 0 && !block.trend ? [] : response.body.items
          differences[name] = Object.fromEntries(
            cells.filter(({ cell }) => isSomething(cell)).map(({ key, cell }) => [key, counts(cell)]),
          )
          expected[name] = Object.fromEntries(
            items.filter(isSomething).map((item) => [keyOf(item), counts(item)]),
          )
          const whole = block.trend
            ? href.replace('/series', '').replace(/from=[^&]*&to=[^&]*&every=\w+/, `asAt=${day}`)
            : href.replace(/&by=[^&]*/, '')
          const total = block.total.cells[column] as Cell
          differences[`${name} total`] = counts(total)
          expected[`${name} total`] = (await analyst.get<MeasureAnswer>(whole)).body.items.map(counts)[0]
          t.ok(
            [...cells.map(({ cell }) => cell), total].every((cell) => cell.shown === cell[shows]),
            `${name} shows its ${shows}`,
          )
        }
      }
    }
    return t.same(differences, expected)
  })
  await fc.assert(property, { numRuns: 1, endOnFailure: true })
})

/** A number as the computation by hand has it; null where it is not known. */
const toTenths = (value: number | null | undefined) =>
  typeof value === 'number' ? Number(value.toFixed(1)) : null

t.test('the gaps to the target and of areas are what a plain count gives', async (t) => {
  const property = fc.asyncProperty(history, aDay, async (rows, day) => {
    await write(owner, rows)
    const raw = await readRaw(owner)
    const capacity = blockOf(await view(`capacity?asAt=${day}&targetOccupancy=0.80`), 'by-type')
    const areas = blockOf(await view(`areas?asAt=${day}`), 'districts')
    const columns: [Block, column: string, definition: string][] = [
      [capacity, 'bedsToOccupancy', 'beds-to-target-occupancy?targetOccupancy=0.80'],
      [capacity, 'bedsToUtilisation', 'beds-to-target-occupancy?targetOccupancy=0.80&capacity=open'],
      [capacity, 'costToOccupancy', 'cost-to-target-occupancy?targetOccupancy=0.80'],
      [areas, 'children', 'children-by-area'],
      [areas, 'beds', 'beds-by-area'],
      [areas, 'short', 'beds-short-by-area'],
    ]
    for (const [{ by: dimensions, rows, total }, column, definition] of columns) {
      const groups = [...computeByHand(raw, definition, dimensions, day, today)].map(
        ([key, { numerator }]) => [key, numerator] as const,
      )
      const shownCells = rows.map(
        ({ group, cells }) =>
          [dimensions.map((name) => group[name]).join(' '), toTenths(cells[column]?.shown)] as const,
      )
      const withLabels = (pairs: (readonly [string, number | null])[]) =>
        Object.fromEntries(pairs.filter(([, number]) => Number(number) !== 0))
      t.same(withLabels(shownCells), withLabels(groups), definition)
      const whole = computeByHand(raw, definition, [], day, today).get('')?.numerator
      t.equal(toTenths(total.cells[column]?.shown), whole, `${definition}, in all`)
    }
  })
  await fc.assert(property, { numRuns: 4, endOnFailure: true })
})

t.test('by hand: a home of four beds, one of them void, one occupied, against 85 %', async (t) => {
  const fresh = await testApp(t)
  const admin = await fresh.as('admin')
  const home = await aHome(admin, { kind: 'childrens-home', name: '=1+1 House' })
  const [first, second] = [await aBed(admin, { homeId: home.id }), await aBed(admin, { homeId: home.id })]
  for (let n = 0; n < 2; n++) await aBed(admin, { homeId: home.id })
  await admin.post('/v1/fees', { homeId: home.id, weeklyFee: 700, startsOn: '2020-01-01' })
  const solo = { bedId: first.id, reason: 'solo-occupancy', startsOn: '2023-01-01' }
  t.equal((await admin.post('/v1/voids', solo)).status, 201)
  const child = await aChildInCare(admin)
  const stay = { childId: child.id, bedId: second.id, placementType: 'residential', startedOn: '2023-01-01' }
  await aPlacement(admin, stay)

  const { body } = await admin.get<ViewAnswer>('/v1/views/capacity?asAt=2023-12-10&from=2023-12-01')
  const [row, ...others] = blockOf(body, 'by-type').rows
  t.same(others, [])
  const shownCells = Object.fromEntries(
    Object.entries(row?.cells ?? {}).map(([id, cell]) => [id, cell.shown]),
  )
  t.same(shownCells, {
    ...{ open: 4, void: 1, available: 3, occupied: 1, committed: 0, vacant: 2 },
    ...{ occupancy: 33.3333, utilisation: 25 },
    bedsToOccupancy: 1.55, // 0.85 × 3 − 1
    costToOccupancy: 1550, // over ten nights at £100
    bedsToUtilisation: 2.4, // 0.85 × 4 − 1
    costToUtilisation: 2400,
  })
  const full = await admin.get<ViewAnswer>('/v1/views/capacity?asAt=2023-12-10&targetOccupancy=1.00')
  t.equal(blockOf(full.body, 'by-type').total.cells.bedsToOccupancy?.shown, 2, 'as many as are vacant')

  const csv = await admin.get<string>('/v1/views/residential?asAt=2023-12-10', { accept: 'text/csv' })
  t.match(csv.headers, { 'content-type': 'text/csv; charset=utf-8; header=present' })
  t.match(csv.body, ",'=1+1 House,", 'a spreadsheet runs nothing')
  const stranger = await fresh.as('bi', STOCKPORT)
  const theirs = await stranger.get<ViewAnswer>('/v1/views/capacity?asAt=2023-12-10')
  t.same(blockOf(theirs.body, 'by-type').rows, [], 'another authority has none of them')
})

t.test('as a spreadsheet: a line for each cell, in the same columns for every view', async (t) => {
  const heads = new Set<string>()
  for (const { id } of list) {
    const { blocks } = await view(`${id}?asAt=2023-06-30`)
    const csv = await analyst.get<string>(`/v1/views/${id}?asAt=2023-06-30`, { accept: 'text/csv' })
    const [head = [], ...lines] = parse(csv.body.replace(/^\uFEFF/, ''), { relax_column_count: false })
    heads.add(head.join())
    const cells = blocks.flatMap(({ columns, rows, total }) =>
      [...rows, total].flatMap((row) => columns.map((column) => ({ column, row }))),
    )
    t.equal(lines.length, cells.length, id)
    const columnOf = (name: string) => head.indexOf(name)
    t.same(
      lines.map((line) => [
        line[columnOf('measure')],
        line[columnOf('unit')],
        line[columnOf('shown')],
        line[columnOf('label')],
      ]),
      cells.map(({ column, row }) => [
        column.measure.id,
        column.unit,
        String(row.cells[column.id]?.shown ?? ''),
        Object.values(row.labels).join('; '),
      ]),
      id,
    )
  }
  t.equal(heads.size, 1)
})

t.test('what nothing in a view takes is refused by name; what there is not is not found', async (t) => {
  const refusals: [path: string, pointer: string][] = [
    ['legal-status-by-age?period=quarter', '#/query/period'],
    ['legal-status-by-age?from=2023-04-01', '#/query/from'],
    ['placement-mix?targetOccupancy=0.90', '#/query/targetOccupancy'],
    ['capacity?targetOccupancy=0.91', '#/query/targetOccupancy'],
    ['capacity?period=year-to-date&from=2023-04-01', '#/query/from'],
    ['capacity?by=home', '#/query/by'],
    ['capacity?asAt=2023-02-30', '#/query/asAt'],
  ]
  for (const [path, pointer] of refusals) {
    t.match(await analyst.get(`/v1/views/${path}`), { status: 400, body: { errors: [{ pointer }] } }, path)
  }
  for (const id of ['nothing', 'constructor', '__proto__'])
    t.equal((await analyst.get(`/v1/views/${id}`)).status, 404)
  t.equal((await analyst.get('/v1/views/capacity', { accept: 'image/png' })).status, 406)
  t.equal((await service.with().get('/v1/views/capacity')).status, 401)
})
