import { dimensions, type Dimension, type DimensionName } from '../../domain/measures/dimensions.ts'
import type { Condition, KnownFact, NumberFact } from '../../domain/measures/measure.ts'
import { partsOf, type FactColumn, type Facts, type FactValue } from './columns.ts'

const isDimension = (name: string): name is DimensionName => Object.hasOwn(dimensions, name)

/** A column of facts by its name. */
export function columnOf(facts: Facts, fact: string): FactColumn {
  const column = facts.columns.get(fact)
  if (column === undefined) throw new Error(`these facts have no ${fact}`)
  return column
}

/** The code of a value in a dimension; 'unknown' where the value is null. */
function codeOf(dimension: Dimension, value: FactValue): string {
  if (value === null) return 'unknown'
  if ('groups' in dimension) {
    const groups = Object.entries(dimension.groups)
    return groups.find(([, { values }]) => values.includes(String(value)))?.[0] ?? 'unknown'
  }
  if ('bands' in dimension) {
    const parts = partsOf(dimension.fact)
    const bands = Object.entries(dimension.bands)
    return bands.find(([, { to }]) => Number(value) <= to * parts)?.[0] ?? 'unknown'
  }
  return String(value)
}

/** For each value of the column of a dimension its code in it. */
export function codedColumn(facts: Facts, name: DimensionName): { column: FactColumn; codes: string[] } {
  const dimension: Dimension = dimensions[name]
  const column = columnOf(facts, dimension.fact)
  return { column, codes: column.values.map((value) => codeOf(dimension, value)) }
}

/** For each value of a column whether it passes a test: 1 or 0. */
interface Test {
  column: FactColumn
  passes: Uint8Array
}

function testOf(column: FactColumn, passesAt: (number: number) => boolean): Test {
  return { column, passes: Uint8Array.from(column.values, (_, number) => (passesAt(number) ? 1 : 0)) }
}

/** The tests of a condition, one for each dimension and number that it names. */
function testsOf(facts: Facts, condition: Condition): Test[] {
  return Object.entries(condition).map(([name, test]) => {
    if (isDimension(name)) {
      const { column, codes } = codedColumn(facts, name)
      return 'in' in test
        ? testOf(column, (number) => test.in.includes(codes[number] ?? ''))
        : testOf(column, (number) => !(test as { notIn: string[] }).notIn.includes(codes[number] ?? ''))
    }
    const column = columnOf(facts, name)
    const parts = partsOf(name)
    const isBeyond = (value: number) =>
      'over' in test ? value > test.over * parts : value < (test as { under: number }).under * parts
    return testOf(
      column,
      (number) => column.values[number] !== null && isBeyond(Number(column.values[number])),
    )
  })
}

/** The tests of whether all of these dimensions, numbers and days are known of a fact. */
function testsOfKnowledge(facts: Facts, names: readonly KnownFact[]): Test[] {
  return names.map((name) => {
    if (!isDimension(name)) {
      const column = columnOf(facts, name)
      return testOf(column, (number) => column.values[number] !== null)
    }
    const { column, codes } = codedColumn(facts, name)
    return testOf(column, (number) => codes[number] !== 'unknown')
  })
}

/** Whether a fact, by its row, passes. */
export type Predicate = (row: number) => boolean

/** One predicate of several tests. Tests that every value passes are left out. */
function conjunction(tests: readonly Test[]): Predicate {
  const byColumn = new Map<FactColumn, Uint8Array>()
  for (const { column, passes } of tests) {
    const others = byColumn.get(column)
    byColumn.set(column, others ? passes.map((pass, number) => pass & (others[number] ?? 0)) : passes)
  }
  const realTests = [...byColumn].filter(([, passes]) => passes.includes(0))
  const [first, ...rest] = realTests.map(([{ codes }, passes]) => ({ codes, passes }))
  if (first === undefined) return () => true
  const { codes, passes } = first
  if (rest.length === 0) return (row) => passes[codes[row] as number] === 1
  return (row) => {
    if (passes[codes[row] as number] === 0) return false
    for (const test of rest) if (test.passes[test.codes[row] as number] === 0) return false
    return true
  }
}

/** Whether a fact meets all of some conditions. */
export const matchesAll = (facts: Facts, conditions: readonly Condition[]): Predicate =>
  conjunction(conditions.flatMap((condition) => testsOf(facts, condition)))

/** Whether all of these dimensions, numbers and days are known of a fact. */
export const knowsAll = (facts: Facts, names: readonly KnownFact[]): Predicate =>
  conjunction(testsOfKnowledge(facts, names))

/** What a fact adds for each night, in parts of one: a number of its own, none where it is not known, else one. */
export function amountIn(facts: Facts, sum: NumberFact | undefined): (row: number) => number {
  if (sum === undefined) return () => 1
  const { values, codes } = columnOf(facts, sum)
  const amounts = values.map((value) => Number(value ?? 0))
  return (row) => amounts[codes[row] as number] as number
}
