import t from 'tap'
import { dimensions, labelsOf, type DimensionName } from '../../../src/domain/measures/dimensions.ts'
import { factSets } from '../../../src/domain/measures/fact-sets.ts'
import { measures } from '../../../src/domain/measures/measures.ts'
import { choicesOf } from '../../../src/domain/measures/setting.ts'
import type { SwitchName } from '../../../src/domain/measures/switches.ts'
import type { View } from '../../../src/domain/views/view.ts'
import { views } from '../../../src/domain/views/views.ts'

const blocks = Object.entries<View>(views).flatMap(([id, view]) =>
  view.blocks.map((block) => ({ ...block, name: `${id} ${block.id}` })),
)
const columns = blocks.flatMap((block) =>
  block.columns.map((column) => ({
    ...column,
    name: `${block.name} ${column.id}`,
    by: block.by,
    declared: measures[column.measure],
  })),
)
const unique = (ids: string[]) => new Set(ids).size === ids.length

t.test('blocks of a view and columns of a block have each an id of their own', async (t) => {
  t.ok(unique(blocks.map(({ name }) => name)))
  t.ok(unique(columns.map(({ name }) => name)))
})

t.test('every column is a measure that is divided as its block is, of a part that it has', async (t) => {
  for (const { name, by: names, declared: measure, filter = {} } of columns) {
    const divides: readonly string[] = measure.dimensions
    t.same(
      names.filter((dimension) => !divides.includes(dimension)),
      [],
      name,
    )
    for (const [part, codes] of Object.entries(filter)) {
      const has: readonly string[] = factSets[measure.of].dimensions
      const possibleCodes = Object.hasOwn(dimensions, part)
        ? Object.keys(labelsOf(part as DimensionName))
        : choicesOf(measure, part as SwitchName)
      t.ok(!Object.hasOwn(dimensions, part) || has.includes(part), `${name} has ${part}`)
      t.same(
        codes.filter((code) => !possibleCodes.includes(code)),
        [],
        `${name}: ${part}`,
      )
    }
  }
})

t.test('what a column shows is there, and has a unit of its own where it is not the value', async (t) => {
  for (const { name, shows = 'value', unit, declared: measure } of columns) {
    t.equal(shows === 'value', unit === undefined, name)
    t.ok(shows !== 'denominator' || measure.denominator !== null, name)
  }
})

t.test('a block is of a day by some dimensions, or a trend of the whole', async (t) => {
  for (const { name, by: names, trend } of blocks) t.ok(trend === undefined || names.length === 0, name)
})
