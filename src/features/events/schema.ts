import { z } from 'zod'
import { eventTypeNames, type EventType } from '../../domain/events/types.ts'
import { pageOf } from '../../platform/http/cursor.ts'
import { recordFields, words } from '../../platform/http/fields.ts'
import { faultOfAddress } from './addresses.ts'
import { deliveryStates } from './queries/deliveries.ts'

export const webhookStates = ['enabled', 'paused'] as const

const eventType = z.enum(eventTypeNames)

export const cloudEvent = z
  .object({
    specversion: z.literal('1.0'),
    id: z.string().describe('Of the event: one that is delivered twice has the same id.'),
    source: z.string().describe('`/authorities/` and the GSS code of the authority.'),
    type: z.string(),
    subject: z
      .string()
      .describe('Where the record is read, below `/v1/`. Events of one subject are in order.'),
    time: z.string().describe('When the change was recorded (ISO 8601, UTC); of a lapse, when it came.'),
    occurredon: z
      .string()
      .optional()
      .describe(
        'The day on which it happened, where the change said so: earlier where it was recorded late.',
      ),
    datacontenttype: z.literal('application/json'),
    data: z
      .record(z.string(), z.unknown())
      .describe("The record's `id` and `version`, and the ids of the records that it names. Nothing else."),
  })
  .describe('A CloudEvent 1.0.')

export const feedQuery = z.strictObject({
  cursor: z
    .string()
    .max(500)
    .optional()
    .describe('`nextCursor` of the answer before; absent for the first event.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('How many events at most.'),
  types: z
    .string()
    .max(4000)
    .transform((text, context): EventType[] => {
      const read = z.array(eventType).safeParse(text.split(','))
      if (read.success) return read.data
      context.addIssue({
        code: 'custom',
        message: 'names a type of event that there is not: see /v1/event-types',
      })
      return z.NEVER
    })
    .optional()
    .describe('Only events of these types, separated by commas.'),
})

export const streamQuery = feedQuery.omit({ limit: true }).extend({
  cursor: z
    .string()
    .max(500)
    .optional()
    .describe('Where to begin; `Last-Event-ID` comes first. Absent: with what happens from now on.'),
})

export const streamHeaders = z.object({
  'last-event-id': z.string().max(500).optional().describe('The id last received, to go on from there.'),
})

export const feedPage = z.object({
  items: z.array(cloudEvent),
  nextCursor: z.string().describe('Send as `cursor` to read on, now or later: there is always one.'),
})

export const eventTypesList = z.object({
  items: z.array(z.object({ type: z.string(), description: z.string() })),
})

/** The body of a create of a webhook; `loopback` says whether its URL may be on this machine. */
export const webhookFields = (loopback: boolean) =>
  z.object({
    url: z
      .string()
      .trim()
      .max(2000)
      .superRefine((text, context) => {
        const fault = faultOfAddress(text, loopback)
        if (fault !== null) context.addIssue({ code: 'custom', message: fault })
      })
      .describe('Where events are posted: https, on the public internet.')
      .meta({ examples: ['https://example.org/sufficiency'] }),
    description: words(200).nullish(),
    types: z.array(eventType).min(1).nullish().describe('Only events of these types; null for every type.'),
    state: z.enum(webhookStates).optional().describe('While paused, deliveries wait; none is lost.'),
  })

export const webhookView = z.object({
  ...recordFields,
  url: z.string(),
  description: z.string().nullable(),
  types: z.array(z.string()).nullable(),
  state: z.enum(webhookStates),
  secretIssuedAt: z.string().nullable().describe('When it last got a secret; nothing is sent before.'),
})

export const secretView = z.object({
  secret: z.string().describe('Shown this once. `whsec_` and base64, as Standard Webhooks has it.'),
})

export const deliveriesQuery = z.strictObject({
  state: z.enum(deliveryStates).optional(),
})

export const deliveriesPage = pageOf(
  z.object({
    eventId: z.string(),
    type: z.string(),
    state: z.enum(deliveryStates).describe('`dead` was given up after the last attempt.'),
    attempts: z.number().int(),
    attemptedAt: z.string().nullable(),
    deliveredAt: z.string().nullable(),
    nextAttemptAt: z
      .string()
      .nullable()
      .describe('Not before then; later while an earlier event of its record waits.'),
    status: z.number().int().nullable().describe('The HTTP status of the last answer.'),
    fault: z.string().nullable().describe('Why the last attempt failed.'),
  }),
)

export const replay = z
  .strictObject({
    cursor: z
      .string()
      .max(500)
      .optional()
      .describe('Every event after this cursor of the feed, delivered or not.'),
    state: z.literal('dead').optional().describe('Every event whose delivery was given up.'),
  })
  .refine(({ cursor, state }) => (cursor === undefined) !== (state === undefined), {
    error: 'takes a cursor or a state, and not both',
  })

export const replayResult = z.object({ deliveries: z.number().int().describe('How many are due again.') })
