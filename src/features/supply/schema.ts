import { z } from 'zod'
import { sheetTitles } from '../../domain/supply/sheets.ts'
import { creations } from './ofsted/take-list.ts'
import { loadOutcomes } from './report.ts'

const whole = z.number().int()
const flag = z.enum(['true', 'false'])

export const workbookQuery = z.strictObject({
  sheets: z
    .string()
    .transform((text) => text.split(',').map((title) => title.trim()))
    .pipe(z.array(z.enum(sheetTitles)).min(1))
    .optional()
    .describe(`Which sheets, separated by commas, of ${sheetTitles.join(', ')}; all without it.`)
    .meta({ examples: ['Households,Carers,Beds'] }),
  filled: flag.optional().describe('With what is recorded, to be changed and sent back; empty without it.'),
})

export const loadForm = z.object({
  files: z
    .array(z.file())
    .describe(
      'Workbooks with any of the sheets, or sheets as CSV. A sheet is known by its name or its columns; up to ten lines may stand above the headings.',
    ),
  dryRun: flag.optional().describe('Only tell what the load would do: nothing is recorded.'),
  acceptPartial: flag
    .optional()
    .describe(
      "Record the rows that can be used and leave out the others. Without it, one that can't be used refuses all.",
    ),
})

export const listForm = loadForm.extend({
  files: z
    .array(z.file())
    .describe(
      "Ofsted's lists of children's homes, supported accommodation or agencies, as Excel workbooks or CSV.",
    ),
  create: z
    .enum(creations)
    .optional()
    .describe(
      'Which homes and agencies of the lists to record that are not on record: `none`, as without it; `own-area`, those in the area of the authority; `all`.',
    ),
})

const counts = {
  rows: whole.describe('new + changed + unchanged + refused.'),
  new: whole,
  changed: whole,
  unchanged: whole.describe('Rows that say what is recorded: no version and no event comes of them.'),
  refused: whole,
}

export const loadView = z.object({
  status: z
    .enum(['done', 'possible', 'refused'])
    .describe('Possible: a dry run that could be done. Refused: nothing is recorded.'),
  dryRun: z.boolean(),
  detail: z.string().nullable(),
  counts: z.object(counts),
  sheets: z.array(z.object({ sheet: z.string(), ...counts })),
  files: z
    .array(
      z.object({
        file: z.string(),
        sheet: z.string().nullable(),
        outcome: z.enum(['refused', 'noted']),
        reason: z.string(),
      }),
    )
    .describe("Files and sheets that can't be read, and what is passed over."),
  rows: z.array(
    z.object({
      file: z.string(),
      sheet: z.string(),
      row: whole.describe('The line of the file.'),
      record: z.string().describe('What the row calls its record.'),
      outcome: z.enum(loadOutcomes),
      id: z.string().nullable().describe('Of the record; null where it is refused, or new and not recorded.'),
      columns: z.array(z.string()).describe('The columns whose values were recorded, or would be.'),
      faults: z
        .array(
          z.object({
            column: z.string().nullable(),
            value: z.string().nullable().describe('What the cell holds.'),
            reason: z.string().describe('What is wrong with it, and what would be right.'),
          }),
        )
        .describe('Why it is refused.'),
    }),
  ),
})
