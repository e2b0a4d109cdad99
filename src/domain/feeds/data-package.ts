import { measures } from '../measures/measures.ts'
import { namedColumns } from './named-columns.ts'
import type { FeedType } from './set.ts'
import { feedSets, type FeedName } from './sets.ts'

/** A file of a pack, as it was made. */
export interface PackedFile {
  set: FeedName
  columns: readonly string[]
  path: string
  mediaType: string
  format: string
  rows: number
  bytes: number
  /** SHA-256, in hexadecimal digits. */
  sha256: string
}

/** When and of what a pack was made. */
export interface PackMoment {
  authorityCode: string
  /** The instant of the one state of the database that all its files show (ISO 8601). */
  madeAt: string
  /** The day that counts as today in it. */
  today: string
  /** PostgreSQL's name of that state: of two packs, which transactions each shows. */
  snapshot: string
  /** The months asked for; null where there is no bound. */
  from: string | null
  to: string | null
}

const fieldTypes: Record<FeedType, { type: string; format?: string }> = {
  text: { type: 'string' },
  id: { type: 'string', format: 'uuid' },
  date: { type: 'date' },
  instant: { type: 'datetime' },
  integer: { type: 'integer' },
  decimal: { type: 'number' },
  boolean: { type: 'boolean' },
}

/**
 * The manifest of a pack, as a Data Package of Frictionless (version 2): what each file is, how many rows and bytes it has, its
 * SHA-256, its columns, and how the sets refer to each other.
 */
export function dataPackage(
  { authorityCode, madeAt, today, snapshot, from, to }: PackMoment,
  files: readonly PackedFile[],
) {
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: `sufficiency-${authorityCode.toLowerCase()}`,
    title: 'Children in care, beds and placements',
    created: madeAt,
    today,
    snapshot,
    period: { from, to },
    measures: Object.entries(measures).map(([id, { version }]) => ({ id, version })),
    resources: files.map((file) => resourceOf(file, files)),
  }
}

function resourceOf(
  { set, columns, path, mediaType, format, rows, bytes, sha256 }: PackedFile,
  files: readonly PackedFile[],
) {
  const { title, words, key, period } = feedSets[set]
  const visible = namedColumns(set, columns)
  const isPacked = (other: string) => files.some(({ set: name }) => name === other)
  return {
    name: set,
    type: 'table' as const,
    path,
    title,
    description: words,
    format,
    mediatype: mediaType,
    encoding: 'utf-8',
    rows,
    bytes,
    hash: `sha256:${sha256}`,
    period,
    schema: {
      fields: visible.map(({ name, type, words: description, isKey }) => ({
        name,
        ...fieldTypes[type],
        description,
        ...(isKey && { constraints: { required: true } }),
      })),
      primaryKey: [...key],
      foreignKeys: visible.flatMap(({ name, refers }) =>
        refers !== undefined && isPacked(refers)
          ? [
              {
                fields: [name],
                reference: { resource: refers, fields: [...feedSets[refers as FeedName].key] },
              },
            ]
          : [],
      ),
    },
  }
}
