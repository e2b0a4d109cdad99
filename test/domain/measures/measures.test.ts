import t from 'tap'
import {
  dimensionNames,
  dimensions,
  labelsOf,
  type Dimension,
} from '../../../src/domain/measures/dimensions.ts'
import { factSets } from '../../../src/domain/measures/fact-sets.ts'
import type { Measure } from '../../../src/domain/measures/measure.ts'
import { measures } from '../../../src/domain/measures/measures.ts'
import { placementTypeCodes } from '../../../src/domain/placement-types.ts'

const allMeasures = Object.entries<Measure>(measures)

t.test('the ids that are promised are there', async (t) => {
  const stableIds = [
    'children-looked-after', 'looked-after-rate-per-10000', 'placed-in-authority', 'over-20-miles',
    'over-20-miles-out-of-authority', 'mean-distance-miles', 'fostered', 'with-internal-foster', 'with-ifa',
    'with-connected-carers', 'with-parents-or-family', 'in-residential', 'residential-under-13',
    'in-supported-accommodation', 'occupancy', 'utilisation', 'void-beds', 'placements-3-plus',
    'long-term-stability', 'good-or-outstanding', 'staying-put-18', 'staying-put-19', 'staying-put-20',
    'suitable-accommodation', 'ceased-by-adoption', 'ceased-by-sgo', 'unplanned-endings', 'siblings-apart',
    'weekly-cost',
  ] // prettier-ignore
  t.same(
    stableIds.filter((id) => !Object.hasOwn(measures, id)),
    [],
  )
})

t.test('what each version changed is told', async (t) => {
  for (const [id, { version, changes = [] }] of allMeasures) t.equal(changes.length, version - 1, id)
})

t.test('every condition names codes that its dimension has', async (t) => {
  for (const [id, { numerator, denominator }] of allMeasures) {
    for (const condition of [numerator.where, denominator?.where ?? {}]) {
      for (const [name, test] of Object.entries<object>(condition)) {
        if (!Object.hasOwn(dimensions, name)) continue
        const [codes] = Object.values(test) as [readonly string[]]
        const dimensionCodes = Object.keys(labelsOf(name as keyof typeof dimensions))
        t.same(
          codes.filter((code) => !dimensionCodes.includes(code)),
          [],
          `${id}: ${name}`,
        )
      }
    }
  }
})

t.test('every measure is divided only by what its facts have', async (t) => {
  for (const [id, { of: factSet, dimensions: names }] of allMeasures) {
    const has: readonly string[] = factSets[factSet].dimensions
    t.same(
      names.filter((name) => !has.includes(name)),
      [],
      id,
    )
  }
})

t.test('a percentage says of what; a count is its own figure', async (t) => {
  for (const [id, { unit, denominator, median, extreme }] of allMeasures) {
    const counts = [
      'children',
      'young-people',
      'households',
      'beds',
      'moves',
      'nights',
      'incidents',
      'groups',
      'placements',
      'notices',
      'pounds',
    ]
    const isOwnFigure = counts.includes(unit) || median !== undefined || extreme !== undefined
    t.equal(denominator === null, isOwnFigure, id)
  }
})

t.test('groups part their facts: none twice, every placement type in a care family', async (t) => {
  for (const name of dimensionNames) {
    const dimension: Dimension = dimensions[name]
    if (!('groups' in dimension)) continue
    const values = Object.values(dimension.groups).flatMap((group) => group.values)
    t.equal(new Set(values).size, values.length, name)
  }
  const families = Object.values(dimensions.careFamily.groups).flatMap((group) => group.values)
  t.same([...families].sort(), [...placementTypeCodes].sort())
})

t.test('bands rise and leave no gap at the top', async (t) => {
  for (const name of dimensionNames) {
    const dimension: Dimension = dimensions[name]
    if (!('bands' in dimension)) continue
    const ends = Object.values(dimension.bands).map(({ to }) => to)
    t.same(
      ends,
      [...ends].sort((a, b) => a - b),
      name,
    )
    t.equal(ends.at(-1), Infinity, name)
  }
})
