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

/** What gives the code of a value in a dimension; 'unknown' where the value is null. */
function coderOf(dimension: Dimension): (value: FactValue) => string {
  if ('groups' in dimension) {
    const codes = new Map(
      Object.entries(dimension.groups).flatMap(([code, { values }]) => values.map((value) => [value, code])),
    )
    return (value) => codes.get(String(value)) ?? 'unknown'
  }
  if ('bands' in dimension) {
    const parts = partsOf(dimension.fact)
    const bands = Object.entries(dimension.bands).map(([code, { to }]) => ({ code, to: to * parts }))
    return (value) => bands.find(({ to }) => Number(value) <= to)?.code ?? 'unknown'
  }
  return String
}

/** A column as a dimension has it: its different codes, and for each value which of them it has. */
export interface CodedColumn {
  column: FactColumn
  codes: readonly string[]
  numbers: Uint32Array
}

const codedColumns = new WeakMap<FactColumn, Map<DimensionName, CodedColumn>>()

/** The column of a dimension, with its codes: worked out once, for as long as there is the column. */
export function codedColumn(facts: Facts, name: DimensionName): CodedColumn {
  const dimension: Dimension = dimensions[name]
  const column = columnOf(facts, dimension.fact)
  const dimensionsOfColumn = codedColumns.get(column) ?? new Map<DimensionName, CodedColumn>()
  codedColumns.set(column, dimensionsOfColumn)
  const encoding = dimensionsOfColumn.get(name) ?? encodeDimension(column, dimension)
  dimensionsOfColumn.set(name, encoding)
  return encoding
}

function encodeDimension(column: FactColumn, dimension: Dimension): CodedColumn {
  const code = coderOf(dimension)
  const numbersByCode = new Map<string, number>()
  const numbers = Uint32Array.from(column.values, (value) => {
    const text = value === null ? 'unknown' : code(value)
    const number = numbersByCode.get(text) ?? numbersByCode.size
    numbersByCode.set(text, number)
    return number
  })
  return { column, codes: [...numbersByCode.keys()], numbers }
}

/** For each value of a column whether it passes a test: 1 or 0. */
export interface Test {
  codes: FactColumn['codes']
  passes: Uint8Array
}

function testOf(column: FactColumn, passesAt: (value: FactValue) => boolean): Test {
  return { codes: column.codes, passes: Uint8Array.from(column.values, (value) => +passesAt(value)) }
}

function testOfCodes({ column, codes, numbers }: CodedColumn, passesAt: (code: string) => boolean): Test {
  const passesOfCodes = codes.map((code) => +passesAt(code))
  return {
    codes: column.codes,
    passes: Uint8Array.from(numbers, (number) => passesOfCodes[number] as number),
  }
}

/** The tests of a condition, one for each dimension and number that it names. */
function testsOf(facts: Facts, condition: Condition): Test[] {
  return Object.entries(condition).map(([name, test]) => {
    if (isDimension(name)) {
      const encoding = codedColumn(facts, name)
      return 'in' in test
        ? testOfCodes(encoding, (code) => test.in.includes(code))
        : testOfCodes(encoding, (code) => !(test as { notIn: string[] }).notIn.includes(code))
    }
    const parts = partsOf(name)
    const isBeyond = (value: number) =>
      'over' in test ? value > test.over * parts : value < (test as { under: number }).under * parts
    return testOf(columnOf(facts, name), (value) => value !== null && isBeyond(Number(value)))
  })
}

/** The tests of whether all of these dimensions, numbers and days are known of a fact. */
function testsOfKnowledge(facts: Facts, names: readonly KnownFact[]): Test[] {
  return names.map((name) =>
    isDimension(name)
      ? testOfCodes(codedColumn(facts, name), (code) => code !== 'unknown')
      : testOf(columnOf(facts, name), (value) => value !== null),
  )
}

/** Tests with those of one column made one, and without those that every value passes. */
function joinTests(tests: readonly Test[]): Test[] {
  const passesByColumn = new Map<FactColumn['codes'], Uint8Array>()
  for (const { codes, passes } of tests) {
    const others = passesByColumn.get(codes)
    passesByColumn.set(codes, others ? passes.map((pass, number) => pass & (others[number] ?? 0)) : passes)
  }
  return [...passesByColumn]
    .filter(([, passes]) => passes.includes(0))
    .map(([codes, passes]) => ({ codes, passes }))
}

/** The tests of some conditions, all of which a fact must pass to meet them. */
export const testsOfConditions = (facts: Facts, conditions: readonly Condition[]): Test[] =>
  joinTests(conditions.flatMap((condition) => testsOf(facts, condition)))

/** The tests that a fact must pass of which all of these dimensions, numbers and days are known. */
export const testsOfKnown = (facts: Facts, names: readonly KnownFact[]): Test[] =>
  joinTests(testsOfKnowledge(facts, names))

/** The rows that pass all of some tests. */
export function filterRows(rows: Int32Array, tests: readonly Test[]): Int32Array {
  if (tests.length === 0) return rows
  const result = rows.slice()
  let count = rows.length
  for (const { codes, passes } of tests) {
    let next = 0
    for (let index = 0; index < count; index++) {
      const row = result[index] as number
      result[next] = row
      next += passes[codes[row] as number] as number
    }
    count = next
  }
  return result.subarray(0, count)
}

/** Makes the numbers of rows 0 that do not pass all of some tests. */
export function clearOthers(numbers: Float64Array, rows: Int32Array, tests: readonly Test[]): void {
  for (const { codes, passes } of tests)
    for (let index = 0; index < rows.length; index++)
      (numbers[index] as number) *= passes[codes[rows[index] as number] as number] as number
}

/**
 * What each of some rows adds for a night, in parts of one: a number of its own, none where it is not known, else one.
 */
export function amountsOf(facts: Facts, rows: Int32Array, sum: NumberFact | undefined): Float64Array {
  const result = new Float64Array(rows.length)
  if (sum === undefined) return result.fill(1)
  const { values, codes } = columnOf(facts, sum)
  const amounts = Float64Array.from(values, (value) => Number(value ?? 0))
  for (let index = 0; index < rows.length; index++)
    result[index] = amounts[codes[rows[index] as number] as number] as number
  return result
}
