import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { bestSplit, type SplitHome } from '../../../src/domain/matching/split.ts'

const oneBedEach = (count: number) => Array.from({ length: count }, () => 1)

const home = (id: string, beds: number, ...scores: (number | null)[]): SplitHome => ({ id, beds, scores })
const everyone = () => true
const miles = (table: Record<string, number>) => (one: string, other: string) =>
  table[[one, other].sort().join(' ')] ?? null

t.test('the fewest homes come first, however far apart', async (t) => {
  const homes = [home('A', 2, 50, 50, null), home('B', 1, 50, 50, 50), home('C', 1, 50, 50, 50)]
  const distances = miles({ 'A B': 30, 'A C': 20, 'B C': 1 })
  t.same(bestSplit(oneBedEach(3), homes, distances, everyone), {
    parts: [
      { homeId: 'A', children: [0, 1] },
      { homeId: 'C', children: [2] },
    ],
    furthestMiles: 20,
  })
})

t.test(
  'then the nearest to each other, then the highest score; a distance not known is further than any',
  async (t) => {
    const homes = [home('A', 1, 90, 90), home('B', 1, 90, 90), home('C', 1, 10, 10), home('D', 1, 20, 10)]
    t.match(bestSplit(oneBedEach(2), homes, miles({ 'A C': 3, 'B C': 3.1 }), everyone), {
      parts: [{ homeId: 'A' }, { homeId: 'C' }],
      furthestMiles: 3,
    })
    t.match(bestSplit(oneBedEach(2), homes, miles({ 'A B': 3, 'C D': 3 }), everyone)?.parts, [
      { homeId: 'A' },
      { homeId: 'B' },
    ])
    t.match(
      bestSplit(oneBedEach(2), homes, () => null, everyone),
      { furthestMiles: null },
    )
  },
)

t.test('two who must not live together are never in one home', async (t) => {
  const homes = [home('A', 2, 9, 9), home('B', 1, 5, 5)]
  t.same(
    bestSplit(
      oneBedEach(2),
      homes,
      () => 1,
      () => false,
    )?.parts.map(({ children }) => children),
    [[0], [1]],
  )
  t.equal(
    bestSplit(
      oneBedEach(2),
      [home('A', 2, 9, 9)],
      () => 1,
      () => false,
    ),
    null,
  )
})

t.test('a child whom no home suits leaves no division', async (t) => {
  t.equal(
    bestSplit(oneBedEach(2), [home('A', 2, 9, null)], () => 1, everyone),
    null,
  )
})

t.test('it is as good as the best of all divisions, tried one by one', async () => {
  const anyCase = fc.record({
    homes: fc.array(
      fc.record({
        beds: fc.integer({ min: 1, max: 3 }),
        scores: fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { freq: 4 }), {
          minLength: 4,
          maxLength: 4,
        }),
        at: fc.integer({ min: 0, max: 12 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    count: fc.integer({ min: 2, max: 4 }),
    apart: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(anyCase, ({ homes: raw, count, apart }) => {
      const homes = raw.map(({ beds, scores }, n) => ({ id: `H${n}`, beds, scores: scores.slice(0, count) }))
      const positionOf = (id: string) => raw[Number(id.slice(1))]?.at ?? 0
      const milesBetween = (one: string, other: string) => Math.abs(positionOf(one) - positionOf(other))
      const suits = (_: string, children: readonly number[]) =>
        !apart.some(([a, b]) => a !== b && children.includes(a) && children.includes(b))

      // Every assignment of children to homes, as the digits of a number in base `homes.length`.
      const ranks = Array.from({ length: homes.length ** count }, (_, n) =>
        Array.from({ length: count }, (_, child) => Math.floor(n / homes.length ** child) % homes.length),
      ).flatMap((assignment) => {
        const usedHomes = [...new Set(assignment)]
        const fine = usedHomes.every((n) => {
          const there = assignment.flatMap((place, child) => (place === n ? [child] : []))
          return (
            there.length <= (homes[n]?.beds ?? 0) &&
            there.every((child) => (homes[n]?.scores[child] ?? null) !== null) &&
            suits('', there)
          )
        })
        if (!fine) return []
        const far = Math.max(
          0,
          ...usedHomes.flatMap((a) => usedHomes.map((b) => milesBetween(`H${a}`, `H${b}`))),
        )
        const score = assignment.reduce((sum, n, child) => sum + (homes[n]?.scores[child] ?? 0), 0)
        return [[usedHomes.length, far, 0 - score]]
      })
      const [least] = ranks.sort((a, b) => a.map((value, n) => value - (b[n] ?? 0)).find((d) => d !== 0) ?? 0)

      const split = bestSplit(oneBedEach(count), homes, milesBetween, suits)
      if (split === null) return assert.equal(least, undefined)
      const score = split.parts.reduce(
        (sum, { homeId, children }) =>
          sum +
          children.reduce(
            (all, child) => all + (homes.find(({ id }) => id === homeId)?.scores[child] ?? 0),
            0,
          ),
        0,
      )
      assert.deepEqual(
        [split.parts.length, split.furthestMiles, 0 - score],
        least?.map((n) => n + 0),
      )
      assert.deepEqual(split, bestSplit(oneBedEach(count), homes, milesBetween, suits))
    }),
    { numRuns: 500 },
  )
})

t.test('eight children and two dozen homes are divided', async (t) => {
  const homes = Array.from({ length: 24 }, (_, n) =>
    home(
      `H${String(n).padStart(2, '0')}`,
      1 + (n % 2),
      ...Array.from({ length: 8 }, (_, child) => (n * 7 + child * 5) % 23),
    ),
  )
  const positionOf = (id: string) => (Number(id.slice(1)) * 37) % 101
  const split = bestSplit(oneBedEach(8), homes, (a, b) => Math.abs(positionOf(a) - positionOf(b)), everyone)
  t.equal(split?.parts.length, 4)
  t.same(split?.parts.flatMap(({ children }) => children).sort(), [0, 1, 2, 3, 4, 5, 6, 7])
})

t.test('who takes two beds, as a parent with their child, goes where there are two', async (t) => {
  const homes = [home('A', 1, 9, 9), home('B', 2, 5, 5)]
  t.same(bestSplit([2, 1], homes, () => 1, everyone)?.parts, [
    { homeId: 'B', children: [0] },
    { homeId: 'A', children: [1] },
  ])
  t.equal(
    bestSplit([2, 2], homes, () => 1, everyone),
    null,
  )
})
