import { z } from 'zod'

/** The header `Change-Reason`: why a record is created, changed or removed. Stored with the change in its history. */
export const changeReason = z.object({
  'change-reason': z
    .string()
    .max(500)
    .optional()
    .describe(
      'Why the change is made, or the correction; kept in the history of the record. Name no one in it.',
    ),
})

/** The same of a removal, which says why what it removes never was. */
export const removalReason = z.object({
  'change-reason': z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe('Why what is removed never was; kept in the history of the record. Name no one in it.'),
})
