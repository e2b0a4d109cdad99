import { z } from 'zod'
import { isCivilDate } from '../../domain/dates.ts'
import { feedNames, feedSets, type FeedName } from '../../domain/feeds/sets.ts'
import { feedTypes, type FeedColumn } from '../../domain/feeds/set.ts'
import { civilDate } from '../../platform/http/fields.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import type { Fault } from '../../platform/http/problem.ts'
import { purpose } from '../../platform/http/access-log.ts'
import { feedFormatNames } from './files/formats.ts'
import { KEPT_MINUTES } from './files/kept-files.ts'

const name = z.enum(feedNames)

export const feedCatalogue = z.object({
  items: z.array(
    z.object({
      set: name,
      title: z.string(),
      words: z.string().describe('What one row is.'),
      key: z
        .array(z.string())
        .describe('The columns that tell its rows apart, in the order in which rows come.'),
      period: z
        .string()
        .nullable()
        .describe('The column that `from` and `to` are about; null: always whole.'),
      href: z.string(),
      columns: z.array(
        z.object({
          name: z.string(),
          type: z.enum(feedTypes).describe('`id` is the UUID of a record; `date` is YYYY-MM-DD.'),
          words: z.string(),
          codes: z
            .string()
            .nullable()
            .describe('The list of the set `codes` that has the labels of its values.'),
          refers: z.string().nullable().describe('The set whose key its values are: to join by.'),
        }),
      ),
    }),
  ),
})

export const feedParams = z.object({ set: name })

const month = civilDate.refine((day) => day.endsWith('-01'), { error: 'must be the first day of a month' })

const format = z
  .enum(feedFormatNames)
  .describe('The form of the rows, for clients that can send no `Accept`; it goes before `Accept`.')
const period = {
  from: month.optional().describe('Of a set with a period: the first month, as its first day.'),
  to: month.optional().describe('The month after the last, as its first day.'),
}

export const feedPartQuery = z.strictObject({
  ...period,
  format: format.optional(),
  after: z
    .string()
    .max(200)
    .optional()
    .describe('To resume: the key of the last row that arrived, its values separated by commas.'),
})

export const feedPackQuery = z.strictObject({
  ...period,
  format: format.default('csv').describe('The form of the rows of every set.'),
})

/** What is wrong with the two ends of a period. */
export const periodFaults = (from: string | undefined, to: string | undefined): Fault[] =>
  from !== undefined && to !== undefined && to <= from
    ? [{ pointer: '#/query/to', detail: 'must be after `from`', code: 'not-after-from' }]
    : []

export const pullHeaders = purpose.extend({
  range: z
    .string()
    .max(200)
    .optional()
    .describe(
      'With `If-Range`: the bytes that are wanted, such as `bytes=1048576-`. Without it all are given.',
    ),
  'if-range': z
    .string()
    .max(200)
    .optional()
    .describe(
      `The \`ETag\` of the answer that broke off. Where that file is no longer kept (${KEPT_MINUTES} minutes), a new one is given whole (200).`,
    ),
})

/** A file that is streamed. */
export const feedFile = z.string()

const packedField = z.object({
  name: z.string(),
  type: z.string(),
  format: z.string().optional(),
  description: z.string(),
  constraints: z.object({ required: z.boolean() }).optional(),
})

export const feedManifest = z
  .object({
    $schema: z.string(),
    name: z.string(),
    title: z.string(),
    created: z.string().describe('The instant of the one state of the database that all files show.'),
    today: z.string().describe('The day that counts as today in it.'),
    snapshot: z.string().describe("PostgreSQL's name of that state."),
    period: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
    measures: z
      .array(z.object({ id: z.string(), version: z.number().int() }))
      .describe('The version of the definition of each measure that the service computes.'),
    resources: z.array(
      z.object({
        name,
        type: z.literal('table'),
        path: z.string().describe('The file in the pack.'),
        title: z.string(),
        description: z.string(),
        format: z.string(),
        mediatype: z.string(),
        encoding: z.string(),
        rows: z.number().int(),
        bytes: z.number().int(),
        hash: z.string().describe('`sha256:` and the SHA-256 of the file in hexadecimal digits.'),
        period: z.string().nullable().describe('The column that `from` and `to` are about; null: whole.'),
        schema: z.object({
          fields: z.array(packedField),
          primaryKey: z.array(z.string()),
          foreignKeys: z.array(
            z.object({
              fields: z.array(z.string()),
              reference: z.object({ resource: z.string(), fields: z.array(z.string()) }),
            }),
          ),
        }),
      }),
    ),
  })
  .describe('A Data Package (datapackage.org, version 2).')

const keyPart: Partial<Record<FeedColumn['type'], (text: string) => boolean>> = {
  date: isCivilDate,
  id: (text) => z.guid().safeParse(text).success,
}

/** Reads the key of a row of a set; null when the text is none. */
export function readKey(set: FeedName, text: string): string[] | null {
  const columns: Readonly<Record<string, FeedColumn>> = feedSets[set].columns
  const parts = text.split(',')
  const { key } = feedSets[set]
  const isRight = key.every((column, index) => {
    const part = parts[index] ?? ''
    return (keyPart[columns[column]?.type ?? 'text'] ?? ((other) => /^[\w+-]{1,60}$/.test(other)))(part)
  })
  return isRight && parts.length === key.length ? parts : null
}

export const bulkReadsQuery = z.strictObject({ set: name.optional() })

export const bulkReadsPage = pageOf(
  z.object({
    id: z.number().int(),
    startedAt: z.string(),
    finishedAt: z.string().nullable().describe('Null while it runs, or where its process died.'),
    actor: z.string().describe('Who: the subject of the token, or `key:` and the name of the service key.'),
    role: z.string(),
    set: z.string(),
    asked: z.record(z.string(), z.string()).describe('The parameters of the request.'),
    columns: z.array(z.string()),
    purpose: z.string().nullable().describe('The `Access-Purpose` that was given.'),
    requestId: z.string(),
    rows: z.number().int().nullable().describe('How many rows were given.'),
    isWhole: z
      .boolean()
      .nullable()
      .describe('Whether these were all; false where the client went away, or it failed.'),
  }),
)
