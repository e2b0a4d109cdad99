import { createHash } from 'node:crypto'
import t from 'tap'
import { authorities } from '../../../../src/domain/geography/authorities.ts'
import { lineOf } from '../../../../src/features/demo/copy.ts'
import { crossSection, statuses } from '../../../../src/features/demo/cross-section.ts'
import { randomFrom } from '../../../../src/features/demo/random.ts'
import { tablesOf } from '../../../../src/features/demo/rows.ts'
import { factorOf } from '../../../../src/features/demo/scale.ts'
import { makeAuthority, authorityOptions } from '../../../../src/features/demo/authority.ts'

t.setTimeout(900_000)

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

function hashOf(authorityCode: string, seed: string): string {
  const world = makeAuthority(authorityOptions(authorityCode, seed, '2025-08-31'))
  const hash = createHash('sha256')
  for (const { table, rows } of tablesOf(world, seed, new Map()))
    hash.update(table + rows.map(lineOf).join(''))
  return hash.digest('hex')
}

t.test('the same seed makes the same rows, another seed others', async (t) => {
  const first = hashOf('E06000049', '1')
  t.equal(hashOf('E06000049', '1'), first)
  t.not(hashOf('E06000049', '2'), first)
})

t.test('another authority at scale is made alike, whichever are made before it', async (t) => {
  const stockport = hashOf('E08000007', '1')
  hashOf('E06000053', '1')
  t.equal(hashOf('E08000007', '1'), stockport)
})

/** The rows of an authority up to a day, by their table and id. */
function rowsUpTo(today: string): Map<string, Record<string, unknown>> {
  const world = makeAuthority(authorityOptions('E06000049', '1', today))
  return new Map(
    tablesOf(world, '1', new Map())
      .filter(({ columns }) => columns[0] === 'id')
      .flatMap(({ table, columns, rows }) =>
        rows.map((row) => [
          `${table} ${String(row[0])}`,
          Object.fromEntries(columns.map((column, index) => [column, row[index]])),
        ]),
      ),
  )
}

/** What of a row may be told later: how it went on, and how it ended. */
const tellsLater = new Set(
  (
    'started_on ended_on planned_from planned_to ends_on closes_on end_reason end_planned outcome closed_on applied_on ' +
    'assessment_started_on panel_on approved_on places registered_places school_postcode until_on withdrawn_on ' +
    'withdrawn_reason finished_at done_on'
  ).split(' '),
)

t.test('what is on record up to the reference day stays as it is, but for how it ends', async (t) => {
  const [past, present] = [rowsUpTo('2023-12-01'), rowsUpTo('2025-06-02')]
  const differences = new Set<string>()
  for (const [key, row] of past) {
    const later = present.get(key)
    if (later === undefined) differences.add(key)
    if (row.home_id === null && key.startsWith('carer_journeys')) delete row.home_id // until they are approved
    for (const [column, value] of Object.entries(row)) {
      if (JSON.stringify(later?.[column]) !== JSON.stringify(value) && !tellsLater.has(column))
        differences.add(`${key} ${column}`)
    }
  }
  t.same([...differences], [])
})

t.test('loaded a day later, the history is the same up to its end', async (t) => {
  const [day, next] = [rowsUpTo('2025-06-02'), rowsUpTo('2025-06-03')]
  const away = [...day.keys()].filter((key) => !next.has(key))
  // What lies on the desk on the one day is not what lies there on the other: docs/demonstration.md lists it.
  const desk =
    /^(placement_requests|vacancy_searches|children|sibling_groups|placements|home_restrictions|holds|approvals) /
  t.same(
    away.filter((key) => !desk.test(key)),
    [],
  )
  t.ok(away.length < 30, `${away.length} rows of the desk`)
})

t.test('the cross-section keeps the published margins', async (t) => {
  const byBand = [0, 1, 2, 3].map((band) =>
    statuses.map((_, status) => sum(crossSection.map(({ children }) => children[band]?.[status] ?? 0))),
  )
  // Sufficiency Strategy 2024–27, appendix 2: interim order, full order, section 20, placement order.
  t.strictSame(byBand, [
    [53, 34, 6, 25],
    [15, 63, 7, 7],
    [13, 129, 17, 0],
    [0, 81, 83, 0],
  ])
  for (const { type, children, reach } of crossSection) {
    t.equal(sum(children.flat()), reach.in + reach.near + reach.far, `${type}: every child is somewhere`)
  }
})

t.test('all authorities together look after 83,000 children', async (t) => {
  const all = sum(authorities.map(({ code }) => factorOf(code) * 533))
  t.ok(Math.abs(all - 83_000) < 1, String(all))
  t.equal(factorOf('E06000049'), 1)
})

t.test('a UUID has the form of version 4', async (t) => {
  const random = randomFrom('form')
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  const uuids = Array.from({ length: 1000 }, () => random.uuid())
  t.strictSame(
    uuids.filter((uuid) => !form.test(uuid)),
    [],
  )
  t.equal(new Set(uuids).size, uuids.length)
})

t.test('generators whose seeds start them alike give different identifiers', async (t) => {
  // A seed starts the generator in one of 2^32 states, so that some seeds share one. These pairs do.
  const pairs = [
    ['E060012/child 958', 'E060065/child 236'],
    ['E060012/child 902', 'E060065/child 268'],
    ['E060012/child 918', 'E060065/child 276'],
  ] as const
  for (const [one, other] of pairs) {
    const numbers = (seed: string) => {
      const random = randomFrom(seed)
      return Array.from({ length: 100 }, () => random.next())
    }
    t.same(numbers(one), numbers(other), 'they draw the same numbers')
    t.not(randomFrom(one).uuid(), randomFrom(other).uuid())
  }
})
