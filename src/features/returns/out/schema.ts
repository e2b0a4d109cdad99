import { z } from 'zod'
import { validationView } from '../validation/schema.ts'
import { returnFiles } from './files.ts'

const whole = z.number().int()

export const yearParam = z
  .string()
  .regex(/^20\d{2}-\d{2}$/, 'is not a collection year; write it as 2023-24')
  .describe('The collection year, 1 April to 31 March.')
  .meta({ examples: ['2023-24'] })

export const returnParams = z.object({ year: yearParam })

export const returnFileParams = z.object({
  year: yearParam,
  file: z
    .enum(returnFiles.map(({ file }) => file) as [string, ...string[]])
    .describe('A module of the return.'),
})

export const returnView = z.object({
  year: z.string().meta({ examples: ['2023/24'] }),
  isOver: z
    .boolean()
    .describe('Whether the year is over. Before, the return is what it would be if it ended today.'),
  children: whole.describe('Children in it.'),
  modules: z
    .array(z.object({ module: z.string(), file: z.string(), rows: whole }))
    .describe('The modules that have rows, each with its file.'),
  validation: validationView
    .pick({ rules: true, children: true, undecided: true })
    .describe("What breaks the collection's rules, to be put right before the return is sent."),
  xml: z
    .object({
      leavesOut: z
        .array(z.string())
        .describe('Modules with rows for which the XML form of the collection has no place.'),
      misfits: z
        .array(z.object({ module: z.string(), column: z.string(), rows: whole }))
        .describe(
          'Columns with values that the XML form does not take, such as codes that came after it, and in how many rows. With any, there is no XML: send the files.',
        ),
    })
    .describe('What the XML form can not carry. It is of 2021; the files are the whole return.'),
})
