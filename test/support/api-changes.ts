import { compareOpenApi } from 'api-smart-diff'
import { feedSets } from '../../src/domain/feeds/sets.ts'
import type { FeedSet } from '../../src/domain/feeds/set.ts'

/** What clients rely on: the document without words and examples, and the types of the columns of every set. */
export interface Contract {
  document: OpenApiDocument
  sets: Record<string, Record<string, string>>
}

interface OpenApiDocument {
  info: { version: string }
  paths: Record<string, unknown>
  [part: string]: unknown
}

const words = new Set(['description', 'summary', 'example', 'examples', 'title', 'externalDocs'])

/** Whether the entries of an object have names of ours, such as properties, and not of JSON Schema. */
const hasOwnNames = (name: string) => ['properties', 'schemas', 'parameters', 'paths'].includes(name)

function dropWords(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => dropWords(item))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([key]) => hasOwnNames(name) || !words.has(key))
  return Object.fromEntries(entries.map(([key, part]) => [key, dropWords(part, key)]))
}

export function contractOf(document: object): Contract {
  return {
    document: dropWords(document) as OpenApiDocument,
    sets: Object.fromEntries(
      Object.entries<FeedSet>(feedSets).map(([set, { columns }]) => [
        set,
        Object.fromEntries(Object.entries(columns).map(([column, { type }]) => [column, type])),
      ]),
    ),
  }
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/**
 * Names what of a contract would break clients of another. Of the document: what `api-smart-diff` calls breaking where it is
 * used; also a field that a body does not take any more, as bodies with unknown fields are refused, and a way to sign in
 * that is no longer taken. Not a code more in an answer: lists of codes may grow.
 */
export function breaks(baseline: Contract, current: Contract): string[] {
  const { diffs } = compareOpenApi(copy(baseline.document), copy(current.document))
  const inDocument = diffs.filter(({ type, action, path }) => {
    if (path[0] === 'security') return action === 'remove'
    if (path[0] !== 'paths') return false
    if (path.includes('responses') && path.at(-2) === 'enum' && action === 'add') return false
    const isFieldOfBody = path.includes('requestBody') && path.at(-2) === 'properties'
    return type === 'breaking' || (action === 'remove' && isFieldOfBody)
  })
  return [
    ...new Set(
      inDocument.map(
        ({ path, action, description }) =>
          `${path.slice(0, 3).join(' ')}: ${description ?? action} (${path.slice(3).join('/')})`,
      ),
    ),
    ...Object.entries(baseline.sets).flatMap(([set, columns]) =>
      Object.entries(columns).flatMap(([column, type]) => {
        const now = current.sets[set]?.[column]
        return now === type ? [] : [`set ${set}: column ${column} was ${type} and is ${now ?? 'gone'}`]
      }),
    ),
  ]
}

const majorOf = ({ document }: Contract) => Number(document.info.version.split('.')[0])

/** Whether a contract may break clients of another: its version says so. */
export const mayBreak = (baseline: Contract, current: Contract): boolean =>
  majorOf(current) > majorOf(baseline)
