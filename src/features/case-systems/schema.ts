import { z } from 'zod'
import {
  referenceFields,
  upsertKinds,
  upsertPaths,
  type UpsertKind,
  type UpsertPath,
} from '../../domain/case-systems/kinds.ts'
import { civilDate, id, recordFields, words } from '../../platform/http/fields.ts'
import { changesOf, type AnyResource } from '../../platform/http/resource-declaration.ts'

/** How many records one call takes. */
export const MOST_RECORDS = 5000
/** How many names one look-up takes. */
const MOST_LOOKUPS = 500

export const systemName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'takes 2 to 40 lower-case letters, digits and hyphens')
  .meta({ examples: ['mosaic'] })

export const externalId = z
  .string()
  .min(1)
  .max(100)
  .refine((text) => !/\p{Cc}/u.test(text), { error: 'must not have control characters' })
  .describe('What the system calls the record; never a name of a person.')
  .meta({ examples: ['P-100234'] })

export const caseSystem = z.object({
  name: systemName.describe('By which loads name it: that of its service key, where it has one.'),
  description: words(200)
    .describe('What system it is, and which team looks after it.')
    .meta({ examples: ['Mosaic; systems team'] }),
})
export const caseSystemView = z.object({ ...recordFields, name: z.string(), description: z.string() })

const reference = z.strictObject({
  externalId,
  system: systemName.optional().describe('Of another system than the one that sends.'),
})

/** A record that is named in a field: by its identifier there, or by ours. */
export const namedRecord = z.union([reference, id])

export const endingFields = z.strictObject({
  on: civilDate.describe('The day from which it is over.'),
  reason: words(500).optional().describe('Why, of kinds that record it.'),
})

const removal = z.strictObject({
  reason: words(500).describe('Why it never was, in words that name no one; kept with its history.'),
})

/** A record as it is sent, whatever its kind. */
export const upsertRecord = z
  .strictObject({
    kind: z.enum(upsertPaths),
    externalId,
    id: id.optional(),
    fields: z.record(z.string(), z.unknown()).optional(),
    ended: endingFields.optional(),
    removed: removal.optional(),
    detached: z.literal(true).optional(),
  })
  .refine(
    ({ fields, ended: ending, removed: removalReason, detached: isDetached }) =>
      !(removalReason && isDetached) && !((removalReason ?? isDetached) && (fields ?? ending)),
    { error: 'takes one of fields (with or without ended), removed and detached' },
  )

const options = {
  system: systemName
    .optional()
    .describe(
      'Which system sends: one of `/v1/case-systems`. Left out: the one of the name of the service key.',
    ),
  dryRun: z.boolean().optional().describe('Only tell what would be done: nothing is recorded.'),
  allOrNone: z
    .boolean()
    .optional()
    .describe('Record nothing if one of the records is refused. Without it the others are recorded.'),
}

/** What every call has. Its records are read one by one, so that one that can't be read refuses no other. */
export const upsertCall = z.strictObject({
  ...options,
  records: z.array(z.unknown()).min(1).max(MOST_RECORDS),
})

/** The fields of a kind, as the reference shows them: what refers to other records takes their identifiers too. */
function shownFields({ fields }: AnyResource): z.ZodObject {
  const shape = Object.entries(changesOf({ fields }).shape).map(([field, schema]) => {
    const target = referenceFields[field]
    if (!target) return [field, schema] as const
    const { description: text = '' } = schema as z.ZodType
    const value = field === 'childIds' ? z.array(namedRecord).min(1).max(20) : namedRecord.nullish()
    return [field, value.optional().describe(`${text} One of \`${target}\`.`.trim())] as const
  })
  return z.strictObject(Object.fromEntries(shape))
}

/** The body of a call, for the reference: a record of each kind with its own fields. */
export function shownCall(resources: ReadonlyMap<string, AnyResource>): z.ZodObject {
  const records = upsertPaths.map((path) => {
    const resource = resources.get(path)
    if (!resource) throw new TypeError(`no resource is at ${path}`)
    const { ending }: UpsertKind = upsertKinds[path]
    return z
      .strictObject({
        kind: z.literal(path).describe(resource.description),
        externalId,
        id: id
          .optional()
          .describe('Our identifier, for a record that is here already and has none of the system yet.'),
        fields: shownFields(resource)
          .optional()
          .describe('What the system says of it. A field left out stays as it is, null empties one.'),
        ...(ending ? { ended: endingFields.optional().describe(endingWords(path)) } : {}),
        removed: removal.optional().describe('It never was, and is removed; what was real is ended.'),
        detached: z.literal(true).optional().describe('Forget the identifier; the record stays.'),
      })
      .meta({ id: `UpsertOf${componentName(resource.name)}` })
  })
  const [first, ...rest] = records
  return z.strictObject({
    ...options,
    records: z
      .array(z.discriminatedUnion('kind', [first!, ...rest]))
      .min(1)
      .max(MOST_RECORDS)
      .describe('In any order: a record may stand before the one that it refers to.'),
  })
}

const componentName = (name: string) =>
  name.replace(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase())

function endingWords(path: UpsertPath): string {
  const { ending }: UpsertKind = upsertKinds[path]
  if (!ending) return ''
  const { day, reason, unstarted: beforeStart } = ending
  const fields = [day, reason].filter(Boolean).join('`, `')
  const other = beforeStart ? `; of one that has not started \`${beforeStart.day}\`, with a reason` : ''
  return `It is over: the same as \`${fields}\`${other}.`
}

export const upsertOutcomes = ['created', 'changed', 'unchanged', 'removed', 'detached', 'refused'] as const
const whole = z.number().int()

export const upsertReportView = z.object({
  status: z
    .enum(['done', 'partial', 'possible', 'refused'])
    .describe(
      'Done: all of it. Partial: but for what is refused. Possible: a dry run in which something could be recorded. Refused: nothing is recorded.',
    ),
  dryRun: z.boolean(),
  system: z.string(),
  counts: z.object({
    records: whole.describe('The sum of the others.'),
    ...Object.fromEntries(upsertOutcomes.map((outcome) => [outcome, whole])),
  }),
  records: z.array(
    z.object({
      index: whole.describe('Which of the records, from 0.'),
      kind: z.string().nullable(),
      externalId: z.string().nullable(),
      outcome: z
        .enum(upsertOutcomes)
        .describe('Unchanged: it said what is recorded, so there is no version and no event.'),
      id: z.string().nullable().describe('Our identifier; null where it is refused, or not recorded.'),
      version: whole.nullable(),
      matchedBy: z
        .enum(['external-id', 'id', 'fields'])
        .nullable()
        .describe(
          'How its record was found: by its identifier in the system; by ours; by fields that name one. Null: it is new, or refused.',
        ),
      mergedIntoId: z
        .string()
        .nullable()
        .describe('Of a child whose record was merged: the one into which it was. Its fields stay.'),
      fields: z.array(z.string()).describe('Which were recorded, or would be.'),
      faults: z
        .array(z.object({ pointer: z.string(), detail: z.string(), code: z.string() }))
        .describe('Why it is refused: where, what would be right, and a stable code.'),
    }),
  ),
})

export const lookupBody = z
  .strictObject({
    kind: z.enum(upsertPaths),
    system: systemName.optional().describe('Only what this system calls them; needed with `externalIds`.'),
    externalIds: z.array(externalId).min(1).max(MOST_LOOKUPS).optional(),
    ids: z.array(id).min(1).max(MOST_LOOKUPS).optional().describe('Or our identifiers.'),
  })
  .refine(({ externalIds, ids }) => (externalIds === undefined) !== (ids === undefined), {
    error: 'give one of externalIds and ids',
    path: ['externalIds'],
  })
  .refine(({ externalIds, system }) => externalIds === undefined || system !== undefined, {
    error: 'is needed with externalIds',
    path: ['system'],
  })
  .meta({ examples: [{ kind: 'children', system: 'mosaic', externalIds: ['P-100234'] }] })

export const lookupView = z.object({
  items: z.array(
    z.object({
      system: z.string(),
      kind: z.string(),
      externalId: z.string(),
      id: z.string().describe('Our identifier of the record; of a merged child, that of the other record.'),
      mergedFromId: z.string().nullable().describe('The merged record that the system named; null for none.'),
      href: z.string(),
    }),
  ),
})
