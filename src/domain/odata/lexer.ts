import { isCivilDate } from '../dates.ts'
import type { ValueType } from './types.ts'
import { ODataRefusal } from './refusal.ts'

/** Digits of a second that PostgreSQL keeps. What a literal has beyond them is its `remainder`. */
const KEPT_DIGITS = 6
const MOST_DIGITS = 12

export interface Literal {
  kind: 'literal'
  type: ValueType
  /** The value as text, of a boolean `true` or `false`; null of `null`. */
  value: string | null
  /** Of an instant: the millionths of a microsecond behind those of `value`. */
  remainder: number
}

export type Token = { position: number; isSpaced: boolean } & (
  | { kind: 'literal'; literal: Literal }
  | { kind: 'word'; text: string }
  | { kind: 'sign'; text: string }
  | { kind: 'end' }
)

type Reader = (match: RegExpExecArray) => Literal

const literal = (type: ValueType, value: string | null, remainder = 0): Literal => ({
  kind: 'literal',
  type,
  value,
  remainder,
})

const hex = '[0-9a-fA-F]'
const day = '\\d{4}-\\d{2}-\\d{2}'
/** A literal ends where no letter, digit or point goes on. */
const border = '(?![\\w.])'

/** How the literals of each type are written. The first that fits is taken. */
const literals: readonly [RegExp, Reader][] = [
  [new RegExp(`${hex}{8}-${hex}{4}-${hex}{4}-${hex}{4}-${hex}{12}${border}`, 'y'), ([all]) => literal('id', all.toLowerCase())],
  [new RegExp(`(${day})T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,${MOST_DIGITS}}))?)?(Z|[-+ ]\\d{2}:\\d{2})${border}`, 'y'), readInstant],
  [new RegExp(`${day}${border}`, 'y'), readDay],
  [new RegExp(`-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?(?![\\w.:-])`, 'y'), readNumber],
  [/'((?:[^']|'')*)'/y, ([, inner = '']) => literal('text', inner.replaceAll("''", "'"))],
  [/(true|false)(?![\w.(/])/y, ([all]) => literal('boolean', all)],
  [/null(?![\w.(/])/y, () => literal('null', null)],
] // prettier-ignore

function readDay([all]: RegExpExecArray): Literal {
  if (!isCivilDate(all) || all < '0001') throw new ODataRefusal(`${all} is not a day of the calendar.`)
  return literal('date', all)
}

function readInstant([all, date = '', ...parts]: RegExpExecArray): Literal {
  const [hour = '', minute = '', second = '00', fraction = '', zone = ''] = parts
  // A `+` that was sent as it is arrives as a space.
  const offset = zone === 'Z' ? '+00:00' : zone.replace(' ', '+')
  const [offsetHours, offsetMinutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4))]
  const isTime = hour < '24' && minute < '60' && second < '60' && offsetMinutes < 60
  if (!isCivilDate(date) || date < '0001' || !isTime || offsetHours * 60 + offsetMinutes > 14 * 60)
    throw new ODataRefusal(`${all} is not an instant.`)
  const digits = fraction.padEnd(MOST_DIGITS, '0')
  const value = `${date}T${hour}:${minute}:${second}.${digits.slice(0, KEPT_DIGITS)}${offset}`
  return literal('instant', value, Number(digits.slice(KEPT_DIGITS)))
}

function readNumber([all, fraction, exponent]: RegExpExecArray): Literal {
  if (!Number.isFinite(Number(all))) throw new ODataRefusal(`${all} is too large a number.`)
  return literal(fraction === undefined && exponent === undefined ? 'integer' : 'decimal', all)
}

const word = /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/y
const sign = /[(),/=-]/y

/** What often stands in a filter that was written for another version of OData, and what to write. */
const foreign: readonly [RegExp, string][] = [
  [/(datetime|datetimeoffset|guid|time)'/iy, "is written without its type and quotes: 2023-04-01T00:00:00Z"],
  [/(duration|binary|geography|geometry)'/iy, 'is of a type that no column has'],
  [new RegExp(`${day}T[\\d:.]+`, 'y'), 'needs an offset: Z, or +01:00 written as %2B01:00'],
  [/\d{2}:\d{2}/y, 'is a time of day, a type that no column has'],
  [/[$@]\w*/y, 'is not offered: write the name of a column'],
] // prettier-ignore

const match = (pattern: RegExp, text: string, position: number): RegExpExecArray | null => {
  pattern.lastIndex = position
  return pattern.exec(text)
}

/** Where something stands, for messages: its characters are counted from 1. */
export const placeWords = (position: number): string => `at character ${position + 1}`

/**
 * Splits an expression of OData 4.0 into its words, signs and literals, one after another.
 * @throws {ODataRefusal} where something stands that is none of them
 */
export function* tokens(text: string): Generator<Token, void> {
  if (text.includes('\0')) throw new ODataRefusal('No expression has the character U+0000.')
  let position = 0
  for (;;) {
    const [space = ''] = match(/[ \t]*/y, text, position) ?? []
    position += space.length
    const place = { position, isSpaced: space !== '' }
    if (position === text.length) {
      yield { kind: 'end', ...place }
      return
    }
    const [token, length] = readToken(text, position)
    yield { ...token, ...place }
    position += length
  }
}

type Content =
  { kind: 'literal'; literal: Literal } | { kind: 'word'; text: string } | { kind: 'sign'; text: string }

function readToken(text: string, position: number): [Content, number] {
  for (const [pattern, read] of literals) {
    const hit = match(pattern, text, position)
    if (hit) return [{ kind: 'literal', literal: read(hit) }, hit[0].length]
  }
  for (const [pattern, advice] of foreign) {
    const hit = match(pattern, text, position)
    if (hit) throw new ODataRefusal(`${hit[0]}… ${placeWords(position)} ${advice}.`)
  }
  const [name] = match(word, text, position) ?? []
  if (name !== undefined) return [{ kind: 'word', text: name }, name.length]
  const [mark] = match(sign, text, position) ?? []
  if (mark !== undefined) return [{ kind: 'sign', text: mark }, mark.length]
  const detail =
    text[position] === "'" ? 'a text begins that has no end' : 'something stands that is no OData expression'
  throw new ODataRefusal(`${placeWords(position).replace('at', 'At')} ${detail}.`)
}
