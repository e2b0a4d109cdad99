import { dateFacts, subdivisions, type NumberFact } from '../../domain/measures/measure.ts'
import { dimensions, type Dimension } from '../../domain/measures/dimensions.ts'

/** What a fact says in a column: a code, a day or a number in its subdivisions (pounds in pence); null where it is not known. */
export type FactValue = string | number | null

/** A column of facts: each different value once, and for each fact which of them it has. */
export interface FactColumn {
  values: readonly FactValue[]
  codes: Uint8Array | Uint16Array | Uint32Array
}

/** Facts as columns, which are as long as there are facts. */
export interface Facts {
  count: number
  /** The half-open run of nights of each fact, as numbers of days. */
  from: Int32Array
  to: Int32Array
  /** Of facts that differ from period to period, which of the periods asked for each belongs to. */
  period: Int32Array | null
  columns: ReadonlyMap<string, FactColumn>
  /** About how much memory they take. */
  bytes: number
}

/** Beyond any day that is recorded: an open end, and a beginning before all. */
export const FOREVER = 2 ** 30

const msPerDay = 86_400_000
/** A day as a number of days; PostgreSQL's infinite ones too. */
export function dayNumber(day: string): number {
  if (day === 'infinity') return FOREVER
  if (day === '-infinity') return -FOREVER
  return Date.parse(`${day}T00:00:00Z`) / msPerDay
}

/** Into how many whole parts a number is divided so that it is one: pounds into 100 pence, whole years into 1. */
export const partsOf = (fact: string): number => subdivisions[fact as NumberFact] ?? 1

const bandedFacts = new Set<string>(
  Object.values<Dimension>(dimensions)
    .filter((dimension) => 'bands' in dimension)
    .map(({ fact }) => fact),
)

/** Whether what is said in a column is a number. */
export const isNumeric = (fact: string): boolean => bandedFacts.has(fact) || Object.hasOwn(subdivisions, fact)

/** Whether what is said in a column is a day. */
const isDay = (fact: string): boolean => (dateFacts as readonly string[]).includes(fact)

/** How the texts of a column are read. */
function parserOf(fact: string): (text: string) => FactValue {
  if (isDay(fact)) return dayNumber
  return isNumeric(fact) ? parseNumber(fact) : copyText
}

function parseNumber(fact: string): (text: string) => number {
  const parts = partsOf(fact)
  return (text) => {
    const exact = Number(text) * parts
    const whole = Math.round(exact)
    if (Math.abs(exact - whole) > 1e-6)
      throw new Error(`${fact} has a part smaller than 1/${parts}: it needs finer subdivisions`)
    return whole
  }
}

/** A copy of a text. A part that was cut out of a longer text would keep all of it in memory. */
const copyText = (text: string): string => Buffer.from(text).toString()

/** A column of texts: an empty one is null. */
export function encodeColumn(texts: readonly string[], fact: string): FactColumn {
  const parse = parserOf(fact)
  const numbers = new Map<string, number>()
  const values: FactValue[] = []
  const codes = new Uint32Array(texts.length)
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row] as string
    let code = numbers.get(text)
    if (code === undefined) {
      code = values.length
      const value = text === '' ? null : parse(text)
      values.push(value)
      numbers.set(typeof value === 'string' ? value : text, code)
    }
    codes[row] = code
  }
  return { values, codes: narrow(codes, values.length) }
}

/** The same numbers in as few bytes as `count` different ones need. */
function narrow(codes: Uint32Array, count: number): FactColumn['codes'] {
  if (count <= 2 ** 8) return Uint8Array.from(codes)
  return count <= 2 ** 16 ? Uint16Array.from(codes) : codes
}

/** Days as numbers. */
export function encodeDays(days: readonly string[]): Int32Array {
  const numbers = new Map<string, number>()
  const result = new Int32Array(days.length)
  for (let row = 0; row < days.length; row++) {
    const day = days[row] as string
    let number = numbers.get(day)
    if (number === undefined) numbers.set(day, (number = dayNumber(day)))
    result[row] = number
  }
  return result
}

/** About what a value takes beside the columns: its text, and its place in a list. */
const bytesOf = (value: FactValue): number => 16 + (typeof value === 'string' ? 24 + value.length : 0)

export function makeFacts({ from, to, period, columns }: Omit<Facts, 'count' | 'bytes'>): Facts {
  let bytes = from.byteLength + to.byteLength + (period?.byteLength ?? 0)
  for (const { values, codes } of columns.values())
    bytes += codes.byteLength + values.reduce<number>((sum, value) => sum + bytesOf(value), 0)
  return { count: from.length, from, to, period, columns, bytes }
}

/** Facts with those of some children replaced by others. */
export function replaceFacts(facts: Facts, children: readonly string[], others: Facts): Facts {
  const child = facts.columns.get('childId')
  if (child === undefined) throw new Error('these facts are of no child')
  const stays = child.values.map((id) => !children.includes(String(id)))
  const rows: number[] = []
  for (let row = 0; row < facts.count; row++) if (stays[child.codes[row] as number]) rows.push(row)
  const days = (name: 'from' | 'to') => {
    const result = new Int32Array(rows.length + others.count)
    for (const [index, row] of rows.entries()) result[index] = facts[name][row] as number
    result.set(others[name], rows.length)
    return result
  }
  const columns = new Map<string, FactColumn>()
  for (const [name, column] of facts.columns)
    columns.set(name, replaceRows(column, rows, others.columns.get(name)))
  return makeFacts({ from: days('from'), to: days('to'), period: null, columns })
}

/** A column with some of its rows, and after them those of another. */
function replaceRows(
  { values, codes }: FactColumn,
  rows: readonly number[],
  others: FactColumn | undefined,
): FactColumn {
  if (others === undefined) throw new Error('facts of one set have the same columns')
  const allValues = [...values]
  const numbers = new Map(values.map((value, number) => [value, number]))
  const numbersOfOthers = others.values.map((value) => {
    const number = numbers.get(value) ?? allValues.length
    if (number === allValues.length) {
      allValues.push(value)
      numbers.set(value, number)
    }
    return number
  })
  const result = new Uint32Array(rows.length + others.codes.length)
  for (const [index, row] of rows.entries()) result[index] = codes[row] as number
  for (const [index, number] of others.codes.entries())
    result[rows.length + index] = numbersOfOthers[number] as number
  return { values: allValues, codes: narrow(result, allValues.length) }
}
