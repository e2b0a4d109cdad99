import { z } from 'zod'
import { importForm } from '../in/schema.ts'

export const validationForm = importForm.omit({ acceptPartial: true, dryRun: true })

const whole = z.number().int()
const year = z.string().meta({ examples: ['2023/24'] })
const rule = z
  .string()
  .describe("The collection's own number.")
  .meta({ examples: ['142'] })
const message = z.string().describe("The collection's own message.")
const rules = z.array(rule)

const breachRow = {
  child: z.string().describe('The identifier in CHILD.'),
  module: z.string(),
  file: z.string(),
  row: whole.describe('The line of a CSV file, or the nth row of the module in the XML form.'),
  cells: z
    .record(z.string(), z.string())
    .describe("The row's cells, as received, of the columns that the rule reads."),
}

export const validationView = z.object({
  years: z.array(year).describe('The collection years of the returns.'),
  files: z.array(
    z.object({ name: z.string(), modules: z.array(z.string()), rows: whole, years: z.array(z.string()) }),
  ),
  notes: z
    .array(z.object({ file: z.string(), row: whole.nullable(), reason: z.string() }))
    .describe('Files and rows that could not be read, and how others were read.'),
  rules: z
    .array(
      z.object({
        rule,
        message,
        year,
        count: whole.describe('Rows in which it is broken.'),
        children: whole.describe('Children of whom it is broken.'),
        firstRows: z.array(z.object(breachRow)).describe('At most ten.'),
      }),
    )
    .describe('The rules that are broken, in the order of their numbers.'),
  children: z
    .array(z.object({ child: z.string(), count: whole, rules }))
    .describe('The children of whom a rule is broken.'),
  undecided: z
    .array(z.object({ year, why: z.string().meta({ examples: ['Reviews is missing'] }), rules }))
    .describe('Rules that could not be decided, by what is missing: they may be broken, or not.'),
})

export const validationQuery = z.strictObject({
  by: z
    .enum(['rule', 'child', 'row'])
    .default('rule')
    .describe('What a line of the CSV is: a rule, a child, or a row in which a rule is broken.'),
})
