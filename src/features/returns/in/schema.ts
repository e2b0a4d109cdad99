import { z } from 'zod'
import { page } from '../../../platform/http/cursor.ts'
import { id } from '../../../platform/http/fields.ts'
import { importStatuses } from './queries/imports.ts'

export const params = z.object({ id })

export const importForm = z.object({
  files: z
    .array(z.file())
    .describe('SSDA903 modules as CSV, of one or many years, or the XML form; each may be packed with gzip.'),
  acceptPartial: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      "Apply the rows that can be used and leave out the others. Without it, one row or file that can't be used refuses them all.",
    ),
})

const whole = z.number().int()

const rowCounts = {
  read: whole.describe('Rows read: new + changed + unchanged + rejected.'),
  new: whole.describe("Rows that say something new of a child's year."),
  changed: whole.describe('Rows that say otherwise than before.'),
  unchanged: whole.describe('Rows that say what was said before, or what another row says.'),
  rejected: whole.describe("Rows that can't be used."),
  repaired: whole.describe('Rows used with a change, which the report tells.'),
  noted: whole.describe('Rows used as they stand though they break a rule.'),
}

const tally = z.object({ new: whole, changed: whole, unchanged: whole, removed: whole })

export const importView = z.object({
  id: z.string(),
  kind: z.literal('ssda903'),
  status: z
    .enum(importStatuses)
    .describe(
      'Rejected: something could not be used, and nothing was applied. Failed: it could not be finished, and nothing was applied.',
    ),
  acceptPartial: z.boolean(),
  requestedBy: z.string(),
  files: z.array(z.object({ name: z.string(), modules: z.array(z.string()), rows: whole })),
  counts: z
    .object({
      ...rowCounts,
      withdrawn: whole.describe('Earlier statements that the return no longer makes.'),
      modules: z.record(z.string(), z.object(rowCounts)),
      records: z
        .object({ children: tally, care_periods: tally, legal_statuses: tally, placements: tally })
        .nullable()
        .describe('What was written; null when nothing was applied.'),
    })
    .nullable()
    .describe('Null until the files are read.'),
  detail: z.string().nullable().describe('Why it was rejected or failed.'),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})

export const findingKinds = ['rejected', 'repaired', 'noted'] as const

export const reportQuery = z.strictObject({ kind: z.enum(findingKinds).optional(), ...page.shape })

export const findingView = z.object({
  kind: z
    .enum(findingKinds)
    .describe('Rejected: not used. Repaired: used with a change. Noted: used as it stands.'),
  file: z.string(),
  module: z.string().nullable().describe("Null for a file that can't be read."),
  row: whole.nullable().describe('The line of a CSV file, or the nth row of the module in the XML form.'),
  column: z.string().nullable(),
  value: z.string().nullable().describe('What the cell holds.'),
  rule: z.string().nullable().describe("The SSDA903 collection's own rule number, where it has one."),
  reason: z.string(),
})
