import fc from 'fast-check'
import t from 'tap'
import { STOCKPORT, testApp } from '../../../support/app.ts'
import { aBed, aChildInCare, aHome, aPlacement } from '../../../support/builders.ts'
import { childrenOn, readRaw } from '../independent/by-hand.ts'
import { definitions } from '../independent/computed.ts'
import { aDay, history, write, writePlaces } from '../independent/histories.ts'
import { figures } from '../support.ts'
import { recordsOf, type FigureRecord, type Page, type Part } from './support.ts'

/** The records behind a figure add up to it, in total and in every cell. */

interface Catalogue {
  items: {
    id: string
    dimensions: string[]
    denominator: string | null
    unknown: string | null
    groupsAddUp: boolean
  }[]
}

const service = await testApp(t)
const owner = service.ownerPool
await writePlaces(owner)
const officer = await service.as('data')
const catalogue = (await officer.get<Catalogue>('/v1/measures')).body.items

const keyOf = (codes: Record<string, string>, dimensions: readonly string[]) =>
  dimensions.map((name) => codes[name]).join(' ')
const roundToPence = (sum: number) => Number(sum.toFixed(2))

/** Compares the sum of the records in each cell with the figure; cells of 0 are left out. */
async function compare(path: string, part: Part, records: FigureRecord[], dimensions: readonly string[]) {
  const differences: Record<string, number> = {}
  for (const { facts, adds } of records) {
    const key = keyOf(facts, dimensions)
    differences[key] = (differences[key] ?? 0) + adds
  }
  const items = await figures(
    officer,
    `${path}${dimensions.length === 0 ? '' : `&by=${dimensions.join(',')}`}`,
  )
  const figureCells = items.map((item) => [keyOf(item.group, dimensions), item[part] ?? 0] as const)
  const cells = (pairs: (readonly [string, number])[]) =>
    Object.fromEntries(
      pairs.map(([key, sum]) => [key, roundToPence(sum)] as const).filter(([, sum]) => sum !== 0),
    )
  return { found: cells(Object.entries(differences)), expected: cells(figureCells) }
}

const inThrees = (names: readonly string[]) =>
  names.flatMap((_, n) => (n % 3 === 0 ? [names.slice(n, n + 3)] : []))

t.test('records add up to every measure, by every dimension, on any day of any history', async (t) => {
  const property = fc.asyncProperty(history, aDay, async (rows, day) => {
    await write(owner, rows)
    const differences: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const definition of Object.keys(definitions)) {
      const [id = '', setting] = definition.split('?')
      const measure = catalogue.find((item) => item.id === id)
      const path = `${id}?asAt=${day}${setting ? `&${setting}` : ''}`
      for (const part of ['numerator', 'denominator', 'unknown'] as const) {
        if (part === 'denominator' && measure?.denominator === null) continue
        const records = await recordsOf(officer, path, part)
        const divisions = measure?.groupsAddUp ? inThrees(measure.dimensions) : []
        for (const dimensions of [[], ...divisions]) {
          if (part === 'unknown' && measure?.unknown === null && dimensions.length > 0) continue
          const name = `${path} ${part} ${dimensions.join()}`
          const both = await compare(path, part, records, dimensions)
          differences[name] = both.found
          expected[name] = both.expected
        }
      }
    }
    return t.same(differences, expected)
  })
  await fc.assert(property, { numRuns: 1, endOnFailure: true })
})

t.test(
  'a cell’s records are those of the whole that have its codes; pages of any length say the same',
  async (t) => {
    const property = fc.asyncProperty(history, aDay, fc.gen(), async (rows, day, gen) => {
      await write(owner, rows)
      const measures = catalogue.filter(({ groupsAddUp }) => groupsAddUp)
      for (const { id, dimensions } of gen(() => fc.subarray(measures, { minLength: 6, maxLength: 6 }))) {
        const divisions = gen(() => fc.subarray(dimensions, { maxLength: Math.min(2, dimensions.length) }))
        const [cell] = await figures(
          officer,
          `${id}?asAt=${day}&by=${divisions.join(',')}`.replace(/&by=$/, ''),
        )
        if (cell === undefined) continue
        const whole = await recordsOf(officer, `${id}?asAt=${day}`, 'numerator')
        const codes = Object.entries(cell.group).map(([name, code]) => `&${name}=${encodeURIComponent(code)}`)
        const path = `${id}?asAt=${day}${codes.join('')}${divisions.length === 0 ? '' : `&by=${divisions.join(',')}`}`
        const limit = gen(() => fc.integer({ min: 1, max: 9 }))
        const there = whole.filter(({ facts }) => keyOf(facts, divisions) === keyOf(cell.group, divisions))
        t.same(await recordsOf(officer, path, 'numerator', limit), there, path)
      }
    })
    await fc.assert(property, { numRuns: 3, endOnFailure: true })
  },
)

t.test('the children behind a figure are those whom a plain look at the records finds', async (t) => {
  const property = fc.asyncProperty(history, aDay, async (rows, day) => {
    await write(owner, rows)
    const raw = await readRaw(owner)
    const children = childrenOn(raw, day).filter(
      ({ legalStatus }) => !['V3', 'V4'].includes(String(legalStatus)),
    )
    const expected = (idsOf: typeof children) => idsOf.map(({ childId }) => childId).sort()
    const ids = async (path: string, part: Part) =>
      (await recordsOf(officer, `${path}asAt=${day}`, part))
        .flatMap((record) => record.children.map(({ id }) => id))
        .sort()
    t.same(await ids('children-looked-after?', 'numerator'), expected(children))
    t.same(
      await ids('placed-in-authority?sex=female&', 'numerator'),
      expected(children.filter(({ location, sex }) => location === 'in' && sex === 'female')),
    )
    t.same(
      await ids('mean-distance-miles?', 'denominator'),
      expected(children.filter(({ miles }) => miles !== null)),
      'also those placed no distance away',
    )
    t.same(
      await ids('mean-distance-miles?', 'unknown'),
      expected(children.filter(({ miles }) => miles === null)),
    )
  })
  await fc.assert(property, { numRuns: 2, endOnFailure: true })
})

t.test(
  'by hand: bed-nights of a period, an agreed cost, whom it shows, what is kept of the reading',
  async (t) => {
    const fresh = await testApp(t)
    const [admin, data] = [await fresh.as('admin'), await fresh.as('data')]
    const home = await aHome(admin, { kind: 'childrens-home', name: '=Solo House' })
    const bed = await aBed(admin, { homeId: home.id })
    const empty = await aBed(admin, { homeId: home.id })
    await admin.post('/v1/fees', { homeId: home.id, weeklyFee: 700, startsOn: '2020-01-01' })
    const solo = { bedId: empty.id, reason: 'solo-occupancy', startsOn: '2023-03-25', endsOn: '2023-04-11' }
    t.equal((await admin.post('/v1/voids', solo)).status, 201)
    const child = await aChildInCare(admin)
    await aPlacement(admin, {
      ...{ childId: child.id, bedId: bed.id, placementType: 'residential', startedOn: '2023-05-01' },
      weeklyCost: 1400,
    })

    // 1 to 10 April are ten nights of the financial year, each at 700 / 7 = £100.
    const voids = await data.get<Page>('/v1/measures/solo-use-cost/records?asAt=2023-05-31')
    t.match(voids.body, {
      figure: { numerator: 1000 },
      items: [
        {
          ...{ from: '2023-04-01', to: '2023-04-11', nights: 10, amount: 100, adds: 1000, children: [] },
          records: { bedId: empty.id, homeId: home.id },
          facts: { voidReason: 'solo-occupancy', home: home.id },
          labels: { voidReason: 'Kept empty: solo occupancy', home: '=Solo House' },
        },
      ],
      nextCursor: null,
    })

    const cost = '/v1/measures/weekly-cost/records?asAt=2023-06-01&of=denominator'
    const read = await data.get<Page>(cost, { 'access-purpose': 'Reconciling with finance' })
    t.match(read.body.items, [
      {
        ...{ nights: 1, amount: 1, children: [{ id: child.id, reference: child.reference }] },
        facts: { placementType: 'residential' },
        numbers: { weeklyCost: 1400 },
      },
    ])
    const logEntries = await fresh.ownerPool.query(
      "select actor, action, purpose, child_ids from access_log where action like '%/records' order by id",
    )
    t.same(logEntries.rows, [
      {
        actor: 'data@example.test',
        action: 'GET /v1/measures/:id/records',
        purpose: 'Reconciling with finance',
        child_ids: [child.id],
      },
    ])

    const csv = await data.get<string>('/v1/measures/solo-use-cost/records?asAt=2023-05-31', {
      accept: 'text/csv',
    })
    const [header = '', row = ''] = csv.body.replace(/^\uFEFF/, '').split('\r\n')
    t.match(
      header,
      /^from,to,nights,amount,adds,childIds,childReferences,records\.homeId,records\.bedId,facts\./,
    )
    t.match(row, /^2023-04-01,2023-04-11,10,100,1000,,,/)
    t.match(row, "'=Solo House", 'a spreadsheet runs nothing')

    const stranger = await fresh.as('data', STOCKPORT)
    t.same((await stranger.get<Page>(cost)).body.items, [], 'another authority has none of them')
  },
)

t.test('what there is no part of, and no cell of, is refused by name', async (t) => {
  const refusals: [path: string, pointer: string, code: string][] = [
    ['children-looked-after/records?of=denominator', 'of', 'no-denominator'],
    ['children-looked-after/records?by=ageBand', 'ageBand', 'no-cell'],
    ['children-looked-after/records?by=ageBand&ageBand=0-4,5-10', 'ageBand', 'no-cell'],
    ['children-looked-after/records?by=bedKind', 'by', 'unsuitable-dimension'],
    ['children-looked-after/records?ageBand=0-99', 'ageBand', 'unknown-code'],
    ['children-looked-after/records?of=everyone', 'of', 'not-one-of-the-options'],
    ['children-looked-after/records?cursor=x', 'cursor', 'invalid-cursor'],
    [
      `children-looked-after/records?cursor=${btoa(JSON.stringify(["\u0000' or true"]))}`,
      'cursor',
      'invalid-cursor',
    ],
    ['suitable-accommodation/records?knownAt=2023-01-01T00:00:00Z', 'knownAt', 'no-history'],
  ]
  for (const [path, pointer, code] of refusals) {
    const { status, body } = await officer.get(`/v1/measures/${path}`)
    t.match([status, body.errors[0]?.pointer], [400, `#/query/${pointer}`], path)
    if (pointer !== 'of' || code === 'no-denominator') t.equal(body.errors[0]?.code, code, path)
  }
  t.equal((await officer.get('/v1/measures/no-such-measure/records')).status, 404)
})
