import { dimensions, labelsOf, type Dimension, type DimensionName } from '../measures/dimensions.ts'
import type { Condition, KnownFact, NumberFact } from '../measures/measure.ts'

/** A cell of a table: one code for each of some dimensions, by dimension name. */
export type Cell = Readonly<Record<string, string>>

/** Every combination of the dimensions' codes, including `unknown`. */
export function cellsOf(names: readonly DimensionName[]): Cell[] {
  return names.reduce<Cell[]>(
    (cells, name) =>
      cells.flatMap((cell) => Object.keys(labelsOf(name)).map((code) => ({ ...cell, [name]: code }))),
    [{}],
  )
}

/** Whether everybody in a cell meets a condition; null where the cell's dimensions do not decide it. */
export function cellMeets(condition: Condition, cell: Cell): boolean | null {
  const tests = Object.entries(condition).map(([name, test]) =>
    Object.hasOwn(dimensions, name)
      ? meetsCodes(name as DimensionName, test as CodeTest, cell)
      : meetsNumber(name as NumberFact, test as NumberTest, cell),
  )
  if (tests.includes(false)) return false
  return tests.includes(null) ? null : true
}

/** Whether none of the facts is `unknown` in a cell; null where the cell's dimensions do not decide it. */
export function isKnown(facts: readonly KnownFact[], cell: Cell): boolean | null {
  const answers = facts.map((fact) => {
    const code = Object.hasOwn(dimensions, fact) ? codeIn(fact as DimensionName, cell) : bandIn(fact, cell)
    return code === null ? null : code !== 'unknown'
  })
  if (answers.includes(false)) return false
  return answers.includes(null) ? null : true
}

type CodeTest = { in: readonly string[] } | { notIn: readonly string[] }
type NumberTest = { over: number } | { under: number }

function meetsCodes(name: DimensionName, test: CodeTest, cell: Cell): boolean | null {
  const code = codeIn(name, cell)
  if (code === null) return null
  return 'in' in test ? test.in.includes(code) : !test.notIn.includes(code)
}

/** A cell's code for a dimension, read directly or derived from a finer dimension of the same fact; null without either. */
export function codeIn(name: DimensionName, cell: Cell): string | null {
  if (cell[name] !== undefined) return cell[name]
  const dimension: Dimension = dimensions[name]
  const value = 'groups' in dimension ? cell[dimension.fact] : undefined
  if (value === undefined || !('groups' in dimension)) return null
  return Object.entries(dimension.groups).find(([, { values }]) => values.includes(value))?.[0] ?? 'unknown'
}

/** A cell's code for whichever dimension puts this number into bands; null where it has none. */
function bandIn(fact: string, cell: Cell): string | null {
  const name = Object.keys(cell).find((key) => dimensions[key as DimensionName].fact === fact)
  return name === undefined ? null : (cell[name] as string)
}

/** Compares a band with a threshold in whole numbers. A band runs from just over the previous band's `to` up to its own. */
function meetsNumber(fact: NumberFact, test: NumberTest, cell: Cell): boolean | null {
  const name = Object.keys(cell).find((key) => dimensions[key as DimensionName].fact === fact)
  if (name === undefined) return null
  const code = cell[name] as string
  if (code === 'unknown') return false
  const dimension: Dimension = dimensions[name as DimensionName]
  if (!('bands' in dimension)) return null
  const bands = Object.entries(dimension.bands)
  const index = bands.findIndex(([band]) => band === code)
  const [low, high] = [bands[index - 1]?.[1].to ?? -Infinity, bands[index]?.[1].to ?? Infinity]
  if ('over' in test) return low >= test.over ? true : high <= test.over ? false : null
  return high < test.under ? true : low >= test.under - 1 ? false : null
}
