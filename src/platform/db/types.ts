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

/** Parsers by the OID of the PostgreSQL type: int8, numeric, date, timestamp, timestamptz, each followed by its array. */
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
 * How values arrive from our pools, whose sessions are in UTC: date as `YYYY-MM-DD`, timestamp and timestamptz as ISO 8601
 * with microseconds, bigint and numeric as number (an integer beyond 2^53 throws a RangeError). A range stays PostgreSQL's
 * text. Other types are converted by `pg`.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    (types.getTypeParser(oid, format) as Parse)) as CustomTypesConfig['getTypeParser'],
}
