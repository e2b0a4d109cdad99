import { z } from 'zod'
import { page } from '../../../platform/http/cursor.ts'
import { id } from '../../../platform/http/fields.ts'
import { childChanges } from './queries/children.ts'
import { importKinds, importStatuses } from './queries/imports.ts'

export const params = z.object({ id })

export const importForm = z.object({
  files: z
    .array(z.file())
    .describe(
      'SSDA903 modules as CSV or sheets of an Excel workbook, of one or many years, or the XML form; each may be packed with gzip, or all with zip.',
    ),
  year: z
    .string()
    .optional()
    .describe(
      'The collection year of the return, such as `2024` or `2023-24` for the year to 31 March 2024. Without it, the year is that of the YEAR column, of the names of files and folders, or of the dates. Two years in one upload are two returns: leave it out.',
    )
    .meta({ examples: ['2023-24'] }),
  confirmYear: z
    .enum(['true', 'false'])
    .optional()
    .describe('The year is right, although most dates of the return are outside it.'),
  acceptPartial: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      "Apply the rows that can be used and leave out the others. Without it, one row or file that can't be used refuses them all.",
    ),
  dryRun: z
    .enum(['true', 'false'])
    .optional()
    .describe('Only tell what the import would do: its report and counts, and nothing is applied.'),
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
  kind: z.enum(importKinds).describe('Undo: it undoes another import.'),
  status: z
    .enum(importStatuses)
    .describe(
      'Rejected: something could not be used, and nothing was applied. Failed: it could not be finished, and nothing was applied.',
    ),
  acceptPartial: z.boolean(),
  dryRun: z.boolean().describe('Whether it only tells what it would do: nothing is applied.'),
  undoes: z.string().nullable().describe('The import that this one undoes.'),
  undoneBy: z.string().nullable().describe('The import that undoes this one.'),
  requestedBy: z.string(),
  files: z.array(
    z.object({
      name: z.string().describe('With the path inside an archive, or the sheet of a workbook.'),
      modules: z.array(z.string()),
      rows: whole,
      years: z.array(z.string()).optional().describe('The collection years that its rows were read as.'),
    }),
  ),
  counts: z
    .object({
      ...rowCounts,
      returns: z
        .array(
          z.object({
            year: z.string(),
            because: z.string().describe('What says that it is of that year.'),
            files: z.array(z.string()),
          }),
        )

        .optional()
        .describe('The returns that were read, by collection year, and what says that each is of its year.'),
      withdrawn: whole.describe('Earlier statements that the return no longer makes.'),
      modules: z.record(z.string(), z.object(rowCounts)),
      records: z
        .object({ children: tally, care_periods: tally, legal_statuses: tally, placements: tally })
        .nullable()
        .describe('What was written, or would be in a dry run; null when it was rejected.'),
    })
    .nullable()
    .describe('Null until the files are read.'),
  detail: z
    .string()
    .nullable()
    .describe('Why it was rejected or failed, or how many children are left as they are.'),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})

export const findingKinds = ['rejected', 'repaired', 'noted', 'read'] as const

export const reportQuery = z.strictObject({ kind: z.enum(findingKinds).optional(), ...page.shape })

export const findingView = z.object({
  kind: z
    .enum(findingKinds)
    .describe(
      'Rejected: not used. Repaired: used with a change. Noted: used as it stands. Read: how a file, or cells in another form than the guide’s, were read.',
    ),
  file: z.string(),
  module: z.string().nullable().describe('Null where it is about a whole file.'),
  row: whole.nullable().describe('The line of a CSV file, or the nth row of the module in the XML form.'),
  column: z.string().nullable(),
  value: z.string().nullable().describe('What the cell holds.'),
  rule: z.string().nullable().describe("The SSDA903 collection's own rule number, where it has one."),
  reason: z.string(),
})

const recordTally = z.object({ new: whole, changed: whole, removed: whole })

export const importChildView = z.object({
  reference: z.string(),
  change: z
    .enum(childChanges)
    .describe('What becomes of the record of the child: changed, if only of what belongs to it.'),
  carePeriods: recordTally,
  legalStatuses: recordTally,
  placements: recordTally,
})
