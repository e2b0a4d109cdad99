import { z } from 'zod'
import { holdStatuses } from '../../domain/lifecycle/hold.ts'
import { soloUse } from '../../engines/solo-use/schema.ts'
import { actionsView } from '../../platform/http/action.ts'
import { civilDate, id, recordFields } from '../../platform/http/fields.ts'

const expiresAt = z.iso
  .datetime({ offset: true })
  .describe(
    "When the beds are free again by themselves: no longer from when the hold was placed than the settings of each bed's authority allow (`longestHoldHours`).",
  )
  .meta({ examples: ['2023-12-01T17:00:00Z'] })

const heldBed = z.strictObject({ bedId: id, childId: id })
const areDistinct = (beds: z.output<typeof heldBed>[], key: 'bedId' | 'childId') =>
  new Set(beds.map((bed) => bed[key])).size === beds.length

export const newHold = z.strictObject({
  beds: z
    .array(heldBed)
    .min(1)
    .max(20)
    .refine((beds) => areDistinct(beds, 'bedId'), { error: 'names a bed twice' })
    .refine((beds) => areDistinct(beds, 'childId'), { error: 'names a child twice' })
    .describe('A bed for each child: all are held, or none.'),
  from: civilDate,
  to: civilDate.nullish().describe('Null for an open end.'),
  expiresAt,
  requestId: id.nullish().describe('The placement request that it is for.'),
})

export const extension = z.strictObject({ expiresAt })

export const agreement = z.strictObject({
  solo: soloUse.optional(),
  emergency: z
    .boolean()
    .optional()
    .describe('Made in an emergency; as the placement request says when left out.'),
})

const hold = {
  ...recordFields,
  status: z.enum(holdStatuses).describe('Derived: lapsed from the moment of expiry.'),
  requestId: z.string().nullable(),
  from: z.string(),
  to: z.string().nullable(),
  expiresAt: z.string(),
  endedAt: z.string().nullable(),
  beds: z.array(z.object({ bedId: z.string(), childId: z.string() })),
  awaitsConsentOf: z
    .array(z.string())
    .describe(
      'Authorities whose beds it holds and who have not agreed to it, by code: it cannot be agreed yet.',
    ),
  releasedByAuthorityCode: z
    .string()
    .nullable()
    .describe('The authority that took its bed back, where one did.'),
  releaseReason: z.string().nullable().describe('Why it did.'),
}

export const holdView = z.object(hold).meta({ id: 'Hold' })

export const holdDetail = z
  .object({
    ...hold,
    ...actionsView.shape,
    placements: z
      .array(z.object({ id: z.string(), bedId: z.string(), childId: z.string(), href: z.string() }))
      .describe('The agreed placements that came of it.'),
  })
  .meta({ id: 'HoldDetail' })
