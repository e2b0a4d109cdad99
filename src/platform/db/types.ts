import { types, type CustomTypesConfig } from 'pg'

type Parse = (text: string) => unknown

const wholeNumber: Parse = (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond what a number holds: ${text}`)
  return value
}
const civilDate: Parse = (text) => text
const instant: Parse = (text) => text.replace(' ', 'T').replace(/\+00(:00)?$/, 'Z')

const TEXT_ARRAY: number = 1009
const textArray = types.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[]

const arrayOf =
  (parse: Parse): Parse =>
  (text) =>
    textArray(text).map((entry) => (entry === null ? null : parse(entry)))

/** By type OID: each scalar and its array. */
const parsers = new Map<number, Parse>([
  [20, wholeNumber],
  [1016, arrayOf(wholeNumber)],
  [1700, Number],
  [1231, arrayOf(Number)],
  [1082, civilDate],
  [1182, arrayOf(civilDate)],
  [1114, instant],
  [1115, arrayOf(instant)],
  [1184, instant],
  [1185, arrayOf(instant)],
])

/**
 * How values arrive from our pools, whose sessions are in UTC: date as `YYYY-MM-DD`, timestamptz as an ISO
 * instant with PostgreSQL's microseconds, bigint and numeric as number; a range stays the text that
 * PostgreSQL gives. Everything else is as `pg` has it.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    (types.getTypeParser(oid, format) as Parse)) as CustomTypesConfig['getTypeParser'],
}
