import { dimensions, labelsOf, type Dimension, type DimensionName } from '../measures/dimensions.ts'
import type { Condition, NumberFact } from '../measures/measure.ts'

/** What is known of a child, or of an event, that is counted: the code of each of some dimensions. */
export type Cell = Readonly<Record<string, string>>

/** Every combination of the codes of some dimensions, `unknown` among them. */
export function cellsOf(names: readonly DimensionName[]): Cell[] {
  return names.reduce<Cell[]>(
    (cells, name) =>
      cells.flatMap((cell) => Object.keys(labelsOf(name)).map((code) => ({ ...cell, [name]: code }))),
    [{}],
  )
}

/** Whether a cell meets all of a condition; null where it does not tell. */
export function meets(condition: Condition, cell: Cell): boolean | null {
  const tests = Object.entries(condition).map(([name, test]) =>
    Object.hasOwn(dimensions, name)
      ? meetsCodes(name as DimensionName, test as CodeTest, cell)
      : meetsNumber(name as NumberFact, test as NumberTest, cell),
  )
  if (tests.includes(false)) return false
  return tests.includes(null) ? null : true
}

/** Whether all that a measure must know of a cell is known; null where the cell does not tell. */
export function isKnown(facts: readonly (DimensionName | NumberFact)[], cell: Cell): boolean | null {
  const told = facts.map((fact) => {
    const code = Object.hasOwn(dimensions, fact) ? codeIn(fact as DimensionName, cell) : bandIn(fact, cell)
    return code === null ? null : code !== 'unknown'
  })
  if (told.includes(false)) return false
  return told.includes(null) ? null : true
}

type CodeTest = { in: readonly string[] } | { notIn: readonly string[] }
type NumberTest = { over: number } | { under: number }

function meetsCodes(name: DimensionName, test: CodeTest, cell: Cell): boolean | null {
  const code = codeIn(name, cell)
  if (code === null) return null
  return 'in' in test ? test.in.includes(code) : !test.notIn.includes(code)
}

/** The code of a dimension, be it only that of a finer dimension of the same fact. */
function codeIn(name: DimensionName, cell: Cell): string | null {
  if (cell[name] !== undefined) return cell[name]
  const dimension: Dimension = dimensions[name]
  const value = 'groups' in dimension ? cell[dimension.fact] : undefined
  if (value === undefined || !('groups' in dimension)) return null
  return Object.entries(dimension.groups).find(([, { values }]) => values.includes(value))?.[0] ?? 'unknown'
}

/** The code of the band that a number lies in, of whichever dimension bands it. */
function bandIn(fact: string, cell: Cell): string | null {
  const name = Object.keys(cell).find((each) => dimensions[each as DimensionName].fact === fact)
  return name === undefined ? null : (cell[name] as string)
}

/** Numbers compare with whole numbers: a band is from over the end of the one before, up to its own. */
function meetsNumber(fact: NumberFact, test: NumberTest, cell: Cell): boolean | null {
  const name = Object.keys(cell).find((each) => dimensions[each as DimensionName].fact === fact)
  if (name === undefined) return null
  const code = cell[name] as string
  if (code === 'unknown') return false
  const dimension: Dimension = dimensions[name as DimensionName]
  if (!('bands' in dimension)) return null
  const bands = Object.entries(dimension.bands)
  const at = bands.findIndex(([band]) => band === code)
  const [over, upTo] = [bands[at - 1]?.[1].to ?? -Infinity, bands[at]?.[1].to ?? Infinity]
  if ('over' in test) return over >= test.over ? true : upTo <= test.over ? false : null
  return upTo < test.under ? true : over >= test.under - 1 ? false : null
}
