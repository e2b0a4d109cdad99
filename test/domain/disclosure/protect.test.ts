import fc from 'fast-check'
import t from 'tap'
import { protect, type Mark } from '../../../src/domain/disclosure/protect.ts'
import { SystemBuilder } from '../../../src/domain/disclosure/system.ts'
import { worldFinder } from '../../../src/features/releases/find-world.ts'
import { loadHighs } from '../../../src/platform/solver/highs.ts'
import { interval, type Sum } from './attacker.ts'

const highs = await loadHighs()
const block = 'children'

function marksOf(builder: SystemBuilder): Mark[] {
  const system = builder.system()
  return protect(system, worldFinder(highs, system)).marks
}

/** A total and its parts, each printed: their marks, the total's first. */
function row(...parts: number[]): Mark[] {
  const builder = new SystemBuilder()
  const columns = parts.map((part) => builder.column(part))
  builder.count(columns, true, block)
  for (const column of columns) builder.count([column], true, block)
  return marksOf(builder).slice(0, parts.length + 1)
}

t.test('one small part hides another with it: the one of fewest children', (t) => {
  // 30 = 3 + 12 + 15. With 12 and 30 shown the 3 is 30 − 12 − 15; hiding 12 costs least.
  t.same(row(3, 12, 15), ['shown', 'hidden', 'hidden', 'shown'])
  t.end()
})

t.test('two small parts hide each other, where each can be any number from 1 to 5', (t) => {
  // 7 = 3 + 4: 1 + 6, 2 + 5, 3 + 4, 4 + 3, 5 + 2.
  t.same(row(3, 4), ['shown', 'hidden', 'hidden'])
  t.end()
})

t.test('small parts that leave each other no room hide their total', (t) => {
  // 6 = 2 + 2 + 2, none of them 0: none could be 5.
  t.same(row(2, 2, 2), ['hidden', 'hidden', 'hidden', 'hidden'])
  t.end()
})

t.test('a small count is not divided any further, not even into what is 0', (t) => {
  t.same(row(1, 3, 0), ['hidden', 'not-given', 'not-given', 'not-given'])
  t.end()
})

t.test('nothing is hidden where nothing is small, and what is 0 stays 0', (t) => {
  t.same(row(6, 40, 0), ['shown', 'shown', 'shown', 'shown'])
  t.same(row(3, 12, 0), ['shown', 'hidden', 'hidden', 'shown'])
  t.end()
})

t.test('what is left when a part is taken from its whole is protected like the part', (t) => {
  // Of 60 children 58 are fostered: with both shown, 2 are not.
  const builder = new SystemBuilder()
  const [fosteredChildren, not] = [builder.column(58), builder.column(2)]
  builder.count([fosteredChildren, not], true, block)
  builder.count([fosteredChildren], true, block)
  t.same(marksOf(builder).slice(0, 2), ['shown', 'hidden'])
  t.end()
})

t.test('a cell of a table of two dimensions hides three more, at the corners of a rectangle', (t) => {
  //        | a  | b  |
  //   1    | 3  | 17 | 20     hiding 17, 10 and 20 hides 47 children; any way with a total hides 60 or more
  //   2    | 10 | 20 | 30
  //        | 13 | 37 | 50
  const builder = new SystemBuilder()
  const [a1, b1, a2, b2] = [3, 17, 10, 20].map((value) => builder.column(value)) as [
    number,
    number,
    number,
    number,
  ]
  const sums = [[a1], [b1], [a2], [b2], [a1, b1], [a2, b2], [a1, a2], [b1, b2], [a1, b1, a2, b2]]
  for (const columns of sums) builder.count(columns, true, block)
  const marks = marksOf(builder).slice(0, sums.length)
  t.same(marks, [...Array<Mark>(4).fill('hidden'), ...Array<Mark>(5).fill('shown')])
  t.end()
})

t.test('a population of which a count cannot be hidden otherwise is not given at all', (t) => {
  const builder = new SystemBuilder()
  const [few, many, other] = [3, 40, 50].map((value) => builder.column(value)) as [number, number, number]
  const counts = [
    builder.count([few], true, block),
    builder.count([few, many], true, block),
    builder.count([other], true, 'others'),
  ]
  const system = builder.system()
  /** Finds a world only once nothing is published about the population of `few`. */
  const { marks } = protect(system, (leeways, target, value) =>
    leeways[counts[1] as number]?.most === Infinity && leeways[counts[1] as number]?.cost === 0
      ? system.values.map((own, column) => (system.counts[target]?.columns.includes(column) ? value : own))
      : null,
  )
  t.same(
    counts.map((count) => marks[count]),
    ['not-given', 'not-given', 'shown'],
  )
  t.throws(() => protect(system, () => null), /cannot be protected/)
  t.end()
})

const skewedCode = fc.constantFrom(0, 0, 0, 0, 1, 1, 1, 2, 2, 3)

/** Children of three ages, each with one of four types and one of four statuses. */
const children = fc.array(fc.record({ age: fc.nat(2), type: skewedCode, status: skewedCode }), {
  minLength: 40,
  maxLength: 140,
  size: 'max',
})

t.test('from linked tables of random children nobody can narrow a small count', async (t) => {
  let [small, hidden] = [0, 0]
  await fc.assert(
    fc.asyncProperty(children, async (sample) => {
      const builder = new SystemBuilder()
      const number = (test: (child: (typeof sample)[number]) => boolean) => sample.filter(test).length
      const ages = [0, 1, 2].map((age) => builder.column(number((child) => child.age === age)))
      const publishedFigures: { name: string; of: Sum; index: number }[] = []
      const publish = (name: string, kinds: Sum, columns: number[]) =>
        publishedFigures.push({ name, of: kinds, index: builder.count(columns, true, block) })
      const columnsBy = { type: [] as number[][], status: [] as number[][] }
      for (const age of [0, 1, 2])
        for (const way of ['type', 'status'] as const) {
          const parts = [0, 1, 2, 3].map((code) =>
            builder.column(number((child) => child.age === age && child[way] === code)),
          )
          builder.divide(ages[age] as number, parts, way)
          columnsBy[way].push(parts)
        }
      publish('all', ['0', '1', '2'], ages)
      for (const age of [0, 1, 2]) publish(`age ${age}`, [`${age}`], [ages[age] as number])
      for (const way of ['type', 'status'] as const)
        for (const code of [0, 1, 2, 3]) {
          const whole = [0, 1, 2].map((age) => columnsBy[way][age]?.[code] as number)
          publish(`${way} ${code}`, [0, 1, 2].map((age) => `${way}${code}@${age}`), whole) // prettier-ignore
          for (const age of [0, 1, 2])
            publish(`${way} ${code}, age ${age}`, [`${way}${code}@${age}`], [whole[age] as number])
        }
      const marks = marksOf(builder)

      // From here on only what was published is used.
      const truth = (kinds: Sum) => kinds.reduce((sum, kind) => sum + countOf(sample, kind), 0)
      const figures = publishedFigures.map(({ name, of: kinds, index }) => ({
        name,
        of: kinds,
        mark: marks[index],
        figure: marks[index] === 'shown' ? truth(kinds) : null,
      }))
      for (const { name, of: kinds, figure, mark } of figures) {
        const value = truth(kinds)
        if (value >= 1 && value <= 5) {
          small += 1
          t.equal(figure, null, name)
          const [least, most] = interval(highs, figures, kinds)
          t.ok(least <= 1 && most >= 5, `${name} is ${value}, known to be ${least} to ${most}`)
        } else if (value === 0 && mark !== 'not-given') t.equal(figure, 0, `${name} is 0`)
        else if (mark === 'hidden') hidden += 1
      }
      const nothingSmall = figures.every(({ of: kinds }) => truth(kinds) === 0 || truth(kinds) > 5)
      if (nothingSmall) t.ok(figures.every(({ figure }) => figure !== null))
    }),
    { numRuns: 12 },
  )
  t.ok(small > 50 && hidden > 5, `${small} small counts, ${hidden} hidden for their sake`)
})

/** The number of children of a kind such as `type2@0`, or of an age such as `0`. */
function countOf(sample: readonly { age: number; type: number; status: number }[], kind: string): number {
  const [, way, code, age] = /^(?:(type|status)(\d)@)?(\d)$/.exec(kind) ?? []
  return sample.filter(
    (child) =>
      child.age === Number(age) && (way === undefined || child[way as 'type' | 'status'] === Number(code)),
  ).length
}
