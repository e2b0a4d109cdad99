import type { IncomingHttpHeaders } from 'node:http'
import { ODataRefusal } from '../../domain/odata/refusal.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { ODataResource } from './resource.ts'

const systemOptions = [
  '$filter',
  '$orderby',
  '$select',
  '$expand',
  '$top',
  '$skip',
  '$count',
  '$skiptoken',
  '$format',
] as const
export type OptionName = (typeof systemOptions)[number]
export type Options = Partial<Record<OptionName, string>>

/** The options that each resource takes. Of a count those that change no number are taken, and change none. */
const takenBy: Record<ODataResource['kind'], readonly OptionName[]> = {
  service: ['$format'],
  metadata: ['$format'],
  rows: systemOptions,
  count: systemOptions,
  row: ['$select', '$expand', '$format'],
}

/** Options of OData that are refused by name. */
const otherOptions = new Set([
  '$apply',
  '$search',
  '$compute',
  '$deltatoken',
  '$index',
  '$id',
  '$levels',
  '$schemaversion',
])

const fault = (name: string, detail: string) => [{ pointer: `#/query/${name}`, detail, code: 'odata-option' }]

/** The refusal of an option, which it names. */
export function optionProblem(name: string, { message, isUnsupported }: ODataRefusal): Problem {
  const type = isUnsupported ? 'not-implemented' : 'invalid-request'
  return new Problem(type, `${name}: ${message}`, fault(name, message))
}

/**
 * Reads an option.
 * @throws {Problem} naming it, for what `read` refuses
 */
export function readOption<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof ODataRefusal ? optionProblem(name, error) : error
  }
}

const refuseQuery = (detail: string) => new Problem('invalid-request', detail)

function decode(text: string): string {
  let plain: string
  try {
    plain = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw refuseQuery('The query is not well encoded: a % is written %25.')
  }
  // The database has no text with this character, and the log of bulk reads keeps what was asked.
  if (plain.includes('\0')) throw refuseQuery('The query has a character that is in no text (NUL).')
  return plain
}

/** @throws {Problem} naming an option that the resource does not take, or that stands twice */
export function readOptions(query: string, kind: ODataResource['kind']): Options {
  const options: Options = {}
  for (const part of query.split('&').filter(Boolean)) {
    const [rawName = ''] = part.split('=', 1)
    const name = decode(rawName).trim()
    const refuse = (message: string, isUnsupported = false) =>
      optionProblem(name.slice(0, 40), new ODataRefusal(message, { isUnsupported }))
    if (otherOptions.has(name)) throw refuse('this option is not offered.', true)
    if (name.startsWith('@')) throw refuse('aliases of parameters are not offered.', true)
    const option = takenBy[kind].find((choice) => choice === name)
    if (option === undefined)
      throw refuse(`there is no such option here; there are: ${takenBy[kind].join(', ')}.`)
    if (options[option] !== undefined) throw refuse('it stands twice.')
    options[option] = decode(part.slice(rawName.length + 1))
  }
  return options
}

/** The most that a number of rows may be. */
const MOST_ROWS = 2 ** 31 - 1

/** Reads `$top` or `$skip`. */
export const readRowCount = (options: Options, name: '$top' | '$skip'): number | undefined =>
  readOption(name, () => {
    const text = options[name]
    if (text === undefined) return undefined
    if (!/^\d{1,10}$/.test(text) || Number(text) > MOST_ROWS)
      throw new ODataRefusal(`it must be a whole number from 0 to ${MOST_ROWS}.`)
    return Number(text)
  })

export const readBoolean = (options: Options, name: '$count'): boolean =>
  readOption(name, () => {
    const text = options[name]
    if (text !== undefined && text !== 'true' && text !== 'false')
      throw new ODataRefusal('it must be true or false.')
    return text === 'true'
  })

/** What the caller would rather have, by the header `Prefer`. */
export interface Preferences {
  pageSize: number | undefined
  omitsNulls: boolean
}

export function readPreferences({ prefer }: IncomingHttpHeaders): Preferences {
  const parts = [prefer ?? []].flat().join(',').split(/[,;]/)
  const find = (pattern: RegExp) => parts.map((part) => pattern.exec(part.trim())).find(Boolean)
  const size = Number(find(/^(?:odata\.)?maxpagesize\s*=\s*"?(\d{1,9})"?$/i)?.[1] ?? 0)
  return {
    pageSize: size > 0 ? size : undefined,
    omitsNulls: Boolean(find(/^(?:odata\.)?omit-values\s*=\s*"?nulls"?$/i)),
  }
}
